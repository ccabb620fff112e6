"""Ready questions, "not my district", a report for somebody met in the street."""

from __future__ import annotations

import pytest

from bot.web.door import HandedIn
from tests.rough_channel import FINE, LOST
from tests.stories.test_officer import report
from tests.town import Town


async def test_a_ready_question_is_one_tap_and_is_read_in_ones_own_language(town: Town) -> None:
    officer = await town.officer(5)
    olena = await town.resident("olena", language="uk")
    await olena.says("шум уночі")
    await olena.says("Podmiejska 13")
    await olena.taps("Надіслати без моїх даних")
    await officer.taps("Zapytaj")
    await officer.taps("W jakie dni i o której godzinie to się dzieje?")
    await officer.sees("Nr 1: wysłane do mieszkańca.")
    await olena.sees("«У які дні та о котрій годині це відбувається?»")
    await olena.says("у п'ятницю")
    await officer.says("#1")
    await officer.sees("Pytanie: W jakie dni i o której godzinie to się dzieje?", "Mieszkaniec: у п'ятницю")
    await officer.says("coś innego")
    await officer.sees("Do której sprawy?")


async def test_not_my_district_goes_to_the_supervisor_who_hands_it_over(town: Town) -> None:
    five, six, boss = await town.officer(5), await town.officer(6), await town.supervisor()
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await anna.looks()
    await five.taps("To nie mój rejon")
    await five.sees("Nr 1: zdecyduje kierownik. Do tego czasu sprawa zostaje tutaj.")
    await boss.sees("Nr 1 · Podmiejska 13: dzielnicowy rejonu 5 zwraca, to nie ten rejon.", "Aby przekazać: #1 rejon 6.")
    await anna.hears_nothing()
    await boss.says("#1 rejon 6")
    await boss.sees("Sprawę nr 1 prowadzi teraz dzielnicowy rejonu 6.")
    await six.sees("Nr 1 · hałas · Podmiejska 13", "„hałas w nocy”")
    await anna.sees("Zgłoszenie nr 1 prowadzi teraz dzielnicowy rejonu 6, tel. 62 000 00 06.", "bez Pani/Pana danych")
    assert "Sprawę nr 1 prowadzi teraz dzielnicowy rejonu 6." in (await five.chat())[0].text
    await five.says("#1 jeszcze ja")
    await five.sees("Nie ma tu takiej sprawy.")
    await anna.says("#1 dziękuję")
    await six.sees("„dziękuję”")


@pytest.mark.parametrize(
    ("words", "sentence"), [("#1 rejon 99", "Nie ma rejonu 99."), ("#1 rejon 5", "jest już w tym rejonie"), ("#7 rejon 6", "Nie ma tu takiej sprawy")]
)
async def test_a_wrong_handover_changes_nothing(town: Town, words: str, sentence: str) -> None:
    await town.officer(5)
    boss = await town.supervisor()
    await report(await town.resident("anna"), "hałas w nocy", "Podmiejska 13")
    await boss.says(words)
    await boss.sees(sentence)
    assert [row["district"] for row in await town.rows("SELECT district FROM reports")] == [5]


async def test_an_officer_cannot_hand_over(town: Town) -> None:
    officer, six = await town.officer(5), await town.officer(6)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await officer.says("#1 rejon 6")
    await six.hears_nothing()
    await anna.sees("„rejon 6”")


async def test_a_report_for_somebody_met_in_the_street(town: Town) -> None:
    officer = await town.officer(5)
    await officer.says("ZA Podmiejska 13 pani z parteru, hałas w nocy, 62 000 00 09")
    await officer.sees(
        "Nr 1 zapisane: Podmiejska 13, dzielnicowy rejonu 5.", "„pani z parteru, hałas w nocy”", "Dane podane przez mieszkańca: 62 000 00 09."
    )
    await officer.says("#1 Oddzwonimy.")
    await officer.sees("Nr 1: w tej sprawie nie można już nikomu odpisać.")
    await officer.taps("Zakończ…")
    await officer.taps("Załatwione")
    assert [(row["author_id"], row["state"]) for row in await town.rows("SELECT author_id, state FROM reports")] == [(None, "closed")]


async def test_it_goes_to_whoever_answers_for_the_place(town: Town) -> None:
    five, seven = await town.officer(5), await town.officer(7)
    await five.says("za Widok 7 ktoś zagląda do piwnic")
    await five.sees("Nr 1 zapisane: Widok 7, dzielnicowy rejonu 7.")
    await seven.sees("„ktoś zagląda do piwnic”")


@pytest.mark.parametrize(
    ("words", "sentence"), [("ZA pani z parteru, hałas", "Proszę zacząć od adresu"), ("ZA Podmiejska 13", "Proszę po adresie napisać")]
)
async def test_what_is_missing_is_asked_for(town: Town, words: str, sentence: str) -> None:
    officer = await town.officer(5)
    await officer.says(words)
    await officer.sees(sentence)
    assert await town.rows("SELECT number FROM reports") == []


async def test_a_date_is_no_phone_number(town: Town) -> None:
    officer = await town.officer(5)
    await officer.says("ZA Podmiejska 13 hałas od 2024-06-01 co noc, tel. 600 100 200")
    await officer.sees("„hałas od 2024-06-01 co noc, tel”", "600 100 200.")


async def test_what_still_waits_for_the_old_officer_goes_to_the_new_one(town: Town) -> None:
    five, six, boss = await town.officer(5, on="rough"), await town.officer(6), await town.supervisor()
    town.rough.mood([LOST])
    anna = await town.resident("anna")
    await anna.says("hałas w nocy")
    await anna.says("Podmiejska 13")
    button, _ = await anna.button("Wyślij bez moich danych")
    await anna.hands_in(HandedIn("message-send", link=button.value))
    await town.settle()
    await boss.hands_in(HandedIn("message-hand", text="#1 rejon 6"))
    await town.settle()
    town.rough.mood([FINE])
    await town.calm()
    assert not any("zgloszenie" in bubble.text for bubble in await five.chat())
    await six.sees("„hałas w nocy”")
