"""A supervised loop: steps while there is work, then waits for a wake-up or for what is due next."""

from __future__ import annotations

import asyncio
from typing import Protocol

from bot.channels.channel import Accept, Receiver, SendError
from bot.clock import Clock
from bot.logs import kind_of, log
from storage.models import SECOND, Instant

LONGEST_WAIT = 30.0
"""Seconds: other processes may write beside us (a command line), so nothing waits for its wake-up alone."""
AFTER_A_DEFECT = 1.0


LONG_POLL = 25
"""Seconds that one round of asking for updates may wait."""
LONGEST_ABSENCE = 60.0
"""Seconds between two tries while a channel cannot be reached."""


class Worker(Protocol):
    """Something with steps."""

    wake: asyncio.Event

    async def step(self) -> bool: ...

    async def next_due(self) -> Instant | None: ...


async def keep_going(name: str, worker: Worker, clock: Clock) -> None:
    """Runs a worker until it is cancelled; an error is logged, and the loop goes on."""
    while True:
        worker.wake.clear()
        try:
            if await worker.step():
                continue
            due_at = await worker.next_due()
        except Exception as error:
            log.error("loop failed", where=name, error=kind_of(error))
            await asyncio.sleep(AFTER_A_DEFECT)
            continue
        wait = LONGEST_WAIT if due_at is None else min(max((due_at - clock.now()) / SECOND, 0.0), LONGEST_WAIT)
        try:
            async with asyncio.timeout(wait):  # not wait_for: on 3.11 it can swallow a cancellation
                await worker.wake.wait()
        except TimeoutError:
            continue


async def keep_receiving(name: str, receiver: Receiver, accept: Accept) -> None:
    """Asks a channel for updates until it is cancelled; what fails is tried again, more slowly each time."""
    failures = 0
    while True:
        try:
            await receiver.receive(accept, wait=LONG_POLL)
            failures = 0
        except Exception as error:
            failures += 1
            if isinstance(error, SendError):
                log.warning("no updates", channel=name, error=type(error).__name__)
            else:
                log.error("loop failed", where=f"receiver {name}", error=kind_of(error))
            await asyncio.sleep(min(AFTER_A_DEFECT * 2 ** min(failures - 1, 6), LONGEST_ABSENCE))
