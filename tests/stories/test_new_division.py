"""A new division into districts begins on a day: whoever changes officer is told once, and nothing changes hands by itself."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

from storage.database import Writer
from storage.models import Place
from storage.repositories import contacts
from tests.people import Person
from tests.stories.test_my_address import anna_with_an_address
from tests.town import WARSAW, Town

MOVED = {
    "• ul. Podmiejska – od nr 1 do nr 59, 59a–59z": "• ul. Podmiejska – od nr 61 do końca",
    "• ul. Podmiejska – od nr 60 do końca": "• ul. Podmiejska – od nr 1 do nr 60, 60a–60z",
}
"""Podmiejska 13 comes from district 5 to 6."""


async def test_who_changes_officer_is_told_on_the_day_and_once(town: Town, tmp_path: Path) -> None:
    anna = await anna_with_an_address(town)
    jan = await town.resident("jan")
    await jan.says("Widok 98")
    await jan.taps("Zapamiętaj mój adres")
    await jan.taps("Zapamiętaj")
    await jan.looks()
    await anna.looks()
    await town.gets_map(tmp_path / "nowe miasto", "2024-07-01", MOVED)

    await town.go_to(datetime(2024, 6, 30, 23, 59, tzinfo=WARSAW))
    await anna.hears_nothing()
    await anna.says("Podmiejska 13")
    await anna.sees("Podmiejska 13 · rejon 5")
    await anna.looks()

    await town.go_to(datetime(2024, 7, 1, 8, 59, tzinfo=WARSAW))
    await anna.hears_nothing()
    await town.go_to(datetime(2024, 7, 1, 9, 0, tzinfo=WARSAW))
    await anna.sees("Od dziś zapamiętany adres ma innego dzielnicowego.", "Podmiejska 13 · rejon 6", "dyżurny")
    await anna.looks()
    await jan.hears_nothing()

    await town.restart()
    await town.let_pass(days=2)
    await anna.hears_nothing()


async def test_open_reports_stay_and_new_ones_go_to_the_new_officer(town: Town, tmp_path: Path) -> None:
    old, new = await town.officer(5), await town.officer(6)
    anna = await town.resident("anna")
    await report(anna, "wybita szyba na klatce")
    await old.sees("wybita szyba na klatce")

    await town.gets_map(tmp_path / "nowe miasto", "2024-07-01", MOVED)
    await town.go_to(datetime(2024, 7, 2, 10, 0, tzinfo=WARSAW))
    await new.hears_nothing()
    await old.says("#1 Byłem na miejscu")
    await anna.sees("Byłem na miejscu")
    await old.looks()

    bert = await town.resident("bert")
    await report(bert, "auto na trawniku")
    await new.sees("auto na trawniku")
    await old.hears_nothing()


async def test_a_day_that_nobody_was_there_for_is_made_up_for_in_the_morning(town: Town, tmp_path: Path) -> None:
    anna = await anna_with_an_address(town)
    await anna.looks()
    await town.go_to(datetime(2024, 7, 3, 22, 0, tzinfo=WARSAW))
    await town.gets_map(tmp_path / "nowe miasto", "2024-07-01", MOVED)
    await town.settle()
    await anna.hears_nothing()
    await town.go_to(datetime(2024, 7, 4, 9, 0, tzinfo=WARSAW))
    await anna.sees("Od dziś zapamiętany adres ma innego dzielnicowego.")


async def test_many_people_are_told_slice_by_slice(town: Town, tmp_path: Path) -> None:
    for number in range(450):
        await town.app.units.run(partial(_remembers, number=number))
    await town.gets_map(tmp_path / "nowe miasto", "2024-07-01", MOVED)
    await town.go_to(datetime(2024, 7, 1, 9, 0, tzinfo=WARSAW))
    told = await town.rows("SELECT COUNT(*) AS n FROM outbox WHERE key LIKE 'map:%'")
    assert told[0]["n"] == 450


async def test_where_two_districts_claim_a_house_nobody_is_named_and_the_supervisor_reads(town: Town, tmp_path: Path) -> None:
    kierownik, old, new = await town.supervisor(), await town.officer(5), await town.officer(6)
    anna = await town.resident("anna")
    both = {"• ul. Podmiejska – od nr 60 do końca": "• ul. Podmiejska – od nr 13 do końca"}
    await town.gets_map(tmp_path / "nowe miasto", "2024-06-05", both)
    await anna.says("Podmiejska 13")
    await anna.sees("Znamy ten adres, ale nie mamy pewności, do którego rejonu należy", "Dzielnicowego wskaże dyżurny: 62 000 00 00")
    await anna.says("na klatce leżą strzykawki")
    await anna.says("Podmiejska 13")
    await anna.taps("Wyślij bez moich danych")
    await kierownik.sees("na klatce leżą strzykawki", "Podmiejska 13")
    await old.hears_nothing()
    await new.hears_nothing()


async def report(person: Person, words: str) -> None:
    """A report from Podmiejska 13."""
    await person.says(f"{words} Podmiejska 13")
    await person.taps("Wyślij bez moich danych")
    await person.looks()


async def _remembers(unit: Writer, number: int) -> None:
    urn = await contacts.meet(unit, "web", f"w{number}", language="pl", now=1)
    contacts.remember_address(unit, urn.contact, Place("Podmiejska", "13"), 1)
