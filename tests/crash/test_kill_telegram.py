"""A process with a Telegram bot is killed at 25, 50 and 75 % of 1,000 updates, and at seeded random moments besides.

Afterwards every update was handled once, in order per person, and every message arrived; a second copy has a doubt that
accounts for it. Telegram goes on living meanwhile, drops connections, delivers and then drops them, answers 502 and 429.
"""

from __future__ import annotations

import asyncio
import json
import random
import signal
import sqlite3
import time
from collections import Counter
from pathlib import Path

import httpx
import pytest

from bot.delivery.verdict import MOST_DOUBTS
from tests.crash.process import Process, free_port
from tests.crash.test_kill import KILLS, SEED, calm
from tests.telegram.server import TOKEN, FakeTelegram

PEOPLE, EACH = 200, 5
UPDATES = PEOPLE * EACH
DISTRICTS = 12
SECRET = "a-secret-of-our-own-0123456789"
FATES = {"deliver and drop": 0.02, "drop": 0.01, "502": 0.01, "429:1": 0.005}


class Killed(Process):
    """The process, and Telegram, which outlives it."""

    def __init__(self, folder: Path, mode: str, telegram: FakeTelegram) -> None:
        super().__init__(folder, free_port())
        self.telegram = telegram
        self.mode = mode
        self.posted = 0
        settings = {
            "kind": "telegram",
            "token": TOKEN,
            "api_base_url": telegram.api_base_url,
            "file_base_url": telegram.file_base_url,
            "mode": mode,
            "webhook_url": "https://example.invalid/hooks/telegram" if mode == "webhook" else "",
            "webhook_secret": SECRET,
        }
        setup = {
            "folder": str(folder),
            "port": self.port,
            "channel": "telegram",
            "section": settings,
            "officers": {str(number): self.known(f"officer{number}") for number in range(1, DISTRICTS + 1)},
            "residents": {str(number): self.known(f"resident{number}") for number in range(1, PEOPLE + 1)},
        }
        (folder / "setup.json").write_text(json.dumps(setup))

    def known(self, name: str) -> int:
        self.telegram.room(name).started = True
        return self.telegram.room(name).id

    async def begin(self) -> None:
        await self.start("tests.crash.channel_worker", str(self.folder / "setup.json"))

    def progress(self) -> float:
        """From 0 to 1: updates that Telegram knows to be taken, and what has reached officers."""
        taken = self.posted if self.mode == "webhook" else UPDATES - len(self.telegram.pending)
        delivered = sum(len(self.telegram.chat(f"officer{number}")) for number in range(1, DISTRICTS + 1))
        return (taken + min(delivered, UPDATES)) / (2 * UPDATES)

    async def post(self) -> None:
        """Telegram's side of a webhook: each update again and again until it is taken."""
        async with httpx.AsyncClient(timeout=5) as provider:
            while True:
                if not self.telegram.pending:
                    await asyncio.sleep(0.01)
                    continue
                batch = self.telegram.pending[:20]
                outcomes = await asyncio.gather(*(self._post(provider, update) for update in batch if _first_of_its_chat(update, batch)))
                done = [update for update in outcomes if update is not None]
                self.telegram.pending = [each for each in self.telegram.pending if each not in done]
                self.posted += len(done)
                if not done:
                    await asyncio.sleep(0.05)

    async def _post(self, provider: httpx.AsyncClient, update: dict[str, object]) -> dict[str, object] | None:
        try:
            headers = {"x-telegram-bot-api-secret-token": SECRET}
            answer = await provider.post(f"http://127.0.0.1:{self.port}/hooks/telegram", json=update, headers=headers)
        except httpx.TransportError:
            return None
        return update if answer.status_code == 200 else None


def _first_of_its_chat(update: dict[str, object], batch: list[dict[str, object]]) -> bool:
    def chat(each: dict[str, object]) -> object:
        message = each["message"]
        assert isinstance(message, dict)
        return message["chat"]["id"]

    return next(each for each in batch if chat(each) == chat(update)) is update


