"""Somebody writes while it happens: the conversation stops, the 112 card stands, and no form question goes on.

After two minutes of silence the words are an urgent report. Unread for ten, the resident hears so, and the duty desk and
the supervisor are told. One tap says that it was no emergency; then everything goes on as if nothing had been asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers.acts.add import add, entry_key
from handlers.acts.keep import NewReport, keep
from handlers.acts.tell import tell_author
from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import RESTING, Dialogue, residents
from handlers.dialogue.ports import Found, Judgement, Level, Matter
from handlers.resident import confidential
from handlers.resident.complaint import complaint, stopped
from handlers.resident.draft import CHILD_CARD, nothing_sent, place_in
from handlers.resident.report import begin, open_draft
from handlers.rules import lifecycle
from handlers.rules.codes import read_code
from handlers.texts import t
from handlers.views import alarm, attached
from handlers.views import place as places
from handlers.views.answering import answering, when_read
from handlers.views.case_card import addition, case_card, current_card, kind
from handlers.views.confidence import with_exit
from storage.models import HOUR, MINUTE, NO_PLACE, Alarm, AlarmAnswer, Button, Place, Prompt, Report
from storage.models import State as ReportState
from storage.outgoing import IfUncertain, Priority
from storage.repositories import conversations, reports, staff

emergency = Dialogue("resident.emergency", who=residents)
State = Mapping[str, Any]

SILENCE = 2 * MINUTE
MOST_NOTICES = 6
"""Times that the duty desk and the supervisor are told of one unread report: an hour."""
STILL_THE_SAME = 10 * MINUTE
"""What the person writes within this time after an urgent report belongs to it, while nobody has read it."""
_NOTHING = Judgement(Level.NO)
SAID_AGAIN = HOUR
A_COMPLAINT = 3
"""Words: "dzielnicowy nie odpisuje"; two words accuse nobody."""
A_SENTENCE = 4
"""Words: "od tygodnia" alone says nothing of a danger that is over."""
_ABOUT_POLICE = re.compile(r"\b(?:dzielnicow|policjan|funkcjonariusz|дільнич|поліцейськ|police ?m|officer)", re.IGNORECASE)
"""An alarm in which these words stand is read by the supervisor and the duty desk, never first by the district's officer."""


async def guard(ctx: Context) -> bool:
    """Asked before any room, for every message of people who act in no role. True: the message was taken."""
    if not residents(ctx.me) or emergency.is_at(ctx, "waiting"):
        return False  # while the card stands its step takes more of the same
    found = ctx.judge(ctx.update.text)
    if ctx.is_for_others:
        if found.level is Level.NOW:
            ctx.say(Prompt((t("If that is happening now, please call 112. Here it is taken as the text of the draft."),)))
        return False
    secret = confidential.is_confidential(ctx, ctx.update.text, found)
    if (found == _NOTHING and not secret) or isinstance(ctx.town.resolve(ctx.update.text), Found) or read_code(ctx.update.text):
        return False  # an address and nothing else alarms nobody, nor does a code, whatever its letters spell
    if await confidential.more_in_silence(ctx, found):
        return True
    grave = found.level is not Level.NO and found.matter in (Matter.SUICIDE, Matter.CHILD)
    if confidential.stands(ctx):
        if found.level is Level.NOW or grave:
            ctx.say(with_exit(alarm.card_112(())), here=True)  # confidential wins: nothing is sent by the clock
        return False
    if secret and not found.about_officer and not grave and not await confidential.ordinary_lately(ctx):
        await confidential.asked(ctx, ctx.update.text, earlier=open_draft(ctx), found=found)
        return True
    if found.level is Level.NOW or grave:
        return await _taken(ctx, found)
    if complaint.is_at(ctx, "card"):
        return False
    if found.about_officer and len(ctx.update.text.split()) >= A_COMPLAINT:
        await stopped(ctx)
        return True
    if found.matter is Matter.CHILD and await _not_lately(ctx, CHILD_CARD):
        ctx.say(alarm.card_child(ctx.desk, ()))
    elif found.level is Level.SOFT and len(ctx.update.text.split()) >= A_SENTENCE and await _not_lately(ctx, "soft note"):
        ctx.say(alarm.soft_note(ctx.desk))
    return False


