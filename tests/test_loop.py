"""The supervised loop: ends when it is told to, sleeps when there is nothing to do, survives a defect."""

from __future__ import annotations

import asyncio

import pytest

from bot.clock import SystemClock
from bot.delivery import loop
from bot.delivery.loop import keep_going
from storage.models import Instant


class Worker:
    """Counts its steps; `due_at` is what it says is due next."""

    def __init__(self, due_at: Instant | None = None) -> None:
        self.wake = asyncio.Event()
        self.steps = 0
        self.due_at = due_at
        self.broken = False

    async def step(self) -> bool:
        self.steps += 1
        if self.broken:
            self.broken = False
            raise RuntimeError("a defect")
        return False

    async def next_due(self) -> Instant | None:
        return self.due_at


@pytest.mark.parametrize("turns", range(6))
async def test_it_ends_when_it_is_cancelled_at_any_moment(turns: int) -> None:
    """Also in the very moment of a wake-up, which `asyncio.wait_for` of Python 3.11 may swallow."""
    worker = Worker()
    task = asyncio.create_task(keep_going("w", worker, SystemClock()))
    for _ in range(5):
        await asyncio.sleep(0)
    worker.wake.set()
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(task, 5)


async def test_it_steps_again_after_a_wake_up_and_after_a_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "AFTER_A_DEFECT", 0.0)
    worker = Worker()
    task = asyncio.create_task(keep_going("w", worker, SystemClock()))
    for _ in range(10):
        await asyncio.sleep(0)
    assert worker.steps == 1, "it sleeps"
    worker.broken = True
    worker.wake.set()
    for _ in range(30):
        await asyncio.sleep(0)
    assert worker.steps == 3, "the defect, and the step after it"
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
