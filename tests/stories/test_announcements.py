"""A coordination team announces something: composed, approved by a second person, sent on time, once, counted."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from handlers.texts.moments import local
from storage.database import Writer
from storage.models import DAY, Role
from storage.repositories import staff
from tests.announcing import crowd, member, neighbour
from tests.people import Person
from tests.rough_channel import FINE, LOST
from tests.town import WARSAW, Town

WORDS = "Od poniedziałku wymiana zamków w piwnicach, Podmiejska 11–15."


async def composed(author: Person, words: str = WORDS, audience: str = "Cały rejon 5", at: str = "Od razu po zatwierdzeniu") -> None:
    """The card stands."""
    await author.says("ogłoszenie")
    await author.says(words)
    for label, typed in (("Cały rejon", audience), ("Od razu po", at)):
        if typed.startswith(label):
            await author.taps(typed)
        else:
            await author.says(typed)
    await author.sees("Sprawdźmy przed wysłaniem")


async def test_composed_approved_and_sent(town: Town) -> None:
    officer = await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna, far = await neighbour(town, "anna"), await neighbour(town, "far", "Widok 98")
    jan = await neighbour(town, "jan", "Podmiejska 11", on="rough")
    await composed(chair)
    await chair.sees(
        f"„{WORDS}”", "cały rejon 5", "Dostaną je 2 osoby.", "web: 1", "rough: 1", "SMS: części 1", "W SMS: Rejon 5: Od poniedzialku wymiana zamkow"
    )
    await chair.taps("Wyślij do zatwierdzenia")
    await chair.sees("Czeka na drugą osobę z zespołu.")
    await second.sees("Proszę zatwierdzić albo nie", f"„{WORDS}”", "Dostaną je 2 osoby.")
    await officer.sees("Proszę zatwierdzić albo nie")
    await anna.hears_nothing()
    await second.taps("Zatwierdź")
    await second.sees("Zatwierdzone. Wyjdzie w środę, 5 czerwca 2024 o 10:00.")
    await anna.hears_nothing()
    await town.let_pass(seconds=31)
    await anna.sees("Zespół koordynacyjny · rejon 5", WORDS, "Odpowiedź przeczyta: dzielnicowy rejonu 5.")
    await jan.sees("Rejon 5: Od poniedzialku wymiana zamkow w piwnicach", "STOP OGL")
    await far.hears_nothing()
    await chair.taps("Sprawdź stan")
    await chair.sees("Przekazane do wysyłki.", "wiadomości 2", "web, wysłane: 1", "rough, wysłane: 1")
    await officer.taps("Zatwierdź")
    await officer.sees("już o nim zdecydowano")
    await town.let_pass(days=1)
    assert len(await town.rows("SELECT key FROM outbox WHERE key LIKE 'announcement:1:contact:%'")) == 2


async def test_its_author_cannot_approve_it_and_two_at_once_are_one(town: Town) -> None:
    await town.officer(5)
    chair, second, third = await member(town, "prezes"), await member(town, "rada"), await member(town, "szkola")
    anna = await neighbour(town, "anna")
    await composed(chair)
    await chair.taps("Wyślij do zatwierdzenia")
    await chair.acts("coordinator.approve.yes:1.1")
    await chair.sees("Zatwierdza druga osoba z zespołu")
    await second.acts("coordinator.approve.yes:1.1")
    await third.acts("coordinator.approve.yes:1.1")
    await third.sees("już o nim zdecydowano")
    await town.let_pass(minutes=1)
    assert (await anna.news()).count(WORDS) == 1


async def test_what_has_changed_is_approved_anew(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna")
    await composed(chair)
    await chair.taps("Zmień tekst")
    await chair.says("Zebranie we wtorek o 18.")
    await chair.taps("Wyślij do zatwierdzenia")
    await second.acts("coordinator.approve.yes:1.1")
    await second.sees("Liczy się najnowsza karta")
    await town.let_pass(minutes=1)
    await anna.hears_nothing()
    await second.acts("coordinator.approve.yes:1.2")
    await town.let_pass(minutes=1)
    await anna.sees("Zebranie we wtorek o 18.")


async def test_strangers_and_other_districts_see_and_approve_nothing(town: Town) -> None:
    await town.officer(5)
    other_officer = await town.officer(9)
    chair, stranger, other = await member(town, "prezes"), await town.resident("eve"), await member(town, "inni", 9)
    await neighbour(town, "anna")
    await composed(chair)
    await chair.taps("Wyślij do zatwierdzenia")
    for person in (stranger, other, other_officer):
        for link in ("yes:1.1", "no:1.1", "stop:1", "state:1", "sign:1", "urgent:1.1", "back:1"):
            await person.acts(f"coordinator.approve.{link}")
            assert WORDS not in await person.news()
    await stranger.says("ogłoszenie")
    assert "treść ogłoszenia" not in await stranger.news()
    [row] = await town.rows("SELECT state FROM announcements")
    assert row["state"] == "waiting"


async def test_half_a_minute_to_take_it_back(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna")
    await composed(chair)
    await chair.taps("Wyślij do zatwierdzenia")
    await second.taps("Zatwierdź")
    await town.let_pass(seconds=20)
    await chair.taps("Cofnij")
    await chair.sees("Cofnięte. Nic nie wyszło, szkic jest zachowany.")
    await town.let_pass(hours=1)
    await anna.hears_nothing()


async def test_a_notice_waits_for_the_morning_and_what_is_urgent_does_not(town: Town) -> None:
    officer = await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna")
    await town.go_to(datetime(2024, 6, 5, 23, 0, tzinfo=WARSAW))
    await composed(chair)
    await chair.sees("Wyjdzie w czwartek, 6 czerwca 2024 o 07:00")
    await chair.taps("Wyślij do zatwierdzenia")
    await second.taps("Zatwierdź")
    await town.let_pass(minutes=5)
    await anna.hears_nothing()
    await composed(officer, "Ktoś podaje się za pracownika gazowni. Prosimy nie wpuszczać.")
    await officer.taps("To pilny komunikat")
    await officer.taps("Wyślij od razu, podpis później")
    await second.sees("Wychodzi teraz. Proszę podpisać albo zatrzymać.")
    await town.let_pass(minutes=1)
    await anna.sees("PILNE · dzielnicowy rejonu 5", "pracownika gazowni")
    await officer.acts("coordinator.approve.sign:2.2")
    await officer.sees("Podpisuje druga osoba")
    await second.acts("coordinator.approve.sign:2.2")
    await second.sees("Podpisane.")
    await anna.looks()
    await town.go_to(datetime(2024, 6, 6, 7, 0, tzinfo=WARSAW))
    await anna.sees(WORDS)


async def test_a_member_cannot_send_anything_alone(town: Town) -> None:
    await town.officer(5)
    chair = await member(town, "prezes")
    anna = await neighbour(town, "anna")
    await composed(chair)
    await chair.taps("To pilny komunikat")
    assert "Wyślij od razu, podpis później" not in await chair.choices()
    await chair.acts("coordinator.approve.urgent:1.2")
    await town.let_pass(hours=1)
    await anna.hears_nothing()


async def test_stopped_half_way_the_figures_add_up(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.coordinator.approve.SLICE", 3)
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    await crowd(town, 10)
    await composed(chair)
    await chair.sees("Dostanie je 10 osób.")
    await chair.taps("Wyślij do zatwierdzenia")
    await second.acts("coordinator.approve.yes:1.1")
    town.clock.at += 31_000_000
    app = town.app
    for _ in range(2):
        await app.agenda.step()
        await app.intake.step()
    await chair.hands_in_link("coordinator.approve.stop:1")
    await town.settle()
    await chair.sees("Zatrzymane.")
    await town.let_pass(hours=1)
    ended = [row["outcome"] for row in await town.rows("SELECT outcome FROM outbox WHERE key LIKE 'announcement:1:contact:%'")]
    assert 0 < len(ended) <= 6, "later slices were never put there"
    assert set(ended) <= {"sent", "skipped"}
    await chair.taps("Sprawdź stan")
    counts = [int(number) for number in re.findall(r"(?:wysłane|zatrzymane): (\d+)", await chair.news())]
    assert sum(counts) == len(ended)


async def test_by_street_houses_and_one_house(town: Town) -> None:
    await town.officer(5)
    chair = await member(town, "prezes")
    await crowd(town, 20)
    for audience, count in (("Podmiejska", "20 osób"), ("podmiejska 11-15", "5 osób"), ("Podmiejska 7", "1 osoba")):
        await composed(chair, audience=audience)
        await chair.sees(count)
        await chair.taps("Usuń szkic")
    await chair.says("ogłoszenie")
    await chair.says(WORDS)
    await chair.says("Widok 98")
    await chair.sees("Proszę podać adres z rejonu 5")
    await chair.says("Nieistniejąca 3")
    await chair.sees("Proszę napisać ulicę jak na mapie")
    await chair.says("Podmiejska 15-11")
    await chair.sees("od niższego numeru do wyższego")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("jutro o 25", "Takiego dnia lub godziny nie ma"),
        ("30.02 12:00", "Takiego dnia lub godziny nie ma"),
        ("1.01.2020 10:00", "termin, który jeszcze nie minął"),
        ("jutro", "O której godzinie?"),
        ("kiedyś tam", "Tego nie rozumiemy"),
    ],
)
async def test_a_time_that_cannot_be_is_said_and_the_draft_is_kept(town: Town, typed: str, said: str) -> None:
    await town.officer(5)
    chair = await member(town, "prezes")
    await neighbour(town, "anna")
    await chair.says("ogłoszenie")
    await chair.says(WORDS)
    await chair.taps("Cały rejon 5")
    await chair.says(typed)
    await chair.sees(said)
    await chair.says("w piątek o 17:30")
    await chair.sees(f"„{WORDS}”", "Wyjdzie w piątek, 7 czerwca 2024 o 17:30, ważne do 14 czerwca.")


async def test_names_flats_and_plates_are_pointed_out(town: Town) -> None:
    await town.officer(5)
    chair = await member(town, "prezes")
    await neighbour(town, "anna")
    await chair.says("ogłoszenie")
    await chair.says("Proszę uważać na pana Kowalskiego, mieszkanie 12, auto PKA 12345.")
    await chair.sees("W tekście może być nazwisko.", "numer mieszkania", "tablica rejestracyjna")
    await chair.taps("Zostaw tekst bez zmian")
    await chair.sees("Do kogo?")


async def test_too_long_and_nobody_there(town: Town) -> None:
    await town.officer(5)
    chair = await member(town, "prezes")
    await chair.says("ogłoszenie")
    await chair.says("Zebranie. " * 100)
    await chair.sees("Proszę skrócić tekst")
    await chair.says(WORDS)
    await chair.taps("Cały rejon 5")
    await chair.taps("Od razu po zatwierdzeniu")
    await chair.sees("nikt stamtąd nie prosił o ogłoszenia")


async def test_a_member_who_was_removed_while_composing_sends_nothing(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    await neighbour(town, "anna")
    await composed(chair)

    async def work(unit: Writer) -> None:
        staff.end_all(unit, await chair.contact(), Role.COORDINATOR, town.clock.now())

    await town.app.units.run(work)
    await second.looks()
    await chair.acts("coordinator.approve.ask:1.1")
    await second.hears_nothing()
    [row] = await town.rows("SELECT state FROM announcements")
    assert row["state"] == "draft", "the draft is kept"


async def test_off_on_and_what_is_new(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna, ewa = await neighbour(town, "anna"), await neighbour(town, "ewa")
    await anna.says("stop ogl")
    await anna.sees("Ogłoszeń już nie będzie. Odpowiedzi w sprawach będą przychodzić.")
    await anna.looks()
    await composed(chair)
    await chair.taps("Wyślij do zatwierdzenia")
    await second.taps("Zatwierdź")
    await town.let_pass(minutes=1)
    await anna.hears_nothing()
    await anna.says("co nowego")
    await anna.sees("Co nowego w rejonie 5", WORDS)
    await anna.says("ogłoszenia")
    await anna.sees("będą tu przychodzić")
    await ewa.sees(WORDS)


async def test_a_member_is_invited_and_leaves(town: Town) -> None:
    officer, boss = await town.officer(5), await town.supervisor()
    chair = await town.resident("prezes")
    await officer.says("zaproś do zespołu 9 prezes SM")
    await officer.sees("Proszę podać jeden z tych rejonów: 5.")
    await officer.says("zaproś do zespołu 5 prezes SM Dobrzec")
    code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", await officer.news())
    assert code is not None
    await chair.says(code[0])
    await chair.taps("Tak, to ja")
    await chair.sees("osoba z zespołu koordynacyjnego rejonu 5")
    await boss.sees("prezes SM Dobrzec")
    await chair.says("śmieci pod oknem, Podmiejska 13")
    await chair.sees("Sprawdźmy przed wysłaniem")
    await chair.says("anuluj")
    await chair.says("ogłoszenie")
    await chair.sees("Proszę napisać treść ogłoszenia.")
    await chair.says("opuszczam zespół")
    await chair.sees("koniec udziału")
    await chair.says("ogłoszenie")
    assert "treść ogłoszenia" not in await chair.news()


async def sent(town: Town, author: Person, second: Person) -> None:
    """Composed, approved, gone out."""
    await composed(author)
    await author.taps("Wyślij do zatwierdzenia")
    await second.acts("coordinator.approve.yes:1.1")
    await town.let_pass(minutes=1)


async def test_a_correction_goes_only_to_those_who_got_it_and_changes_it_where_that_is_possible(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna, jan = await neighbour(town, "anna"), await neighbour(town, "jan", "Podmiejska 11", on="rough")
    await sent(town, chair, second)
    late = await neighbour(town, "ewa")
    await chair.acts("coordinator.approve.state:1")
    await chair.taps("Sprostuj")
    await chair.says("Wymiana zamków dopiero w środę, Podmiejska 11–15.")
    await chair.sees("Sprawdźmy przed wysłaniem", "Dostaną je 2 osoby.")
    await anna.looks()
    await chair.taps("Wyślij do zatwierdzenia")
    await second.sees("Wymiana zamków dopiero w środę")
    await second.acts("coordinator.approve.yes:2.1")
    await town.let_pass(minutes=1)
    mine = [bubble.text for bubble in await anna.chat()]
    assert sum("wymiana zamków w piwnicach" in text for text in mine) == 0, "it was changed where it stood"
    assert sum("Sprostowanie · rejon 5" in text and "dopiero w środę" in text for text in mine) == 1
    await jan.sees("SPROSTOWANIE, rejon 5: Wymiana zamkow dopiero w srode")
    await late.hears_nothing()
    await chair.acts("coordinator.approve.state:2")
    await chair.sees("wiadomości 2", "web, wysłane: 1", "rough, wysłane: 1")


async def test_an_answer_goes_to_the_officer_and_says_to_what(town: Town) -> None:
    officer = await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna")
    await sent(town, chair, second)
    await chair.looks()
    await anna.replies("wymiana zamków", "Czy dostaniemy nowe klucze?")
    await anna.sees("Sprawdźmy przed wysłaniem", "Do: dzielnicowy rejonu 5", "Miejsce: rejon 5")
    await anna.taps("Wyślij bez moich danych")
    await officer.sees("Odpowiedź na ogłoszenie nr 1.", "„Czy dostaniemy nowe klucze?”")
    await chair.hears_nothing()
    await anna.replies("wymiana zamków", "ktoś właśnie wyważa mi drzwi, Podmiejska 13")
    await anna.sees("Proszę zadzwonić pod 112.")


async def test_own_quiet_hours_and_muting_hold_notices_and_nothing_urgent(town: Town) -> None:
    officer = await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna, ewa, jan = await neighbour(town, "anna"), await neighbour(town, "ewa"), await neighbour(town, "jan")
    await anna.says("godziny ciszy 9-15:30")
    await anna.sees("od 9:00 do 15:30")
    await ewa.says("wycisz")
    await ewa.taps("Na tydzień")
    await ewa.sees("Ogłoszenia czekają do 12 czerwca.")
    await anna.looks()
    await ewa.looks()
    await sent(town, chair, second)
    await jan.sees(WORDS)
    await anna.hears_nothing()
    await composed(officer, "Ktoś podaje się za pracownika gazowni.")
    await officer.taps("To pilny komunikat")
    await officer.acts("coordinator.approve.urgent:2.2")
    await town.let_pass(minutes=1)
    await anna.sees("gazowni")
    await ewa.sees("gazowni")
    await anna.looks()
    await town.go_to(datetime(2024, 6, 5, 15, 31, tzinfo=WARSAW))
    await anna.sees(WORDS)
    await ewa.looks()
    await town.go_to(datetime(2024, 6, 12, 9, 0, tzinfo=WARSAW))
    await ewa.hears_nothing()
    await town.go_to(datetime(2024, 6, 12, 10, 1, tzinfo=WARSAW))
    await ewa.hears_nothing()  # it is no longer valid by then


@pytest.mark.parametrize("hours", ["25-8", "21-21", "21:75-8"])
async def test_hours_that_do_not_exist(town: Town, hours: str) -> None:
    anna = await town.resident("anna")
    await anna.says(f"godziny ciszy {hours}")
    await anna.sees("Proszę podać godziny")


async def test_nobody_approves_their_own_from_a_second_phone(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    other = await town.resident("drugi")
    anna = await neighbour(town, "anna")
    await composed(chair)
    await chair.taps("Wyślij do zatwierdzenia")
    await chair.says("połącz")
    code = re.search(r"\d{3} \d{3}", await chair.news())
    assert code is not None
    await other.says(code[0])
    await other.taps("Połącz")
    for person in (other, chair):
        await person.acts("coordinator.approve.yes:1.1")
        await person.sees("Zatwierdza druga osoba z zespołu")
    await second.acts("coordinator.approve.yes:1.1")
    await town.let_pass(minutes=1)
    await anna.sees(WORDS)


async def test_an_officer_of_another_district_releases_nothing_alone(town: Town) -> None:
    await town.officer(5)
    other = await town.officer(9)
    contact = await other.contact()

    async def work(unit: Writer) -> None:
        staff.grant(unit, contact, Role.COORDINATOR, district=5, since=town.clock.now() - DAY)

    await town.app.units.run(work)
    anna = await neighbour(town, "anna")
    await other.acts("coordinator.announce.begin:5")
    await other.says(WORDS)
    await other.taps("Cały rejon 5")
    await other.taps("Od razu po zatwierdzeniu")
    await other.taps("To pilny komunikat")
    assert "Wyślij od razu, podpis później" not in await other.choices()
    await other.acts("coordinator.approve.urgent:1.2")
    await town.let_pass(hours=1)
    await anna.hears_nothing()


async def test_stopped_is_not_new_any_more_and_off_stops_what_waits(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna, ewa = await neighbour(town, "anna"), await neighbour(town, "ewa")
    await ewa.says("wycisz")
    await ewa.taps("Na dzień")
    await sent(town, chair, second)
    await anna.sees(WORDS)
    await ewa.says("bez ogłoszeń")
    await chair.acts("coordinator.approve.stop:1")
    await chair.sees("Zatrzymane.", "web, wysłane: 1", "web, zatrzymane: 1")
    await anna.says("co nowego")
    await anna.sees("nie ma nic nowego")
    await town.let_pass(days=2)
    await ewa.sees_not(WORDS)


async def test_what_was_meant_for_others_is_not_new_here(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna, ewa = await neighbour(town, "anna"), await neighbour(town, "ewa", "Podmiejska 3")
    await composed(chair, audience="Podmiejska 11-15")
    await chair.taps("Wyślij do zatwierdzenia")
    await second.acts("coordinator.approve.yes:1.1")
    await town.let_pass(minutes=1)
    for person, new in ((anna, True), (ewa, False)):
        await person.says("co nowego")
        assert (WORDS in await person.news()) == new


async def test_off_when_it_was_due_it_does_not_leave_at_night(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna")
    await composed(chair, at="dziś 21:30")
    await chair.taps("Wyślij do zatwierdzenia")
    await second.acts("coordinator.approve.yes:1.1")
    await town.app.close()
    town.clock.go_to(datetime(2024, 6, 6, 3, 0, tzinfo=WARSAW))
    await town.restart_after_close()
    await town.settle()
    await anna.sees_not(WORDS)
    await town.go_to(datetime(2024, 6, 6, 7, 0, tzinfo=WARSAW))
    await anna.sees(WORDS)


async def test_after_a_week_switched_off_what_is_too_late_is_told_to_its_author(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna")
    await composed(chair, at="jutro 12")
    await chair.taps("Wyślij do zatwierdzenia")
    await second.acts("coordinator.approve.yes:1.1")
    await town.go_to(datetime(2024, 6, 20, 12, 0, tzinfo=WARSAW))
    await anna.sees_not(WORDS)
    await chair.sees("nie wyszło: jego termin minął")


async def test_approved_too_late_and_refused_the_draft_is_kept(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    await neighbour(town, "anna")
    await composed(chair, at="jutro 12")
    await chair.taps("Wyślij do zatwierdzenia")
    await town.go_to(datetime(2024, 6, 7, 12, 0, tzinfo=WARSAW))
    await second.acts("coordinator.approve.yes:1.1")
    await second.sees("już minął")
    await second.acts("coordinator.approve.no:1.1")
    await chair.taps("Otwórz szkic")
    await chair.sees(f"„{WORDS}”")
    await chair.taps("Inny termin")
    await chair.says("jutro 12")
    await chair.taps("Wyślij do zatwierdzenia")
    await chair.sees("Czeka na drugą osobę")
    await second.replies("Proszę zatwierdzić", "Nie, zła data")
    await second.sees("Proszę użyć przycisków pod kartą.")


@pytest.mark.parametrize("typed", ["Podmiejska 11-15a", "13/4 Podmiejska", "Widok 90-98"])
async def test_houses_that_are_not_meant_like_that(town: Town, typed: str) -> None:
    await town.officer(5)
    chair = await member(town, "prezes")
    await neighbour(town, "anna")
    await chair.says("ogłoszenie")
    await chair.says(WORDS)
    await chair.says(typed)
    assert "Kiedy ma wyjść?" not in await chair.news()


async def test_what_could_not_be_sent_in_the_evening_waits_for_the_morning(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    jan = await neighbour(town, "jan", "Podmiejska 11", on="rough")
    await town.go_to(datetime(2024, 6, 5, 21, 50, tzinfo=WARSAW))
    await jan.looks()
    town.rough.mood([LOST])
    await sent(town, chair, second)
    await jan.hears_nothing()
    town.rough.mood([FINE])
    await town.go_to(datetime(2024, 6, 6, 2, 0, tzinfo=WARSAW))
    await jan.hears_nothing()
    await town.go_to(datetime(2024, 6, 6, 7, 0, tzinfo=WARSAW))
    await jan.sees("wymiana zamkow")


@pytest.mark.parametrize(
    ("evening", "morning"),
    [
        (datetime(2024, 10, 26, 21, 30, tzinfo=WARSAW), datetime(2024, 10, 27, 8, 0, tzinfo=WARSAW)),
        (datetime(2025, 3, 29, 21, 30, tzinfo=WARSAW), datetime(2025, 3, 30, 8, 0, tzinfo=WARSAW)),
        (datetime(2024, 6, 5, 21, 30, tzinfo=WARSAW), datetime(2024, 6, 6, 8, 0, tzinfo=WARSAW)),
    ],
)
async def test_ones_own_quiet_hours_end_by_the_wall_clock_in_the_nights_when_it_is_changed_too(
    town: Town, evening: datetime, morning: datetime
) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna")
    await anna.says("godziny ciszy 21-8")
    await town.go_to(evening)
    await anna.looks()
    await sent(town, chair, second)
    [row] = await town.rows("SELECT available_at FROM outbox WHERE key LIKE 'announcement:1:contact:%'")
    assert local(row["available_at"], WARSAW).replace(second=0, microsecond=0) == morning
    await town.go_to(morning.replace(minute=1))
    await anna.sees(WORDS)
