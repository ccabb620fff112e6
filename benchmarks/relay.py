"""relay: residents' messages handled end to end, beside a bare loop that commits four statements a message.

``python -m benchmarks.relay [--messages N]``. A resident's four messages make a cycle: a sentence, the place, [Send], and
one addition. A message is done when it is in the inbox, its dialogue and report are kept, and all that it caused is
rendered, sent and settled. 32 residents are in flight; so are 32 messages of the baseline.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.common import IN_FLIGHT, ROUNDS, NullChannel, fill, median, settings, show, slow_commits
from bot.app import App
from bot.channels.channel import Incoming
from bot.clock import SystemClock
from handlers.dialogue.update import Kind
from storage.database import Connection, Writer, open_database
from storage.models import DAY, Role
from storage.repositories import contacts, staff

STREETS = (
    "Garbarska",
    "Jasna",
    "Polna",
    "Warszawska",
    "Słoneczna 1",
    "Podmiejska 13",
    "Widok 7",
    "Gdańska",
    "Hoża",
    "Majkowska",
    "Głogowska",
    "Sadowa",
)

DRAFT = """SELECT s.state FROM sessions AS s JOIN urns AS u ON u.contact_id = s.contact_id
WHERE u.channel = 'bench' AND u.address = :a"""
NUMBER = """SELECT r.number FROM reports AS r JOIN urns AS u ON u.contact_id = r.author_id
WHERE u.channel = 'bench' AND u.address = :a"""


class Relay:
    """One app under load."""

    def __init__(self, app: App, channel: NullChannel) -> None:
        self.app = app
        self.waiting: dict[str, asyncio.Future[None]] = {}
        channel.arrived = self.arrived

    def arrived(self, address: str) -> None:
        done = self.waiting.pop(address, None)
        if done is not None and not done.done():
            done.set_result(None)

    async def hand_in(self, number: int, address: str, kind: Kind, text: str = "", link: str = "") -> None:
        done = asyncio.get_running_loop().create_future()
        self.waiting[address] = done
        await self.app.intake.accept(Incoming("bench", f"{address}:{number}", address, kind, text, link))
        await done

    async def residents(self, slot: int, numbers: itertools.count[int], total: int) -> None:
        """One new resident after another, four messages each, until all are handed in."""
        for cycle in itertools.count():
            number = next(numbers)
            if number * 4 > total:
                return
            address, street = f"r{slot}-{cycle}", STREETS[(slot + cycle) % len(STREETS)]
            await self.hand_in(1, address, Kind.MESSAGE, text="znowu piją na klatce i hałasują do rana")
            await self.hand_in(2, address, Kind.MESSAGE, text=street)
            draft = await self.one(
                DRAFT,
                address,
            )
            await self.hand_in(3, address, Kind.PRESS, link=f"resident.report.send:{json.loads(draft)['draft']}")
            report = await self.one(NUMBER, address)
            await self.hand_in(4, address, Kind.MESSAGE, text=f"#{report} dziś jest tak samo")

    async def one(self, sql: str, address: str) -> Any:
        """What the resident's page would know: the draft, the number."""
        return next(iter(dict((await self.app.reader.fetch(sql, {"a": address}))[0]).values()))


async def open_app(path: Path, commit: float, residents: int = 0, reports: int = 0) -> tuple[App, NullChannel]:
    channel = NullChannel()
    app = await App.open(settings(path), clock=SystemClock(), channels=lambda around: {"bench": channel})
    if residents:
        await fill(app.units, residents, reports)

    async def officers(unit: Writer) -> None:
        for district in app.town.districts:
            urn = await contacts.meet(unit, "bench", f"officer{district}", language="pl", now=1)
            staff.grant(unit, urn.contact, Role.OFFICER, district=district, since=1)

    await app.units.run(officers)
    await app.database.writer.fetch("PRAGMA wal_checkpoint(TRUNCATE)")
    await slow_commits(app.database.writer, commit)
    return app, channel


