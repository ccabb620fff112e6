"""A coordination team calls a meeting: who is asked answers, reminders come, it is moved, called off; questions carry no author."""

from __future__ import annotations

from datetime import datetime

import pytest

from storage.database import Writer
from storage.models import DAY, Role
from storage.repositories import staff
from tests.announcing import crowd, member, neighbour
from tests.people import Person
from tests.town import WARSAW, Town

AGENDA = "Parkowanie przy przedszkolu\n1. auta na trawniku\n2. oświetlenie przejścia"
PLACE = "stołówka szkoły, Podmiejska 13"


async def composed(
    author: Person, *, at: str = "środa 19.06 18:00", repeats: str = "Jednorazowo", audience: str = "Cały rejon 5", seats: str = "Bez limitu"
) -> None:
    """The card of the invitation stands."""
    await author.says("spotkanie")
    await author.says(AGENDA)
    await author.says(PLACE)
    await author.says(at)
    await author.taps("1,5 godziny")
    for answer in (repeats, audience, seats):
        if answer in ("Jednorazowo", "Cały rejon 5", "Zespół koordynacyjny", "Bez limitu"):
            await author.taps(answer)
        else:
            await author.says(answer)
    await author.sees("Sprawdźmy przed wysłaniem")


async def called(town: Town, author: Person, second: Person, **more: str) -> None:
    """Composed, approved, the invitations are out."""
    await composed(author, **more)
    await author.taps("Wyślij do zatwierdzenia")
    await second.taps("Zatwierdź")
    await town.let_pass(minutes=1)


