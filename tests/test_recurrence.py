"""What is repeated, and when to remind of it: pure rules, by tables and by invention; ten years of a weekly meeting."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules import reminders
from handlers.rules.recurrence import MOST, NoRule, Rule, is_holiday, read, times
from handlers.texts.moments import instant, local
from tests.town import WARSAW

TUESDAY = instant(datetime(2024, 6, 11, 18, 0, tzinfo=WARSAW))


@pytest.mark.parametrize(
    ("typed", "rrule"),
    [
        ("co tydzień do 30.06", "FREQ=WEEKLY;BYDAY=TU;COUNT=3"),
        ("Co tydzień, 10 razy", "FREQ=WEEKLY;BYDAY=TU;COUNT=10"),
        ("co drugi wtorek do 31.12.2024", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=15"),
        ("w każdy wtorek 10 razy", "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU;COUNT=10"),
        ("co dwa tygodnie do 12.2024", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=15"),
        ("co 3 tygodnie 4 razy", "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU;COUNT=4"),
        ("drugi wtorek miesiąca 12 razy", "FREQ=MONTHLY;BYDAY=2TU;COUNT=12"),
        ("w drugi wtorek każdego miesiąca do 12.2024", "FREQ=MONTHLY;BYDAY=2TU;COUNT=7"),
        ("co miesiąc 6 razy", "FREQ=MONTHLY;BYMONTHDAY=11;COUNT=6"),
        ("codziennie do 14.06", "FREQ=DAILY;COUNT=4"),
        ("every second Tuesday until 31.12", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=15"),
        ("кожного другого вівторка 5 разів", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=5"),
        ("FREQ=WEEKLY;BYDAY=TU,TH;COUNT=5", "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=5"),
        ("RRULE:FREQ=WEEKLY;UNTIL=20240630T000000Z", "FREQ=WEEKLY;COUNT=3"),
    ],
)
def test_rules_as_people_type_them(typed: str, rrule: str) -> None:
    assert read(typed, TUESDAY, WARSAW) == Rule(rrule)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("co wtorek", NoRule.ENDLESS),
        ("FREQ=WEEKLY", NoRule.ENDLESS),
        ("co środę 5 razy", NoRule.OTHER_DAY),
        ("ostatni wtorek miesiąca 4 razy", NoRule.OTHER_DAY),
        ("co tydzień do 12.06", NoRule.ONCE),
        ("co tydzień 1 raz", NoRule.ONCE),
        ("co tydzień 5000 razy", NoRule.TOO_OFTEN),
        ("FREQ=YEARLY;COUNT=50", NoRule.TOO_OFTEN),
        ("FREQ=MINUTELY;COUNT=5", NoRule.READ),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=2", NoRule.READ),
        ("co tydzień do 30.02.2025", NoRule.READ),
        ("kiedy się uda", NoRule.READ),
        ("", NoRule.READ),
    ],
)
def test_what_is_no_rule(typed: str, why: NoRule) -> None:
    assert read(typed, TUESDAY, WARSAW) is why


@given(st.text(max_size=60) | st.from_regex(r"(co|every|FREQ=)[a-zA-Z0-9 .,;=/]{0,40}", fullmatch=True))
def test_nothing_that_is_typed_breaks_it(typed: str) -> None:
    found = read(typed, TUESDAY, WARSAW)
    if isinstance(found, Rule):
        planned, left_out = times(found, TUESDAY, WARSAW)
        assert planned[0] == TUESDAY
        assert 2 <= len(planned) + len(left_out) <= MOST


def test_except_holidays() -> None:
    wednesday = instant(datetime(2024, 12, 11, 18, 0, tzinfo=WARSAW))
    rule = read("co drugą środę do 31.01.2025 bez świąt", wednesday, WARSAW)
    assert isinstance(rule, Rule)
    planned, left_out = times(rule, wednesday, WARSAW)
    assert [f"{local(at, WARSAW):%d.%m}" for at in planned] == ["11.12", "08.01", "22.01"]
    assert [f"{local(at, WARSAW):%d.%m}" for at in left_out] == ["25.12"]


@pytest.mark.parametrize(
    ("day", "off"),
    [("2024-11-11", True), ("2024-05-30", True), ("2024-12-24", False), ("2025-12-24", True), ("2024-04-01", True), ("2024-06-05", False)],
)
def test_polish_holidays(day: str, off: bool) -> None:
    """Corpus Christi moves, Christmas Eve is free since 2025 (Dz.U. 2024 poz. 1965)."""
    assert is_holiday(datetime.fromisoformat(day)) is off


def test_ten_years_of_a_weekly_meeting_stay_at_six_in_the_evening() -> None:
    planned, _ = times(Rule("FREQ=WEEKLY;BYDAY=TU;COUNT=522"), TUESDAY, WARSAW)
    assert {f"{local(at, WARSAW):%a %H:%M}" for at in planned} == {"Tue 18:00"}
    assert {local(after, WARSAW).date() - local(before, WARSAW).date() for before, after in itertools.pairwise(planned)} == {timedelta(days=7)}


@pytest.mark.parametrize(
    ("starts", "lead", "rings"),
    [
        ("2024-10-27T18:00", "1d", "2024-10-26T18:00+02:00"),  # the clock went back in the night between
        ("2024-10-27T18:00", "2h", "2024-10-27T16:00+01:00"),
        ("2026-10-25T02:30", "1d", "2026-10-24T02:30+02:00"),
        ("2026-10-25T02:30", "2h", "2026-10-25T00:30+02:00"),
        ("2026-10-25T04:00", "2h", "2026-10-25T02:00+01:00"),  # two hours, though the wall clock shows 3:00 twice
        ("2026-10-26T02:30", "1d", "2026-10-25T02:30+02:00"),  # of the hour that comes twice the first
        ("2025-03-30T18:00", "1d", "2025-03-29T18:00+01:00"),
        ("2025-03-31T02:30", "1d", "2025-03-30T03:30+02:00"),  # 2:30 does not exist: read as before the change
        ("2025-04-02T18:00", "7d", "2025-03-26T18:00+01:00"),
    ],
)
def test_reminders_over_both_clock_changes(starts: str, lead: str, rings: str) -> None:
    at = instant(datetime.fromisoformat(starts).replace(tzinfo=WARSAW))
    assert reminders.ring_at(lead, at, WARSAW) == instant(datetime.fromisoformat(rings))


def test_a_reminder_is_worth_sending_until_the_next() -> None:
    leads = ("7d", "1d", "2h")
    assert reminders.valid_until("7d", leads, TUESDAY, WARSAW) == reminders.ring_at("1d", TUESDAY, WARSAW)
    assert reminders.valid_until("1d", leads, TUESDAY, WARSAW) == reminders.ring_at("2h", TUESDAY, WARSAW)
    assert reminders.valid_until("2h", leads, TUESDAY, WARSAW) == TUESDAY