def words(person: int, line: int) -> str:
    return f"wiersz {line} od {person}."


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_nothing_is_lost_and_nothing_comes_twice(tmp_path: Path, mode: str) -> None:
    telegram = FakeTelegram()
    await telegram.start()
    worker = Killed(tmp_path, mode, telegram)
    for line in range(1, EACH + 1):
        for person in range(1, PEOPLE + 1):
            telegram.says(f"resident{person}", f"#{person} {words(person, line)}")
    chance = random.Random(SEED)
    telegram.fate = lambda: next((fate for fate, share in FATES.items() if chance.random() < share), "")
    posting = asyncio.create_task(worker.post()) if mode == "webhook" else None
    await worker.begin()
    try:
        for moment in sorted([0.25, 0.5, 0.75, *(chance.random() * 0.95 for _ in range(KILLS))]):
            deadline = time.monotonic() + 30
            while worker.progress() < moment:
                assert time.monotonic() < deadline, f"no progress at {worker.progress():.2f}: {(tmp_path / 'errors').read_text()[-500:]}"
                await asyncio.sleep(0.002)
            await worker.end(signal.SIGKILL)
            await worker.begin()
        deadline = time.monotonic() + 60
        while telegram.pending:
            assert time.monotonic() < deadline, "updates are left"
            await asyncio.sleep(0.01)
        await calm(tmp_path)
    finally:
        await worker.end(signal.SIGTERM)
        if posting is not None:
            posting.cancel()
            await asyncio.gather(posting, return_exceptions=True)
        await telegram.stop()
    print(json.dumps({"mode": mode, "kills": KILLS + 3, **check(tmp_path / "town.db", telegram)}))


def check(path: Path, telegram: FakeTelegram) -> dict[str, int]:
    """Every update once, in order; every message at least once, and no more copies than doubts."""
    database = sqlite3.connect(path)
    database.row_factory = sqlite3.Row
    taken = database.execute("SELECT COUNT(*) AS n, COUNT(DISTINCT external_id) AS names FROM inbox WHERE kind = 'message'").fetchone()
    assert (taken["n"], taken["names"]) == (UPDATES, UPDATES)
    assert database.execute("SELECT COUNT(*) FROM inbox WHERE outcome <> 'handled'").fetchone()[0] == 0
    for person in range(1, PEOPLE + 1):
        kept = [row["text"] for row in database.execute("SELECT text FROM entries WHERE report = ? ORDER BY id", (person,))]
        assert kept == [words(person, line) for line in range(1, EACH + 1)]
    rows = database.execute("SELECT key, outcome, uncertain FROM outbox").fetchall()
    assert {row["outcome"] for row in rows} <= {"sent", "skipped", "uncertain"}
    given_up = {row["key"] for row in rows if row["outcome"] == "uncertain"}
    assert all(row["uncertain"] >= MOST_DOUBTS for row in rows if row["key"] in given_up), "given up only after so many doubts"
    doubts = sum(row["uncertain"] for row in rows)
    read = "\n".join(said.text for number in range(1, DISTRICTS + 1) for said in telegram.chat(f"officer{number}"))
    copies = Counter({(person, line): read.count(f"„{words(person, line)}”") for person in range(1, PEOPLE + 1) for line in range(1, EACH + 1)})
    entries = {(row["report"], row["text"]): row["id"] for row in database.execute("SELECT id, report, text FROM entries")}
    for (person, line), count in copies.items():
        key = f"report:{person}:entry:{entries[person, words(person, line)]}"
        assert count >= 1 or key in given_up, "everything has reached its officer"
    twice = sum(max(count - 1, 0) for count in copies.values())
    assert twice <= doubts, f"{twice} copies with {doubts} doubts"
    for person in range(1, PEOPLE + 1):
        where = [read.index(f"„{words(person, line)}”") for line in range(1, EACH + 1) if copies[person, line]]
        assert where == sorted(where), "order per person"
    database.close()
    return {"updates": UPDATES, "doubts": doubts, "second_copies": twice, "given_up_in_doubt": len(given_up)}
