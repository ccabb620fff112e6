"""A process with a real Kannel is killed at 25, 50 and 75 % of 1,000 messages, and at seeded random moments besides.

Afterwards every message that came was handled once, every one that left has reached the operator, and a second copy has a doubt that
accounts for it.
"""

from __future__ import annotations

import asyncio
import json
import random
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.crash.process import Process, free_port
from tests.crash.test_kill import KILLS, SEED, calm
from tests.kannel.gateway import RealKannel, kannel_or_skip

PEOPLE, EACH = 200, 5
UPDATES = PEOPLE * EACH
DISTRICTS = 12
PATIENCE = 120


class Killed(Process):
    """The process; Kannel and the operator outlive it."""

    def __init__(self, folder: Path, kannel: RealKannel, port: int) -> None:
        super().__init__(folder, port)
        section = kannel.settings()
        given = {**section.model_dump(mode="json"), "secret": section.secret.get_secret_value(), "password": section.password.get_secret_value()}
        setup = {
            "folder": str(folder),
            "port": port,
            "channel": "sms",
            "section": given,
            "officers": {str(number): f"+48502{number:04}98" for number in range(1, DISTRICTS + 1)},
            "residents": {str(number): resident(number) for number in range(1, PEOPLE + 1)},
        }
        (folder / "setup.json").write_text(json.dumps(setup))

    async def begin(self) -> None:
        await self.start("tests.crash.channel_worker", str(self.folder / "setup.json"))

    def taken(self) -> int:
        """Messages that were written down."""
        database = sqlite3.connect(self.folder / "town.db")
        try:
            return int(database.execute("SELECT COUNT(*) FROM inbox WHERE kind = 'message'").fetchone()[0])
        finally:
            database.close()

    def has_taken(self, enough: float) -> bool:
        return self.taken() >= enough

    async def until(self, reached: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not reached():
            assert time.monotonic() < deadline, f"{what}; {self.taken()} are taken: {(self.folder / 'errors').read_text()[-500:]}"
            await asyncio.sleep(0.01)


def resident(number: int) -> str:
    return f"+48501{number:04}99"


def words(person: int, line: int) -> str:
    return f"wiersz {line} od {person}."


async def test_nothing_is_lost_and_nothing_comes_twice(tmp_path: Path) -> None:
    kannel_or_skip()
    port = free_port()
    kannel = RealKannel(tmp_path / "kannel", port)
    await kannel.start()
    worker = Killed(tmp_path, kannel, port)
    await worker.begin()
    chance = random.Random(SEED)
    try:
        for line in range(1, EACH + 1):
            for person in range(1, PEOPLE + 1):
                await kannel.comes(resident(person).lstrip("+"), f"#{person} {words(person, line)}")
        moments = sorted([0.25, 0.5, 0.75, *(chance.random() * 0.95 for _ in range(KILLS // 3))])
        for moment in moments:
            await worker.until(partial(worker.has_taken, moment * UPDATES), f"no progress to {moment:.2f}")
            await worker.end(signal.SIGKILL)
            await worker.begin()
            if moment == 0.5:
                await kannel.isolate()
                await worker.until(lambda: worker.taken() == kannel.taken, f"Kannel has taken {kannel.taken} and not handed them on")
                await kannel.stop()
                await kannel.start()
        await worker.until(partial(worker.has_taken, UPDATES), "messages are left")
        await calm(tmp_path)
        await worker.until(lambda: not missing(tmp_path / "town.db", kannel), "what Kannel has taken does not reach the operator")
    finally:
        await worker.end(signal.SIGTERM)
        await kannel.close()
    print(json.dumps({"kills": len(moments), **check(tmp_path / "town.db", kannel)}))


def left(path: Path) -> Counter[str]:
    """How many messages the house says it has sent to each number."""
    database = sqlite3.connect(path)
    try:
        sent = "SELECT u.address FROM outbox AS o LEFT JOIN urns AS u ON u.id = o.urn_id WHERE o.outcome = 'sent'"
        return Counter(address for (address,) in database.execute(sent))
    finally:
        database.close()


def reached(kannel: RealKannel) -> Counter[str]:
    """How many messages the operator got for each number; the first part of a long one stands for it."""
    return Counter(f"+{each['to'].lstrip('+')}" for each in kannel.handed if not each["udh"] or bytes.fromhex(each["bytes"])[5] == 1)


def missing(path: Path, kannel: RealKannel) -> Counter[str]:
    """What was sent, and has not reached the operator."""
    return left(path) - reached(kannel)


def check(path: Path, kannel: RealKannel) -> dict[str, int]:
    """Every message once, whoever sent it; every answer at least once, and no more copies than doubts."""
    database = sqlite3.connect(path)
    database.row_factory = sqlite3.Row
    taken = database.execute("SELECT COUNT(*) AS n, COUNT(DISTINCT external_id) AS names FROM inbox WHERE kind = 'message'").fetchone()
    assert (taken["n"], taken["names"]) == (UPDATES, UPDATES)
    assert database.execute("SELECT COUNT(*) FROM inbox WHERE outcome <> 'handled'").fetchone()[0] == 0
    for person in range(1, PEOPLE + 1):
        kept = [row["text"] for row in database.execute("SELECT text FROM entries WHERE report = ?", (person,))]
        assert sorted(kept) == [words(person, line) for line in range(1, EACH + 1)]
    rows = database.execute("SELECT outcome, uncertain FROM outbox").fetchall()
    assert {row["outcome"] for row in rows} <= {"sent", "skipped", "uncertain"}
    doubts = sum(row["uncertain"] for row in rows)
    lost = missing(path, kannel)
    assert not lost, f"never reached the operator: {lost}"
    sent, handed = left(path), reached(kannel)
    by_kannel = max(sum(handed.values()) - kannel.posted(), 0)  # stopped before the operator said yes, it sends from its spool again
    twice = sum(handed.values()) - by_kannel - sum(sent.values())
    assert twice <= doubts, f"{twice} copies with {doubts} doubts, and {by_kannel} of Kannel's own"
    database.close()
    return {"messages": UPDATES, "left": sum(sent.values()), "doubts": doubts, "second_copies": twice, "by_kannel": by_kannel}
