"""The officer's day: by button, by replying, by number; what could belong to two cases is asked about."""

from __future__ import annotations

from tests.people import Person
from tests.town import Town


async def report(person: Person, words: str, place: str) -> None:
    """A whole report, as quickly as it goes."""
    await person.says(words)
    await person.says(place)
    await person.taps("Wyślij bez moich danych")


async def test_an_answer_by_replying_to_the_bubble_and_by_number(town: Town) -> None:
    officer = await town.officer(5)
    anna, jan = await town.resident("anna"), await town.resident("jan")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await report(jan, "śmieci na chodniku", "Podmiejska 15")

    await officer.replies("śmieci", "Administracja już wie.")
    await jan.sees("„Administracja już wie.”")
    await anna.sees_not("Administracja")

    await officer.says("#1 Będę tam wieczorem.")
    await anna.sees("„Będę tam wieczorem.”")
    await jan.sees_not("wieczorem")


async def test_words_without_a_case_are_asked_about_and_nothing_leaves(town: Town) -> None:
    officer = await town.officer(5)
    anna, jan = await town.resident("anna"), await town.resident("jan")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await report(jan, "śmieci na chodniku", "Podmiejska 15")
    await anna.looks()
    await jan.looks()
    await officer.says("Sprawdzę to dzisiaj.")
    await officer.sees("Do której sprawy? Jeszcze nic nie wysłano.")
    assert await officer.choices() == ("1 Podmiejska 13", "2 Podmiejska 15", "Nie wysyłaj")
    await anna.hears_nothing()
    await jan.hears_nothing()
    await officer.taps("2 Podmiejska 15")
    await jan.sees("„Sprawdzę to dzisiaj.”")
    await anna.hears_nothing()


async def test_a_reply_to_a_bubble_about_nothing_is_asked_about_too(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await officer.says("/start")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await officer.replies("Tu przychodzą zgłoszenia", "Sprawdzę to dzisiaj.")
    await officer.sees("Do której sprawy?")
    await anna.sees_not("Sprawdzę to")


async def test_taking_a_case_tells_the_resident_and_the_card_follows(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await anna.looks()
    await officer.taps("Zajmę się")
    await anna.sees("Zgłoszenie nr 1: dzielnicowy zajmuje się sprawą. Następna wiadomość do piątku 7 czerwca")
    assert "Stan: w toku" in (await officer.chat())[0].text
    await officer.taps("Zajmę się")
    await officer.sees("Sprawa nr 1 jest już w toku.")


async def test_opening_a_case_is_reading_it_once(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await anna.looks()
    await officer.says("#1")
    await officer.sees("Mieszkaniec: hałas w nocy", "Stan: przeczytane")
    await anna.sees("Zgłoszenie nr 1 przeczytane (dzielnicowy rejonu 5). Odpowiedź do piątku")
    await anna.looks()
    await officer.taps("Cała rozmowa")
    await anna.hears_nothing()


async def test_a_question_binds_the_next_message_of_the_resident(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await officer.taps("Zapytaj")
    await officer.says("W jakie dni?")
    await anna.sees("pytanie dzielnicowego", "„W jakie dni?”", "Na odpowiedź czekamy 14 dni.")
    await anna.says("w piątki i soboty")
    await anna.sees("Dopisano do zgłoszenia nr 1.")
    await officer.sees("mieszkaniec dopisuje", "„w piątki i soboty”")


async def test_fourteen_days_without_an_answer_are_told_to_the_officer(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await officer.taps("Zapytaj")
    await officer.says("W jakie dni?")
    await officer.looks()
    await town.let_pass(days=13)
    await officer.hears_nothing()
    await town.restart()
    await town.let_pass(days=2)
    await officer.sees("Nr 1 · Podmiejska 13: od 14 dni nie ma odpowiedzi na pytanie.")


async def test_closing_takes_two_taps_and_can_be_taken_back(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "ktoś stoi przy klatce", "Podmiejska 13")
    await anna.looks()
    await officer.taps("Zakończ…")
    assert len(await officer.choices()) == 7
    await officer.taps("Sprawdzone, nie zastano")
    await anna.sees("Sprawdzono na miejscu: nie zastano tego, co opisano. To nie znaczy, że zgłoszenie było błędne.")
    await anna.looks()
    await officer.taps("Otwórz ponownie")
    await anna.sees("Zgłoszenie nr 1 znów jest otwarte. Dzielnicowy odpowie do")


async def test_the_list_of_cases(town: Town) -> None:
    officer = await town.officer(5)
    await officer.says("sprawy")
    await officer.sees("Nie ma otwartych spraw.")
    for name, place in (("anna", "Podmiejska 13"), ("jan", "Fibigera 2")):
        await report(await town.resident(name), "hałas w nocy", place)
    await officer.says("sprawy")
    await officer.sees("2 otwarte sprawy", "1 · Podmiejska 13 · wysłane · do piątku 7 czerwca, do godz. 16", "2 · Gustawa Arnolda Fibigera 2")


async def test_an_officer_may_look_up_an_address(town: Town) -> None:
    officer = await town.officer(5)
    await report(await town.resident("anna"), "hałas w nocy", "Podmiejska 13")
    await officer.says("Widok 7")
    await officer.sees("Widok 7 · rejon 7")


async def test_an_address_may_be_the_answer_to_the_officers_question(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "rozbita szyba", "Podmiejska 13")
    await officer.taps("Zapytaj")
    await officer.says("Pod którym adresem dokładnie?")
    await anna.says("Podmiejska 15")
    await officer.sees("„Podmiejska 15”")
