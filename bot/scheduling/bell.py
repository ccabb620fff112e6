"""The bell: APScheduler rings when the next timer is due. It remembers nothing; the rows do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from storage.models import SECOND, Instant

_JOB = "bell"


class Bell:
    """Calls `ring` at the instant that was set last. Must be started inside the running loop."""

    def __init__(self, ring: Callable[[], None], clock: Clock) -> None:
        self._ring = ring
        self._clock = clock
        self._scheduler = AsyncIOScheduler(timezone=UTC)

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)

    def set(self, at: Instant) -> None:
        """Rings at `at` of our clock (which may be a moved one); setting again moves it."""
        delay = max(at - self._clock.now(), 0) / SECOND
        when = datetime.fromtimestamp(datetime.now(UTC).timestamp() + delay, UTC)
        self._scheduler.add_job(self._ring, "date", run_date=when, id=_JOB, replace_existing=True, misfire_grace_time=None)
