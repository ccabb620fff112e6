"""What the benchmarks share: paired rounds, a disk that is as slow as a real one, a full database, one JSON line each."""

from __future__ import annotations

import json
import logging
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog

from bot.channels.channel import Capabilities, Plain, Rendered
from bot.config import DatabaseSettings, DeskSettings, QuietHoursSettings, Settings
from storage.database import Connection, Row, Statement, Writer
from storage.models import Urn
from storage.unit import Units

structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))

ROUNDS = 5
IN_FLIGHT = 32


def settings(path: Path) -> Settings:
    """The example town on a database file."""
    desk = DeskSettings(
        duty_phone="62 000 00 00",
        supervisor_phone="62 000 00 01",
        administrator="bench",
        crime_office="bench",
        complaints="bench",
    )
    return Settings(database=DatabaseSettings(path=path), desk=desk, quiet_hours=QuietHoursSettings(begin=0, end=0))


def timed(work: Callable[[str], object], texts: list[str]) -> list[float]:
    """Milliseconds for each text, sorted."""
    taken = []
    for text in texts:
        start = time.perf_counter()
        work(text)
        taken.append((time.perf_counter() - start) * 1000)
    return sorted(taken)


async def slow_commits(connection: Connection, seconds: float) -> None:
    """Each commit takes this long, as on a real disk: it waits in the connection's thread, in the trip of the commit."""
    if not seconds:
        return
    await connection.create_function("pause", 0, lambda: time.sleep(seconds))
    pipeline = connection.pipeline

    async def slow(statements: Sequence[Statement]) -> list[Row]:
        if statements[-1][0] != "COMMIT":
            return await pipeline(statements)
        return await pipeline([*statements, ("SELECT pause()", {})])

    connection.pipeline = slow  # type: ignore[method-assign]  # a benchmark's own disk


@dataclass
class NullChannel(Plain):
    """Takes every message at once; `arrived` is told who got one."""

    name: str = "bench"
    capabilities: Capabilities = field(default_factory=lambda: Capabilities(edits=False))
    arrived: Any = None
    count: int = 0

    async def say(self, to: Urn, message: Rendered, *, dedupe: str) -> str:
        self.count += 1
        if self.arrived is not None:
            self.arrived(to.address)
        return str(self.count)

    async def replace(self, to: Urn, external_id: str, message: Rendered) -> None:
        raise AssertionError

    async def withdraw(self, to: Urn, external_id: str) -> None:
        raise AssertionError


async def fill(units: Units, residents: int, reports: int) -> None:
    """Residents and old, closed reports with their conversations and messages, as years of use leave them."""

    async def work(unit: Writer) -> None:
        numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)"
        unit.write(
            f"{numbers} INSERT INTO contacts (id, language, created_at) SELECT 1000000 + i, 'pl', 0 FROM n",
            {"count": residents},
        )
        unit.write(
            f"{numbers} INSERT INTO urns (channel, address, contact_id) SELECT 'bench', 'old' || i, 1000000 + i FROM n",
            {"count": residents},
        )
        unit.write(
            f"{numbers} INSERT INTO reports (author_id, district, street, house, detail, words, state, promised_at, created_at, changed_at)"
            " SELECT 1000001 + i % :residents, 1 + i % 12, 'Podmiejska', '13', '', 'dawna sprawa', 'closed', 0, 0, 0 FROM n",
            {"count": reports, "residents": residents},
        )
        unit.write(
            f"{numbers} INSERT INTO entries (report, kind, text, created_at) SELECT i, 'answer', 'załatwione', 0 FROM n",
            {"count": reports},
        )
        unit.write(
            f"{numbers} INSERT INTO inbox (channel, external_id, lane, kind, payload, received_at, available_at, settled_at, outcome)"
            " SELECT 'bench', 'old' || i, 'contact:' || (1000001 + i % :residents), 'message', '{}', 0, 0, 1, 'handled' FROM n",
            {"count": reports, "residents": residents},
        )
        unit.write(
            f"{numbers} INSERT INTO outbox (key, lane, recipient, channel, priority, verb, otherwise, prompt, if_uncertain,"
            " created_at, due_at, available_at, settled_at, outcome)"
            " SELECT 'old' || i, 'contact:' || i || '/reply', 'contact:' || i, 'bench', 1, 'say', 'say', '{}', 'repeat', 0, 0, 0, 1, 'sent' FROM n",
            {"count": reports},
        )

    await units.run(work)


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def show(name: str, **figures: Any) -> None:
    """One benchmark, one JSON line."""
    print(json.dumps({"benchmark": name, **{k: round(v, 3) if isinstance(v, float) else v for k, v in figures.items()}}), flush=True)
