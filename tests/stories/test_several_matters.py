"""A resident with more than one matter: what could be meant for two is asked about, never guessed."""

from __future__ import annotations

from tests.stories.test_officer import report
from tests.town import Town


async def test_free_words_with_an_open_report_are_asked_about(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await officer.looks()
    await anna.says("dziś znowu to samo")
    await anna.sees("Czego dotyczy ta wiadomość? Jeszcze nic nie wysłano.")
    assert await anna.choices() == ("1 Podmiejska 13", "Nowa sprawa")
    await officer.hears_nothing()
    await anna.says("od dwudziestej drugiej")
    await anna.taps("1 Podmiejska 13")
    await officer.sees("„dziś znowu to samo\nod dwudziestej drugiej”")


async def test_or_it_is_a_new_matter_and_the_words_come_along(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await anna.says("rozbita szyba na przystanku")
    await anna.taps("Nowa sprawa")
    await anna.sees("Gdzie to jest?")
    await anna.says("Fibigera 2")
    await anna.taps("Wyślij bez moich danych")
    await officer.sees("Nr 2 · ", "Gustawa Arnolda Fibigera 2", "„rozbita szyba na przystanku”")


async def test_two_reports_each_keep_their_own_conversation(town: Town) -> None:
    five, seven = await town.officer(5), await town.officer(7)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await anna.says("piwnica otwarta")
    await anna.taps("Nowa sprawa")
    await anna.says("Widok 7")
    await anna.taps("Wyślij bez moich danych")
    await seven.sees("Nr 2 · ", "Widok 7")
    await seven.sees_not("hałas")
    await five.sees_not("piwnica")
    await five.says("#1 Byliśmy tam.")
    await anna.replies("Byliśmy tam.", "Dziękuję, a dziś?")
    await five.sees("„Dziękuję, a dziś?”")
    await seven.sees_not("Dziękuję")


async def test_a_closed_report_opens_again_only_when_the_person_says_so(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await officer.taps("Zakończ…")
    await officer.taps("Załatwione")
    await officer.looks()
    await anna.replies("Zgłoszenie nr 1 zakończone.", "niestety nadal")
    await anna.sees("Czego dotyczy ta wiadomość?", "Zgłoszenie nr 1 jest zakończone. Dopisanie do niego otworzy je ponownie.")
    await officer.hears_nothing()
    await anna.taps("1 Podmiejska 13")
    await anna.sees("Dopisano do zgłoszenia nr 1.", "Sprawa znów jest otwarta. Dzielnicowy odpowie do")
    await officer.sees("Otwarte ponownie przez mieszkańca.", "„niestety nadal”")


async def test_counts_are_said_as_a_pole_would(town: Town) -> None:
    await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "sprawa", "Podmiejska 13")
    for wanted in ("1 zgłoszenie", "2 zgłoszenia", "3 zgłoszenia", "4 zgłoszenia", "5 zgłoszeń"):
        await anna.says("moje zgłoszenia")
        await anna.sees(wanted)
        await anna.says("jeszcze jedna sprawa")
        await anna.taps("Nowa sprawa")
        await anna.says("Podmiejska 13")
        await anna.taps("Wyślij bez moich danych")


async def test_how_a_report_stands(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await anna.says("status 1")
    await anna.sees("Czeka na dzielnicowego. Odpowie do piątku 7 czerwca, do godz. 16.", "Treść: hałas w nocy")
    await officer.says("#1 Sprawdzę.")
    await anna.says("STATUS 1")
    await anna.sees("Dzielnicowy zajmuje się sprawą.", "Dzielnicowy: Sprawdzę.")