async def _taken(ctx: Context, found: Judgement) -> bool:
    """An alarm: more of one whose card stands, or was set aside; more of an urgent report that nobody has read; or a new one."""
    earlier = next((each for each in ctx.aside if each.dialogue == emergency.name), None)
    if earlier is not None:
        ctx.turn_to(earlier)
        await more_words(ctx)
    elif not await _the_same(ctx):
        await alarmed(ctx, ctx.update.text, found.matter, draft=open_draft(ctx), about_officer=found.about_officer)
    return True


async def _not_lately(ctx: Context, verb: str) -> bool:
    """Whether this was not said within the hour; notes that it is said now."""
    if await conversations.acts_since(ctx.unit, ctx.me.id, verb, ctx.now - SAID_AGAIN):
        return False
    ctx.did(verb, f"contact:{ctx.me.id}")
    return True


async def alarmed(ctx: Context, words: str, matter: Matter, *, draft: State, about_officer: bool = False) -> None:
    """The card; what is known already (the draft that was open, an address in the words) stays for the report."""
    said = "\n".join(part for part in (draft.get("words"), words) if part)
    place = draft.get("place") or place_in(ctx, said)
    state = {
        "alarm": ctx.update.id,
        "words": said,
        "place": place,
        "at": ctx.now,
        "matter": matter.value,
        "draft": bool(draft),
        "about_officer": about_officer or _ABOUT_POLICE.search(said) is not None,
        "attachments": attached.joined(draft, ctx.update.attachments),
    }
    ctx.did("alarm", f"contact:{ctx.me.id}")
    if draft and draft is ctx.state:
        ctx.end()  # the draft goes on as this report; anything else that stands is set aside
    emergency.goto(ctx, "waiting", state)
    ctx.set_timer(emergency.to("silence"), ctx.talk, ctx.now + SILENCE)
    _say_card(ctx, state)


def _say_card(ctx: Context, state: State) -> None:
    buttons = (
        Button(t("112 knows already"), emergency.to("knows", state["alarm"]), key="1"),
        Button(t("I cannot speak"), emergency.to("mute", state["alarm"]), key="2"),
        Button(t("It is not urgent"), emergency.to("calm", state["alarm"]), key="3"),
    )
    matter = Matter(state["matter"])
    if matter is Matter.SUICIDE:
        card = alarm.card_suicide(ctx.desk, buttons[::2])
    elif matter is Matter.CHILD:
        card = alarm.card_child(ctx.desk, buttons)
    else:
        card = alarm.card_112(buttons)
    ctx.tell(f"contact:{ctx.me.id}", card, key=f"alarm:{state['alarm']}:{ctx.update.id}", priority=Priority.URGENT)


@emergency.attachments
async def more_pictures(ctx: Context) -> bool:
    """Pictures while the card stands are kept with the words."""
    emergency.goto(ctx, "waiting", {**ctx.state, "attachments": attached.joined(ctx.state, ctx.update.attachments)})
    return not ctx.update.text


@emergency.step("waiting")
async def more_words(ctx: Context) -> None:
    """More words while the card stands: they are kept, and the two minutes go on."""
    answer = {"1": knows, "2": mute, "3": calm}.get(ctx.update.text.strip(" .!"))
    if answer is not None:
        await answer(ctx, str(ctx.state["alarm"]))
        return
    words = f"{ctx.state['words']}\n{ctx.update.text}"
    place = ctx.state["place"] or place_in(ctx, ctx.update.text)
    state = {**ctx.state, "words": words, "place": place}
    state["about_officer"] = state["about_officer"] or _ABOUT_POLICE.search(words) is not None
    found = ctx.judge(ctx.update.text)
    if confidential.is_confidential(ctx, ctx.update.text, found) and not state["about_officer"] and state["matter"] == Matter.NONE.value:
        ctx.cancel_timer(emergency.to("silence"), ctx.talk)
        ctx.end()
        await confidential.asked(ctx, "", earlier=state, found=Judgement(Level.NOW))
        return
    emergency.goto(ctx, "waiting", state)
    if ctx.is_typed or found.level is Level.NOW:
        _say_card(ctx, state)


