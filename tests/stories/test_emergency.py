"""Somebody writes while it happens. The 112 card stands at once, no form goes on, no word is lost, nothing is promised."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.pictures import photo
from tests.stories.test_officer import report
from tests.town import WARSAW, Town

BREAK_IN = "ktoś właśnie wyważa mi drzwi, jestem sama z dzieckiem"
FORM = ("Gdzie to jest?", "Sprawdźmy przed wysłaniem", "co się dzieje")


async def test_a_break_in_under_way_and_the_phone_falls_silent(town: Town) -> None:
    officer, boss, desk = await town.officer(5), await town.supervisor(), await town.desk()
    anna = await town.resident("anna")
    await anna.says(f"Podmiejska 13 {BREAK_IN}")
    await anna.sees("Proszę zadzwonić pod 112. Teraz.", "Bot nie wzywa pomocy. Tej wiadomości może teraz nikt nie czytać.")
    assert await anna.choices() == ("Zadzwoń: 112", "112 już wie", "Nie mogę mówić", "To nie jest nagłe")
    await anna.sees_not(*FORM)
    await officer.hears_nothing()
    await anna.looks()
    await town.let_pass(minutes=2)
    await anna.sees("Wiadomość zapisana jako pilne zgłoszenie nr 1. To nie zastępuje telefonu pod 112.", "Dziś w służbie do 22:00.")
    await officer.sees("Nr 1 · ", "Podmiejska 13", "PILNE: o 10:00 mieszkaniec dostał informację: dzwonić pod 112. Odpowiedź: brak odpowiedzi.")
    await officer.sees(BREAK_IN, "Nie wiadomo, czy ktoś jedzie.")
    await boss.hears_nothing()
    await desk.hears_nothing()
    await anna.looks()
    await town.let_pass(minutes=10)
    await anna.sees("Zgłoszenia nr 1 jeszcze nikt nie przeczytał. Jeśli to nadal trwa, proszę zadzwonić pod 112.")
    await boss.sees("PILNE")
    await desk.sees("PILNE", "Od dziesięciu minut nikt tego nie przeczytał.")
    await desk.taps("Przyjęto do wiadomości")
    for person in (anna, boss, desk):
        await person.looks()
    await town.let_pass(minutes=30)
    for person in (anna, boss, desk):
        await person.hears_nothing()


async def test_read_in_time_nobody_is_told_that_it_was_not(town: Town) -> None:
    officer, boss = await town.officer(5), await town.supervisor()
    anna = await town.resident("anna")
    await anna.says(f"Podmiejska 13 {BREAK_IN}")
    await anna.taps("112 już wie")
    await anna.sees("Dziękujemy. Opis zapisany jako pilne zgłoszenie nr 1. Gdy coś się zmieni, proszę zadzwonić pod 112 jeszcze raz.")
    await officer.sees("Odpowiedź: „112 już wie”.")
    await officer.taps("Zajmę się")
    await anna.looks()
    await town.let_pass(minutes=11)
    await anna.hears_nothing()
    await boss.hears_nothing()


async def test_whoever_cannot_speak(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.says(f"Podmiejska 13 {BREAK_IN}")
    await anna.taps("Nie mogę mówić")
    await anna.sees("Proszę poprosić kogoś obok", "Aplikacja Alarm112 działa bez mówienia, ale tylko po wcześniejszej rejestracji.")
    await anna.sees("Opis zapisany jako pilne zgłoszenie nr 1.")
    await officer.sees("Odpowiedź: „Nie mogę mówić”.")


async def test_without_a_place_it_goes_to_supervisor_and_duty_desk_at_once(town: Town) -> None:
    officer, boss, desk = await town.officer(5), await town.supervisor(), await town.desk()
    anna = await town.resident("anna")
    await anna.says(BREAK_IN)
    await anna.taps("112 już wie")
    await boss.sees("Nr 1 · ", "bez miejsca", BREAK_IN)
    await desk.sees("PILNE", BREAK_IN)
    await officer.hears_nothing()
    await boss.says("sprawy")
    await boss.sees("1 otwarta sprawa")
    await boss.says("#1 rejon 5")
    await officer.sees(BREAK_IN, "PILNE")


async def test_at_night_with_nobody_in_service(town: Town) -> None:
    officer, boss, desk = await town.officer(5), await town.supervisor(), await town.desk()
    anna = await town.resident("anna")
    await town.go_to(datetime(2024, 6, 8, 2, 41, tzinfo=WARSAW))
    await anna.says(f"Podmiejska 13 {BREAK_IN}")
    await town.let_pass(minutes=2)
    await anna.sees("Teraz nikt tego nie przeczyta.")
    await officer.sees("PILNE: o 02:41")
    await town.let_pass(minutes=10)
    await anna.sees("jeszcze nikt nie przeczytał")
    await desk.sees("PILNE")
    await boss.sees("PILNE")


async def test_an_alarm_word_in_an_ordinary_sentence_is_put_right_with_one_tap(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.says(BREAK_IN)
    await anna.taps("To nie jest nagłe")
    await anna.sees("Gdzie to jest?")
    await anna.says("Podmiejska 13")
    await anna.sees(f"„{BREAK_IN}”")
    await anna.taps("Wyślij bez moich danych")
    await officer.sees(BREAK_IN)
    assert "PILNE" not in await officer.news()
    await town.let_pass(minutes=20)
    assert len(await town.rows("SELECT number FROM reports")) == 1


async def test_put_right_while_a_report_is_open_the_words_are_asked_about(town: Town) -> None:
    await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await anna.says(BREAK_IN)
    await anna.taps("To nie jest nagłe")
    await anna.sees("Czego dotyczy ta wiadomość?")


async def test_it_stops_a_draft_and_takes_its_place_along(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.sends(photo(), text="znowu piją na klatce")
    await anna.says("Podmiejska 13")
    await anna.says("jeden wyciągnął nóż i idzie na sąsiada, ratunku")
    await anna.sees("Proszę zadzwonić pod 112. Teraz.")
    await anna.taps("112 już wie")
    await officer.sees("„znowu piją na klatce\njeden wyciągnął nóż i idzie na sąsiada, ratunku”", "Podmiejska 13", "Dołączono: 1 zdjęcie")
    await anna.says("anuluj")
    assert len(await town.rows("SELECT number FROM reports")) == 1


async def test_put_right_the_draft_goes_on_where_it_was(town: Town) -> None:
    await town.officer(5)
    anna = await town.resident("anna")
    await anna.says("znowu piją na klatce")
    await anna.says("Podmiejska 13")
    await anna.says("jeden wyciągnął nóż i idzie na sąsiada, ratunku")
    await anna.taps("To nie jest nagłe")
    await anna.sees("Sprawdźmy przed wysłaniem", "Miejsce: Podmiejska 13", "jeden wyciągnął nóż")


async def test_more_words_and_pictures_while_the_card_stands(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.says(BREAK_IN)
    await anna.says("Podmiejska 13")
    await anna.sends(photo())
    await anna.says("są już w przedpokoju")
    await town.let_pass(minutes=2)
    await officer.sees(BREAK_IN, "są już w przedpokoju", "Podmiejska 13", "Dołączono: 1 zdjęcie")
    await anna.says("uciekłam na balkon")
    await anna.sees("Dopisano do pilnego zgłoszenia nr 1. W niebezpieczeństwie proszę dzwonić pod 112.")
    await officer.sees("„uciekłam na balkon”")


async def test_it_happens_now_is_a_button_on_the_summary(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.says("hałas w nocy")
    await anna.says("Podmiejska 13")
    await anna.taps("Dzieje się teraz")
    await anna.sees("Proszę zadzwonić pod 112. Teraz.")
    await town.let_pass(minutes=2)
    await officer.sees("PILNE", "„hałas w nocy”", "Podmiejska 13")


async def test_what_tends_to_be_urgent_is_asked_about(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.says("w soboty bywają bójki pod sklepem")
    await anna.says("Podmiejska 13")
    await anna.sees("Czy to trwa w tej chwili?")
    await anna.taps("Nie, teraz nie")
    await anna.sees("Sprawdźmy przed wysłaniem", "Rodzaj sprawy: bójki")
    await anna.taps("Wyślij bez moich danych")
    assert "PILNE" not in await officer.news()


async def test_what_tends_to_be_urgent_and_is(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.says("w soboty bywają bójki pod sklepem")
    await anna.says("Podmiejska 13")
    await anna.taps("Tak, teraz")
    await anna.sees("Proszę zadzwonić pod 112. Teraz.")
    await anna.taps("112 już wie")
    await officer.sees("PILNE")


async def test_a_man_who_does_not_want_to_live(town: Town) -> None:
    boss = await town.supervisor()
    jan = await town.resident("jan")
    await jan.says("nie chcę już żyć, mam przygotowane tabletki, żegnajcie")
    await jan.sees("Dobrze, że Pani/Pan o tym pisze. Nie trzeba być z tym samemu.", "116 123")
    assert await jan.choices() == ("Zadzwoń: 112", "Zadzwoń: 116 123", "112 już wie", "To nie jest nagłe")
    await jan.sees_not(*FORM)
    await town.let_pass(minutes=2)
    await boss.sees("PILNE", "tabletki")


async def test_a_child_in_danger(town: Town) -> None:
    boss = await town.supervisor()
    kuba = await town.resident("kuba")
    await kuba.says("mam 10 lat, tata bije mame, boje sie, schowalem sie w szafie")
    await kuba.sees("Dobrze, że piszesz. To nie jest Twoja wina.", "116 111", "To, co piszesz, przeczyta policjant. Nie musisz podawać nazwiska.")
    await kuba.sees_not("Pani/Pan", *FORM)
    await town.let_pass(minutes=2)
    await boss.sees("PILNE")


async def test_a_child_with_a_small_matter_is_asked_for_nothing_it_need_not_give(town: Town) -> None:
    officer = await town.officer(5)
    kuba = await town.resident("kuba")
    await kuba.says("mam 10 lat, koledzy w szkole zabierają mi drugie śniadanie")
    await kuba.sees("Dobrze, że piszesz.", "116 111", "Gdzie to jest? Napisz ulicę i numer. Możesz też wysłać bez adresu.")
    await kuba.says("Podmiejska 13")
    await kuba.sees("Sprawdź, zanim wyślesz", "Przeczyta to dzielnicowy rejonu 5. Nikt w szkole tego nie zobaczy.")
    assert await kuba.choices() == ("Wyślij", "Dzieje się teraz", "Napiszę inaczej", "Nie wysyłaj")
    await kuba.taps("Wyślij")
    await kuba.sees("Twoja wiadomość jest zapisana, ma numer 1. Przeczyta ją dzielnicowy rejonu 5.", "Jeśli się boisz: zadzwoń pod 112.")
    await kuba.sees_not("Pani/Pan", "Proszę napisać", "zdjęcie", "imię i telefon", "Zapamiętać")
    await officer.sees("drugie śniadanie")


async def test_anuluj_while_the_card_stands_sends_nothing_by_the_clock_neither(town: Town) -> None:
    officer, boss = await town.officer(5), await town.supervisor()
    anna = await town.resident("anna")
    await anna.says(f"Podmiejska 13 {BREAK_IN}")
    await anna.says("anuluj")
    await anna.sees("Nic nie zostało wysłane.", "112")
    await town.let_pass(minutes=15)
    await officer.hears_nothing()
    await boss.hears_nothing()
    assert await town.rows("SELECT number FROM reports") == []


async def test_what_is_over_gets_a_soft_word_and_goes_on(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.says("w zeszłym tygodniu ukradli mi rower z piwnicy")
    await anna.sees("Jeśli to się powtórzy albo dzieje się teraz: 112.", "Gdzie to jest?")
    await anna.says("Podmiejska 13")
    await anna.taps("Wyślij bez moich danych")
    await officer.sees("ukradli mi rower")
    assert "PILNE" not in await officer.news()


@pytest.mark.parametrize("channel", ["keypad", "rough"])
async def test_on_an_old_phone(town: Town, channel: str) -> None:
    boss = await town.supervisor()
    jan = await town.resident("jan", on=channel)
    await jan.says("ktos wlasnie wywaza mi drzwi, jestem sam")
    await jan.sees("PROSZE DZWONIC POD 112. TERAZ.", "Gdy 112 juz wie: odpisac 1. Nie moge mowic: 2. Nic naglego: 3")
    await jan.says("1")
    await jan.sees("Opis zapisany jako pilne zgloszenie 1.")
    await boss.sees("PILNE")


async def test_all_of_it_survives_a_restart(town: Town) -> None:
    officer, desk = await town.officer(5), await town.desk()
    anna = await town.resident("anna")
    await anna.says(f"Podmiejska 13 {BREAK_IN}")
    await town.restart()
    await town.let_pass(minutes=2)
    await officer.sees("PILNE")
    await town.restart()
    await town.let_pass(minutes=10)
    await anna.sees("jeszcze nikt nie przeczytał")
    await desk.sees("PILNE")


async def test_an_old_card_answers_nothing(town: Town) -> None:
    await town.officer(5)
    anna = await town.resident("anna")
    await anna.says(f"Podmiejska 13 {BREAK_IN}")
    knows = (await anna.button("112 już wie"))[0].value
    await anna.acts(knows)
    await anna.acts(knows)
    await anna.sees("Ta karta jest już nieaktualna. W niebezpieczeństwie proszę dzwonić pod 112.")
    assert len(await town.rows("SELECT number FROM reports")) == 1


async def test_staff_are_not_stopped(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await officer.says(f"#1 {BREAK_IN}")
    assert "112" not in await officer.news()


async def test_the_duty_desk_sees_urgent_reports_only(town: Town) -> None:
    await town.officer(5)
    desk = await town.desk()
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await desk.says("#1")
    await desk.sees("Nie ma tu takiej sprawy.")
    await desk.says("sprawy")
    await desk.sees("Pilne zgłoszenia przychodzą tu same.")
    await anna.says(f"Podmiejska 13 {BREAK_IN}")
    await anna.taps("112 już wie")
    await desk.says("#2")
    await desk.sees(BREAK_IN)
    await desk.acts("officer.answer.reply:2")
    await desk.sees("Ten przycisk już nie działa")


async def test_nothing_ever_says_that_help_is_coming(town: Town) -> None:
    await town.officer(5)
    anna = await town.resident("anna")
    await anna.says(f"Podmiejska 13 {BREAK_IN}")
    await town.let_pass(minutes=13)
    said = "\n".join(bubble.text for bubble in await anna.chat()).casefold()
    for promise in ("w drodze", "jedzie", "jedziemy", "wysłaliśmy patrol", "pomoc nadchodzi"):
        assert promise not in said


async def test_the_warning_against_fraud_comes_once_with_the_first_card(town: Town) -> None:
    anna = await town.resident("anna")
    await anna.says("Podmiejska 13")
    await anna.sees("Policjant nigdy nie prosi o pieniądze")
    await anna.says("Podmiejska 15")
    assert "Policjant" not in await anna.news()


async def test_words_that_waited_for_their_tap_wait_under_the_card(town: Town) -> None:
    await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await anna.says("zepsuta ławka przed blokiem")
    await anna.sees("Czego dotyczy ta wiadomość?")
    await anna.says(BREAK_IN)
    await anna.taps("112 już wie")
    assert "zepsuta ławka" in str([tuple(row) for row in await town.rows("SELECT state, aside FROM sessions")])


async def test_after_a_long_stop_the_resident_still_hears_that_nobody_has_read_it(town: Town) -> None:
    await town.officer(5)
    anna = await town.resident("anna")
    await anna.says(f"Podmiejska 13 {BREAK_IN}")
    await anna.taps("112 już wie")
    await town.let_pass(minutes=45)
    await anna.sees("jeszcze nikt nie przeczytał")


async def test_read_and_handed_over_the_next_officer_is_watched_and_the_resident_told_no_untruth(town: Town) -> None:
    await town.officer(5)
    boss, six, desk = await town.supervisor(), await town.officer(6), await town.desk()
    anna = await town.resident("anna")
    await anna.says(BREAK_IN)
    await anna.taps("112 już wie")
    await boss.says("#1")
    await boss.says("#1 rejon 6")
    cards = await town.rows("SELECT priority FROM outbox WHERE recipient = 'duty:6' AND verb = 'say'")
    assert [row["priority"] for row in cards] == [0], "urgent also for the next officer"
    await six.sees("PILNE")
    await anna.looks()
    await desk.looks()
    await town.let_pass(minutes=11)
    assert "nikt nie przeczytał" not in await anna.news()
    await desk.sees("PILNE")


async def test_an_alarm_about_an_officer_is_read_by_supervisor_and_desk_not_by_that_officer(town: Town) -> None:
    officer, boss, desk = await town.officer(5), await town.supervisor(), await town.desk()
    anna = await town.resident("anna")
    await anna.says("dzielnicowy wali w moje drzwi pijany i grozi że mnie zabije, Podmiejska 13")
    await town.let_pass(minutes=13)
    await officer.hears_nothing()
    await boss.sees("PILNE")
    await desk.sees("PILNE")
    await boss.says("#1 rejon 5")
    await boss.sees("Sprawa nr 1 dotyczy dzielnicowego i nie może trafić do rejonu 5.")
    await officer.says("#1")
    await officer.sees_not("pijany")


async def test_the_address_that_comes_a_second_later_reaches_everybody(town: Town) -> None:
    officer, desk = await town.officer(5), await town.desk()
    anna = await town.resident("anna")
    await anna.says(BREAK_IN)
    await anna.taps("112 już wie")
    await anna.says("to jest Podmiejska 13, szybko, są w środku")
    await officer.sees("PILNE", "Podmiejska 13")
    await desk.sees("PILNE")
