"""An announcement, composed: what, to whom, when; then a card with exactly what will leave.

Nothing leaves from here: a second person approves (`approve.py`), an officer's urgent one goes out at once and is signed afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from handlers.coordinator import card
from handlers.coordinator.asking import audience, moment, personal_in
from handlers.coordinator.authors import chosen_district, is_officer_of, writes
from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue
from handlers.dialogue.slots import Slots
from handlers.dialogue.update import as_number
from handlers.texts import t
from handlers.views import announcement as views
from storage.announcing import Announcement, Audience, Draft, Severity, Stage
from storage.models import DAY, Button, Prompt
from storage.repositories import announcements

announce = Dialogue("coordinator.announce", who=writes)
State = Mapping[str, Any]

LONGEST = 800
"""Characters: what is longer is a letter, not an announcement. What SMS would cut is refused at the card."""
VALID_FOR = 7 * DAY
"""How long an announcement is sent to whoever could not be reached at first."""


@announce.words("ogłoszenie", "/ogloszenie", "announcement", "оголошення")
async def begin_words(ctx: Context) -> None:
    await begin(ctx, "")


@announce.link("begin")
async def begin(ctx: Context, argument: str) -> None:
    """[Write an announcement]; whoever belongs to several districts says which."""
    district = await chosen_district(ctx, argument, announce.to("begin"))
    if district is not None:
        await draft.advance(ctx, {"district": district, "id": None, "urgent": False})


@announce.link("correct")
async def correct(ctx: Context, argument: str) -> None:
    """[Correct it]: another text for whoever got the first; approved like any other."""
    number = as_number(argument)
    kept = None if number is None else await announcements.visible_to(ctx.unit, ctx.me.id, number, ctx.now)
    if kept is None or kept.stage not in (Stage.SENT, Stage.STOPPED):
        _over(ctx)
        return
    state = {"district": kept.audience.district, "id": None, "urgent": kept.severity is Severity.ALERT, "audience": asdict(kept.audience), "at": 0}
    await draft.advance(ctx, {**state, "corrects": kept.id})


async def ready(ctx: Context, state: State) -> None:
    """Everything is known: the draft is kept, and the card shows what will leave."""
    to = Audience(**state["audience"])
    severity = Severity.ALERT if state["urgent"] else Severity.NOTICE
    asked_for = ctx.now if state["at"] == 0 else int(state["at"])
    due_at = asked_for if severity is Severity.ALERT else ctx.quiet.over(asked_for)
    given = Draft(
        to,
        {"": state["words"]},
        severity,
        due_at,
        due_at + VALID_FOR,
        by_officer=await is_officer_of(ctx, to.district),
        soon=state["at"] == 0,
    )
    if state["id"] is None:
        id = await announcements.add(ctx.unit, given, author=ctx.me.id, urn=ctx.update.urn, now=ctx.now, corrects=state.get("corrects"))
    else:
        id = int(state["id"])
        announcements.change(ctx.unit, id, given, ctx.now)
    announce.goto(ctx, "card", {**state, "id": id})
    kept = await announcements.unattended(ctx.unit, id)
    if kept is not None:
        await _show(ctx, kept)


async def _show(ctx: Context, kept: Announcement) -> None:
    await card.show(ctx, kept, announce, {"words": _CHANGES["words"]} if kept.corrects is not None else _CHANGES)


draft = Slots(announce, "words", "checked", "audience", "at", then=ready)
_CHANGES = {"words": t("Change the text"), "audience": t("Another audience"), "at": t("Another time")}


@announce.step("card")
async def undecided(ctx: Context) -> None:
    """Words while the card stands change nothing: one of its buttons does."""
    ctx.say(Prompt((t("Nothing was changed. Please use the buttons under the card: the draft is kept."),)))
    await resumed(ctx)


@announce.resumes("words", "checked", "audience", "at", "card", links=("again", "urgent", "drop", "keep"))
async def resumed(ctx: Context) -> None:
    """Something else came in between: the question, or the card, stands again."""
    kept = await announcements.visible_to(ctx.unit, ctx.me.id, int(ctx.state["id"]), ctx.now) if announce.is_at(ctx, "card") else None
    if kept is not None and kept.stage is Stage.DRAFT:
        await _show(ctx, kept)
    elif kept is None and not announce.is_at(ctx, "card"):
        await draft.advance(ctx, ctx.state)


@announce.link("open")
async def reopened(ctx: Context, argument: str) -> None:
    """[Open the draft]: one that was not approved, or was taken back, by whoever wrote it."""
    number = as_number(argument)
    kept = None if number is None else await announcements.visible_to(ctx.unit, ctx.me.id, number, ctx.now)
    if kept is None or kept.author != ctx.me.id or kept.stage is not Stage.DRAFT:
        _over(ctx)
        return
    state = {"district": kept.audience.district, "urgent": kept.severity is Severity.ALERT, "audience": asdict(kept.audience), "words": kept.text}
    announce.goto(ctx, "card", {**state, "id": kept.id, "checked": True, "at": 0 if kept.soon else kept.due_at, "corrects": kept.corrects})
    await _show(ctx, kept)


@announce.link("again")
async def again(ctx: Context, slot: str) -> None:
    """[Change the text], [Another audience], [Another time]: asked once more; the rest stays."""
    if not announce.is_at(ctx, "card") or slot not in _CHANGES or (ctx.state.get("corrects") and slot != "words"):
        _over(ctx)
        return
    forgotten = {"words": None, "checked": None} if slot == "words" else {slot: None}
    await draft.advance(ctx, {**ctx.state, **forgotten})


@announce.link("urgent")
async def urgent(ctx: Context, answer: str) -> None:
    """[It is urgent] and back: the card is shown anew."""
    if not announce.is_at(ctx, "card"):
        _over(ctx)
        return
    await ready(ctx, {**ctx.state, "urgent": answer == "yes"})


@announce.link("drop")
async def drop(ctx: Context, _: str) -> None:
    """[Delete the draft]."""
    if not announce.is_at(ctx, "words", "checked", "audience", "at", "card"):
        _over(ctx)
        return
    number = ctx.state["id"]
    ctx.end()
    if number is not None and not await announcements.drop_draft(ctx.unit, int(number), ctx.now):
        _over(ctx)
        return
    ctx.say(Prompt((t("The draft is deleted. Nothing was sent."),)))


def _over(ctx: Context) -> None:
    ctx.say(Prompt((t("This draft is no longer open. Nothing was sent by this."),), (Button(t("Write an announcement"), announce.to("begin")),)))


# --- what ------------------------------------------------------------------------------------------------------------


@draft.asks("words")
async def ask_words(ctx: Context, state: State) -> None:
    body = t("Please write the text of the announcement. No names, no flats, no number plates. It is sent only when a second person agrees.")
    ctx.say(Prompt((body,), (card.drop_button(announce, t("Cancel")),)))


@draft.takes("words")
async def take_words(ctx: Context, state: State, text: str) -> State | None:
    if len(text) > LONGEST:
        ctx.say(Prompt((t("The text is too long: {count} characters, at most {most}. Please shorten it.", count=len(text), most=LONGEST),)))
        return None
    return {**state, "words": text, "checked": None if personal_in(ctx, text) else True}


@draft.asks("checked")
async def ask_checked(ctx: Context, state: State) -> None:
    ctx.say(
        Prompt(
            (
                *views.personal(personal_in(ctx, state["words"])),
                t("Everybody who gets it will read that. Please write the text once more, or leave it."),
            ),
            (Button(t("It is official, leave it"), announce.to("keep")), card.drop_button(announce, t("Delete the draft"))),
        )
    )


@draft.takes("checked")
async def take_other_words(ctx: Context, state: State, text: str) -> State | None:
    return await take_words(ctx, state, text)


@announce.link("keep")
async def keep(ctx: Context, _: str) -> None:
    """[It is official, leave it]."""
    if not announce.is_at(ctx, "checked"):
        _over(ctx)
        return
    await draft.advance(ctx, {**ctx.state, "checked": True})


# --- to whom ---------------------------------------------------------------------------------------------------------


@draft.asks("audience")
async def ask_audience(ctx: Context, state: State) -> None:
    ctx.say(
        Prompt(
            (t("Who shall get it? Please choose, or write a street, houses (Podmiejska 11-15) or one house."),),
            (
                Button(t("The whole district {district}", district=state["district"]), announce.to("everybody")),
                card.drop_button(announce, t("Cancel")),
            ),
        )
    )


@announce.link("everybody")
async def everybody(ctx: Context, _: str) -> None:
    """[The whole district]."""
    if not announce.is_at(ctx, "audience"):
        _over(ctx)
        return
    await draft.advance(ctx, {**ctx.state, "audience": {"district": ctx.state["district"]}})


@draft.takes("audience")
async def take_audience(ctx: Context, state: State, text: str) -> State | None:
    found = audience(ctx, int(state["district"]), text)
    return None if found is None else {**state, "audience": found}


# --- when ------------------------------------------------------------------------------------------------------------


@draft.asks("at")
async def ask_when(ctx: Context, state: State) -> None:
    ctx.say(
        Prompt(
            (t("When shall it leave? Please choose, or write for example: tomorrow 18, Friday at 17:30, 12.06 18:00."),),
            (Button(t("As soon as it is approved"), announce.to("soon")), card.drop_button(announce, t("Cancel"))),
        )
    )


@announce.link("soon")
async def soon(ctx: Context, _: str) -> None:
    """[As soon as it is approved]."""
    if not announce.is_at(ctx, "at"):
        _over(ctx)
        return
    await draft.advance(ctx, {**ctx.state, "at": 0})


@draft.takes("at")
async def take_when(ctx: Context, state: State, text: str) -> State | None:
    found = moment(ctx, text)
    return None if found is None else {**state, "at": 0 if found.now else found.at}
