"""People change their minds, press old buttons, do two things at once, and write a number where nobody expects one."""

from __future__ import annotations

import pytest

from tests.stories.test_officer import report
from tests.town import Town


async def test_an_old_cancel_cancels_nothing_and_does_not_say_otherwise(town: Town) -> None:
    await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await anna.taps("Nie wysyłaj")
    await anna.sees("Wysłane zgłoszenia są w części „Moje zgłoszenia”.")
    await anna.sees_not("Nic nie zostało wysłane")


async def test_an_old_cancel_leaves_a_newer_draft_alone(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    button, _ = await anna.button("Nie wysyłaj")
    await anna.says("rozbita szyba")
    await anna.taps("Nowa sprawa")
    await anna.says("Podmiejska 15")
    await anna.acts(button.value)
    await anna.sees("Sprawdźmy przed wysłaniem", "„rozbita szyba”")
    await anna.taps("Wyślij bez moich danych")
    await officer.sees("Nr 2 · ", "Podmiejska 15")


async def test_an_officers_button_pressed_twice_says_the_truth(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await officer.says("Sprawdzę dzisiaj.")
    await officer.taps("1 Podmiejska 13")
    await officer.sees("Nr 1: wysłane do mieszkańca.")
    await officer.acts("officer.answer.belongs:1")
    await officer.sees("Nic tu już nie czeka na wysłanie.")
    await officer.taps("Nie wysyłaj")
    await officer.sees("Nic tu już nie czeka na wysłanie.")
    assert (await anna.chat())[-1].text.count("Sprawdzę dzisiaj.") == 1


async def test_adding_to_a_report_sets_an_open_draft_aside_and_takes_it_up_again(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await anna.says("rozbita szyba")
    await anna.taps("Nowa sprawa")
    await anna.acts("resident.my_reports.write:1")
    await anna.says("hałas jest też w dzień")
    await anna.sees("Dopisano do zgłoszenia nr 1.", "Gdzie to jest?")
    await anna.says("Podmiejska 15")
    await anna.sees("„rozbita szyba”")
    await officer.sees("„hałas jest też w dzień”")


@pytest.mark.parametrize("channel", ["web", "keypad"])
async def test_adding_can_be_called_off(town: Town, channel: str) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna", on=channel)
    await report(anna, "halas w nocy", "Podmiejska 13")
    await officer.looks()
    await anna.acts("resident.my_reports.write:1")
    await anna.taps("Nie dopisuj")
    await anna.says("Podmiejska 15")
    await officer.hears_nothing()


@pytest.mark.parametrize("where", ["Podmiejska", "Rynek"])
async def test_n_cancels_on_a_keypad_at_every_question(town: Town, where: str) -> None:
    jan = await town.resident("jan", on="keypad")
    await jan.acts("resident.report.new")
    await jan.says("N")
    await jan.sees("Nic nie zostalo wyslane.")
    await jan.says("halas w nocy")
    await jan.says("N")
    await jan.sees("Nic nie zostalo wyslane.")
    await jan.says("halas w nocy")
    await jan.says(where)
    await jan.acts("resident.report.cancel:0")
    await jan.sees_not("„0”")


async def test_nr_13_is_a_house_when_a_house_is_asked_for(town: Town) -> None:
    await town.officer(5)
    anna = await town.resident("anna")
    await anna.says("Podmiejska")
    await anna.says("nr 13")
    await anna.sees("Podmiejska 13 · rejon 5")


async def test_a_number_that_is_no_report_of_ones_own_is_a_word_like_any_other(town: Town) -> None:
    await town.officer(5)
    anna = await town.resident("anna")
    await anna.says("nr 13 ciągle hałasuje")
    await anna.says("Podmiejska 13")
    await anna.sees("„nr 13 ciągle hałasuje”")


async def test_a_line_that_only_looked_like_an_address_stays_in_the_story(town: Town) -> None:
    await town.officer(5)
    anna = await town.resident("anna")
    await anna.says("głośna muzyka")
    await anna.says("mieszkanie 7")
    await anna.says("Podmiejska 13")
    await anna.sees("„głośna muzyka\nmieszkanie 7”", "Miejsce: Podmiejska 13")


async def test_a_misspelt_address_that_was_put_right_does_not(town: Town) -> None:
    await town.officer(5)
    anna = await town.resident("anna")
    await anna.says("głośna muzyka")
    await anna.says("Pdmejka 13")
    await anna.says("Podmiejska 13")
    await anna.sees("„głośna muzyka”")


async def test_words_after_which_one_get_the_question_again(town: Town) -> None:
    await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await anna.says("dziś znowu")
    await anna.says("halo?")
    await town.let_pass(seconds=3)
    await anna.sees("Czego dotyczy ta wiadomość?")


async def test_a_closed_case_is_not_asked_about(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await officer.taps("Zakończ…")
    await officer.taps("Pomyłka")
    await anna.looks()
    await officer.acts("officer.answer.ask:1")
    await officer.sees("Sprawa nr 1 jest zakończona.")
    await anna.hears_nothing()


@pytest.mark.parametrize("act", ["#2 inna odpowiedź", "sprawy", "#2"])
async def test_an_answer_that_was_begun_ends_when_the_officer_does_something_else(town: Town, act: str) -> None:
    officer = await town.officer(5)
    anna, jan = await town.resident("anna"), await town.resident("jan")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await report(jan, "śmieci", "Podmiejska 15")
    await officer.acts("officer.answer.reply:1")
    await officer.says(act)
    await anna.looks()
    await officer.says("to już nie jest odpowiedź")
    await officer.sees("Do której sprawy?")
    await anna.hears_nothing()


@pytest.mark.parametrize("words", ["#1 w.", "# 1 W", "#1 W!"])
async def test_short_orders_survive_typos(town: Town, words: str) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await officer.says(words)
    await anna.sees("dzielnicowy zajmuje się sprawą")


async def test_where_nobody_receives_messages_nothing_is_promised(town: Town) -> None:
    anna = await town.resident("anna")
    await anna.says("Podmiejska 13")
    await anna.sees("W tym rejonie nikt jeszcze nie odbiera wiadomości.")
    await anna.sees_not("Odpowiedź na wiadomość wysłaną teraz")
    await anna.says("hałas w nocy")
    await anna.taps("Podmiejska 13")
    await anna.sees("W tym rejonie nikt jeszcze nie odbiera wiadomości. Zgłoszenie poczeka, aż ktoś zacznie.")
    await anna.taps("Wyślij bez moich danych")
    await anna.sees("Teraz nikt go nie czyta.", "nikt jeszcze nie odbiera wiadomości", "62 000 00 00")
    await anna.sees_not("Odpowiedź do")


async def test_the_supervisors_own_hours_count_where_the_supervisor_answers(town: Town) -> None:
    await town.supervisor()
    anna = await town.resident("anna")
    await town.let_pass(hours=8)  # Wednesday, 18:00: the officer of district 5 would be in service, the supervisor is not
    await anna.says("Podmiejska 13")
    await anna.sees("Teraz nikt nie czyta wiadomości. Zostaną przeczytane w czwartek 6 czerwca po godz. 8.")


async def test_an_answer_that_begins_like_an_order_is_an_answer(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await officer.taps("Odpowiedz")
    await officer.says("Za godzinę będę na miejscu.")
    await anna.sees("„Za godzinę będę na miejscu.”")
    await officer.taps("Zapytaj")
    await officer.says("Ile osób?")
    await anna.says("nie 5, raczej 10")
    await officer.sees("„nie 5, raczej 10”")
    await officer.taps("Zapytaj")
    await officer.says("Ile osób?")
    await anna.says("nie 5")
    await officer.sees("„nie 5”")
