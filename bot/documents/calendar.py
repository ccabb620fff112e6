"""Meetings as calendar programs read them (RFC 5545): a file with each invitation, and a calendar that is subscribed to.

Times are those of the wall clock with their time zone, so that a meeting at 18:00 stays at 18:00; what was moved or called off
is told by its RECURRENCE-ID, and SEQUENCE is raised by every change.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from handlers.texts.moments import local
from handlers.views import meeting as meeting_views
from storage.database import Rows
from storage.meeting import Called, Meeting, Occurrence, Occurs
from storage.models import DAY, Instant
from storage.repositories import meetings
from storage.repositories.meetings import InCalendar

NAME = "calendar"
"""The channel of attachments that are made here."""
KEPT_FOR = 400 * DAY
"""How long a meeting stays in a calendar after its last time."""
PRODUCT = "-//Bezpieczne dzielnice//Dzielnicowy//PL"


class Calendars:
    """Makes the files. A reference is ``12:3``: the meeting, and the change after which it is made."""

    def __init__(self, rows: Rows, zone: ZoneInfo) -> None:
        self._rows = rows
        self._zone = zone

    async def make(self, reference: str) -> tuple[str, bytes]:
        """The type and the bytes of a meeting's file."""
        meeting = await meetings.unattended(self._rows, int(reference.partition(":")[0]))
        if meeting is None:
            raise LookupError(f"no meeting {reference}")
        entry = await meetings.in_calendar(self._rows, meeting)
        return "text/calendar", file([entry if entry.occurrences else _as_composed(meeting, self._zone)], self._zone)

    async def feed(self, seal: str, now: Instant) -> bytes | None:
        """The calendar of a secret address; None for one that is nobody's."""
        found = await meetings.calendar(self._rows, seal, now, now - KEPT_FOR)
        return None if found is None else file(found, self._zone)


def _as_composed(meeting: Meeting, zone: ZoneInfo) -> InCalendar:
    """With the times that it will have: the invitation's file is made before they are rows."""
    times, left_out = meeting_views.times_of(meeting.draft, zone)
    rows = sorted([*((at, Occurs.PLANNED) for at in times), *((at, Occurs.HOLIDAY) for at in left_out)])
    return InCalendar(meeting, tuple(Occurrence(0, meeting.id, at, at, state) for at, state in rows))


def file(entries: Sequence[InCalendar], zone: ZoneInfo) -> bytes:
    """A calendar of some meetings."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Spotkania – dzielnicowy")
    years = [local(each.starts_at, zone).year for entry in entries for each in entry.occurrences]
    if years:
        calendar.add_component(_timezone(zone, min(years), max(years)))
    for entry in entries:
        for event in _events(entry, zone):
            calendar.add_component(event)
    return bytes(calendar.to_ical())


@lru_cache(8)
def _timezone(zone: ZoneInfo, first: int, last: int) -> Timezone:
    """The clock changes from a year before `first` to a year after `last`, each as the wall clock showed it before (RFC 5545, 3.6.5).

    (icalendar 7 writes those of spring an hour late, and all since 1970.)"""
    found: dict[tuple[timedelta, timedelta, str], list[datetime]] = {}
    at, end = datetime(first - 1, 1, 1, tzinfo=UTC), datetime(last + 2, 1, 1, tzinfo=UTC)
    before = _offset(at, zone)
    while at < end:
        at += timedelta(hours=1 if _offset(at + timedelta(days=1), zone) != before else 24)
        after = _offset(at, zone)
        if after != before:
            name = at.astimezone(zone).tzname() or ""
            found.setdefault((before, after, name), []).append((at + before).replace(tzinfo=None))
            before = after
    timezone = Timezone()
    timezone.add("tzid", zone.key)
    if not found:
        found[before, before, at.astimezone(zone).tzname() or ""] = [datetime(first - 1, 1, 1)]  # noqa: DTZ001  # the wall clock's
    for (was, is_now, name), onsets in found.items():
        part = TimezoneDaylight() if is_now > was else TimezoneStandard()
        part.add("tzname", name)
        part.add("tzoffsetfrom", was)
        part.add("tzoffsetto", is_now)
        part.add("dtstart", onsets[0])
        if len(onsets) > 1:
            part.add("rdate", onsets[1:])
        timezone.add_component(part)
    return timezone


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta(0)


def _events(entry: InCalendar, zone: ZoneInfo) -> list[Event]:
    """The meeting, and each of its times that is another than its rule says."""
    meeting, draft = entry.meeting, entry.meeting.draft
    if not draft.rule:
        only = next(iter(entry.occurrences), None)
        starts_at = draft.starts_at if only is None else only.starts_at
        off = meeting.state is Called.CANCELLED or (only is not None and (only.state is Occurs.CANCELLED or only.id in entry.left_out))
        return [_event(meeting, starts_at, zone, cancelled=off)]
    series = _event(meeting, draft.starts_at, zone, cancelled=False)
    series.add("rrule", vRecur.from_ical(draft.rule))
    days = [local(each.planned_at, zone) for each in entry.occurrences if each.state is Occurs.HOLIDAY]
    if days:
        series.add("exdate", days)
    changed = []
    for each in entry.occurrences:
        off = each.state is Occurs.CANCELLED or each.id in entry.left_out
        if each.state is Occurs.HOLIDAY or not (off or each.starts_at != each.planned_at):
            continue
        event = _event(meeting, each.starts_at, zone, cancelled=off)
        event.add("recurrence-id", local(each.planned_at, zone))
        changed.append(event)
    return [series, *changed]


def _event(meeting: Meeting, starts_at: Instant, zone: ZoneInfo, *, cancelled: bool) -> Event:
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", datetime.fromtimestamp(meeting.changed_at / 1_000_000, UTC).replace(microsecond=0))
    start = local(starts_at, zone)
    event.add("dtstart", start)
    event.add("duration", timedelta(minutes=meeting.draft.minutes))
    event.add("summary", meeting.title)
    event.add("location", meeting.draft.place)
    if meeting.points:
        event.add("description", "\n".join(f"{number}. {point}" for number, point in enumerate(meeting.points, 1)))
    if meeting.draft.position is not None:
        event.add("geo", meeting.draft.position)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    return event
