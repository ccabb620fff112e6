"""timers: 10,000 that are due in the same minute, beside an APScheduler 3.11 SQLAlchemy job store that holds the same jobs; and the relay
while a million wait.

``python -m benchmarks.timers [--timers N] [--waiting N] [--messages N]``. Ours is the whole way: the bell, a slice becomes Updates, each is
handled in a unit of its own (whoever asked us to remember an address has not written for two years: it is forgotten), all durable. The
baseline's jobs do nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from benchmarks import jobs
from benchmarks.common import ROUNDS, NullChannel, median, settings, show
from benchmarks.relay import ours as relayed
from bot.app import App
from bot.clock import SystemClock
from storage.database import Writer

NUMBERS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)"
PEOPLE = (
    f"{NUMBERS} INSERT INTO contacts (id, language, created_at, street, house, district, announcements, remembered_at)"
    " SELECT 1000 + i, 'pl', 0, 'Podmiejska', '' || i % 200, 5, 1, 0 FROM n"
)
URNS = f"{NUMBERS} INSERT INTO urns (channel, address, contact_id) SELECT 'bench', 'p' || i, 1000 + i FROM n"
TIMERS = f"{NUMBERS} INSERT INTO timers (name, subject, due_at) SELECT 'resident.my_address.silence', 'contact:' || (1000 + i), :at + i FROM n"


async def drained(count: int) -> tuple[float, float]:
    """Seconds and CPU seconds until all that are due have done their work."""
    with tempfile.TemporaryDirectory() as folder:
        app = await App.open(settings(Path(folder) / "timers.db"), clock=SystemClock(), channels=lambda _: {"bench": NullChannel()})

        async def people(unit: Writer) -> None:
            unit.write(PEOPLE, {"count": count})
            unit.write(URNS, {"count": count})
            unit.write(TIMERS, {"count": count, "at": app.clock.now() - count})

        try:
            await app.units.run(people)
            cpu, start = time.process_time(), time.perf_counter()
            app.start()
            while (await app.reader.fetch("SELECT EXISTS (SELECT 1 FROM contacts WHERE street IS NOT NULL) AS n"))[0]["n"]:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            return time.perf_counter() - start, time.process_time() - cpu
        finally:
            await app.close()


async def job_store(count: int) -> tuple[float, float]:
    """The same of APScheduler's own job store."""
    jobs.done.clear()
    with tempfile.TemporaryDirectory() as folder:
        store = SQLAlchemyJobStore(f"sqlite:///{folder}/jobs.db")
        scheduler = AsyncIOScheduler(timezone=UTC, jobstores={"default": store}, job_defaults={"misfire_grace_time": None, "max_instances": count})
        scheduler.start(paused=True)
        due = datetime.now(UTC) - timedelta(minutes=1)
        for number in range(count):
            scheduler.add_job(jobs.job, "date", args=(number,), run_date=due + timedelta(microseconds=number))
        cpu, start = time.process_time(), time.perf_counter()
        scheduler.resume()
        while len(jobs.done) < count:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        took = time.perf_counter() - start, time.process_time() - cpu
        scheduler.shutdown(wait=False)
        store.engine.dispose()
        return took


async def main(count: int, waiting: int, messages: int) -> None:
    rounds = [(await drained(count), await job_store(count)) for _ in range(3)]
    show(
        "timers due in the same minute, beside an APScheduler SQLAlchemy job store",
        timers=count,
        seconds=median([own[0] for own, _ in rounds]),
        most_seconds=30,
        baseline=median([base[0] for _, base in rounds]),
        ratio=median([base[0] / own[0] for own, base in rounds]),
        wanted=1.0,
        cpu_ratio=median([base[1] / own[1] for own, base in rounds]),
    )
    pairs = [((await relayed(0.0, messages))["rate"], (await relayed(0.0, messages, timers=waiting))["rate"]) for _ in range(ROUNDS)]
    show(
        "relay while timers wait, beside none",
        waiting=waiting,
        rate=median([full for _, full in pairs]),
        baseline=median([small for small, _ in pairs]),
        ratio=median([full / small for small, full in pairs]),
        wanted=0.95,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--timers", type=int, default=10_000)
    parser.add_argument("--waiting", type=int, default=1_000_000)
    parser.add_argument("--messages", type=int, default=3000)
    given = parser.parse_args()
    asyncio.run(main(given.timers, given.waiting, given.messages))