@emergency.resumes("waiting", links=("knows", "mute", "calm"))
async def resumed(ctx: Context) -> None:
    """Something else was done in between: the card stands again."""
    _say_card(ctx, ctx.state)


@emergency.link("happening")
async def happening(ctx: Context, _: str) -> None:
    """[It happens now], on the summary card or as the answer to "does it go on?"."""
    draft = open_draft(ctx)
    if not draft:
        ctx.say(alarm.card_112(()))
        return
    await alarmed(ctx, "", Matter.NONE, draft=draft)


@emergency.link("knows")
async def knows(ctx: Context, number: str) -> None:
    """[112 knows already]."""
    await _answered(ctx, number, AlarmAnswer.KNOWS)


@emergency.link("mute")
async def mute(ctx: Context, number: str) -> None:
    """[I cannot speak]."""
    await _answered(ctx, number, AlarmAnswer.MUTE)


async def _answered(ctx: Context, number: str, answer: AlarmAnswer) -> None:
    if not _stands(ctx, number):
        _over(ctx)
        return
    await _keep(ctx, answer)


def dropped(ctx: Context) -> None:
    """ "anuluj" while the card stands: nothing is sent, by the clock neither."""
    ctx.did("no alarm", f"contact:{ctx.me.id}")
    ctx.cancel_timer(emergency.to("silence"), ctx.talk)
    ctx.end()
    ctx.say(nothing_sent())


@emergency.link("calm")
async def calm(ctx: Context, number: str) -> None:
    """[It is not urgent]: the message is taken as any other would have been."""
    if not _stands(ctx, number):
        _over(ctx)
        return
    state = ctx.state
    ctx.did("no alarm", f"contact:{ctx.me.id}")
    ctx.cancel_timer(emergency.to("silence"), ctx.talk)
    ctx.end()
    if state["about_officer"] and ctx.judge(state["words"]).about_officer:
        await stopped(ctx, state)
    elif state["draft"]:
        await begin(ctx, words=state["words"], suggestion=None, waited=state, place=state["place"])
    else:
        ctx.take_as_ordinary(state["words"], [number for number, _ in state["attachments"]])


def _stands(ctx: Context, number: str) -> bool:
    return emergency.is_at(ctx, "waiting") and str(ctx.state["alarm"]) == number


def _over(ctx: Context) -> None:
    ctx.say(
        Prompt(
            (t("This card is no longer valid. In danger please call 112."), t("What was sent is under “My reports”.")),
            (Button(t("Call: 112"), "tel:112"), Button(t("My reports"), "resident.my_reports.list")),
            short=t("This choice is no longer valid. In danger please call 112. How it stands: STATUS"),
        )
    )


# --- the urgent report -----------------------------------------------------------------------------------------------


@emergency.timer("silence")
async def silence(ctx: Context, _: str) -> None:
    """Two minutes without an answer: the words do not get lost."""
    if emergency.is_at(ctx, "waiting"):
        await _keep(ctx, AlarmAnswer.SILENT)
    else:
        for each in ctx.aside:
            if each.dialogue == emergency.name:
                ctx.turn_to(each)
                await _keep(ctx, AlarmAnswer.SILENT)
                return


async def _keep(ctx: Context, answer: AlarmAnswer) -> None:
    """The words become an urgent report: to the officer of the place, or at once to supervisor and duty desk."""
    state = ctx.state
    found = None if state["place"] is None else places.load(state["place"])
    district = NO_PLACE if found is None or state["about_officer"] else found.district
    new = NewReport(
        district,
        Place("") if found is None else found.place,
        state["words"],
        ctx.categories.guess(state["words"]).key,
        attached.ids(state),
        alarm=Alarm(state["at"], answer),
        about_officer=state["about_officer"],
    )
    ctx.cancel_timer(emergency.to("silence"), ctx.talk)
    ctx.end()
    kept, known = await keep(ctx, new, author=ctx.me.id, act="urgent report")
    emergency.goto(ctx, RESTING, {"urgent": kept.number, "until": ctx.now + STILL_THE_SAME, "about_officer": state["about_officer"]})
    if district == NO_PLACE:
        await _tell_desk(ctx, kept, unread=False)
    ctx.say(alarm.kept_112(kept, known, answer), key=f"{kept.about}:receipt", about=kept.about)
    ctx.set_timer(emergency.to("unread"), kept.about, ctx.now + lifecycle.ALARM_UNREAD)