async def test_called_answered_moved_reminded(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna, ewa = await neighbour(town, "anna"), await neighbour(town, "ewa")
    jan = await neighbour(town, "jan", "Podmiejska 11", on="rough")
    await composed(chair)
    await chair.sees("Parkowanie przy przedszkolu", "1. auta na trawniku", "w środę, 19 czerwca 2024, 18:00–19:30", PLACE, "Dostaną je 3 osoby.")
    await chair.taps("Wyślij do zatwierdzenia")
    await second.sees("Proszę zatwierdzić albo nie", "Parkowanie przy przedszkolu", "18:00–19:30")
    await anna.hears_nothing()
    await second.taps("Zatwierdź")
    await town.let_pass(minutes=1)
    await anna.sees("Spotkanie · rejon 5", "Parkowanie przy przedszkolu", "2. oświetlenie przejścia", "w środę, 19 czerwca 2024, 18:00–19:30", PLACE)
    await jan.sees("Spotkanie: w sr 19.06, godz. 18", "Odpisac TAK lub NIE")
    await anna.taps("Przyjdę")
    await anna.sees("Zapisane, do zobaczenia: w środę, 19 czerwca 2024, 18:00–19:30")
    await jan.says("TAK")
    await jan.sees("Zapisane")
    await ewa.taps("Nie przyjdę")
    await chair.acts("coordinator.meetings.one:1")
    await chair.sees("Przyjdzie: 2. Nie przyjdzie: 1. Nie wie: 0. Bez odpowiedzi: 0.")
    await chair.taps("Inny termin")
    await chair.says("czwartek 20.06 17:00")
    await chair.sees("Teraz: w środę, 19 czerwca 2024, 18:00–19:30", "Będzie: w czwartek, 20 czerwca 2024, 17:00–18:30", "raz: 3")
    await anna.looks()
    await ewa.looks()
    await jan.looks()
    await chair.taps("Przenieś")
    await town.let_pass(seconds=5)
    await anna.sees(
        "Zmiana terminu spotkania", "w czwartek, 20 czerwca 2024, 17:00–18:30", "Poprzedni termin jest nieaktualny: w środę, 19 czerwca 2024"
    )
    await ewa.sees("Zmiana terminu spotkania")
    await jan.sees("NOWY TERMIN spotkania: w czw 20.06, godz. 17")
    for person in (anna, ewa, jan):
        await person.looks()
    await town.go_to(datetime(2024, 6, 12, 18, 0, tzinfo=WARSAW))
    await anna.hears_nothing()
    await town.go_to(datetime(2024, 6, 13, 17, 0, tzinfo=WARSAW))
    await anna.sees("Przypominamy o spotkaniu", "w czwartek, 20 czerwca")
    await jan.sees("Przypominamy o spotkaniu w czw 20.06")
    await anna.looks()
    await town.go_to(datetime(2024, 6, 19, 17, 0, tzinfo=WARSAW))
    await anna.sees("Przypominamy: jutro spotkanie")
    await anna.looks()
    await town.go_to(datetime(2024, 6, 20, 15, 0, tzinfo=WARSAW))
    await anna.sees("Przypominamy o spotkaniu")
    await ewa.hears_nothing()
    await anna.looks()
    await town.let_pass(days=2)
    await anna.hears_nothing()


async def test_called_off_everybody_is_told_once_and_no_reminder_comes(town: Town) -> None:
    officer = await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna, ewa = await neighbour(town, "anna"), await neighbour(town, "ewa")
    await called(town, chair, second)
    await anna.taps("Przyjdę")
    await second.acts("coordinator.meetings.one:1")
    assert "Odwołaj" not in await second.choices(), "a member runs no meeting of somebody else's"
    await officer.acts("coordinator.meetings.one:1")
    await officer.taps("Odwołaj")
    await officer.sees("Odwołać ten termin?")
    await anna.looks()
    await ewa.looks()
    await officer.taps("Tak, odwołaj")
    await officer.taps("Tak, odwołaj")
    await town.let_pass(seconds=5)
    assert (await anna.news()).count("Spotkanie odwołane") == 1
    await ewa.sees("Spotkanie odwołane", "Miało być: w środę, 19 czerwca 2024")
    await anna.looks()
    await town.let_pass(days=20)
    await anna.hears_nothing()
    await anna.acts("resident.come.yes:1")
    await anna.sees("zostało odwołane")
    assert await town.rows("SELECT 1 FROM timers WHERE name LIKE 'coordinator.convene%'") == []


async def test_at_night_a_resident_with_quiet_hours_hears_in_the_morning_and_a_reminder_is_not_lost(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna, ewa = await neighbour(town, "anna"), await neighbour(town, "ewa")
    await ewa.says("godziny ciszy 15-19")
    await called(town, chair, second, at="19.06 23:30")
    for person in (anna, ewa):
        await person.acts("resident.come.yes:1")
        await person.looks()
    await town.go_to(datetime(2024, 6, 12, 23, 30, tzinfo=WARSAW))
    await anna.hears_nothing()
    await town.go_to(datetime(2024, 6, 13, 7, 0, tzinfo=WARSAW))
    await anna.sees("Przypominamy o spotkaniu")
    await anna.looks()
    await ewa.looks()
    await town.go_to(datetime(2024, 6, 19, 7, 0, tzinfo=WARSAW))
    await anna.looks()
    await ewa.looks()
    await chair.acts("coordinator.meetings.move:1")
    await chair.says("20.06 23:30")
    await town.go_to(datetime(2024, 6, 19, 16, 0, tzinfo=WARSAW))
    await chair.taps("Przenieś")
    await town.let_pass(seconds=5)
    await anna.sees("Zmiana terminu")
    assert "Zmiana terminu" in await ewa.news(), "what changes so shortly before passes quiet hours"


async def test_a_team_meets_and_its_chair_sees_who_comes(town: Town) -> None:
    officer = await town.officer(5)
    boss = await town.supervisor()
    chair, second = await town.resident("rada"), await member(town, "prezes")
    await officer.says("zaproś przewodniczącą 5 Rada Osiedla Dobrzec")
    code = (await officer.news()).split("Kod: ")[1][:9]
    await chair.says(code)
    await chair.taps("Tak, to ja")
    await chair.sees("osoba przewodnicząca zespołowi koordynacyjnemu rejonu 5")
    await boss.sees("Rada Osiedla Dobrzec")
    anna = await neighbour(town, "anna")
    await called(town, second, chair, audience="Zespół koordynacyjny")
    await anna.hears_nothing()
    await anna.says("spotkania")
    await anna.sees("Nie ma spotkania")
    await officer.sees("Spotkanie zespołu koordynacyjnego · rejon 5")
    await chair.taps("Przyjdę")
    await officer.taps("Nie wiem")
    await chair.acts("coordinator.meetings.comers:1")
    await chair.sees("Rada Osiedla Dobrzec: przyjdzie", "Przyjdzie: 1. Nie przyjdzie: 0. Nie wie: 1. Bez odpowiedzi: 1.")
    await second.looks()
    await town.go_to(datetime(2024, 6, 18, 18, 0, tzinfo=WARSAW))
    await second.sees("Przypominamy: jutro spotkanie")


async def test_seats_are_counted(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna, ewa, ola = [await neighbour(town, name) for name in ("anna", "ewa", "ola")]
    await called(town, chair, second, seats="2")
    await anna.sees("Miejsca: 2.")
    for person in (anna, ewa, ola):
        await person.taps("Przyjdę")
    await ola.sees("Wszystkie miejsca są zajęte.")
    await anna.taps("Jednak nie przyjdę")
    await ola.acts("resident.come.yes:1")
    await ola.sees("Zapisane, do zobaczenia")


async def test_a_question_joins_the_agenda_without_its_author(town: Town) -> None:
    officer = await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna, ewa = await neighbour(town, "anna"), await neighbour(town, "ewa")
    await called(town, chair, second)
    await chair.looks()
    await anna.taps("Zadaj pytanie")
    await anna.sees("Pytanie przeczyta: dzielnicowy rejonu 5")
    await anna.says("Kiedy będzie nowa lampa przy Fibigera?")
    await anna.sees("„Kiedy będzie nowa lampa przy Fibigera?”", "bez nazwiska")
    await anna.taps("Wyślij dzielnicowemu")
    await officer.sees("Pytanie na spotkanie", "„Kiedy będzie nowa lampa przy Fibigera?”")
    await chair.hears_nothing()
    await officer.taps("Do porządku spotkania")
    await anna.sees("dołączyło do porządku spotkania")
    await ewa.says("spotkania")
    await ewa.taps("Parkowanie przy przedszkolu")
    await ewa.sees("3. Kiedy będzie nowa lampa przy Fibigera?")
    await ewa.replies("Parkowanie przy przedszkolu", "A kosz na śmieci?")
    await ewa.taps("Wyślij też zespołowi: spółdzielnia, rada osiedla, szkoła")
    await chair.sees("Pytanie na spotkanie", "„A kosz na śmieci?”")
    await officer.sees("„A kosz na śmieci?”")
    await officer.taps("Napisz inaczej")
    await officer.says("Kosze na osiedlu")
    await officer.sees("W porządku spotkania: Kosze na osiedlu")
    await chair.acts("officer.questions.take:2")
    assert "porządku" not in await chair.news()


async def test_danger_in_a_question_is_answered_first(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna")
    await called(town, chair, second)
    await anna.taps("Zadaj pytanie")
    await anna.says("Pomocy, on mnie bije, właśnie teraz!")
    await anna.sees("112")
    assert await town.rows("SELECT 1 FROM questions") == []


async def test_every_second_wednesday_without_holidays_and_one_of_them_moved_and_one_dropped(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna")
    await composed(chair, at="środa 19.06 18:00", repeats="co drugą środę do 31.01.2025 bez świąt")
    await chair.sees("Powtarza się: 16 razy.", "Następne: 3 lipca, 17 lipca, 31 lipca", "Poza świętami: 1 stycznia")
    await chair.taps("Wyślij do zatwierdzenia")
    await second.taps("Zatwierdź")
    await town.let_pass(minutes=1)
    await anna.taps("Przyjdę")
    await chair.acts("coordinator.meetings.times:1")
    await chair.sees("w środę, 3 lipca 2024, 18:00–19:30: odbędzie się")
    await chair.acts("coordinator.meetings.move:2")
    await chair.says("4.07 17:00")
    await chair.taps("Przenieś")
    await chair.acts("coordinator.meetings.ask_drop:3")
    await chair.taps("Tak, odwołaj")
    await anna.looks()
    await town.let_pass(seconds=5)
    assert (await anna.news()).count("Spotkanie odwołane") == 1
    await anna.looks()
    await town.go_to(datetime(2024, 7, 3, 17, 0, tzinfo=WARSAW))
    await anna.sees("Przypominamy: jutro spotkanie", "w czwartek, 4 lipca 2024, 17:00–18:30")
    await anna.taps("Nie przyjdę")
    await anna.looks()
    await town.go_to(datetime(2024, 7, 16, 18, 0, tzinfo=WARSAW))
    await anna.hears_nothing()
    await town.go_to(datetime(2024, 7, 30, 18, 0, tzinfo=WARSAW))
    await anna.sees("Przypominamy: jutro spotkanie", "w środę, 31 lipca 2024")


async def test_after_a_week_switched_off_reminders_come_once_and_what_is_too_late_is_told_to_its_author(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna")
    await called(town, chair, second)
    await anna.taps("Przyjdę")
    await anna.looks()
    await chair.looks()
    await town.app.close()
    town.clock.go_to(datetime(2024, 6, 19, 9, 0, tzinfo=WARSAW))
    await town.restart_after_close()
    await town.settle()
    assert (await anna.news()).count("Przypominamy") == 1
    await chair.sees("Przypomnienie o spotkaniu nie zostało wysłane, było na nie za późno")
    await anna.looks()
    await town.go_to(datetime(2024, 6, 19, 16, 0, tzinfo=WARSAW))
    assert (await anna.news()).count("Przypominamy") == 1
    await town.restart()
    await town.settle()
    assert (await anna.news()).count("Przypominamy") == 1


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (["jutro o 25"], "Takiego dnia lub godziny nie ma"),
        (["30 lutego 18:00"], "Takiego dnia lub godziny nie ma"),
        (["dziś 10:30"], "za wcześnie"),
        (["19.06 18:00", "za długo"], "do której godziny"),
        (["19.06 18:00", "19:30", "co tydzień"], "Do kiedy?"),
        (["19.06 18:00", "19:30", "co wtorek do 31.12"], "w innym dniu"),
        (["19.06 18:00", "19:30", "co tydzień 5000 razy"], "To za często"),
        (["19.06 18:00", "19:30", "bla bla"], "Tego nie rozumiemy"),
        (["19.06 18:00", "19:30", "raz", "Widok 98"], "Proszę podać adres z rejonu 5"),
        (["19.06 18:00", "19:30", "raz", "podmiejska", "zero"], "Proszę napisać liczbę od 1"),
    ],
)
async def test_what_cannot_be_is_said_and_the_draft_is_kept(town: Town, answers: list[str], said: str) -> None:
    await town.officer(5)
    chair = await member(town, "prezes")
    await crowd(town, 2)
    await chair.says("spotkanie")
    await chair.says(AGENDA)
    await chair.says(PLACE)
    for answer in answers:
        await chair.says(answer)
    await chair.sees(said)
    await chair.says("pomoc")
    rest = ["19.06 18:00", "19:30", "raz", "podmiejska", "20"]
    for answer in rest[len(answers) - 1 :]:
        await chair.says(answer)
    await chair.sees("Sprawdźmy przed wysłaniem", "w środę, 19 czerwca 2024, 18:00–19:30")


async def test_a_substitute_calls_a_meeting_and_a_stranger_does_not(town: Town) -> None:
    officer, other = await town.officer(5), await town.officer(9)
    second = await member(town, "rada")
    stranger = await town.resident("eve")
    await crowd(town, 2)
    await town.away(officer, days=3, substitute=other)
    await other.says("spotkanie")
    await other.sees("Dla którego rejonu?")
    await other.taps("Rejon 5")
    await other.sees("O czym będzie spotkanie?")
    await stranger.says("spotkanie")
    assert "O czym" not in await stranger.news()
    await called(town, second, await member(town, "prezes"))
    for link in ("one:1", "comers:1", "move:1", "ask_drop:1", "drop:1", "cancel:1", "times:1", "calendar:5"):
        await stranger.acts(f"coordinator.meetings.{link}")
        assert "Parkowanie" not in await stranger.news()
    for link in ("yes:1", "no:1", "unsure:1", "one:1", "ask:1"):
        await stranger.acts(f"resident.come.{link}")
        assert "Parkowanie" not in await stranger.news()
        await stranger.sees("nie jest dostępne")
    [row] = await town.rows("SELECT state FROM meetings")
    assert row["state"] == "called"


async def test_stopped_half_way_nobody_else_is_asked_and_moved_before_it_left_says_the_new_time(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    ewa = await neighbour(town, "ewa")
    await ewa.says("godziny ciszy 9-12")
    await ewa.looks()
    await called(town, chair, second)
    await ewa.hears_nothing()
    await chair.acts("coordinator.meetings.move:1")
    await chair.says("20.06 17:00")
    await chair.taps("Przenieś")
    await town.let_pass(minutes=1)
    await town.go_to(datetime(2024, 6, 5, 12, 1, tzinfo=WARSAW))
    await ewa.sees("Spotkanie · rejon 5", "w czwartek, 20 czerwca 2024, 17:00–18:30")
    assert "Zmiana terminu" not in await ewa.news(), "told once"


async def test_two_changes_at_night_are_both_told_in_the_morning_and_a_second_move_names_no_time(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna")
    await called(town, chair, second, repeats="co tydzień 5 razy")
    await town.go_to(datetime(2024, 6, 5, 23, 0, tzinfo=WARSAW))
    await anna.looks()
    await chair.acts("coordinator.meetings.ask_drop:2")
    await chair.taps("Tak, odwołaj")
    for at in ("4.07 17:00", "5.07 17:00"):
        await chair.acts("coordinator.meetings.move:3")
        await chair.says(at)
        await chair.taps("Przenieś")
        await town.let_pass(minutes=1)
    await anna.hears_nothing()
    await town.go_to(datetime(2024, 6, 6, 7, 1, tzinfo=WARSAW))
    news = await anna.news()
    assert news.count("Spotkanie odwołane") == 1
    assert news.count("Zmiana terminu") == 1
    await anna.sees("w piątek, 5 lipca 2024, 17:00–18:30", "Wszystkie poprzednie terminy są nieaktualne.")


async def test_a_meeting_of_the_team_is_never_open_whatever_button_is_pressed(town: Town) -> None:
    await town.officer(5)
    chair = await member(town, "prezes")
    anna = await neighbour(town, "anna")
    await composed(chair)
    await chair.taps("Kto jest zaproszony")
    await chair.taps("Zespół koordynacyjny")
    await chair.acts("coordinator.meet.again:open")
    [row] = await town.rows("SELECT is_open, of_team FROM meetings")
    assert (row["is_open"], row["of_team"]) == (0, 1)
    await anna.says("spotkania")
    await anna.sees("Nie ma spotkania")


async def test_whoever_left_the_team_hears_nothing_more_of_its_meeting_and_whoever_joined_may_come(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    await called(town, chair, second, audience="Zespół koordynacyjny")
    await second.taps("Przyjdę")
    await second.says("opuszczam zespół")
    await second.says("spotkania")
    await second.sees("Nie ma spotkania")
    await second.looks()
    new = await member(town, "szkola")
    await new.acts("resident.come.yes:1")
    await new.sees("Zapisane, do zobaczenia")
    await chair.acts("coordinator.meetings.move:1")
    await chair.says("20.06 17:00")
    await chair.taps("Przenieś")
    await town.let_pass(seconds=5)
    await second.hears_nothing()
    await town.go_to(datetime(2024, 6, 19, 17, 0, tzinfo=WARSAW))
    await second.hears_nothing()
    await new.sees("Przypominamy: jutro spotkanie")


async def test_a_question_is_closed_to_the_officer_of_another_district_who_belongs_to_the_team(town: Town) -> None:
    await town.officer(5)
    far = await town.officer(9)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    contact = await far.contact()

    async def work(unit: Writer) -> None:
        staff.grant(unit, contact, Role.COORDINATOR, district=5, since=town.clock.now() - DAY)

    await town.app.units.run(work)
    anna = await neighbour(town, "anna")
    await called(town, chair, second)
    await anna.taps("Zadaj pytanie")
    await anna.says("Tajne pytanie?")
    await anna.taps("Wyślij dzielnicowemu")
    for link in ("take:1", "rewrite:1", "leave:1", "sure:1"):
        await far.acts(f"officer.questions.{link}")
        await far.sees("To pytanie nie jest dostępne.")


async def test_moved_to_today_a_waiting_invitation_leaves_at_once_and_moved_to_later_it_stays_valid(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    ewa = await neighbour(town, "ewa")
    await ewa.says("godziny ciszy 9-15")
    await ewa.looks()
    await called(town, chair, second, at="6.06 18:00")
    await ewa.hears_nothing()
    await chair.acts("coordinator.meetings.move:1")
    await chair.says("dziś 14:00")
    await chair.taps("Przenieś")
    await town.let_pass(seconds=5)
    await ewa.sees("Spotkanie · rejon 5", "w środę, 5 czerwca 2024, 14:00–15:30")
    ola = await neighbour(town, "ola")
    await ola.says("godziny ciszy 9-15")
    await called(town, chair, second, at="dziś 14:00")
    await chair.acts("coordinator.meetings.move:2")
    await chair.says("6.06 18:00")
    await chair.taps("Przenieś")
    await ola.looks()
    await town.go_to(datetime(2024, 6, 5, 15, 1, tzinfo=WARSAW))
    await ola.sees("Spotkanie · rejon 5", "w czwartek, 6 czerwca 2024, 18:00–19:30")


async def test_a_muted_person_who_comes_hears_of_a_change(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna")
    await called(town, chair, second)
    await anna.taps("Przyjdę")
    await anna.says("wycisz")
    await anna.taps("Na miesiąc")
    await anna.looks()
    await chair.acts("coordinator.meetings.ask_drop:1")
    await chair.taps("Tak, odwołaj")
    await town.let_pass(seconds=5)
    await anna.sees("Spotkanie odwołane")


async def test_an_agenda_keeps_its_numbers_and_another_place_has_no_old_position(town: Town) -> None:
    await town.officer(5)
    chair = await member(town, "prezes")
    await neighbour(town, "anna")
    await chair.says("spotkanie")
    await chair.says("3 Maja: obchody\n1. festyn 12.06\n2 nowe lampy")
    await chair.sends(position=(51.7, 18.1))
    await chair.says(PLACE)
    await chair.says("19.06 18:00")
    await chair.taps("1,5 godziny")
    await chair.taps("Jednorazowo")
    await chair.taps("Cały rejon 5")
    await chair.taps("Bez limitu")
    await chair.sees("3 Maja: obchody", "1. festyn 12.06", "2. 2 nowe lampy", "51.70000")
    await chair.taps("Inne miejsce")
    await chair.says("remiza")
    await chair.sees("remiza")
    assert "51.70000" not in await chair.news()


async def test_stop_ogl_ends_a_change_that_waits_for_whoever_never_answered(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna")
    await called(town, chair, second)
    await anna.says("godziny ciszy 9-12")
    await chair.acts("coordinator.meetings.move:1")
    await chair.says("20.06 17:00")
    await chair.taps("Przenieś")
    await town.let_pass(seconds=5)
    await anna.says("stop ogl")
    await anna.looks()
    await town.go_to(datetime(2024, 6, 5, 12, 1, tzinfo=WARSAW))
    await anna.hears_nothing()


async def test_a_reply_to_the_invitation_of_a_meeting_that_is_over_is_no_question(town: Town) -> None:
    officer = await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna")
    await called(town, chair, second)
    await officer.acts("coordinator.meetings.drop:1")
    await town.let_pass(seconds=5)
    await anna.replies("Czy Pani/Pan przyjdzie?", "A kosze?")
    await anna.sees("zostało odwołane")
    assert "Wyślij dzielnicowemu" not in await anna.choices()


async def test_in_another_place_everybody_is_told_once(town: Town) -> None:
    officer = await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna")
    jan = await neighbour(town, "jan", "Podmiejska 11", on="rough")
    await called(town, chair, second)
    await anna.taps("Przyjdę")
    await officer.acts("coordinator.meetings.one:1")
    await officer.taps("Inne miejsce")
    await officer.says("x" * 200)
    await officer.sees("w jednym wierszu")
    await officer.says("remiza, Podmiejska 20")
    await officer.sees(f"Teraz: {PLACE}", "Będzie: remiza, Podmiejska 20")
    await anna.looks()
    await jan.looks()
    await officer.taps("Przenieś")
    await officer.taps("Przenieś")
    await town.let_pass(seconds=5)
    assert (await anna.news()).count("Zmiana miejsca spotkania") == 1
    await anna.sees("Gdzie: remiza, Podmiejska 20", "Poprzednie miejsce jest nieaktualne.")
    await jan.sees("NOWE MIEJSCE spotkania w sr 19.06, godz. 18: remiza")
    await anna.looks()
    await town.go_to(datetime(2024, 6, 18, 18, 0, tzinfo=WARSAW))
    await anna.sees("Przypominamy: jutro spotkanie", "remiza")


async def test_moved_and_put_elsewhere_in_one_night_is_one_message_with_both(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna")
    await called(town, chair, second)
    await town.go_to(datetime(2024, 6, 5, 23, 0, tzinfo=WARSAW))
    await anna.looks()
    await chair.acts("coordinator.meetings.move:1")
    await chair.says("20.06 17:00")
    await chair.taps("Przenieś")
    await chair.acts("coordinator.meetings.place:1")
    await chair.says("remiza")
    await chair.taps("Przenieś")
    await town.go_to(datetime(2024, 6, 6, 7, 1, tzinfo=WARSAW))
    await anna.sees("Zmiana miejsca", "w czwartek, 20 czerwca 2024, 17:00–18:30", "remiza", "Wszystkie poprzednie terminy są nieaktualne.")
    assert "Zmiana terminu" not in await anna.news()


async def test_an_invitation_that_waited_says_what_is_right_of_all_its_times(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    ewa = await neighbour(town, "ewa")
    await ewa.says("godziny ciszy 9-12")
    await called(town, chair, second, repeats="co tydzień 5 razy")
    await chair.acts("coordinator.meetings.ask_drop:2")
    await chair.taps("Tak, odwołaj")
    await chair.acts("coordinator.meetings.move:3")
    await chair.says("4.07 17:00")
    await chair.taps("Przenieś")
    await ewa.looks()
    await town.go_to(datetime(2024, 6, 5, 12, 1, tzinfo=WARSAW))
    await ewa.sees("Powtarza się: 4 razy.", "Następne: 4 lipca, 10 lipca, 17 lipca")
    assert "odwołane" not in await ewa.news()
    assert "Zmiana terminu" not in await ewa.news()
