"""A real process under load is killed with SIGKILL at random, seeded moments and started again.

Afterwards every accepted message is there once, in order per person; every row was sent once, or its `if_uncertain`
accounts for it. ``KILLS`` says how often (10 by default; ``make soak``: 200), ``SEED`` makes a run repeatable.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import signal
import sqlite3
import time
from collections import Counter, defaultdict
from pathlib import Path

import httpx

from tests.crash.process import Process, free_port
from tests.crash.worker import RESIDENTS

KILLS = int(os.environ.get("KILLS", "10"))
SEED = int(os.environ.get("SEED", "20240605"))
CALM_WITHIN = 60.0 + 2 * KILLS
"""Seconds: what the kills held up has to leave afterwards, lane by lane."""


class Worker(Process):
    """The process, its port and its folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, free_port())
        self.starts = 0

    async def begin(self) -> None:
        self.starts += 1
        await self.start("tests.crash.worker", str(self.folder), str(self.port), str(SEED + self.starts))


class Resident:
    """A browser: one message after the other, each sent again under its own id until it is acknowledged."""

    def __init__(self, worker: Worker, number: int) -> None:
        self.worker = worker
        self.number = number
        self.acknowledged: list[str] = []
        self.attempts = 0

    async def talk(self, enough: asyncio.Event) -> None:
        csrf = ""
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.worker.port}", timeout=5) as browser:
            while not enough.is_set():
                words = f"wiersz {len(self.acknowledged) + 1}"
                message = {"id": f"r{self.number}-{len(self.acknowledged) + 1:08}", "text": f"#{self.number} {words}"}
                while True:
                    try:
                        if not csrf:
                            csrf = re.findall(r'name="csrf" content="(\w+)"', (await browser.get("/")).text)[0]
                        self.attempts += 1
                        answer = await browser.post(f"/chat/resident{self.number}/messages", json=message, headers={"x-csrf-token": csrf})
                        if answer.status_code == 200:
                            break
                    except httpx.TransportError:
                        await asyncio.sleep(0.02)
                self.acknowledged.append(words)


async def test_nothing_is_lost_and_nothing_comes_twice(tmp_path: Path) -> None:
    worker = Worker(tmp_path)
    await worker.begin()
    try:
        residents = await under_load(worker)
        await calm(tmp_path)
    finally:
        await worker.end(signal.SIGTERM)

    database = sqlite3.connect(tmp_path / "town.db")
    database.row_factory = sqlite3.Row
    assert sum(len(resident.acknowledged) for resident in residents) > KILLS, "the load was no load"
    check_inbound(database, residents)
    doubts = check_outbound(database, tmp_path / "ledger")
    database.close()
    report = {
        "kills": KILLS,
        "seed": SEED,
        "messages": sum(len(resident.acknowledged) for resident in residents),
        "sent_again_by_browsers": sum(resident.attempts - len(resident.acknowledged) for resident in residents),
        **doubts,
    }
    print(json.dumps(report))
    if "SOAK_REPORT" in os.environ:
        Path(os.environ["SOAK_REPORT"]).write_text(json.dumps(report))


async def under_load(worker: Worker) -> list[Resident]:
    """Residents write while the process is killed and started again."""
    chance = random.Random(SEED)
    enough = asyncio.Event()
    residents = [Resident(worker, number) for number in range(1, RESIDENTS + 1)]
    talking = [asyncio.create_task(resident.talk(enough)) for resident in residents]
    for _ in range(KILLS):
        await asyncio.sleep(0.05 + chance.random() * 0.7)
        await worker.end(signal.SIGKILL)
        await worker.begin()
    await asyncio.sleep(0.3)
    enough.set()
    await asyncio.gather(*talking)
    (worker.folder / "enough").touch()
    return residents


async def calm(folder: Path) -> None:
    """Waits, under a deadline, until nothing is unsettled."""
    deadline = time.monotonic() + CALM_WITHIN
    database = sqlite3.connect(folder / "town.db")
    while True:
        waiting = [database.execute(f"SELECT COUNT(*) FROM {table} WHERE settled_at IS NULL").fetchone()[0] for table in ("inbox", "outbox")]
        if waiting == [0, 0]:
            break
        assert time.monotonic() < deadline, f"still unsettled: {waiting}"
        await asyncio.sleep(0.1)
    database.close()


def check_inbound(database: sqlite3.Connection, residents: list[Resident]) -> None:
    """Every accepted message once, in order per person; the page shows each once."""
    assert database.execute("SELECT COUNT(*) FROM inbox WHERE outcome <> 'handled'").fetchone()[0] == 0
    for resident in residents:
        kept = [row["text"] for row in database.execute("SELECT text FROM entries WHERE report = ? ORDER BY id", (resident.number,))]
        assert kept == resident.acknowledged
        shown = database.execute(
            "SELECT from_us, text FROM webchat WHERE urn_id = (SELECT id FROM urns WHERE address = ?) ORDER BY id", (f"resident{resident.number}",)
        ).fetchall()
        assert [row["text"] for row in shown if not row["from_us"]] == [f"#{resident.number} {words}" for words in resident.acknowledged]
        assert len([row for row in shown if row["from_us"]]) == len(resident.acknowledged), "one confirmation for each"


def check_outbound(database: sqlite3.Connection, ledger: Path) -> dict[str, int]:
    """Every row once, or accounted for by its policy; in order within a lane."""
    delivered = [json.loads(line) for line in ledger.read_text().splitlines()]
    copies = Counter(each["key"] for each in delivered)
    rows = database.execute("SELECT id, key, lane, outcome, uncertain, if_uncertain FROM outbox WHERE channel = 'ledger' ORDER BY id").fetchall()
    assert set(copies) <= {row["key"] for row in rows}
    twice = lost = 0
    lanes: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        came = copies[row["key"]]
        lanes[row["lane"]].append(row["key"])
        if row["if_uncertain"] == "leave":
            assert came <= 1, f"{row['key']} was repeated though in doubt"
            assert row["outcome"] in ("sent", "uncertain")
            assert row["outcome"] == "uncertain" or came == 1
            lost += came == 0
        else:
            assert row["outcome"] == "sent"
            assert 1 <= came <= 1 + row["uncertain"], f"{row['key']} came {came} times with {row['uncertain']} doubts"
            twice += came > 1
    for keys in lanes.values():
        first = list(dict.fromkeys(each["key"] for each in delivered if each["key"] in set(keys)))
        assert first == [key for key in keys if copies[key]], "order within a lane"
    return {"rows": len(rows), "repeated_in_doubt": twice, "left_in_doubt": lost, "doubts": sum(row["uncertain"] for row in rows)}
