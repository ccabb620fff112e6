"""A process is killed again and again while an announcement goes out to 10,000: nobody gets it twice, and what is uncertain is counted."""

from __future__ import annotations

import asyncio
import json
import random
import signal
import sqlite3
import time
from collections import Counter
from pathlib import Path

from tests.crash.process import Process, free_port
from tests.crash.test_kill import KILLS, SEED

PEOPLE = 10_000
PATIENCE = 120.0


def arrived(folder: Path) -> list[str]:
    path = folder / "arrived"
    return path.read_text().split() if path.exists() else []


def outcomes(folder: Path) -> Counter[str | None]:
    database = sqlite3.connect(folder / "town.db")
    try:
        return Counter(outcome for (outcome,) in database.execute("SELECT outcome FROM outbox WHERE key LIKE 'announcement:1:contact:%'"))
    finally:
        database.close()


async def until(folder: Path, enough: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while len(arrived(folder)) < enough and (enough < PEOPLE or outcomes(folder)[None] or sum(outcomes(folder).values()) < PEOPLE):
        assert time.monotonic() < deadline, f"{len(arrived(folder))} of {enough}; {outcomes(folder)}"
        await asyncio.sleep(0.005)


async def test_nobody_gets_it_twice_and_nobody_is_forgotten(tmp_path: Path) -> None:
    worker = Process(tmp_path, free_port())
    arguments = ("tests.crash.announcement_worker", str(tmp_path), str(worker.port), str(PEOPLE))
    chance = random.Random(SEED)
    moments = sorted([0.0, 0.25, 0.5, 0.75, *(chance.random() * 0.95 for _ in range(KILLS // 3))])
    await worker.start(*arguments)
    try:
        for moment in moments:
            await until(tmp_path, int(moment * PEOPLE))
            await worker.end(signal.SIGKILL)
            await worker.start(*arguments)
        await until(tmp_path, PEOPLE)
    finally:
        await worker.end(signal.SIGTERM)
    ended, got = outcomes(tmp_path), Counter(arrived(tmp_path))
    print(json.dumps({"kills": len(moments), **{str(outcome): count for outcome, count in ended.items()}, "arrived": len(got)}))
    assert sum(ended.values()) == PEOPLE, "the figures add up"
    assert set(ended) <= {"sent", "uncertain"}
    assert max(got.values()) == 1, "nobody got it twice"
    assert ended["sent"] <= len(got) <= ended["sent"] + ended["uncertain"], "whoever is missing is counted as uncertain"
    assert ended["uncertain"] <= 64 * len(moments), "never more than were on their way"
