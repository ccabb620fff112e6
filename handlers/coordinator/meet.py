"""A meeting, composed: what about, where, when, how often, who is asked; then the card of its invitation.

Nothing leaves from here: the invitation is an announcement, approved by a second person (`approve.py`) and sent like any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from handlers.coordinator import card
from handlers.coordinator.asking import ONCE, RULES, agenda_in, moment, personal_in, place_in, rule
from handlers.coordinator.authors import chosen_district, is_officer_of, writes
from handlers.coordinator.drafting import Drafting
from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue
from handlers.dialogue.update import as_number, fold
from handlers.texts import t
from handlers.texts.moments import local
from storage.announcing import TEAM, Announcement, Audience, Draft, Severity
from storage.meeting import MeetingDraft
from storage.models import HOUR, Button, Prompt
from storage.repositories import announcements, meetings

meet = Dialogue("coordinator.meet", who=writes)
State = Mapping[str, Any]

MOST_SEATS = 5000
SHORTEST_NOTICE = HOUR
"""A meeting is called at least so long before it begins."""
_CHANGES = {
    "agenda": t("Change the agenda"),
    "place": t("Another place"),
    "starts_at": t("Another time"),
    "repeats": t("How often"),
    "audience": t("Who is asked"),
    "seats": t("Seats"),
}


@meet.words("spotkanie", "/spotkanie", "meeting", "зустріч")
async def begin_words(ctx: Context) -> None:
    await begin(ctx, "")


@meet.link("begin")
async def begin(ctx: Context, argument: str) -> None:
    """[Call a meeting]; whoever belongs to several districts says which."""
    if not draft.is_free(ctx):
        return
    district = await chosen_district(ctx, argument, meet.to("begin"))
    if district is not None:
        await draft.advance(ctx, {"district": district, "id": None, "meeting": None, "is_open": None})


async def ready(ctx: Context, state: State) -> None:
    """Everything is known: the meeting and its invitation are kept, and the card shows what will leave."""
    found = Audience(**state["audience"])
    of_team = found.role == TEAM
    by_officer = await is_officer_of(ctx, found.district)
    given = MeetingDraft(
        district=found.district,
        agenda=tuple(state["agenda"]),
        place=state["place"],
        starts_at=int(state["starts_at"]),
        minutes=int(state["minutes"]),
        position=tuple(state["position"]) if state.get("position") else None,
        rule=state["repeats"]["rule"],
        skips_holidays=state["repeats"]["skips_holidays"],
        seats=state["seats"] or None,
        is_open=not of_team and state["is_open"] is not False,
        of_team=of_team,
        by_officer=by_officer,
    )
    due_at = ctx.quiet.over(ctx.now)
    invitation = Draft(found, {"": given.agenda[0]}, Severity.NOTICE, due_at, given.starts_at, by_officer=by_officer, soon=True)
    if state["id"] is None:
        meeting = await meetings.add(ctx.unit, given, author=ctx.me.id, now=ctx.now)
        id = await announcements.add(ctx.unit, invitation, author=ctx.me.id, urn=ctx.update.urn, now=ctx.now, meeting=meeting)
    else:
        meeting, id = int(state["meeting"]), int(state["id"])
        meetings.change(ctx.unit, meeting, given, ctx.now)
        announcements.change(ctx.unit, id, invitation, ctx.now)
    meet.goto(ctx, "card", {**state, "id": id, "meeting": meeting})
    kept = await announcements.unattended(ctx.unit, id)
    if kept is not None:
        await _show(ctx, kept)


async def _show(ctx: Context, kept: Announcement) -> None:
    meeting = None if kept.meeting is None else await meetings.unattended(ctx.unit, kept.meeting)
    if meeting is not None and not meeting.draft.of_team:
        door = t("Open to everybody of the district") if not meeting.draft.is_open else t("Only for those who are asked")
        await card.show(ctx, kept, meet, {**_CHANGES, "open": door})
        return
    await card.show(ctx, kept, meet, _CHANGES)


draft = Drafting(
    meet, "agenda", "checked", "place", "starts_at", "minutes", "repeats", "audience", "seats", then=ready, show=_show, anew=t("Call a meeting")
)


meet.attachments(draft.without_files)


@meet.link("open")
async def reopened(ctx: Context, argument: str) -> None:
    """[Open the draft]: one that was not approved, or was taken back, by whoever wrote it."""
    kept = await draft.own(ctx, argument)
    meeting = None if kept is None or kept.meeting is None else await meetings.unattended(ctx.unit, kept.meeting)
    if kept is None or meeting is None:
        draft.over(ctx)
        return
    if not draft.is_this(ctx, str(kept.id)) and not draft.is_free(ctx):
        return
    known = meeting.draft
    state = {
        "district": known.district,
        "id": kept.id,
        "meeting": meeting.id,
        "agenda": list(known.agenda),
        "checked": True,
        "place": known.place,
        "position": known.position,
        "starts_at": known.starts_at,
        "minutes": known.minutes,
        "repeats": {"rule": known.rule, "skips_holidays": known.skips_holidays},
        "audience": asdict(kept.audience),
        "seats": known.seats or 0,
        "is_open": known.is_open,
    }
    meet.goto(ctx, "card", state)
    await _show(ctx, kept)


@meet.link("again")
async def again(ctx: Context, argument: str) -> None:
    """One of the answers once more; the rest stays."""
    slot, _, number = argument.partition(".")
    if not meet.is_at(ctx, "card") or not draft.is_this(ctx, number) or slot not in (*_CHANGES, "open"):
        draft.over(ctx)
        return
    if slot == "open":
        meeting = await meetings.unattended(ctx.unit, int(ctx.state["meeting"]))
        await ready(ctx, {**ctx.state, "is_open": meeting is not None and not meeting.draft.is_open})
        return
    forgotten: dict[str, tuple[str, ...]] = {
        "agenda": ("agenda", "checked"),
        "place": ("place", "position"),
        "starts_at": ("starts_at", "repeats"),
    }
    await draft.advance(ctx, {**ctx.state, **dict.fromkeys(forgotten.get(slot, (slot,)))})


# --- what about ------------------------------------------------------------------------------------------------------


@draft.asks("agenda")
async def ask_agenda(ctx: Context, state: State) -> None:
    body = t("What is the meeting about? The first line is the subject, each line below it is a point of the agenda. No names, no flats.")
    ctx.say(Prompt((body,), (draft.cancel(state),)))


@draft.takes("agenda")
async def take_agenda(ctx: Context, state: State, text: str) -> State | None:
    lines = agenda_in(ctx, text)
    return None if lines is None else {**state, "agenda": lines, "checked": None if personal_in(ctx, text) else True}


draft.checks(lambda state: "\n".join(state["agenda"]), take_agenda)


# --- where, when -----------------------------------------------------------------------------------------------------


@draft.asks("place")
async def ask_place(ctx: Context, state: State) -> None:
    ctx.say(
        Prompt(
            (t("Where is it? Please write it as people will look for it: school canteen, Podmiejska 13. A position can be sent with it."),),
            (draft.cancel(state),),
        )
    )


@draft.takes("place")
async def take_place(ctx: Context, state: State, text: str) -> State | None:
    given = place_in(ctx, state)
    if given is not None and not given["place"]:
        meet.goto(ctx, "place", {**state, "position": given["position"]})
        return None
    return None if given is None else {**state, **given}


@draft.asks("starts_at")
async def ask_start(ctx: Context, state: State) -> None:
    body = t("When does it begin? Please write for example: Tuesday 18, 12.06 18:00.")
    ctx.say(Prompt((body,), (draft.cancel(state),)))


@draft.takes("starts_at")
async def take_start(ctx: Context, state: State, text: str) -> State | None:
    found = moment(ctx, text)
    if found is None:
        return None
    if found.at < ctx.now + SHORTEST_NOTICE:
        ctx.say(Prompt((t("That is too soon: a meeting is called at least an hour before it begins."),)))
        return None
    return {**state, "starts_at": found.at}


LENGTHS = {60: t("1 hour"), 90: t("1½ hours"), 120: t("2 hours")}
LONGEST_MEETING = 12 * 60


@draft.asks("minutes")
async def ask_length(ctx: Context, state: State) -> None:
    buttons = tuple(Button(label, meet.to("lasts", minutes)) for minutes, label in LENGTHS.items())
    body = t("How long does it last? Please choose, or write until when: 19:45.")
    ctx.say(Prompt((body,), (*buttons, draft.cancel(state))))


@draft.takes("minutes")
async def take_length(ctx: Context, state: State, text: str) -> State | None:
    minutes = _until(text, int(state["starts_at"]), ctx)
    if minutes is None:
        ctx.say(Prompt((t("Please write until what hour it lasts, for example: 19:45. At most twelve hours."),)))
        return None
    return {**state, "minutes": minutes}


def _until(text: str, starts_at: int, ctx: Context) -> int | None:
    """Minutes until an hour of the same evening, or of the night after."""
    words = fold(text).removeprefix("do ").removeprefix("until ").removeprefix("до ")
    hour, _, minute = words.replace(".", ":").partition(":")
    hours, minutes = as_number(hour), as_number(minute or "0")
    if hours is None or minutes is None or hours > 23 or minutes > 59:
        return None
    begins = local(starts_at, ctx.zone)
    lasts = (hours * 60 + minutes - begins.hour * 60 - begins.minute) % (24 * 60)
    return lasts if 0 < lasts <= LONGEST_MEETING else None


@draft.button("lasts")
async def lasts(ctx: Context, argument: str) -> None:
    """[1 hour], [1½ hours], [2 hours]."""
    minutes = as_number(argument)
    if minutes not in LENGTHS:
        draft.over(ctx)
        return
    await draft.answered(ctx, "minutes", {"minutes": minutes})


@draft.asks("repeats")
async def ask_repeats(ctx: Context, state: State) -> None:
    ctx.say(Prompt(RULES, (Button(t("Once"), meet.to("once")), draft.cancel(state))))


@draft.takes("repeats")
async def take_repeats(ctx: Context, state: State, text: str) -> State | None:
    ways_out = (Button(t("Once"), meet.to("once")), Button(t("Another time"), meet.to("restart"), minor=True))
    found = rule(ctx, text, int(state["starts_at"]), ways_out)
    return None if found is None else {**state, "repeats": found}


draft.answers("once", "repeats", {"repeats": ONCE})
draft.answers("restart", "repeats", {"starts_at": None})  # when the rule does not fit the first time

# --- who is asked ----------------------------------------------------------------------------------------------------

draft.asks_for_whom(t("Who is asked? Please choose, or write a street, houses (Podmiejska 11-15) or one house."), also={"is_open": None})


@draft.asks("seats")
async def ask_seats(ctx: Context, state: State) -> None:
    body = t("How many seats are there? Please choose, or write a number.")
    ctx.say(Prompt((body,), (Button(t("Without a limit"), meet.to("unlimited")), draft.cancel(state))))


@draft.takes("seats")
async def take_seats(ctx: Context, state: State, text: str) -> State | None:
    seats = as_number(text)
    if seats is None or not 0 < seats <= MOST_SEATS:
        ctx.say(Prompt((t("Please write a number from 1 to {most}, or choose [Without a limit].", most=MOST_SEATS),)))
        return None
    return {**state, "seats": seats}


draft.answers("unlimited", "seats", {"seats": 0})
