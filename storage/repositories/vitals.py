"""Figures without people: how much waits, how long, what was given up."""

from __future__ import annotations

from dataclasses import dataclass

from storage.database import Rows
from storage.models import Instant
from storage.queries import queries
from storage.repositories import FOREVER

_SQL = queries("vitals")


@dataclass(frozen=True, slots=True)
class Waiting:
    """What should have left by now on a channel ('' where nobody can be reached yet)."""

    channel: str
    count: int
    oldest: Instant


@dataclass(frozen=True, slots=True)
class Vitals:
    """`failed` counts the updates given up, `rejected` the messages refused by a channel since the instant that was asked for."""

    waiting: tuple[Waiting, ...]
    unhandled: int
    oldest_unhandled: Instant | None
    failed: int
    rejected: int


async def vitals(rows: Rows, now: Instant, failed_since: Instant) -> Vitals:
    """How the system is."""
    waiting = tuple(Waiting(row["channel"], row["count"], row["oldest"]) for row in await rows.fetch(_SQL["waiting"], {"now": now}))
    unhandled = (await rows.fetch(_SQL["unhandled"]))[0]
    failed = (await rows.fetch(_SQL["failed"], {"since": failed_since}))[0]["count"]
    rejected = (await rows.fetch(_SQL["rejected"], {"since": failed_since}))[0]["count"]
    return Vitals(waiting, unhandled["count"], unhandled["oldest"], failed, rejected)


async def operators(rows: Rows, now: Instant) -> list[int]:
    """The contacts who run the system."""
    return [row["contact_id"] for row in await rows.fetch(_SQL["operators"], {"now": now, "forever": FOREVER})]
