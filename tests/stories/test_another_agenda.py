"""The agenda of a called meeting is written anew: approved like the invitation, changed where that stands, told elsewhere."""

from __future__ import annotations

from datetime import datetime

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
