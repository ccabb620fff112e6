"""The time, as everything here asks for it; tests and the demo bring their own."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Protocol

from handlers.texts.moments import instant
from storage.models import Instant


class Clock(Protocol):
    def now(self) -> Instant:
        """UTC microseconds since 1970."""


def wall_seconds() -> float:
    """Seconds since 1970 as file systems count them, whatever a moved clock says."""
    return time.time()


class SystemClock:
    """The machine's clock."""

    def now(self) -> Instant:
        return time.time_ns() // 1000


class ShiftedClock:
    """The machine's clock, moved: the demo begins on a Wednesday at ten and then runs."""

    def __init__(self, offset: Instant) -> None:
        self.offset = offset

    @classmethod
    def starting(cls, at: datetime) -> ShiftedClock:
        """A clock that shows `at` (aware) now."""
        return cls(instant(at) - SystemClock().now())

    def now(self) -> Instant:
        return SystemClock().now() + self.offset
