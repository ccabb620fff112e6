"""Calendar files as other programs read them: a second parser, and what recurring-ical-events makes of them, beside our own times."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import httpx
import recurring_ical_events
import vobject
from icalendar import Calendar

from bot.documents.calendar import file
from bot.web.server import make_site
from handlers.rules import recurrence
from handlers.rules.recurrence import Rule
from handlers.texts.moments import instant, local
from storage.meeting import Called, Meeting, MeetingDraft, Occurrence, Occurs
from storage.models import HOUR
from storage.repositories.meetings import InCalendar
from tests.announcing import member, neighbour
from tests.stories.test_meetings import called
from tests.test_web import HOST, site_of
from tests.town import WARSAW, Town

FIRST = datetime(2024, 6, 19, 18, 0, tzinfo=WARSAW)


def meeting(rule: str = "", *, sequence: int = 0, state: Called = Called.CALLED, skips: bool = False) -> Meeting:
    agenda = ("Parkowanie, lampy; śmieci", "auta na trawniku", "oświetlenie\\przejścia")
    draft = MeetingDraft(5, agenda, "stołówka szkoły, Podmiejska 13", instant(FIRST), 90, (51.7611, 18.0911), rule, skips)
    return Meeting(7, "abc123@dzielnicowy", 1, draft, state, sequence, instant(FIRST) - 24 * HOUR)


def times(of: Meeting) -> list[Occurrence]:
    if not of.draft.rule:
        return [Occurrence(1, 7, of.draft.starts_at, of.draft.starts_at, Occurs.PLANNED)]
    planned, left_out = recurrence.times(Rule(of.draft.rule, of.draft.skips_holidays), of.draft.starts_at, WARSAW)
    rows = [*((at, Occurs.PLANNED) for at in planned), *((at, Occurs.HOLIDAY) for at in left_out)]
    return [Occurrence(number, 7, at, at, state) for number, (at, state) in enumerate(sorted(rows), 1)]


def read(of: Meeting, occurrences: list[Occurrence]) -> list[Any]:
    """Every time that another program shows, the earliest first."""
    calendar = Calendar.from_ical(file([InCalendar(of, tuple(occurrences))], WARSAW))
    shown = recurring_ical_events.of(calendar).between(datetime(2024, 1, 1, tzinfo=WARSAW), datetime(2036, 1, 1, tzinfo=WARSAW))
    return sorted((each for each in shown if each.get("status") != "CANCELLED"), key=lambda each: each["dtstart"].dt)


def test_one_meeting_in_a_second_parser() -> None:
    of = meeting(sequence=2)
    text = file([InCalendar(of, tuple(times(of)))], WARSAW).decode()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n")), "RFC 5545, 3.1"
    event = vobject.readOne(text).vevent
    assert event.uid.value == "abc123@dzielnicowy"
    assert event.sequence.value == "2"
    assert event.summary.value == "Parkowanie, lampy; śmieci"
    assert event.location.value == "stołówka szkoły, Podmiejska 13"
    assert event.description.value == "1. auta na trawniku\n2. oświetlenie\\przejścia"
    assert event.dtstart.value == FIRST
    assert event.duration.value == timedelta(minutes=90)
    assert event.status.value == "CONFIRMED"


def test_every_second_week_over_both_clock_changes_and_without_holidays() -> None:
    of = meeting("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE;COUNT=60", skips=True)
    own = [each for each in times(of) if each.state is Occurs.PLANNED]
    shown = read(of, times(of))
    assert len(own) < 60, "a holiday is among them"
    assert [each["dtstart"].dt for each in shown] == [local(each.starts_at, WARSAW) for each in own]
    assert {f"{each['dtstart'].dt:%H:%M}" for each in shown} == {"18:00"}


def test_one_moved_one_called_off_one_refused() -> None:
    of = meeting("FREQ=WEEKLY;BYDAY=WE;COUNT=5", sequence=3)
    first, second, third, fourth, fifth = times(of)
    moved = Occurrence(second.id, 7, second.planned_at, second.planned_at + 23 * HOUR, Occurs.PLANNED)
    dropped = Occurrence(third.id, 7, third.planned_at, third.planned_at, Occurs.CANCELLED)
    entry = InCalendar(of, (first, moved, dropped, fourth, fifth), frozenset({fourth.id}))
    calendar = Calendar.from_ical(file([entry], WARSAW))
    shown = recurring_ical_events.of(calendar).between(datetime(2024, 1, 1, tzinfo=WARSAW), datetime(2025, 1, 1, tzinfo=WARSAW))
    held = sorted(each["dtstart"].dt for each in shown if each.get("status") != "CANCELLED")
    assert held == [local(at, WARSAW) for at in (first.starts_at, moved.starts_at, fifth.starts_at)]
    assert {str(each["uid"]) for each in calendar.walk("VEVENT")} == {"abc123@dzielnicowy"}
    assert {str(each["sequence"]) for each in calendar.walk("VEVENT")} == {"3"}


def test_called_off_says_so() -> None:
    of = meeting(state=Called.CANCELLED, sequence=1)
    [event] = Calendar.from_ical(file([InCalendar(of, tuple(times(of)))], WARSAW)).walk("VEVENT")
    assert event["status"] == "CANCELLED"
    assert str(event["sequence"]) == "1"


async def test_the_invitation_brings_a_file_and_a_secret_address_brings_the_calendar(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna, eve = await neighbour(town, "anna"), await town.resident("eve")
    await eve.says("/start")
    await called(town, chair, second)
    [invited] = [bubble for bubble in await anna.chat() if "Spotkanie · rejon 5" in bubble.text]
    [number] = invited.files
    [row] = await town.rows("SELECT sha256, mime FROM attachments WHERE id = :id", id=number)
    assert row["mime"] == "text/calendar"
    assert b"Parkowanie przy przedszkolu" in town.app.files.read(row["sha256"])
    await anna.says("kalendarz")
    address = re.search(r"/calendar/[\w-]+\.ics", await anna.news())
    assert address is not None
    async with httpx.AsyncClient(transport=httpx.ASGITransport(make_site(site_of(town))), base_url=f"https://{HOST}") as client:
        answer = await client.get(address[0])
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/calendar")
        assert vobject.readOne(answer.text).vevent.summary.value == "Parkowanie przy przedszkolu"
        assert (await client.get(address[0], headers={"if-none-match": answer.headers["etag"]})).status_code == 304
        assert (await client.get("/calendar/unknown-unknown-unknown.ics")).status_code == 404
        await anna.taps("Nie przyjdę")
        assert b"CANCELLED" in (await client.get(address[0])).content
        await anna.says("kalendarz")
        assert (await client.get(address[0])).status_code == 404, "a new address ends the old one"
        await chair.acts("coordinator.meetings.calendar:5")
        of_team = re.search(r"/calendar/[\w-]+\.ics", await chair.news())
        assert of_team is not None
        assert (await client.get(of_team[0])).status_code == 200
        await chair.says("opuszczam zespół")
        assert (await client.get(of_team[0])).status_code == 404, "it ends with the membership"


async def test_after_a_change_the_file_is_a_later_one(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna")
    await called(town, chair, second)
    await chair.acts("coordinator.meetings.ask_drop:1")
    await chair.taps("Tak, odwołaj")
    await town.let_pass(seconds=5)
    [told] = [bubble for bubble in await anna.chat() if "Spotkanie odwołane" in bubble.text]
    [row] = await town.rows("SELECT sha256 FROM attachments WHERE id = :id", id=told.files[0])
    [event] = Calendar.from_ical(town.app.files.read(row["sha256"])).walk("VEVENT")
    assert event["status"] == "CANCELLED"
    assert str(event["sequence"]) == "1"


async def test_the_file_of_a_repeated_invitation_has_its_time_zone_and_leaves_out_holidays(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna")
    await called(town, chair, second, repeats="co drugą środę do 31.01.2025 bez świąt")
    [invited] = [bubble for bubble in await anna.chat() if "Spotkanie · rejon 5" in bubble.text]
    [row] = await town.rows("SELECT sha256 FROM attachments WHERE id = :id", id=invited.files[0])
    calendar = Calendar.from_ical(town.app.files.read(row["sha256"]))
    assert len(calendar.walk("VTIMEZONE")) == 1
    shown = recurring_ical_events.of(calendar).between(datetime(2024, 1, 1, tzinfo=WARSAW), datetime(2026, 1, 1, tzinfo=WARSAW))
    assert len(shown) == 16
    assert datetime(2025, 1, 1, 18, 0, tzinfo=WARSAW) not in [each["dtstart"].dt for each in shown]
