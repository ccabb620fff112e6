"""Meetings: called, answered, moved, called off. `visible_to` is the way for whoever runs them, `open_to` for whoever may come."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from storage import prompts
from storage.database import Row, Rows, Writer
from storage.meeting import Answer, Called, Comers, Meeting, MeetingDraft, Occurrence, Occurs
from storage.models import HourOfDay, Instant, Prompt
from storage.outgoing import IfUncertain, Priority
from storage.queries import queries

_SQL = queries("meetings")


# --- one meeting -----------------------------------------------------------------------------------------------------


async def visible_to(rows: Rows, viewer: int, id: int, now: Instant) -> Meeting | None:
    """The meeting, if the viewer is of the district's team, its officer, or a supervisor now."""
    return _one(await rows.fetch(_SQL["visible"], {"id": id, "viewer": viewer, "now": now}))


async def open_to(rows: Rows, viewer: int, id: int, now: Instant) -> Meeting | None:
    """The meeting, if the viewer may come: is asked to it, lives where it is open to everybody, belongs to the team that meets."""
    return _one(await rows.fetch(_SQL["open_to"], {"id": id, "viewer": viewer, "now": now}))


async def unattended(rows: Rows, id: int) -> Meeting | None:
    """A meeting as a due timer sees it, when no person looks."""
    return _one(await rows.fetch(_SQL["by_id"], {"id": id}))


async def runs(rows: Rows, viewer: int, district: int, now: Instant) -> bool:
    """Whether somebody may move and call off what others of the district have called: its chair, its officer, a supervisor."""
    return bool(await rows.fetch(_SQL["runs"], {"viewer": viewer, "district": district, "now": now}))


async def add(unit: Writer, draft: MeetingDraft, *, author: int, now: Instant) -> int:
    """Keeps a meeting that is being composed; returns its number."""
    parameters = _parameters(draft, now) | {"author": author, "uid": f"{token_hex(12)}@dzielnicowy"}
    return int((await unit.fetch(_SQL["add"], parameters))[0]["id"])


def change(unit: Writer, id: int, draft: MeetingDraft, now: Instant) -> None:
    """Composed anew; nothing happens to one to which people were asked already."""
    unit.write(_SQL["change"], _parameters(draft, now) | {"id": id})


async def call(unit: Writer, id: int, planned: Sequence[Instant], left_out: Sequence[Instant], now: Instant) -> list[Occurrence]:
    """It stands, with all its times; empty if it stood already."""
    if not await unit.fetch(_SQL["call"], {"id": id, "now": now}):
        return []
    times = [*((at, Occurs.PLANNED) for at in planned), *((at, Occurs.HOLIDAY) for at in left_out)]
    unit.write(_SQL["add_occurrence"], [{"meeting": id, "at": at, "state": state.value} for at, state in times])
    return [each for each in await occurrences(unit, id) if each.state is Occurs.PLANNED]


async def occurrence(rows: Rows, id: int) -> Occurrence | None:
    """One time of a meeting."""
    found = await rows.fetch(_SQL["occurrence"], {"id": id})
    return _occurrence(found[0]) if found else None


async def occurrences(rows: Rows, meeting: int) -> list[Occurrence]:
    """All times of a meeting, as the rule puts them."""
    return [_occurrence(row) for row in await rows.fetch(_SQL["occurrences"], {"meeting": meeting})]


async def coming(rows: Rows, meeting: int, now: Instant) -> list[Occurrence]:
    """Its times that are still to come, those that are not held among them."""
    return [each for each in await occurrences(rows, meeting) if each.starts_at > now]


async def next_occurrence(rows: Rows, meeting: int, now: Instant) -> Occurrence | None:
    """The next time that takes place."""
    found = await rows.fetch(_SQL["next_occurrence"], {"meeting": meeting, "now": now})
    return _occurrence(found[0]) if found else None


async def announcement_of(rows: Rows, meeting: int) -> int | None:
    """The announcement by which people are asked."""
    found = await rows.fetch(_SQL["announcement"], {"meeting": meeting})
    return found[0]["id"] if found else None


@dataclass(frozen=True, slots=True)
class Coming:
    """A meeting and its next time."""

    meeting: Meeting
    occurrence: Occurrence


