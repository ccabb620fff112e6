"""An announcement that is repeated: approved once, sent at each time once, stopped as a whole; what is too late is told to its author."""

from __future__ import annotations

from datetime import datetime

import pytest

from storage.database import Writer
from storage.models import SECOND
from tests.announcing import member, neighbour
from tests.people import Person
from tests.pictures import photo
from tests.stories.test_announcements import WORDS, composed
from tests.town import WARSAW, Town


async def repeated(town: Town, author: Person, second: Person, rule: str = "co tydzień 4 razy") -> None:
    await composed(author, at="10.06 9:00")
    await author.taps("Powtarzaj")
    await author.says(rule)
    await author.taps("Wyślij do zatwierdzenia")
    await second.acts("coordinator.approve.yes:1.2")
    await town.let_pass(seconds=31)


async def test_each_time_once(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna")
    await composed(chair, at="10.06 9:00")
    await chair.taps("Powtarzaj")
    await chair.says("co wtorek do 1.07")
    await chair.sees("w innym dniu")
    await chair.says("co tydzień do 1.07")
    await chair.sees("Powtarza się: 4 razy.", "Następne: 17 czerwca, 24 czerwca, 1 lipca", "Wyjdzie w poniedziałek, 10 czerwca 2024 o 09:00")
    await chair.taps("Wyślij do zatwierdzenia")
    await second.sees("Powtarza się: 4 razy.")
    await second.taps("Zatwierdź")
    for day in (10, 17, 24):
        await anna.looks()
        await town.go_to(datetime(2024, 6, day, 8, 59, tzinfo=WARSAW))
        await anna.hears_nothing()
        await town.go_to(datetime(2024, 6, day, 9, 0, tzinfo=WARSAW))
        assert (await anna.news()).count(WORDS) == 1, day
    await town.go_to(datetime(2024, 7, 1, 9, 0, tzinfo=WARSAW))
    await town.go_to(datetime(2024, 9, 1, 9, 0, tzinfo=WARSAW))
    rows = await town.rows("SELECT key FROM outbox WHERE key LIKE 'announcement:%:contact:%'")
    assert len(rows) == 4


async def test_stopped_as_a_whole(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna")
    await repeated(town, chair, second)
    await town.go_to(datetime(2024, 6, 10, 9, 1, tzinfo=WARSAW))
    await chair.acts("coordinator.approve.state:1")
    await chair.sees("Następny raz: w poniedziałek, 17 czerwca 2024 o 09:00.")
    await chair.taps("Zatrzymaj")
    await chair.sees("Zatrzymane.")
    await anna.looks()
    await town.go_to(datetime(2024, 7, 10, 9, 0, tzinfo=WARSAW))
    await anna.hears_nothing()


async def test_switched_off_for_weeks_the_last_one_comes_once_and_the_others_are_told(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna")
    await repeated(town, chair, second)
    await anna.looks()
    await chair.looks()
    await town.app.close()
    town.clock.go_to(datetime(2024, 6, 25, 12, 0, tzinfo=WARSAW))
    await town.restart_after_close()
    await town.settle()
    assert (await anna.news()).count(WORDS) == 1, "of three times only the last is not over"
    told = await chair.news()
    assert told.count("nie wyszło: jego termin minął") == 2, told
    await anna.looks()
    await town.go_to(datetime(2024, 7, 1, 9, 0, tzinfo=WARSAW))
    assert (await anna.news()).count(WORDS) == 1


async def test_without_holidays(town: Town) -> None:
    await town.officer(5)
    chair = await member(town, "prezes")
    await neighbour(town, "anna")
    await composed(chair, at="11.11.2024 9:00")
    await chair.taps("Powtarzaj")
    await chair.says("co miesiąc 3 razy bez świąt")
    await chair.sees("Powtarza się: 3 razy.")
    await chair.taps("Powtarzaj")
    await chair.says("FREQ=WEEKLY;INTERVAL=3;COUNT=4")
    await chair.sees("Powtarza się: 4 razy.", "Następne: 2 grudnia, 23 grudnia, 13 stycznia")


async def test_its_picture_goes_along_each_time(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna")
    await composed(chair, at="10.06 9:00")
    await chair.sends(photo())
    await chair.taps("Powtarzaj")
    await chair.says("co tydzień 2 razy")
    await chair.taps("Wyślij do zatwierdzenia")
    await second.taps("Zatwierdź")
    for day in (10, 17):
        await town.go_to(datetime(2024, 6, day, 9, 0, tzinfo=WARSAW))
    assert [len(bubble.files) for bubble in await anna.chat() if WORDS in bubble.text] == [1, 1]


async def test_taken_back_none_of_its_times_follows(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna")
    await repeated(town, chair, second)
    await chair.acts("coordinator.approve.back:1")
    await chair.sees("Cofnięte.")
    await anna.looks()
    await town.go_to(datetime(2024, 7, 10, 9, 0, tzinfo=WARSAW))
    await anna.hears_nothing()


CORRECT = "Wymiana zamków w piwnicach od 9:00, klucze odbiera administracja."


async def after_the_first(town: Town) -> tuple[Person, Person, Person, Person]:
    """Officer, author, who approves, who reads: the first of four times has left."""
    officer = await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna")
    await repeated(town, chair, second)
    await town.go_to(datetime(2024, 6, 10, 9, 1, tzinfo=WARSAW))
    return officer, chair, second, anna


async def corrected(chair: Person, choice: str) -> None:
    await chair.acts("coordinator.approve.state:1")
    await chair.taps("Sprostuj")
    await chair.says(CORRECT)
    await chair.sees("Czy tak samo ma brzmieć w następnych terminach?")
    await chair.taps(choice)


async def test_a_correction_is_right_for_the_following_times_too(town: Town) -> None:
    _, chair, second, anna = await after_the_first(town)
    await corrected(chair, "Także w następnych")
    await chair.sees("W następnych terminach pójdzie już ten tekst.")
    await chair.taps("Wyślij do zatwierdzenia")
    await second.sees("W następnych terminach pójdzie już ten tekst.")
    await second.taps("Zatwierdź")
    await town.let_pass(seconds=31)
    for day in (17, 24):
        await anna.looks()
        await town.go_to(datetime(2024, 6, day, 9, 0, tzinfo=WARSAW))
        said = await anna.news()
        assert (said.count(CORRECT), said.count(WORDS)) == (1, 0), day


async def test_a_correction_of_one_time_leaves_the_following_as_they_were(town: Town) -> None:
    _, chair, second, anna = await after_the_first(town)
    await corrected(chair, "Tylko teraz")
    await chair.taps("Wyślij do zatwierdzenia")
    await second.taps("Zatwierdź")
    await town.let_pass(seconds=31)
    await anna.looks()
    await town.go_to(datetime(2024, 6, 17, 9, 0, tzinfo=WARSAW))
    assert (await anna.news()).count(WORDS) == 1


async def test_a_correction_that_is_taken_back_changes_no_time(town: Town) -> None:
    _, chair, second, anna = await after_the_first(town)
    await corrected(chair, "Także w następnych")
    await chair.taps("Zmień terminy")
    await chair.taps("Także w następnych")
    await chair.taps("Wyślij do zatwierdzenia")
    await second.taps("Zatwierdź")
    await chair.taps("Cofnij")
    await chair.sees("Cofnięte.")
    await anna.looks()
    await town.go_to(datetime(2024, 6, 17, 9, 0, tzinfo=WARSAW))
    assert (await anna.news()).count(WORDS) == 1


async def test_an_urgent_correction_is_right_for_the_following_times_when_it_is_signed(town: Town) -> None:
    officer, _, second, anna = await after_the_first(town)
    await corrected(officer, "Także w następnych")
    await officer.taps("To pilny komunikat")
    await officer.taps("Wyślij od razu, podpis później")
    await town.let_pass(seconds=31)
    await anna.looks()
    await town.go_to(datetime(2024, 6, 17, 9, 0, tzinfo=WARSAW))
    assert (await anna.news()).count(WORDS) == 1, "nobody has signed it yet"
    await second.taps("Podpisuję")
    await second.sees("Podpisane")
    await anna.looks()
    await town.go_to(datetime(2024, 6, 24, 9, 0, tzinfo=WARSAW))
    assert (await anna.news()).count(CORRECT) == 1


async def test_a_correction_that_is_stopped_is_not_right_for_the_following_times_either(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.coordinator.approve.SLICE", 1)
    await neighbour(town, "ewa")
    _, chair, second, anna = await after_the_first(town)
    await corrected(chair, "Także w następnych")
    await chair.taps("Wyślij do zatwierdzenia")
    await second.taps("Zatwierdź")
    town.clock.at += 31 * SECOND
    for _ in range(2):
        await town.app.agenda.step()
        await town.app.intake.step()
    await second.hands_in_link("coordinator.approve.stop:3")
    await town.settle()
    await second.sees("Zatrzymane.")
    await anna.looks()
    await town.go_to(datetime(2024, 6, 17, 9, 0, tzinfo=WARSAW))
    assert (await anna.news()).count(WORDS) == 1


async def test_a_card_that_an_older_program_has_shown_still_works(town: Town) -> None:
    await town.officer(5)
    chair = await member(town, "prezes")
    await neighbour(town, "anna")
    await composed(chair, at="10.06 9:00")

    async def as_it_was(unit: Writer) -> None:
        unit.write("UPDATE sessions SET state = json_remove(state, '$.follows') WHERE dialogue = 'coordinator.announce'", {})

    await town.app.units.run(as_it_was)
    await chair.taps("To pilny komunikat")
    await chair.sees("Sprawdźmy przed wysłaniem")
