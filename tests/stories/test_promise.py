"""A promise ("odpowie do …") that passes: the resident hears it, the supervisor gets the case."""

from __future__ import annotations

from datetime import datetime

from tests.stories.test_officer import report
from tests.town import WARSAW, Town


async def test_the_supervisor_gets_what_was_not_answered_and_the_resident_is_told(town: Town) -> None:
    await town.officer(5)
    boss = await town.supervisor()
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await anna.looks()
    await town.go_to(datetime(2024, 6, 7, 15, 59, tzinfo=WARSAW))
    await anna.hears_nothing()
    await boss.hears_nothing()
    await town.restart()
    await town.go_to(datetime(2024, 6, 7, 16, 0, tzinfo=WARSAW))
    await boss.sees("Po terminie: nr 1 · Podmiejska 13", "dzielnicowy rejonu 5", "„hałas w nocy”")
    await anna.sees("Zgłoszenie nr 1 czeka dłużej, niż obiecaliśmy. Przepraszamy.", "Odezwie się do wtorku 11 czerwca, do godz. 22.")
    await boss.says("#1 Zajmujemy się tym.")
    await anna.sees("„Zajmujemy się tym.”")


async def test_an_answer_in_time_keeps_the_promise(town: Town) -> None:
    officer, boss = await town.officer(5), await town.supervisor()
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await officer.says("#1 Sprawdzę.")
    await officer.taps("Zakończ…")
    await officer.taps("Załatwione")
    await town.let_pass(days=30)
    await boss.hears_nothing()


async def test_each_promise_passes_once(town: Town) -> None:
    await town.officer(5)
    boss = await town.supervisor()
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await town.go_to(datetime(2024, 6, 7, 17, 0, tzinfo=WARSAW))
    await town.restart()
    await town.let_pass(minutes=5)
    assert len(await boss.chat()) == 1
