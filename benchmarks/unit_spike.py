"""The spike behind docs/decisions/0001-unit-of-work.md: what a unit of work costs on aiosqlite.

Run ``python benchmarks/unit_spike.py``; it prints one JSON line per shape. Nothing in the product imports it.
Every shape stores the same message: four statements (inbox, report, outbox, settled), 32 messages in flight.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import aiosqlite

PRAGMAS = ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON")
TABLES = (
    "CREATE TABLE inbox (id INTEGER PRIMARY KEY, words TEXT, settled INTEGER)",
    "CREATE TABLE report (id INTEGER PRIMARY KEY, words TEXT)",
    "CREATE TABLE outbox (id INTEGER PRIMARY KEY, words TEXT)",
)
IN_FLIGHT = 32
Statement = tuple[str, tuple[Any, ...]]


def statements(number: int) -> list[Statement]:
    words = f"message {number}"
    return [
        ("INSERT INTO inbox (id, words) VALUES (?, ?)", (number, words)),
        ("INSERT INTO report (id, words) VALUES (?, ?)", (number, words)),
        ("INSERT INTO outbox (id, words) VALUES (?, ?)", (number, words)),
        ("UPDATE inbox SET settled = 1 WHERE id = ?", (number,)),
    ]


class Pipelined(aiosqlite.Connection):
    """Runs several statements in one trip to the connection's thread."""

    async def run(self, batch: list[Statement]) -> None:
        def work() -> None:
            for sql, parameters in batch:
                self._conn.execute(sql, parameters)

        await self._execute(work)  # type: ignore[no-untyped-call]  # protected: this is the question


async def connect(path: Path, commit_takes: float) -> Pipelined:
    db = Pipelined(lambda: sqlite3.connect(path, isolation_level=None, check_same_thread=False), 64)
    await db
    for pragma in PRAGMAS:
        await db.execute_fetchall(pragma)
    if commit_takes:  # a disk whose fsync takes milliseconds; the callback runs in the connection's thread

        def trace(sql: str) -> None:
            if sql.startswith("COMMIT"):
                time.sleep(commit_takes)

        await db.set_trace_callback(trace)
    return db


async def bare(db: Pipelined, total: int) -> None:
    """The baseline: every message commits for itself."""
    turn = asyncio.Lock()

    async def one(number: int) -> None:
        async with turn:
            await db.execute_fetchall("BEGIN IMMEDIATE")
            for sql, parameters in statements(number):
                await db.execute_fetchall(sql, parameters)
            await db.execute_fetchall("COMMIT")

    await flood(one, total)


async def flood(one: Callable[[int], Awaitable[None]], total: int) -> None:
    numbers = iter(range(1, total + 1))

    async def worker() -> None:
        for number in numbers:
            await one(number)

    await asyncio.gather(*(worker() for _ in range(IN_FLIGHT)))


async def shared(db: Pipelined, total: int, *, pipelined: bool) -> None:
    """Units that wait together share a commit; a savepoint each."""
    waiting: asyncio.Queue[tuple[int, asyncio.Future[None]]] = asyncio.Queue()

    async def writer() -> None:
        while True:
            group = [await waiting.get()]
            while not waiting.empty():
                group.append(waiting.get_nowait())
            await db.execute_fetchall("BEGIN IMMEDIATE")
            for number, _ in group:
                if pipelined:
                    await db.run([("SAVEPOINT unit", ()), *statements(number), ("RELEASE unit", ())])
                else:
                    await db.execute_fetchall("SAVEPOINT unit")
                    for sql, parameters in statements(number):
                        await db.execute_fetchall(sql, parameters)
                    await db.execute_fetchall("RELEASE unit")
            await db.execute_fetchall("COMMIT")
            for _, done in group:
                done.set_result(None)

    async def one(number: int) -> None:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        waiting.put_nowait((number, done))
        await done

    task = asyncio.create_task(writer())
    await flood(one, total)
    task.cancel()


async def interleaved(db: Pipelined) -> dict[str, int]:
    """Two units on one connection, not one after another: what the law forbids, and why."""
    await db.execute_fetchall("BEGIN IMMEDIATE")
    await db.execute_fetchall("SAVEPOINT a")
    await db.execute_fetchall("INSERT INTO report (id, words) VALUES (900001, 'of a')")
    await db.execute_fetchall("SAVEPOINT b")
    await db.execute_fetchall("INSERT INTO report (id, words) VALUES (900002, 'of b')")
    await db.execute_fetchall("ROLLBACK TO a")  # a fails: b's savepoint stands inside a's
    await db.execute_fetchall("RELEASE a")
    await db.execute_fetchall("COMMIT")
    rows = await db.execute_fetchall("SELECT COUNT(*) FROM report WHERE id > 900000")
    return {"units_that_succeeded": 1, "rows_of_it_left": next(iter(rows))[0]}


async def reads(path: Path, db: Pipelined, *, own_connection: bool) -> float:
    """Mean milliseconds of a one-row read while the writer is busy with shared commits of 2 ms."""
    reader = await connect(path, 0) if own_connection else db
    took: list[float] = []
    load = asyncio.create_task(shared(db, 4000, pipelined=True))
    while not load.done():
        start = time.perf_counter()
        await reader.execute_fetchall("SELECT words FROM report WHERE id = 1")
        took.append(time.perf_counter() - start)
    await load
    if own_connection:
        await reader.close()
    return statistics.mean(took) * 1000


async def measure(shape: str, commit_takes: float, total: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        db = await connect(Path(folder) / "spike.db", commit_takes)
        for table in TABLES:
            await db.execute_fetchall(table)
        start = time.perf_counter()
        if shape == "bare":
            await bare(db, total)
        else:
            await shared(db, total, pipelined=shape == "shared, pipelined")
        took = time.perf_counter() - start
        await db.close()
        return total / took


async def main() -> None:
    for commit_takes in (0.0, 0.002):
        shapes: dict[str, list[float]] = {"bare": [], "shared, awaited": [], "shared, pipelined": []}
        for _ in range(5):
            for shape, rates in shapes.items():
                rates.append(await measure(shape, commit_takes, 600 if commit_takes and shape == "bare" else 3000))
        for shape, rates in shapes.items():
            rate, base = statistics.median(rates), statistics.median(shapes["bare"])
            print(json.dumps({"commit_ms": commit_takes * 1000, "shape": shape, "per_second": round(rate), "ratio": round(rate / base, 2)}))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spike.db"
        db = await connect(path, 0)
        for table in TABLES:
            await db.execute_fetchall(table)
        print(json.dumps({"shape": "interleaved savepoints", **await interleaved(db)}))
        await db.close()
    for own in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "spike.db"
            db = await connect(path, 0.002)
            for table in TABLES:
                await db.execute_fetchall(table)
            mean = await reads(path, db, own_connection=own)
            print(json.dumps({"shape": "read beside a busy writer", "own_connection": own, "mean_ms": round(mean, 2)}))
            await db.close()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