async def coming_in(rows: Rows, districts: Iterable[int], now: Instant, limit: int) -> list[Coming]:
    """What the teams of some districts have called, the next first."""
    found = await rows.fetch(_SQL["coming_in"], {"districts": json.dumps(sorted(districts)), "now": now, "limit": limit})
    return await _coming(rows, found)


async def coming_for(rows: Rows, contact: int, now: Instant, limit: int) -> list[Coming]:
    """What somebody is asked to, or may come to, the next first."""
    return await _coming(rows, await rows.fetch(_SQL["coming_for"], {"viewer": contact, "now": now, "limit": limit}))


async def _coming(rows: Rows, found: Sequence[Row]) -> list[Coming]:
    coming = []
    for row in found:
        next_time = await occurrence(rows, row["occurrence"])
        if next_time is not None:
            coming.append(Coming(_meeting(row), next_time))
    return coming


# --- who comes -------------------------------------------------------------------------------------------------------


def answer_all(unit: Writer, meeting: Meeting, contact: int, answer: Answer, now: Instant) -> None:
    """Somebody's answer for all times that are still to come."""
    unit.write(_SQL["forget_single_answers"], {"meeting": meeting.id, "contact": contact, "now": now})
    unit.write(_SQL["answer_all"], {"meeting": meeting.id, "contact": contact, "answer": answer.value, "heard": meeting.sequence})


def answer_one(unit: Writer, meeting: Meeting, occurrence: Occurrence, contact: int, answer: Answer) -> None:
    """Somebody's answer for one time."""
    unit.write(_SQL["join"], {"meeting": meeting.id, "contact": contact, "heard": meeting.sequence})
    unit.write(_SQL["answer_one"], {"occurrence": occurrence.id, "contact": contact, "answer": answer.value})


async def answer_of(rows: Rows, occurrence: Occurrence, contact: int) -> Answer | None:
    """What somebody says of one time."""
    known = {"meeting": occurrence.meeting, "occurrence": occurrence.id, "contact": contact}
    found = await rows.fetch(_SQL["answer_of"], known)
    return Answer(found[0]["answer"]) if found and found[0]["answer"] else None


async def comers(rows: Rows, occurrence: Occurrence) -> Comers:
    """How many come to one time, how many do not, how many have not answered."""
    found = await rows.fetch(_SQL["comers"], {"meeting": occurrence.meeting, "occurrence": occurrence.id})
    counts = {row["answer"]: row["count"] for row in found}
    return Comers({answer: counts.get(answer.value, 0) for answer in Answer}, counts.get("", 0))


async def members_answers(rows: Rows, occurrence: Occurrence, now: Instant, limit: int) -> list[tuple[str, Answer | None]]:
    """What the members of the team say, by what their invitation calls them; residents are counted, never listed."""
    known = {"meeting": occurrence.meeting, "occurrence": occurrence.id, "now": now, "limit": limit}
    found = await rows.fetch(_SQL["members_answers"], known)
    return [(row["label"], Answer(row["answer"]) if row["answer"] else None) for row in found]


# --- changes ---------------------------------------------------------------------------------------------------------


async def move(unit: Writer, occurrence: Occurrence, starts_at: Instant) -> bool:
    """It takes place at another time; False if it does not take place at all."""
    return bool(await unit.fetch(_SQL["move"], {"id": occurrence.id, "starts_at": starts_at}))


async def relocate(unit: Writer, meeting: Meeting, place: str, position: tuple[float, float] | None) -> bool:
    """It is held in another place; False if it is not held at all."""
    latitude, longitude = position or (None, None)
    known = {"id": meeting.id, "place": place, "latitude": latitude, "longitude": longitude}
    return bool(await unit.fetch(_SQL["relocate"], known))


async def drop(unit: Writer, occurrence: Occurrence) -> bool:
    """One time does not take place; False if that was known."""
    return bool(await unit.fetch(_SQL["drop_occurrence"], {"id": occurrence.id}))


async def cancel(unit: Writer, meeting: Meeting, now: Instant) -> bool:
    """The meeting is called off, with all its times that are still to come; False if it was already."""
    if not await unit.fetch(_SQL["cancel"], {"id": meeting.id}):
        return False
    unit.write(_SQL["cancel_coming"], {"id": meeting.id, "now": now})
    return True


def reword(unit: Writer, meeting: Meeting, agenda: Sequence[str], now: Instant) -> None:
    """Another agenda; questions that have joined it stay."""
    unit.write(_SQL["reword"], {"id": meeting.id, "agenda": json.dumps(agenda, ensure_ascii=False), "now": now})


