"""A report: what, where, one summary card, sent on confirmation.

The first words may come before any question; what is missing is asked for; nothing leaves before [Send].
When the promised answer does not come, the timer at the end of this file says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.acts.keep import NewReport, keep
from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue, residents
from handlers.dialogue.ports import Found
from handlers.dialogue.slots import Slots
from handlers.resident.draft import (
    alive,
    by_child,
    needs_no_place,
    nothing_sent,
    own_number,
    place_in,
    place_shown,
    remembered_place,
    speak,
    with_waiting,
)
from handlers.texts import t
from handlers.views import attached
from handlers.views import place as places
from handlers.views.answering import answering
from handlers.views.confidence import kept_in_confidence
from handlers.views.receipt import child_receipt, receipt
from handlers.views.summary_card import child_summary, confidential_summary, summary_card
from storage.models import SECOND, Attachment, Button, Confidence, Prompt

report = Dialogue("resident.report", who=residents)
State = Mapping[str, Any]
_STEPS = ("words", "place", "ongoing", "summary", "identity")
_WHERE = ("resident.where.suggested", "resident.where.elsewhere", "resident.where.nowhere", "resident.where.pick")
_CHANGES = ("resident.change.ask", "resident.change.words", "resident.change.place", "resident.change.attached")
_NOTHING: State = {}

LONGEST_IDENTITY = 120
SETTLING = 2 * SECOND
"""Lines that follow each other faster than this are read as one before the summary is shown again."""


async def begin(
    ctx: Context,
    *,
    words: str | None,
    suggestion: State | None,
    brought: Sequence[Attachment] = (),
    waited: State = _NOTHING,
    place: State | None = None,
    confidential: State | None = None,
    announcement: int | None = None,
) -> None:
    """A new draft, with whatever is known already. `suggestion` is an address to offer, never to assume.

    `waited` is the state of another room in which words and attachments waited for this; `place` was said by the person;
    `confidential` is what was agreed about a confidential matter."""
    known: dict[str, Any] = {"draft": ctx.update.id, "words": words or None, "suggestion": suggestion or remembered_place(ctx)}
    known.update(attachments=attached.joined(waited, brought), place=place, confidential=confidential, announcement=announcement)
    known["child"] = confidential is None and await by_child(ctx)
    resolution = ctx.town.resolve(words) if words and brought else None
    if isinstance(resolution, Found) and resolution.place.house:  # a picture under which stands where it is
        known.update(words=None, place=places.dump(resolution))
    elif place is None:
        known["place"] = (place_in(ctx, words) if words else None) or place_shown(ctx, brought)
    await draft.advance(ctx, known)


def open_draft(ctx: Context) -> State:
    """The open draft, taken out for a room that goes on with it; empty if there is none."""
    if report.is_at(ctx, *_STEPS):
        return ctx.state
    found = next((each for each in ctx.aside if each.dialogue == report.name), None)
    ctx.aside = tuple(each for each in ctx.aside if each is not found)
    return _NOTHING if found is None else found.state


@report.resumes(*_STEPS, links=("new", "send", "named", "cancel", "undescribed", "not_now", *_WHERE, *_CHANGES))
async def resumed(ctx: Context) -> None:
    """Something else came in between; the draft goes on where it stood."""
    if report.is_at(ctx, "identity"):
        _ask_identity(ctx)
    else:
        await draft.advance(ctx, await alive(ctx, ctx.state))


@report.link("new")
async def new(ctx: Context, _: str) -> None:
    """[I have a matter]: the address looked up just before, and words that found no case, come along."""
    if report.is_at(ctx, *_STEPS):
        await draft.advance(ctx, with_waiting(ctx))  # a draft is open already: go on with it
        return
    state = ctx.state
    ctx.end()
    if "pending" in state:
        await begin(ctx, words=state["pending"], suggestion=None, waited=state, place=state.get("place"))
    else:
        await begin(ctx, words=None, suggestion=state.get("place"))


@report.text
async def first_words(ctx: Context) -> bool:
    """Free text that is no address and belongs to no open report is the beginning of a report."""
    await begin(ctx, words=ctx.update.text, suggestion=ctx.state.get("place"), brought=ctx.update.attachments)
    return True


@report.attachments
async def take_attachments(ctx: Context) -> bool:
    """A picture at any moment belongs to the draft. Many in a row show the card, or the question, again once."""
    state = {**ctx.state, "attachments": attached.joined(ctx.state, ctx.update.attachments)}
    if not state.get("place"):
        state["place"] = place_shown(ctx, ctx.update.attachments)
    captioned = ctx.update.text and report.is_at(ctx, "identity")  # what stands under a picture is no name
    if captioned:
        state["words"] = "\n".join(part for part in (state["words"], ctx.update.text) if part)
    report.goto(ctx, ctx.session.step if ctx.session else "words", state)
    if ctx.update.text and not captioned:
        return False
    ctx.set_timer(report.to("settled"), ctx.talk, ctx.now + SETTLING)
    return True


# --- what ------------------------------------------------------------------------------------------------------------


async def summary(ctx: Context, state: State) -> None:
    """Everything is known: one card, then the person decides."""
    state = await alive(ctx, state)
    if not state["words"] and not state.get("attachments"):
        await draft.advance(ctx, {**state, "words": None})
        return
    found = places.load(state["place"])
    known = await answering(ctx, found.district)
    category = ctx.categories.guess(state["words"])
    report.goto(ctx, "summary", {**state, "shown_at": ctx.now, "category": category.key})
    if state.get("confidential"):
        card = confidential_summary(bool(attached.kinds(state)), found, known, _confidential_buttons(state["draft"]))
    elif state.get("child"):
        card = child_summary(state["words"], found, known, _child_buttons(state["draft"]))
    else:
        card = summary_card(state["words"], attached.kinds(state), found, known, category, _buttons(state["draft"]))
    speak(ctx, state, card)


draft = Slots(report, "words", "place", "ongoing", then=summary)


@draft.asks("words")
async def ask_words(ctx: Context, state: State) -> None:
    brought = attached.remembered(state)
    if brought is not None:
        speak(
            ctx,
            state,
            Prompt(
                (t("It is here: {attached}. Please write in your own words what is happening.", attached=brought),),
                (Button(t("Without a description"), report.to("undescribed", state["draft"])), cancel_button(state)),
            ),
        )
        return
    if state.get("child"):
        speak(ctx, state, Prompt((t("Tell us in your own words what is happening."),), (cancel_button(state),)))
        return
    ordinary = not state.get("confidential")
    body = _TELL_US if ordinary else (t("Please write in your own words what is happening."),)
    secret = (_secret(),) if ordinary else ()
    speak(
        ctx,
        state,
        Prompt(
            body,
            (cancel_button(state), *secret),
            short=t("Please write what is happening, in your own words. To stop: N"),
        ),
    )


_TELL_US = (
    t("Please write in your own words what is happening. A picture can be added."),
    t("Please do not put yourself at risk for one; a picture from a window may give away the flat."),
)


def _secret() -> Button:
    return Button(t("Confidential: violence, threats, stalking"), "resident.confidential.start", minor=True)


@report.link("undescribed")
async def undescribed(ctx: Context, number: str) -> None:
    """[Without a description]: the picture says it."""
    state = await alive(ctx, ctx.state)
    if not report.is_at(ctx, "words") or str(state.get("draft")) != number or not state.get("attachments"):
        await over(ctx)
        return
    await draft.advance(ctx, {**state, "words": ""})


@draft.takes("words")
async def take_words(ctx: Context, state: State, text: str) -> State | None:
    resolution = ctx.town.resolve(text) if state.get("attachments") and not state.get("place") else None
    if isinstance(resolution, Found) and resolution.place.house:  # behind a picture, an address is where it is
        await draft.advance(ctx, {**state, "place": places.dump(resolution)})
        return None
    return {**state, "words": text}


# --- is it happening? ------------------------------------------------------------------------------------------------


@draft.asks("ongoing")
async def ask_ongoing(ctx: Context, state: State) -> None:
    """Asked about what tends to happen just now; everything else goes on."""
    if needs_no_place(state) or not ctx.categories.guess(state["words"]).may_be_urgent:
        await draft.advance(ctx, {**state, "ongoing": False})
        return
    ctx.say(
        Prompt(
            (t("Does it go on right now?"),),
            (
                Button(t("Yes, now"), "resident.emergency.happening", key="T"),
                Button(t("No, not now"), report.to("not_now", state["draft"]), key="J"),
                cancel_button(state),
            ),
            short=t("Does it go on right now? Reply: T yes, J no. Danger to life: 112. Do not send: N"),
        )
    )


@draft.takes("ongoing")
async def take_ongoing(ctx: Context, state: State, text: str) -> State | None:
    return {**state, "words": f"{state['words']}\n{text}", "ongoing": False}


@report.link("not_now")
async def not_now(ctx: Context, number: str) -> None:
    """[No, not now]."""
    if not report.is_at(ctx, "ongoing") or str(ctx.state.get("draft")) != number:
        await over(ctx)
        return
    await draft.advance(ctx, {**ctx.state, "ongoing": False})


# --- the summary ------------------------------------------------------------------------------------------------------


def _buttons(number: object) -> tuple[Button, ...]:
    return (
        Button(t("Send without my data"), report.to("send", number), key="T"),
        Button(t("Send with my name and phone"), report.to("named", number), key="D"),
        Button(t("Change"), "resident.change.ask:" + str(number)),
        Button(t("It happens now"), "resident.emergency.happening", minor=True),
        Button(t("Do not send"), report.to("cancel", number), key="N", minor=True),
        Button(t("Who may learn my data?"), "everyone.start.privacy", minor=True),
        _secret(),
    )


def _child_buttons(number: object) -> tuple[Button, ...]:
    return (
        Button(t("Send it"), report.to("send", number), key="T"),
        Button(t("It happens now"), "resident.emergency.happening"),
        Button(t("Write it differently"), "resident.change.ask:" + str(number)),
        Button(t("Do not send"), report.to("cancel", number), key="N", minor=True),
    )


def _confidential_buttons(number: object) -> tuple[Button, ...]:
    return (
        Button(t("Send without my data"), report.to("send", number), key="T"),
        Button(t("Send with my name and phone"), report.to("named", number), key="D"),
        Button(t("Change"), "resident.change.ask:" + str(number)),
        Button(t("Call: 112"), "tel:112", minor=True),
        Button(t("It is an ordinary matter"), "resident.confidential.undo:" + str(number), key="Z", minor=True),
        Button(t("Do not send"), report.to("cancel", number), key="N", minor=True),
    )


@report.step("summary")
async def more_words(ctx: Context) -> None:
    """Words that come while the card stands belong to the report. Many lines in a row show the card again once."""
    state = {**ctx.state, "words": f"{ctx.state['words']}\n{ctx.update.text}".strip()}
    report.goto(ctx, "summary", state)
    ctx.set_timer(report.to("settled"), ctx.talk, ctx.now + SETTLING)
    if ctx.now - state["shown_at"] >= SETTLING:
        ctx.cancel_timer(report.to("settled"), ctx.talk)
        await summary(ctx, state)


@report.link("send")
async def send(ctx: Context, number: str) -> None:
    """Keeps the report and sends it to whoever answers for the district."""
    if not stands(ctx, number):
        await over(ctx)
        return
    await _send(ctx, None)


@report.link("named")
async def named(ctx: Context, number: str) -> None:
    """[Send with my name and phone]: asks for them, for this report only. A telephone sends its own number at once."""
    if not stands(ctx, number):
        await over(ctx)
        return
    own = await own_number(ctx)
    if own is not None:
        await _send(ctx, own)
        return
    report.goto(ctx, "identity", ctx.state)
    _ask_identity(ctx)


def _ask_identity(ctx: Context) -> None:
    number = ctx.state["draft"]
    speak(
        ctx,
        ctx.state,
        Prompt(
            (
                t("Please write your name and phone number, for example: Anna, 600 100 200."),
                t("Only the officer, whoever stands in, and the supervisor see them, and only in this report."),
            ),
            (Button(t("Rather without my data"), report.to("send", number), key="T"), cancel_button(ctx.state)),
            short=t("Please write name and phone, e.g. Anna, 600 100 200. Only the officer sees them. Without data: T. Do not send: N"),
        ),
    )


@report.step("identity")
async def take_identity(ctx: Context) -> None:
    """What the resident writes is what the officer sees."""
    if len(ctx.update.text) > LONGEST_IDENTITY:
        speak(ctx, ctx.state, Prompt((t("Please write your name and phone number only, for example: Anna, 600 100 200."),)))
        return
    await _send(ctx, " ".join(ctx.update.text.replace('"', "'").replace("\\", "/").split()))  # one line, as JSON keeps it


async def _send(ctx: Context, identity: str | None) -> None:
    state = ctx.state
    found = places.load(state["place"])
    agreed = state.get("confidential")
    new = NewReport(
        found.district,
        found.place,
        state["words"],
        ctx.categories.confidential(state["words"]).key if agreed else str(state.get("category") or ""),
        attached.ids(state),
        identity,
        confidential=Confidence(agreed["urn"], reply_here=True, code=agreed["code"]) if agreed else None,
        announcement=None if agreed else state.get("announcement"),
    )
    ctx.end()
    kept, known = await keep(ctx, new, author=ctx.me.id)
    if agreed:
        said = kept_in_confidence(kept, known)
    elif state.get("child"):
        said = child_receipt(kept, known, ctx.desk)
    else:
        said = receipt(kept, known, ctx.desk.duty_phone)
    speak(ctx, state, said, key=f"{kept.about}:receipt", about=kept.about)


def cancel_button(state: State) -> Button:
    return Button(t("Cancel"), report.to("cancel", state["draft"]), key="N", minor=True)


@report.link("cancel")
async def cancel(ctx: Context, number: str) -> None:
    """Nothing leaves, this draft is gone; the button of another draft's card cancels nothing."""
    if not report.is_at(ctx, *_STEPS) or str(ctx.state.get("draft")) != number:
        await over(ctx)
        return
    state = ctx.state
    ctx.end()
    speak(ctx, state, nothing_sent())


def stands(ctx: Context, number: str) -> bool:
    return report.is_at(ctx, "summary", "identity") and str(ctx.state.get("draft")) == number


async def over(ctx: Context) -> None:
    """A button of a card that no longer stands: says so; an open draft shows where it is."""
    if report.is_at(ctx, *_STEPS):
        await draft.advance(ctx, ctx.state)
        return
    ctx.say(
        Prompt(
            (t("This card is no longer valid. What was sent is under “My reports”."),),
            (Button(t("My reports"), "resident.my_reports.list"), Button(t("A new matter"), report.to("new"))),
        )
    )


@report.timer("settled")
async def settled(ctx: Context, _: str) -> None:
    """The last of many lines is in: the question, or the summary with all of them, is shown once more."""
    if report.is_at(ctx, *_STEPS):
        await resumed(ctx)
