"""The agenda of a called meeting is written anew: approved like the invitation, changed where that stands, told elsewhere."""

from __future__ import annotations

from datetime import datetime

from storage.database import Writer
from tests.announcing import member, neighbour
from tests.people import Person
from tests.stories.test_meetings import called
from tests.town import WARSAW, Town

ANEW = "Monitoring przy przedszkolu\n1. gdzie staną kamery\n2. kto za to zapłaci"


async def written_anew(author: Person, text: str = ANEW) -> None:
    await author.acts("coordinator.meetings.one:1")
    await author.taps("Zmień porządek")
    await author.sees("Proszę napisać cały porządek od nowa")
    await author.says(text)


async def left(town: Town) -> None:
    """It leaves after half a minute, when its calendar file is there."""
    await town.let_pass(seconds=31)
    await town.let_pass(seconds=2)


async def test_approved_and_told_to_whoever_was_asked(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna")
    jan = await neighbour(town, "jan", "Podmiejska 11", on="rough")
    await called(town, chair, second)
    await anna.taps("Przyjdę")
    await written_anew(chair)
    await chair.sees("Sprawdźmy przed wysłaniem", "Zmienił się porządek spotkania.", "1. gdzie staną kamery", "Dostaną je 2 osoby.")
    await chair.taps("Wyślij do zatwierdzenia")
    await jan.looks()
    await town.let_pass(minutes=1)
    await jan.hears_nothing()
    await second.sees("Proszę zatwierdzić albo nie", "Monitoring przy przedszkolu", "18:00–19:30")
    await second.taps("Zatwierdź")
    await left(town)
    shown = [bubble for bubble in await anna.chat() if "Monitoring przy przedszkolu" in bubble.text]
    assert len(shown) == 1, "it is changed where it stands"
    assert "Przyjdę" in shown[0].labels
    assert len(shown[0].files) == 1, "with a calendar file"
    assert not any("Parkowanie przy przedszkolu" in bubble.text for bubble in await anna.chat())
    await jan.sees("NOWY PORZADEK spotkania w sr 19.06, godz. 18. Temat: Monitoring przy przedszkolu")
    await jan.says("TAK")
    await jan.sees("Zapisane")
    await chair.acts("coordinator.meetings.one:1")
    await chair.sees("Monitoring przy przedszkolu", "Przyjdzie: 2.")
    await town.go_to(datetime(2024, 6, 18, 18, 1, tzinfo=WARSAW))
    await anna.sees("Przypominamy: jutro spotkanie", "Monitoring przy przedszkolu")
    files = [row["reference"] for row in await town.rows("SELECT reference FROM attachments WHERE reference LIKE '1:%' ORDER BY id")]
    assert files == ["1:0", "1:1"]


async def test_names_are_pointed_out_and_a_resident_can_ask_by_reply(town: Town) -> None:
    officer = await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna")
    await called(town, chair, second)
    await written_anew(chair, "Skarga na Jana Kowalskiego, mieszkanie 12")
    await chair.sees("W tekście może być nazwisko.")
    await chair.says(ANEW)
    await chair.taps("Wyślij do zatwierdzenia")
    await second.taps("Zatwierdź")
    await left(town)
    await anna.replies("Monitoring przy przedszkolu", "Czy nagrania będą kasowane?")
    await anna.sees("Pytanie na spotkanie")
    await anna.taps("Wyślij")
    await anna.sees("Damy znać, czy pytanie dołączy do porządku spotkania")
    await officer.sees("Czy nagrania będą kasowane?")


async def test_refused_it_is_a_draft_again_and_nothing_has_changed(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    await neighbour(town, "anna")
    await called(town, chair, second)
    await written_anew(chair)
    await chair.taps("Wyślij do zatwierdzenia")
    await second.taps("Nie zatwierdzaj")
    await chair.taps("Otwórz szkic")
    await chair.sees("Sprawdźmy przed wysłaniem", "1. gdzie staną kamery")
    await chair.taps("Zmień porządek")
    await chair.says("Monitoring\nkamery")
    await chair.sees("Sprawdźmy przed wysłaniem", "1. kamery")
    await chair.acts("coordinator.meetings.one:1")
    await chair.sees("Parkowanie przy przedszkolu")


async def test_called_off_meanwhile_it_does_not_leave(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna")
    await called(town, chair, second)
    await written_anew(chair)
    await chair.taps("Wyślij do zatwierdzenia")
    await second.taps("Zatwierdź")
    await chair.acts("coordinator.meetings.drop:1")
    await town.let_pass(minutes=1)
    await anna.sees("odwołane")
    assert not any("Monitoring" in bubble.text for bubble in await anna.chat())


async def test_only_whoever_runs_it_may(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna")
    await called(town, chair, second)
    await second.acts("coordinator.agenda.begin:1")
    await second.sees("Spotkanie może zmienić osoba, która je zwołała")
    await anna.acts("coordinator.agenda.begin:1")
    await anna.says(ANEW)
    assert (await town.rows("SELECT COUNT(*) AS n FROM announcements"))[0]["n"] == 1


async def approved(town: Town, author: Person, second: Person, text: str = ANEW) -> None:
    await written_anew(author, text)
    await author.taps("Wyślij do zatwierdzenia")
    await second.taps("Zatwierdź")


async def test_whoever_is_deleted_or_does_not_want_to_hear_gets_no_new_agenda(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna, jan = await neighbour(town, "anna"), await neighbour(town, "jan", "Podmiejska 11", on="rough")
    ewa = await neighbour(town, "ewa", on="rough")
    await called(town, chair, second)
    await anna.says("usuń dane")
    await anna.taps("Usuń")
    await jan.says("NIE")
    await jan.says("STOP OGL")
    await ewa.looks()
    await jan.looks()
    await approved(town, chair, second)
    await left(town)
    await ewa.sees("NOWY PORZADEK")
    await jan.hears_nothing()
    rows = await town.rows("SELECT recipient FROM outbox WHERE about = 'announcement:2' AND key LIKE 'announcement:2:contact:%'")
    assert len(rows) == 1


async def test_of_a_teams_meeting_who_has_left_the_team_gets_no_new_agenda_and_nobody_is_asked_anew(town: Town) -> None:
    await town.officer(5)
    chair, second, third = await member(town, "prezes"), await member(town, "rada"), await member(town, "szkola")
    await neighbour(town, "anna")
    await called(town, chair, second, audience="Zespół koordynacyjny")
    asked = (await town.rows("SELECT COUNT(*) AS n FROM asked"))[0]["n"]
    contact = await third.contact()

    async def ended(unit: Writer) -> None:
        unit.write("UPDATE roles SET until = :now WHERE contact_id = :contact", {"now": town.clock.now(), "contact": contact})

    await town.app.units.run(ended)
    await third.looks()
    await approved(town, chair, second)
    await left(town)
    assert not any("Monitoring" in bubble.text for bubble in await third.chat())
    assert any("Monitoring" in bubble.text for bubble in await second.chat())
    assert (await town.rows("SELECT COUNT(*) AS n FROM asked"))[0]["n"] == asked


async def test_taken_back_in_time_the_meeting_is_as_it_was(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    await neighbour(town, "anna")
    await called(town, chair, second)
    await approved(town, chair, second)
    await town.let_pass(seconds=29)
    await chair.acts("coordinator.approve.back:2")
    await chair.sees("Cofnięte.")
    await town.let_pass(minutes=2)
    await chair.acts("coordinator.meetings.one:1")
    await chair.sees("Parkowanie przy przedszkolu")
    assert (await town.rows("SELECT sequence FROM meetings"))[0]["sequence"] == 0


async def test_two_new_agendas_at_once_leave_one_after_the_other(town: Town) -> None:
    officer = await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna")
    await called(town, chair, second)
    await town.go_to(datetime(2024, 6, 5, 23, 0, tzinfo=WARSAW))
    await approved(town, chair, second, "Pierwszy\nraz")
    await approved(town, officer, second, "Drugi\ndwa")
    await town.go_to(datetime(2024, 6, 6, 7, 0, tzinfo=WARSAW))
    await town.let_pass(minutes=2)
    assert (await town.rows("SELECT sequence FROM meetings"))[0]["sequence"] == 2
    assert len(await town.rows("SELECT id FROM attachments WHERE reference LIKE '1:%'")) == 3
    await chair.acts("coordinator.meetings.one:1")
    await chair.sees("Drugi")
    assert sum("Drugi" in bubble.text for bubble in await anna.chat()) == 1


async def test_moved_while_it_waits_for_approval_it_can_be_approved(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna")
    await called(town, chair, second, at="6.06 18:00")
    await written_anew(chair)
    await chair.taps("Wyślij do zatwierdzenia")
    await chair.acts("coordinator.meetings.move:1")
    await chair.says("20.06 18:00")
    await chair.taps("Przenieś")
    await town.go_to(datetime(2024, 6, 7, 12, 0, tzinfo=WARSAW))
    await second.acts("coordinator.approve.yes:2.1")
    await second.sees("Zatwierdzone")
    await left(town)
    assert any("Monitoring" in bubble.text and "20 czerwca" in bubble.text for bubble in await anna.chat())


async def test_anuluj_is_no_place_and_no_time(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    await neighbour(town, "anna")
    await called(town, chair, second)
    for button in ("Inne miejsce", "Inny termin"):
        await chair.acts("coordinator.meetings.one:1")
        await chair.taps(button)
        await chair.says("anuluj")
        await chair.sees("Nic nie zmieniono.")