async def changed(unit: Writer, meeting: Meeting, occurrences: Iterable[Occurrence], now: Instant) -> int:
    """Raises the number of the last change, which is one of these times, and returns it."""
    sequence = int((await unit.fetch(_SQL["changed"], {"id": meeting.id, "now": now}))[0]["sequence"])
    unit.write(_SQL["changed_time"], [{"id": each.id, "sequence": sequence} for each in occurrences])
    return sequence


def forget_reminders(unit: Writer, timer: str, occurrence: Occurrence, now: Instant) -> None:
    """Old reminders are gone: those that are set, and those that have not left; what was to be told of this time before, too."""
    prefix, changes = f"{occurrence.about}:", f"meeting:{occurrence.meeting}:{occurrence.id}:"
    unit.write(_SQL["forget_timers"], {"name": timer, "from": prefix, "below": f"{occurrence.about};"})
    unit.write(_SQL["skip_reminders"], {"about": f"meeting:{occurrence.meeting}", "reminders": prefix, "changes": changes, "now": now})


def rewrite_waiting(
    unit: Writer, meeting: Meeting, sequence: int, prompt: Prompt, anew: Prompt, *, expires_at: Instant, urgent: bool, now: Instant
) -> None:
    """Invitations that have not left say what is right now, as long as it is, and who gets one is not told of the change besides.

    `anew` is for new agendas that have not left. `urgent`: they leave at once, whatever they were waiting for."""
    unit.write(_SQL["know_already"], {"meeting": meeting.id, "sequence": sequence})
    known = {"meeting": meeting.id, "expires_at": expires_at, "urgent": int(urgent), "now": now}
    unit.write(_SQL["rewrite_waiting"], known | {"anew": 0, "prompt": prompts.dump(prompt)})
    unit.write(_SQL["rewrite_waiting"], known | {"anew": 1, "prompt": prompts.dump(anew)})
    unit.write(_SQL["invites_until"], {"meeting": meeting.id, "expires_at": expires_at})


def skip_invitations(unit: Writer, meeting: int, now: Instant) -> None:
    """Whoever's invitation has not left is not asked any more."""
    for name in ("skip_invitations", "stop_inviting"):
        unit.write(_SQL[name], {"meeting": meeting, "now": now})
    unask_skipped(unit, meeting)


def unask_skipped(unit: Writer, meeting: int) -> None:
    """Whoever's invitation was stopped before it left was never asked."""
    unit.write(_SQL["unask_skipped"], {"meeting": meeting})


# --- messages to many ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ToMany:
    """One message to everybody whom it concerns: `key` names it, ``:contact:12`` is put behind for each."""

    key: str
    prompt: Prompt
    expires_at: Instant
    urgent: bool = False
    """Whether it passes quiet hours."""


async def remind(
    unit: Writer,
    meeting: Meeting,
    occurrence: Occurrence,
    message: ToMany,
    *,
    after: int,
    size: int,
    now: Instant,
    hour: HourOfDay,
    active: Iterable[str],
) -> int | None:
    """Puts a slice of reminders of one time, for contacts above `after`; the last of them, None when nobody is left."""
    known = {"meeting": meeting.id, "occurrence": occurrence.id, "of_team": int(meeting.draft.of_team)}
    return await _put(unit, ("slice_of_reminder", "put_reminder"), known, meeting, message, after, size, now, hour, active)


async def tell(
    unit: Writer, meeting: Meeting, sequence: int, message: ToMany, *, after: int, size: int, now: Instant, hour: HourOfDay, active: Iterable[str]
) -> int | None:
    """Puts a slice for those who do not know of a change yet."""
    known = {"meeting": meeting.id, "sequence": sequence, "of_team": int(meeting.draft.of_team)}
    return await _put(unit, ("slice_of_change", "put_change"), known, meeting, message, after, size, now, hour, active)


