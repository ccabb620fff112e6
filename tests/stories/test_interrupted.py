"""Something else comes in between: a draft, or words that wait for their tap, go on afterwards; nothing is lost."""

from __future__ import annotations

import re

from tests.people import Person
from tests.stories.test_officer import report
from tests.town import Town


async def closed_report(town: Town, anna: Person, officer: Person) -> None:
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await officer.says("#1 Z")
    await officer.taps("Załatwione")


async def test_a_reply_to_a_closed_report_does_not_cost_the_open_draft(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await closed_report(town, anna, officer)
    await anna.says("rozbita szyba")
    await anna.sees("Gdzie to jest?")
    await anna.replies("zakończone", "a hałas wrócił")
    await anna.sees("Czego dotyczy ta wiadomość?")
    await anna.taps("1 Podmiejska 13")
    await anna.sees("Dopisano do zgłoszenia nr 1.", "Gdzie to jest?")
    await anna.says("Podmiejska 15")
    await anna.taps("Wyślij bez moich danych")
    assert [row["words"] for row in await town.rows("SELECT words FROM reports ORDER BY number")] == ["hałas w nocy", "rozbita szyba"]
    assert [row["text"] for row in await town.rows("SELECT text FROM entries")] == ["a hałas wrócił"]


async def test_words_chosen_for_the_open_draft_join_it(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await closed_report(town, anna, officer)
    await anna.says("rozbita szyba")
    await anna.replies("zakończone", "i wyrwane drzwi")
    await anna.taps("Nowa sprawa")
    await anna.sees("Gdzie to jest?")
    await anna.says("Podmiejska 15")
    await anna.sees("„rozbita szyba\ni wyrwane drzwi”")
    await anna.taps("Wyślij bez moich danych")
    await anna.says("Podmiejska 13")
    await anna.sees("rejon 5")


async def test_the_drafts_own_button_works_while_another_question_stands(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await closed_report(town, anna, officer)
    await anna.says("rozbita szyba")
    await anna.says("Podmiejska 15")
    await anna.replies("zakończone", "a hałas wrócił")
    await anna.taps("Wyślij bez moich danych")
    await anna.sees("Zgłoszenie nr 2 wysłane", "Czego dotyczy ta wiadomość?")
    await anna.taps("1 Podmiejska 13")
    await anna.sees("Dopisano do zgłoszenia nr 1.")


async def test_it_happens_now_while_another_question_stands(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await closed_report(town, anna, officer)
    await anna.says("rozbita szyba")
    await anna.says("Podmiejska 15")
    await anna.replies("zakończone", "a hałas wrócił")
    await anna.taps("Dzieje się teraz")
    await anna.sees("Proszę zadzwonić pod 112. Teraz.")
    await town.let_pass(minutes=2)
    await officer.sees("PILNE", "„rozbita szyba”", "Podmiejska 15")


async def test_a_code_that_is_refused_leaves_the_draft(town: Town) -> None:
    boss = await town.supervisor()
    await boss.says("zaproś 5 Ewa")
    code = re.findall(r"Kod: (\S+)", await boss.news())[0]
    anna = await town.resident("anna")
    await anna.says("rozbita szyba")
    await anna.says(code)
    await anna.taps("Nie")
    await anna.sees("Kod nie został użyty.", "Gdzie to jest?")
    await anna.says("Podmiejska 15")
    await anna.sees("„rozbita szyba”")


async def test_whoever_becomes_an_officer_takes_no_draft_along(town: Town) -> None:
    boss = await town.supervisor()
    await boss.says("zaproś 5 Ewa")
    code = re.findall(r"Kod: (\S+)", await boss.news())[0]
    ewa = await town.resident("ewa")
    await ewa.says("rozbita szyba")
    await ewa.says(code)
    await ewa.taps("Tak, to ja")
    await ewa.says("sprawy")
    await ewa.sees("Nie ma otwartych spraw.")
    assert await town.rows("SELECT * FROM sessions") == []


async def test_a_draft_goes_on_under_a_question_about_the_address(town: Town) -> None:
    await town.officer(5)
    anna = await town.resident("anna")
    await anna.says("rozbita szyba")
    await anna.says("Podmiejska 15")
    await anna.acts("resident.my_address.ask")
    await anna.says("druga też")
    await town.let_pass(seconds=3)
    await anna.sees("„rozbita szyba\ndruga też”")


async def test_an_officers_words_wait_while_another_case_is_answered(town: Town) -> None:
    officer = await town.officer(5)
    anna, jan = await town.resident("anna"), await town.resident("jan")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await report(jan, "rozbita szyba", "Podmiejska 15")
    await officer.says("Sprawdzę dzisiaj.")
    await officer.acts("officer.answer.reply:2")
    await officer.says("Będę o 18.")
    await jan.sees("„Będę o 18.”")
    await officer.sees("Do której sprawy?")
    await officer.taps("1 Podmiejska 13")
    await anna.sees("„Sprawdzę dzisiaj.”")


async def test_it_survives_a_restart(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await closed_report(town, anna, officer)
    await anna.says("rozbita szyba")
    await anna.replies("zakończone", "a hałas wrócił")
    await town.restart()
    await anna.taps("1 Podmiejska 13")
    await anna.sees("Dopisano do zgłoszenia nr 1.", "Gdzie to jest?")
