"""The pure rules of announcements: when, quiet hours, and what must not be published unnoticed."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.public import Personal, found_in
from handlers.rules.when import At, Not, QuietHours, read
from handlers.texts.moments import instant, local
from storage.models import HOUR
from tests.town import WARSAW, WEDNESDAY_TEN

NOW = instant(WEDNESDAY_TEN)


def at(day: int, month: int, hour: int, minute: int = 0, year: int = 2024) -> At:
    return At(instant(datetime(year, month, day, hour, minute, tzinfo=WARSAW)))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("teraz", At(NOW, now=True)),
        ("Od razu!", At(NOW, now=True)),
        ("jutro 18", at(6, 6, 18)),
        ("jutro o 18:00", at(6, 6, 18)),
        ("dziś o 17.30", at(5, 6, 17, 30)),
        ("pojutrze, godz. 9", at(7, 6, 9)),
        ("w piątek o 17:30", at(7, 6, 17, 30)),
        ("pt 17", at(7, 6, 17)),
        ("w środę o 18", at(5, 6, 18)),
        ("we wtorek 9", at(11, 6, 9)),
        ("12.03 18:00", at(12, 3, 18, year=2025)),
        ("12.06 o 18", at(12, 6, 18)),
        ("4.06 18:00", Not.PAST),
        ("12.06.2024 18:05", at(12, 6, 18, 5)),
        ("12 czerwca o 18", at(12, 6, 18)),
        ("1 stycznia 2026 12:00", at(1, 1, 12, year=2026)),
        ("za 2 godziny", At(NOW + 2 * HOUR)),
        ("za godzinę", At(NOW + HOUR)),
        ("jutro", Not.NO_HOUR),
        ("12.06", Not.NO_HOUR),
        ("jutro o 25", Not.NEVER),
        ("jutro 18:75", Not.NEVER),
        ("30.02 12:00", Not.NEVER),
        ("31.04.2025 10", Not.NEVER),
        ("dziś o 9", Not.PAST),
        ("1.01.2020 10:00", Not.PAST),
        ("kiedyś", Not.READ),
        ("jutro albo w piątek o 18", Not.READ),
        ("", Not.READ),
        ("18", Not.READ),
    ],
)
def test_when(text: str, meant: At | Not) -> None:
    assert read(text, NOW, WARSAW) == meant


def test_an_hour_that_the_clock_skips_does_not_exist() -> None:
    before = instant(datetime(2027, 3, 27, 12, tzinfo=WARSAW))
    assert read("jutro 2:30", before, WARSAW) is Not.NEVER
    assert read("jutro 3:30", before, WARSAW) == At(instant(datetime(2027, 3, 28, 3, 30, tzinfo=WARSAW)))


@given(st.text(max_size=40), st.integers(NOW, NOW + 10 * 365 * 24 * HOUR))
def test_nothing_that_is_typed_is_an_error_and_nothing_lies_in_the_past(text: str, now: int) -> None:
    found = read(text, now, WARSAW)
    assert isinstance(found, Not) or found.at >= now


NIGHT = QuietHours(22, 7, WARSAW)


@pytest.mark.parametrize(
    ("given_at", "leaves"),
    [((21, 59), (5, 21, 59)), ((22, 0), (6, 7, 0)), ((23, 30), (6, 7, 0)), ((3, 0), (5, 7, 0)), ((6, 59), (5, 7, 0)), ((7, 0), (5, 7, 0))],
)
def test_quiet_hours(given_at: tuple[int, int], leaves: tuple[int, int, int]) -> None:
    day, hour, minute = leaves
    wanted = instant(datetime(2024, 6, day, hour, minute, tzinfo=WARSAW))
    assert NIGHT.over(instant(datetime(2024, 6, 5, *given_at, tzinfo=WARSAW))) == wanted


def test_other_quiet_hours_and_none() -> None:
    at = instant(datetime(2024, 6, 5, 13, 30, tzinfo=WARSAW))
    assert QuietHours(13, 15, WARSAW).over(at) == instant(datetime(2024, 6, 5, 15, 0, tzinfo=WARSAW))
    assert QuietHours(14, 15, WARSAW).over(at) == at
    assert QuietHours(0, 0, WARSAW).over(at) == at


@given(st.integers(0, 10**15 * 4))
def test_what_waits_for_the_morning_leaves_outside_quiet_hours(given_at: int) -> None:
    leaves = NIGHT.over(given_at)
    assert leaves >= given_at
    assert 7 <= local(leaves, WARSAW).hour < 22
    assert leaves - given_at <= 10 * HOUR  # nine, and the hour that is set back in autumn


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("W sobotę od 10 znakujemy rowery pod SP 17. Bezpłatnie.", set()),
        ("Od poniedziałku wymiana zamków w piwnicach, Podmiejska 11–15.", set()),
        ("Ktoś podaje się za pracownika gazowni. Prosimy nie wpuszczać.", set()),
        ("Zebranie przy ulicy Prymasa Stefana Wyszyńskiego 12.", set()),
        ("Proszę uważać na pana Kowalskiego z klatki 2.", {Personal.NAME}),
        ("Rower ukradł Jan Kowalski.", {Personal.NAME}),
        ("Hałasuje sąsiadka Nowak, Podmiejska 13/4.", {Personal.NAME, Personal.FLAT}),
        ("Zalane mieszkanie 12 w klatce B.", {Personal.FLAT}),
        ("Czerwony opel PKA 12345 blokuje bramę.", {Personal.PLATE}),
        ("Auto PO7AB12 stoi na trawniku.", {Personal.PLATE}),
        ("Wtorek 18.06, godz. 18, SP 17. Zapraszamy: Rada Osiedla Dobrzec.", set()),
        ("Straż Miejska i Spółdzielnia Mieszkaniowa w Szkole Podstawowej; Komenda Miejska czynna 24/7, rok 2024/25.", set()),
        ("Boże Ciało: przejście zamknięte. Koszt 10000 zł, PLN 10000, WOS 2024, 50 m2.", set()),
        ("Jan Kowalski kradnie rowery.", {Personal.NAME}),
        ("Uwaga! Anna Nowak zbiera pieniądze.", {Personal.NAME}),
        ("KOWALSKI JAN grozi sąsiadom", {Personal.NAME}),
        ("Podejrzany: J. Kowalski", {Personal.NAME}),
        ("Państwo Kowalscy hałasują", {Personal.NAME}),
        ("rodzina Nowaków z parteru", {Personal.NAME}),
        ("awaria w lokalu 5", {Personal.FLAT}),
        ("w mieszkaniu numer 12", {Personal.FLAT}),
        ("numer mieszkania: 12", {Personal.FLAT}),
        ("auto pka 12345 na trawniku", {Personal.PLATE}),
    ],
)
def test_what_must_not_be_published_unnoticed(text: str, found: set[Personal]) -> None:
    known = {"Prymasa Stefana", "Stefana Wyszyńskiego"}
    assert found_in(text, known.__contains__) == found
