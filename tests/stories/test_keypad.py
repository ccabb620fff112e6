"""An old phone: one part of 160 characters each, answered by digit, letter or word."""

from __future__ import annotations

import pytest

from bot.channels.render import gsm7, sms_parts
from tests.stories.test_officer import report
from tests.town import Town


async def test_a_whole_report_with_digits_and_letters(town: Town) -> None:
    officer = await town.officer(5)
    jan = await town.resident("jan", on="keypad")
    await jan.says("podmiejska 13")
    await jan.sees("Podmiejska 13: dzielnicowy rejonu 5, tel. 62 000 00 05.", "odpowie do pt 07.06 godz. 16")
    await jan.says("znowu pija na klatce")
    await jan.sees("Gdzie to jest?", "1: Podmiejska 13", "2: Inny adres", "N: Anuluj")
    await jan.says("1")
    await jan.sees("Wyslac dzielnicowemu rejonu 5? Miejsce: Podmiejska 13.", "T wyslij, D z moim numerem, N nie")
    await jan.says("t")
    await jan.sees("Zgloszenie 1 wyslane. Dzielnicowy odpowie do pt 07.06 godz. 16.")
    await officer.sees("„znowu pija na klatce”")
    await officer.says("#1 Sprawdzę w piątek wieczorem.")
    await jan.sees("Zgloszenie 1, odpowiedz dzielnicowego: Sprawdze w piatek wieczorem.")
    for bubble in await jan.chat():
        assert len(sms_parts(bubble.text)) == 1, bubble.text


async def test_no_sends_nothing(town: Town) -> None:
    officer = await town.officer(5)
    jan = await town.resident("jan", on="keypad")
    await jan.says("znowu pija na klatce")
    await jan.says("podmiejska 13")
    await jan.says("N")
    await jan.sees("Nic nie zostalo wyslane.")
    await officer.hears_nothing()


async def test_an_old_list_does_not_answer_a_new_question(town: Town) -> None:
    """ "1" after "which house?" is the house, although an older list had a 1, too."""
    jan = await town.resident("jan", on="keypad")
    await jan.says("Rynek 5")
    await jan.sees("1: Glowny Rynek 5", "2: Nowy Rynek 5")
    await jan.says("Podmiejska")
    await jan.sees("Prosze podac tez numer domu")
    await jan.says("1")
    await jan.sees("Podmiejska 1: ")


async def test_what_a_short_text_does_not_name_cannot_be_typed_by_accident(town: Town) -> None:
    officer = await town.officer(5, on="keypad")
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await officer.sees("#1 Podmiejska 13: zgloszenie.")
    await anna.looks()
    await officer.says("1")
    await officer.sees("Do ktorej sprawy? Jeszcze nic nie wyslano.")
    await anna.hears_nothing()


async def test_an_officer_with_a_keypad_phone_only(town: Town) -> None:
    officer = await town.officer(5, on="keypad")
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await officer.says("#1 c")
    await officer.sees("Mieszkaniec: halas w nocy")
    await officer.says("#1 W")
    await officer.says("1: sprawdze")
    await officer.says("nr 1 sprawdze wieczorem")
    await anna.sees("„sprawdze wieczorem”")
    await officer.says("#1 Z")
    await officer.sees("#1 powod: 1 zalatwione 2 nie zastano", "7 pomylka. Odpisac cyfra")
    await officer.says("2")
    await anna.sees("Sprawdzono na miejscu: nie zastano tego, co opisano.")


async def test_the_rest_of_a_long_answer_is_had_by_a_word(town: Town) -> None:
    officer = await town.officer(5)
    jan = await town.resident("600100200", on="rough")
    await jan.says("znowu pija na klatce, podmiejska 13")
    await jan.says("T")
    answer = "Dzień dobry. " + "Rozmawialiśmy ze spółdzielnią o zamku w drzwiach. " * 5 + "Proszę pisać, gdyby wróciło."
    await jan.looks()
    await officer.says(f"#1 {answer}")
    await jan.sees("Zgloszenie 1, odpowiedz dzielnicowego: Dzien dobry.", "Dalszy ciag: DALEJ")
    pieces = [(await jan.news()).partition("...\n")[0]]
    while "DALEJ" in await jan.news():
        await jan.says("dalej")
        pieces.append((await jan.news()).partition("...\n")[0])
    assert " ".join(pieces).split() == gsm7(f"Zgloszenie 1, odpowiedz dzielnicowego: {answer}").split()
    await jan.says("dalej")
    await jan.sees("Nie ma dalszego ciagu.")