async def _put(
    unit: Writer,
    names: tuple[str, str],
    known: dict[str, Any],
    meeting: Meeting,
    message: ToMany,
    after: int,
    size: int,
    now: Instant,
    hour: HourOfDay,
    active: Iterable[str],
) -> int | None:
    row = (await unit.fetch(_SQL[names[0]], known | {"after": after, "limit": size, "now": now}))[0]
    if row["id"] is None:
        return None
    priority = Priority.NOTICE if message.urgent else Priority.BULK
    unit.write(
        _SQL[names[1]],
        known
        | {
            "after": after,
            "last": row["id"],
            "key": message.key,
            "lane": "bulk" if priority is Priority.BULK else "reply",
            "priority": int(priority),
            "prompt": prompts.dump(message.prompt),
            "about": meeting.about,
            "if_uncertain": (IfUncertain.REPEAT if message.urgent else IfUncertain.LEAVE).value,
            "now": now,
            "minute": hour.minute,
            "change_at": hour.change_at,
            "change": hour.change,
            "urgent": int(message.urgent),
            "expires_at": message.expires_at,
            "active": json.dumps(sorted(active)),
        },
    )
    return int(row["id"]) if row["count"] == size else None


# --- calendars -------------------------------------------------------------------------------------------------------


def new_calendar(unit: Writer, seal: str, contact: int, district: int | None, now: Instant) -> None:
    """A secret address; the one before does not work any more."""
    known = {"seal": seal, "contact": contact, "district": district, "now": now}
    unit.write(_SQL["forget_calendar"], known)
    unit.write(_SQL["add_calendar"], known)


@dataclass(frozen=True, slots=True)
class InCalendar:
    """A meeting as a calendar shows it: without the times to which its reader does not come."""

    meeting: Meeting
    occurrences: tuple[Occurrence, ...]
    left_out: frozenset[int] = frozenset()
    """Numbers of those times."""


async def calendar(rows: Rows, seal: str, now: Instant, since: Instant) -> list[InCalendar] | None:
    """What stands in the calendar of an address; None for one that is nobody's. Those whose last time was before `since` are over."""
    found = await rows.fetch(_SQL["calendar"], {"seal": seal, "now": now})
    if not found:
        return None
    if found[0]["district"] is not None:
        meetings = await rows.fetch(_SQL["of_district"], {"district": found[0]["district"], "since": since})
        return [await in_calendar(rows, _meeting(row)) for row in meetings]
    contact = found[0]["contact_id"]
    refused = frozenset(row["id"] for row in await rows.fetch(_SQL["refused_times"], {"contact": contact}))
    meetings = await rows.fetch(_SQL["of_person"], {"viewer": contact, "since": since, "now": now})
    return [await in_calendar(rows, _meeting(row), refused) for row in meetings]


async def in_calendar(rows: Rows, meeting: Meeting, refused: frozenset[int] = frozenset()) -> InCalendar:
    """A meeting with all its times."""
    return InCalendar(meeting, tuple(await occurrences(rows, meeting.id)), refused)


# --- rows ------------------------------------------------------------------------------------------------------------


def _parameters(draft: MeetingDraft, now: Instant) -> dict[str, Any]:
    latitude, longitude = draft.position or (None, None)
    return {
        "district": draft.district,
        "by_officer": int(draft.by_officer),
        "agenda": json.dumps(draft.agenda, ensure_ascii=False),
        "place": draft.place,
        "latitude": latitude,
        "longitude": longitude,
        "starts_at": draft.starts_at,
        "minutes": draft.minutes,
        "rule": draft.rule,
        "skips_holidays": int(draft.skips_holidays),
        "seats": draft.seats,
        "is_open": int(draft.is_open),
        "of_team": int(draft.of_team),
        "now": now,
    }


def _one(found: Sequence[Row]) -> Meeting | None:
    return _meeting(found[0]) if found else None


def _meeting(row: Row) -> Meeting:
    draft = MeetingDraft(
        district=row["district"],
        agenda=tuple(json.loads(row["agenda"])),
        place=row["place"],
        starts_at=row["starts_at"],
        minutes=row["minutes"],
        position=None if row["latitude"] is None else (row["latitude"], row["longitude"]),
        rule=row["rule"],
        skips_holidays=bool(row["skips_holidays"]),
        seats=row["seats"],
        is_open=bool(row["is_open"]),
        of_team=bool(row["of_team"]),
        by_officer=bool(row["by_officer"]),
    )
    extra = tuple(json.loads(row["extra"]))
    return Meeting(row["id"], row["uid"], row["author_id"], draft, Called(row["state"]), row["sequence"], row["changed_at"], extra)


def _occurrence(row: Row) -> Occurrence:
    return Occurrence(row["id"], row["meeting_id"], row["planned_at"], row["starts_at"], Occurs(row["state"]), row["sequence"])