async def _tell_desk(ctx: Context, kept: Report, *, unread: bool) -> None:
    for desk in await staff.desks(ctx.unit, ctx.now):
        card = alarm.desk_card(kept, unread=unread)
        ctx.tell(f"contact:{desk}", card, key=f"{kept.about}:desk:{ctx.update.id}:{desk}", about=kept.about, priority=Priority.URGENT)


@emergency.timer("unread")
async def unread(ctx: Context, about: str) -> None:
    """Ten minutes, and nobody has read it: the resident hears so, not only the police."""
    kept = await reports.unattended(ctx.unit, int(about.partition(":")[2]))
    if kept is None or kept.alarm is None or kept.alarm.noted_at is not None or kept.state is not ReportState.SENT:
        return
    if kept.confidential is not None:
        return  # the officer has made it confidential: the duty desk sees no more of it
    if not await reports.was_read(ctx.unit, kept.number):
        tell_author(ctx, kept, "unread", alarm.unread_112(kept), priority=Priority.URGENT, if_uncertain=IfUncertain.REPEAT)  # once, ever
    await _tell_desk(ctx, kept, unread=True)
    for supervisor in (await staff.roster(ctx.unit, [], ctx.now)).supervisors:
        ctx.tell(
            f"contact:{supervisor.contact}",
            await current_card(ctx, kept),
            key=f"{about}:unread:{ctx.update.id}:{supervisor.contact}",
            about=about,
            priority=Priority.URGENT,
        )
    if (ctx.now - kept.created_at) // lifecycle.ALARM_UNREAD < MOST_NOTICES:
        ctx.set_timer(emergency.to("unread"), about, ctx.now + lifecycle.ALARM_UNREAD)


async def _the_same(ctx: Context) -> bool:
    """More words right after an urgent report that nobody has read yet: they go to it, and 112 is said once more."""
    state = ctx.state
    if not emergency.is_at(ctx, RESTING) or ctx.now > state.get("until", 0):
        return False
    kept = await reports.visible_to(ctx.unit, ctx.me.id, int(state["urgent"]), ctx.now)
    if kept is None or kept.author != ctx.me.id or kept.state is not ReportState.SENT:
        return False  # somebody has acted: what comes now is a new alarm, or goes the usual way
    moved = _with_place(ctx, kept, state)
    _, entry = await add(ctx, moved, ctx.update.text, [each.id for each in ctx.update.attachments])
    for desk in await staff.desks(ctx.unit, ctx.now) if moved.district == NO_PLACE else ():
        more, key = addition(moved, ctx.update.text), f"{entry_key(kept, entry)}:{desk}"
        ctx.tell(f"contact:{desk}", more, key=key, about=kept.about, priority=Priority.URGENT)
    ctx.say(
        Prompt(
            (
                t("Added to urgent report no. {number}. **In danger please call 112.**", number=kept.number),
                when_read(await answering(ctx, moved.district)),
            ),
            (Button(t("Call: 112"), "tel:112"),),
            short=t("Added to urgent report {number}. In danger please call 112.", number=kept.number),
        ),
        about=kept.about,
    )
    return True


def _with_place(ctx: Context, kept: Report, state: State) -> Report:
    """The report, with the place that was missing if these words have it; its officer then gets the card too."""
    place = None if kept.place.street or state.get("about_officer") else place_in(ctx, ctx.update.text)
    if place is None:
        return kept
    found = places.load(place)
    card = f"{kept.about}:officer:{ctx.update.id}"
    reports.set_place(ctx.unit, kept.number, found.place, found.district, card)
    moved = replace(kept, place=found.place, district=found.district, card=card)
    ctx.tell(f"duty:{moved.district}", case_card(moved, kind(ctx, moved)), key=card, about=kept.about, priority=Priority.URGENT)
    return moved


@emergency.text
async def more_of_the_same(ctx: Context) -> bool:
    """Any words within some minutes after an urgent report belong to it, until somebody has read it."""
    return await _the_same(ctx)