@pytest.mark.parametrize("word", ["tak", "TAK.", "Wyślij bez moich danych", "wyslij bez moich danyh"])
async def test_a_choice_is_made_by_its_letter_or_by_its_words(town: Town, word: str) -> None:
    officer = await town.officer(5)
    jan = await town.resident("600100200", on="rough")
    await jan.says("znowu pija na klatce, podmiejska 13")
    await jan.says(word)
    await jan.sees("Zgloszenie 1 ")
    await officer.sees("Nr 1")


async def test_no_in_words_sends_nothing(town: Town) -> None:
    officer = await town.officer(5)
    jan = await town.resident("600100200", on="rough")
    await jan.says("znowu pija na klatce, podmiejska 13")
    await jan.says("nie")
    await jan.sees("Nic nie zostalo wyslane.")
    await officer.hears_nothing()
    assert await town.rows("SELECT id FROM urns WHERE stopped_at IS NOT NULL") == []


async def test_an_address_among_the_choices_is_never_guessed_from_a_misspelt_one(town: Town) -> None:
    jan = await town.resident("600100200", on="rough")
    await jan.says("Rynek 5")
    await jan.sees("1: Glowny Rynek 5", "2: Nowy Rynek 5")
    await jan.says("nowy rynek 5")
    await jan.sees("Rynek 5: rejon 1")


@pytest.mark.parametrize("start", ["#1 ", "# 1: ", "nr 1 ", "nr1: ", "Nr. 1, ", "1: ", "zgl. 1 ", "zgłoszenie nr 1: ", "numer 1 "])
async def test_a_number_before_the_words_however_it_is_written(town: Town, start: str) -> None:
    officer = await town.officer(5)
    jan = await town.resident("600100200", on="rough")
    await jan.says("znowu pija na klatce, podmiejska 13")
    await jan.says("T")
    await officer.looks()
    await jan.says(f"{start}i jeszcze krzycza")
    await officer.sees("„i jeszcze krzycza”")
    await officer.says(f"{start}Sprawdzę to.")
    await jan.sees("Sprawdze to.")


async def test_a_time_or_somebody_elses_number_is_no_number_of_a_report(town: Town) -> None:
    officer = await town.officer(5)
    jan, ewa = await town.resident("600100200", on="rough"), await town.resident("600100300", on="rough")
    await jan.says("znowu pija na klatce, podmiejska 13")
    await jan.says("T")
    await officer.looks()
    await ewa.says("1: cos innego")
    await officer.hears_nothing()
    for words in ("1:30 w nocy znowu krzyki pod oknem", "1: 30 w nocy krzyki pod oknem"):
        await jan.says(words)
        assert "30 w nocy" not in await officer.news()
    await jan.looks()
    for words in ("no 1 raz widzę takiego głupka", "1: 30 będę"):
        await officer.says(words)
        assert "wysłane do mieszkańca" not in await officer.news()
    await jan.hears_nothing()


async def test_a_cry_for_help_is_no_misspelt_word(town: Town) -> None:
    jan = await town.resident("600100200", on="rough")
    await jan.says("pomoc")
    await jan.says("Pomocy!")
    await jan.sees("112")


async def test_nobody_else_reads_the_rest(town: Town) -> None:
    officer = await town.officer(5)
    jan, ewa = await town.resident("600100200", on="rough"), await town.resident("ewa")
    await jan.says("znowu pija na klatce, podmiejska 13")
    await jan.says("T")
    await officer.says(f"#1 {'Bardzo długa odpowiedź. ' * 20}")
    [row] = await town.rows("SELECT id FROM outbox WHERE prompt LIKE '%odpowiedź%' AND recipient = :jan", jan=f"contact:{await jan.contact()}")
    for link in (f"everyone.more.rest:{row['id']}.100", "everyone.more.rest:0.1", "everyone.more.rest:x", "everyone.more.rest:"):
        await ewa.acts(link)
        await ewa.sees("Nie ma dalszego ciągu.")


async def test_with_my_number_sends_it_at_once(town: Town) -> None:
    officer = await town.officer(5)
    jan = await town.resident("+48600100200", on="rough")
    await jan.says("znowu pija na klatce, podmiejska 13")
    await jan.sees("D z moim numerem")
    await jan.says("D")
    await jan.sees("Zgloszenie 1 wyslane.")
    await officer.sees("Nr 1", "+48600100200")
