"""Due timers become Updates: in one unit the timer goes and its update is written down."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.clock import Clock
from storage.database import Rows, Writer
from storage.models import Instant
from storage.repositories import conversations, inbox
from storage.unit import Units

SLICE = 200


class Agenda:
    """Takes timers that are due, the oldest first, a slice per unit."""

    def __init__(self, *, units: Units, reader: Rows, clock: Clock, accepted: Callable[[], None], ring_at: Callable[[Instant], None]) -> None:
        self._units = units
        self._reader = reader
        self._clock = clock
        self._accepted = accepted
        self._ring_at = ring_at
        self.wake = asyncio.Event()

    async def step(self) -> bool:
        """One slice; False when no timer was due."""
        now = self._clock.now()
        if not await conversations.due_timers(self._reader, now, 1):
            return False
        return await self._units.run(lambda unit: self._slice(unit, now))

    async def next_due(self) -> Instant | None:
        """Sets the bell for the next timer; the loop itself need not watch the clock."""
        due_at = await conversations.next_timer(self._reader)
        if due_at is not None:
            self._ring_at(due_at)
        return None

    async def _slice(self, unit: Writer, now: Instant) -> bool:
        due = await conversations.due_timers(unit, now, SLICE)
        inbox.accept_timers(unit, due, now)
        for timer in due:
            conversations.cancel_timer(unit, timer.name, timer.subject)
        unit.after(self._accepted)
        return bool(due)
