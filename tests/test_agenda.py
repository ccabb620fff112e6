"""Timers are rows; the bell only rings."""

from __future__ import annotations

import asyncio

from bot.clock import SystemClock
from bot.scheduling.bell import Bell
from storage.database import Writer
from storage.models import DAY, SECOND
from storage.repositories import conversations
from tests.stories.test_officer import report
from tests.town import Town


async def test_setting_a_timer_again_moves_it_and_cancelling_twice_is_fine(town: Town) -> None:
    now = town.clock.now()

    async def work(unit: Writer) -> None:
        conversations.set_timer(unit, "n", "report:1", now + SECOND)
        conversations.set_timer(unit, "n", "report:1", now + 5 * SECOND)
        conversations.cancel_timer(unit, "m", "report:1")

    await town.app.units.run(work)
    assert [row["due_at"] for row in await town.rows("SELECT due_at FROM timers WHERE name = 'n'")] == [now + 5 * SECOND]


async def test_a_week_switched_off_everything_due_happens_once_oldest_first(town: Town) -> None:
    await town.officer(5)
    boss = await town.supervisor()
    for name in ("anna", "jan", "ola"):
        await report(await town.resident(name), "hałas w nocy", "Podmiejska 13")
        await town.let_pass(hours=1)
    await town.app.close()
    town.clock.at += 7 * DAY
    await town.restart_after_close()
    await town.settle()
    overdue = [bubble.text.splitlines()[0] for bubble in await boss.chat()]
    assert overdue == ["Po terminie: nr 1 · Podmiejska 13", "Po terminie: nr 2 · Podmiejska 13", "Po terminie: nr 3 · Podmiejska 13"]
    assert await town.rows("SELECT id FROM inbox WHERE settled_at IS NULL") == []


async def test_the_bell_rings_at_the_instant_that_was_set_last() -> None:
    rung = asyncio.Event()
    clock = SystemClock()
    bell = Bell(rung.set, clock)
    bell.start()
    try:
        bell.set(clock.now() + DAY)
        bell.set(clock.now())
        await asyncio.wait_for(rung.wait(), 5)
    finally:
        bell.stop()
