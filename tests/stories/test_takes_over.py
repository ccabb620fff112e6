"""Urgent, and Telegram does not take it: after five minutes it goes by SMS, once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage.models import MINUTE
from tests.people import Person
from tests.rough_channel import LOST, ROUGH
from tests.stories.test_confidential import WORDS
from tests.stories.test_linking import joined
from tests.telegram.server import FakeTelegram
from tests.town import Town

BREAK_IN = "ktoś właśnie wyważa mi drzwi, Podmiejska 13"


async def officer_with_two(town: Town) -> tuple[Person, Person]:
    """An officer in Telegram whose service phone is joined; the phone takes over after five minutes."""
    town.rough.capabilities = replace(ROUGH, takes_over_after=5 * MINUTE)
    await town.restart()
    officer = await town.officer(5, on="telegram")
    phone = await town.resident("600100200", on="rough")
    await joined(phone, officer)
    return officer, phone


async def urgent(town: Town) -> Person:
    anna = await town.resident("anna")
    await anna.says(BREAK_IN)
    await town.let_pass(minutes=2)
    return anna


async def passes(town: Town, minutes: int) -> None:
    for _ in range(minutes):
        await town.let_pass(minutes=1)


async def test_what_is_urgent_goes_by_sms_after_five_minutes_and_once(town: Town, telegram: FakeTelegram) -> None:
    officer, phone = await officer_with_two(town)
    telegram.fate = lambda: "502"
    await urgent(town)
    await phone.looks()
    await passes(town, 4)
    await phone.hears_nothing()
    await passes(town, 2)
    await phone.sees("#1 PILNE Podmiejska 13")
    assert "ponowienie" not in await phone.news()
    telegram.fate = lambda: ""
    await officer.looks()
    await passes(town, 30)
    await officer.hears_nothing()
    assert (await phone.news()).count("#1 PILNE Podmiejska 13") == 1


async def test_what_may_have_arrived_says_that_it_comes_again(town: Town, telegram: FakeTelegram) -> None:
    _, phone = await officer_with_two(town)
    telegram.fate = lambda: "deliver and drop"
    await urgent(town)
    await phone.looks()
    await passes(town, 7)
    await phone.sees("(ponowienie) #1 PILNE Podmiejska 13")


async def test_it_overtakes_what_waits_before_it(town: Town, telegram: FakeTelegram) -> None:
    _, phone = await officer_with_two(town)
    ewa = await town.resident("ewa")
    telegram.fate = lambda: "502"
    await ewa.says("śmieci pod oknem, Podmiejska 11")
    await ewa.taps("Wyślij bez moich danych")
    await phone.looks()
    await urgent(town)
    await passes(town, 7)
    await phone.sees("#2 PILNE Podmiejska 13")
    assert "#1" not in await phone.news(), "what is not urgent waits"


async def test_without_a_phone_it_waits_for_telegram(town: Town, telegram: FakeTelegram) -> None:
    town.rough.capabilities = replace(ROUGH, takes_over_after=5 * MINUTE)
    await town.restart()
    officer = await town.officer(5, on="telegram")
    telegram.fate = lambda: "502"
    await urgent(town)
    await passes(town, 20)
    telegram.fate = lambda: ""
    await officer.looks()
    await passes(town, 15)
    await officer.sees("PILNE")
    cards = await town.rows("SELECT outcome FROM outbox WHERE key = 'report:1:officer'")
    assert [row["outcome"] for row in cards] == ["sent"]


async def test_where_neither_works_the_first_that_works_again_takes_it(town: Town, telegram: FakeTelegram) -> None:
    officer, _ = await officer_with_two(town)
    telegram.fate = lambda: "502"
    town.rough.mood([LOST])
    await urgent(town)
    await passes(town, 8)
    telegram.fate = lambda: ""
    await officer.looks()
    await passes(town, 30)
    await officer.sees("PILNE")
    assert (await officer.news()).count("Nr 1 · PILNE") <= 1


async def test_what_is_confidential_never_goes_by_sms(town: Town, telegram: FakeTelegram) -> None:
    _, phone = await officer_with_two(town)
    anna = await town.resident("anna")
    telegram.fate = lambda: "502"
    await anna.says(f"{WORDS}, Podmiejska 13")
    await anna.taps("Nie, można tu pisać")
    await anna.taps("Wyślij bez moich danych")
    await phone.looks()
    await passes(town, 20)
    await phone.hears_nothing()


@pytest.mark.parametrize("minutes", [0, 3])
async def test_the_resident_hears_by_sms_that_nobody_has_read_it(town: Town, telegram: FakeTelegram, minutes: int) -> None:
    town.rough.capabilities = replace(ROUGH, takes_over_after=minutes * MINUTE or None)
    await town.restart()
    await town.officer(5)
    phone, anna = await town.resident("600100200", on="rough"), await town.resident("anna", on="telegram")
    await anna.says("dzień dobry")
    await joined(phone, anna)
    await anna.says(BREAK_IN)
    await town.let_pass(minutes=2)
    telegram.fate = lambda: "502"
    await phone.looks()
    await passes(town, 20)
    assert ("jeszcze nikt nie przeczytal" in await phone.news()) == bool(minutes)
