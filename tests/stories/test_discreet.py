"""An officer's phone that others look at: notices say the number and the street, the words come when they are asked for."""

from __future__ import annotations

import pytest

from tests.pictures import photo
from tests.stories.test_officer import report
from tests.town import Town


@pytest.mark.parametrize("channel", ["web", "keypad"])
async def test_notices_show_number_and_street_only(town: Town, channel: str) -> None:
    officer = await town.officer(5, on=channel)
    anna = await town.resident("anna")
    await officer.says("dyskretnie")
    await report(anna, "tajemnica sasiada", "Podmiejska 13/4")
    await officer.sees("1 · Podmiejska" if channel == "web" else "Nr 1 - Podmiejska")
    await anna.says("#1 druga tajemnica")
    await anna.sends(photo(), text="#1")
    await town.let_pass(seconds=3)
    await officer.acts("officer.progress.take:1")
    await officer.says("#1 Z")
    await officer.taps("Załatwione")
    await anna.taps("Nie, otwórz ponownie")
    await town.let_pass(days=20)
    await officer.sees_not("tajemnica", "13/4", "Podmiejska 13")
    assert all(bubble.files == () for bubble in await officer.chat())
    await officer.says("#1 C")
    await officer.sees("tajemnica sasiada", "druga tajemnica")


async def test_it_can_be_turned_off(town: Town) -> None:
    officer = await town.officer(5)
    await officer.says("/start")
    await officer.taps("Tryb dyskretny")
    await officer.taps("Wyłącz")
    await report(await town.resident("anna"), "hałas w nocy", "Podmiejska 13")
    await officer.sees("„hałas w nocy”")


async def test_the_card_keeps_its_picture_when_it_changes(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.sends(photo(), text="rozbita szyba")
    await anna.says("Podmiejska 13")
    await anna.taps("Wyślij bez moich danych")
    await officer.taps("Zajmę się")
    cards = [bubble for bubble in await officer.chat() if "„rozbita szyba”" in bubble.text]
    assert [(len(card.files), "Stan: w toku" in card.text) for card in cards] == [(1, True)]


async def test_a_second_handover_changes_the_middle_officers_card_too(town: Town) -> None:
    boss = await town.supervisor()
    five, six, seven = await town.officer(5), await town.officer(6), await town.officer(7)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await boss.says("#1 rejon 6")
    await boss.says("#1 rejon 7")
    for officer, now_with in ((five, 6), (six, 7)):
        await officer.sees_not("hałas w nocy")
        assert (await officer.chat())[-1].text == f"Sprawę nr 1 prowadzi teraz dzielnicowy rejonu {now_with}."
    await seven.sees("„hałas w nocy”")
    await seven.taps("Zajmę się")
    assert "Stan: w toku" in (await seven.chat())[-2].text
