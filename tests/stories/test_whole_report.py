"""Around the report: with or without one's data, did it help, taking it back, many lines as one entry."""

from __future__ import annotations

import pytest

from tests.stories.test_officer import report
from tests.town import Town


async def test_with_name_and_phone_for_this_report_only(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.says("hałas w nocy")
    await anna.says("Podmiejska 13")
    assert await anna.choices() == (
        "Wyślij bez moich danych",
        "Wyślij i podaj moje imię i telefon",
        "Popraw",
        "Dzieje się teraz",
        "Nie wysyłaj",
        "Kto może poznać moje dane?",
        "Sprawa poufna: przemoc, groźby, nękanie",
    )
    await anna.taps("Wyślij i podaj moje imię i telefon")
    await anna.sees("Proszę napisać imię i numer telefonu", "Zobaczą je tylko dzielnicowy, osoba na zastępstwie i kierownik")
    await officer.hears_nothing()
    await anna.says("Anna, 600 100 200")
    await anna.sees("Zgłoszenie nr 1 wysłane")
    await officer.sees("Dane podane przez mieszkańca: Anna, 600 100 200. Nie ujawniać, że było zgłoszenie z tego adresu.")
    await anna.says("śmieci")
    await anna.taps("Nowa sprawa")
    await anna.says("Podmiejska 15")
    await anna.taps("Wyślij bez moich danych")
    await officer.sees("Mieszkaniec 2, bez danych.")
    news = await officer.news()
    assert "600 100 200" not in news.split("Nr 2")[1], "nothing joins the two"


async def test_one_may_think_better_of_it(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.says("hałas w nocy")
    await anna.says("Podmiejska 13")
    await anna.taps("Wyślij i podaj moje imię i telefon")
    await anna.taps("Jednak bez moich danych")
    await officer.sees("Mieszkaniec 1, bez danych.")


async def test_data_on_a_keypad(town: Town) -> None:
    officer = await town.officer(5)
    jan = await town.resident("jan", on="keypad")
    await jan.says("halas w nocy")
    await jan.says("Podmiejska 13")
    await jan.says("d")
    await jan.says("Jan, 600 100 300")
    await officer.sees("Dane podane przez mieszkańca: Jan, 600 100 300.")


async def test_it_helped(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await officer.taps("Zakończ…")
    await officer.taps("Załatwione")
    await anna.sees("Czy pomogło?")
    await officer.looks()
    await anna.taps("Tak")
    await anna.sees("Dziękujemy. Zgłoszenie nr 1 zostaje zamknięte.")
    await officer.hears_nothing()
    assert [row["rating"] for row in await town.rows("SELECT rating FROM reports")] == ["yes"]


@pytest.mark.parametrize("channel", ["web", "keypad"])
async def test_it_did_not_and_opens_again(town: Town, channel: str) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna", on=channel)
    await report(anna, "halas w nocy", "Podmiejska 13")
    await officer.taps("Zakończ…")
    await officer.taps("Załatwione")
    await officer.looks()
    if channel == "web":
        await anna.taps("Nie, otwórz ponownie")
    else:
        await anna.says("NIE 1")
    await officer.sees("Nr 1 · Podmiejska 13: nie pomogło, otwarte ponownie.")
    await anna.says("nadal to samo")
    await officer.sees("„nadal to samo”")
    assert [(row["rating"], row["state"]) for row in await town.rows("SELECT rating, state FROM reports")] == [("no", "reopened")]


async def test_only_ones_own_closed_report_is_rated(town: Town) -> None:
    officer = await town.officer(5)
    anna, eve = await town.resident("anna"), await town.resident("eve")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await anna.says("NIE 1")
    await anna.sees("Zgłoszenie nr 1 jest otwarte.")
    await officer.taps("Zakończ…")
    await officer.taps("Załatwione")
    await eve.acts("resident.rating.no:1")
    await eve.sees("Nie ma tu takiego zgłoszenia.")
    assert [row["state"] for row in await town.rows("SELECT state FROM reports")] == ["closed"]


async def test_taking_it_back(town: Town) -> None:
    officer, boss = await town.officer(5), await town.supervisor()
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await anna.says("status 1")
    await anna.taps("Wycofaj")
    await anna.sees("Wycofać zgłoszenie nr 1?", "Jeśli treść wskazuje na przestępstwo ścigane z urzędu, Policja musi je sprawdzić mimo wycofania.")
    await officer.looks()
    await anna.taps("Zostaw")
    await officer.hears_nothing()
    await anna.acts("resident.withdraw.yes:1")
    await anna.sees("Zgłoszenie nr 1 wycofane.")
    await officer.sees("Nr 1 · Podmiejska 13: wycofane przez mieszkańca.")
    await officer.says("sprawy")
    await officer.sees("Nie ma otwartych spraw.")
    await town.let_pass(days=30)
    await boss.hears_nothing()
    await anna.acts("resident.withdraw.yes:1")
    await anna.sees("Zgłoszenie nr 1 nie jest już otwarte.")


async def test_nobody_else_takes_it_back(town: Town) -> None:
    await town.officer(5)
    anna, eve = await town.resident("anna"), await town.resident("eve")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await eve.acts("resident.withdraw.yes:1")
    await eve.sees("Nie ma tu takiego zgłoszenia.")
    assert [row["state"] for row in await town.rows("SELECT state FROM reports")] == ["sent"]


async def test_many_lines_in_a_row_are_one_entry(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await officer.looks()
    await anna.says("#1 dziś znowu")
    for line in ("trzecie piętro", "muzyka", "i krzyki"):
        await anna.says(line)
    await town.let_pass(seconds=3)
    assert [row["text"] for row in await town.rows("SELECT text FROM entries")] == ["dziś znowu\ntrzecie piętro\nmuzyka\ni krzyki"]
    assert (await officer.news()).count("mieszkaniec dopisuje") == 1, "one bubble, changed"
    await officer.sees("„dziś znowu\ntrzecie piętro\nmuzyka\ni krzyki”")
    await town.let_pass(minutes=5)
    await anna.says("coś zupełnie innego")
    await anna.sees("Czego dotyczy ta wiadomość?")


async def test_a_line_is_not_lost_when_the_person_goes_on_with_something_else(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await officer.looks()
    await anna.says("#1 dziś znowu")
    await anna.says("trzecie piętro")
    await anna.acts("resident.report.new")
    await town.let_pass(seconds=3)
    await officer.sees("„dziś znowu\ntrzecie piętro”")


async def test_words_that_wait_for_which_one_go_where_add_something_is_tapped(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await officer.looks()
    await anna.says("dziś znowu")
    await anna.acts("resident.my_reports.show:1")
    await anna.acts("resident.my_reports.write:1")
    await anna.sees("Dopisano do zgłoszenia nr 1.")
    await officer.sees("„dziś znowu”")


async def test_a_line_after_the_officers_answer_is_an_entry_of_its_own(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await anna.says("#1 dziś znowu")
    await officer.says("#1 Będę o 22.")
    await officer.looks()
    await anna.says("dziękuję")
    await anna.taps("1 Podmiejska 13")
    await officer.sees("„dziękuję”")
    kept = [row["text"] for row in await town.rows("SELECT text FROM entries ORDER BY id")]
    assert kept == ["dziś znowu", "Będę o 22.", "dziękuję"]


async def test_two_additions_and_a_line_in_between_all_reach_the_officer(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await officer.looks()
    await anna.says("#1 dziś znowu")
    await anna.says("trzecie piętro")
    await anna.says("#1 i krzyki")
    await town.let_pass(seconds=3)
    await officer.sees("„dziś znowu\ntrzecie piętro”", "„i krzyki”")