async def ours(commit: float, total: int, residents: int = 0, reports: int = 0, timers: int = 0) -> dict[str, float]:
    """Messages a second, with statements and commits per message; `timers` wait for a later year meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        app, channel = await open_app(Path(folder) / "relay.db", commit, residents, reports)
        if timers:
            await wait_for_later(app, timers)
        relay = Relay(app, channel)
        app.start()
        before = (app.units.tally.statements, app.units.tally.commits, app.units.tally.trips)
        numbers, cpu, start = itertools.count(1), time.process_time(), time.perf_counter()
        await asyncio.gather(*(relay.residents(slot, numbers, total) for slot in range(IN_FLIGHT)))
        while (await app.reader.fetch("SELECT COUNT(*) AS n FROM outbox WHERE settled_at IS NULL"))[0]["n"]:  # noqa: ASYNC110  # no hook is worth it
            await asyncio.sleep(0.001)
        took, cpu = time.perf_counter() - start, time.process_time() - cpu
        done = (await app.reader.fetch("SELECT COUNT(*) AS n FROM inbox WHERE outcome = 'handled' AND external_id LIKE 'r%'"))[0]["n"]
        sent = (await app.reader.fetch("SELECT COUNT(*) AS n FROM outbox WHERE outcome = 'sent' AND key NOT LIKE 'old%'"))[0]["n"]
        after = (app.units.tally.statements, app.units.tally.commits, app.units.tally.trips)
        await app.close()
        per_message = [(b - a) / done for a, b in zip(before, after, strict=True)]
        return {
            "rate": done / took,
            "statements": per_message[0],
            "commits": per_message[1],
            "trips": per_message[2],
            "sent": sent / done,
            "cpu_ms": cpu / done * 1000,
        }


async def wait_for_later(app: App, count: int) -> None:
    """So many timers that are not due for a year."""
    numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)"

    async def work(unit: Writer) -> None:
        sql = f"{numbers} INSERT INTO timers (name, subject, due_at) SELECT 'resident.my_address.silence', 'contact:' || i, :at + i FROM n"
        unit.write(sql, {"count": count, "at": app.clock.now() + 365 * DAY})

    await app.units.run(work)
    await app.database.writer.fetch("PRAGMA wal_checkpoint(TRUNCATE)")


async def baseline(commit: float, total: int) -> float:
    """Four awaited statements and a commit for each message, 32 in flight on one connection."""
    with tempfile.TemporaryDirectory() as folder:
        database = await open_database(Path(folder) / "bare.db")
        db: Connection = database.writer
        for table in ("inbox", "report", "outbox"):
            await db.fetch(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, words TEXT, settled INTEGER)")
        await slow_commits(db, commit)
        turn = asyncio.Lock()
        numbers = iter(range(1, total + 1))

        async def worker() -> None:
            for number in numbers:
                async with turn:
                    await db.execute_fetchall("BEGIN IMMEDIATE")
                    for table in ("inbox", "report", "outbox"):
                        await db.execute_fetchall(f"INSERT INTO {table} (id, words) VALUES (?, ?)", (number, "znowu piją na klatce"))
                    await db.execute_fetchall("UPDATE inbox SET settled = 1 WHERE id = ?", (number,))
                    await db.fetch("COMMIT")

        start = time.perf_counter()
        await asyncio.gather(*(worker() for _ in range(IN_FLIGHT)))
        took = time.perf_counter() - start
        await database.close()
        return total / took


async def main(total: int) -> None:
    for commit, wanted in ((0.0, 0.2), (0.002, 2.0)):
        rounds = [(await ours(commit, total), await baseline(commit, total if not commit else total // 4)) for _ in range(ROUNDS)]
        show(
            "relay",
            commit_ms=commit * 1000,
            rate=median([own["rate"] for own, _ in rounds]),
            baseline=median([base for _, base in rounds]),
            ratio=median([own["rate"] / base for own, base in rounds]),
            wanted=wanted,
            statements_per_message=rounds[0][0]["statements"],
            trips_per_message=rounds[0][0]["trips"],
            commits_per_message=rounds[0][0]["commits"],
            sent_per_message=rounds[0][0]["sent"],
            cpu_ms_per_message=rounds[0][0]["cpu_ms"],
        )
    pairs = [((await ours(0.0, total, 100, 100))["rate"], (await ours(0.0, total, 100_000, 100_000))["rate"]) for _ in range(ROUNDS)]
    show(
        "relay with 100,000 residents and old reports, beside 100",
        rate=median([full for _, full in pairs]),
        baseline=median([small for small, _ in pairs]),
        ratio=median([full / small for small, full in pairs]),
        wanted=0.85,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=3000)
    asyncio.run(main(parser.parse_args().messages))
