"""Figures without people: how much waits, how long, what was given up."""

from __future__ import annotations

from collections.abc import Mapping
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


async def parts(rows: Rows, since: Instant) -> Mapping[str, int]:
    """SMS parts that have left since an instant, by channel."""
    return {row["channel"]: row["parts"] for row in await rows.fetch(_SQL["parts"], {"since": since})}


@dataclass(frozen=True, slots=True)
class Cost:
    """What was sent about one thing: ``announcement:7``, or a kind (``report``); empty for everything else."""

    subject: str
    messages: int
    parts: int


async def parts_by_subject(rows: Rows, since: Instant, until: Instant) -> list[Cost]:
    """SMS parts between two instants, by what they were about, the dearest first."""
    found = await rows.fetch(_SQL["parts_by_subject"], {"since": since, "until": until})
    return [Cost(row["subject"], row["messages"], row["parts"]) for row in found]


async def operators(rows: Rows, now: Instant) -> list[int]:
    """The contacts who run the system."""
    return [row["contact_id"] for row in await rows.fetch(_SQL["operators"], {"now": now, "forever": FOREVER})]
