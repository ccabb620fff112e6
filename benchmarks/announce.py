"""announce: an announcement to 100,000 people put into the outbox by slices, beside one plain `INSERT … SELECT` of the same rows.

``python -m benchmarks.announce [--people N]``. Ours is what the clock does: a timer, a unit, a slice, the next timer. The baseline keeps
nothing of that. Both are CPU seconds of this process in the same run; the longest slice is what anybody else would have waited.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from functools import partial
from pathlib import Path

from benchmarks.common import ROUNDS, NullChannel, median, settings, show
from benchmarks.relay import Relay, open_app
from bot.app import App
from bot.clock import SystemClock
from handlers.coordinator.approve import FAN_OUT
from handlers.dialogue.update import Kind
from storage.announcing import Audience, Draft, Severity
from storage.database import Writer
from storage.models import DAY, Instant
from storage.repositories import announcements, conversations

NUMBERS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)"
PLAIN = (
    "INSERT INTO outbox (key, lane, recipient, channel, priority, verb, otherwise, prompt, about, if_uncertain, created_at, due_at, expires_at,"
    " available_at) SELECT 'plain:' || c.id, 'contact:' || c.id || '/bulk', 'contact:' || c.id, 'bench', 3, 'say', 'say', :prompt, 'plain:1',"
    " 'leave', 1, 1, 1, 1 FROM contacts AS c WHERE c.id > 1000"
)


async def people(unit: Writer, count: int) -> None:
    """So many who want announcements."""
    unit.write(
        f"{NUMBERS} INSERT INTO contacts (id, language, created_at, street, house, house_number, district, announcements, remembered_at)"
        " SELECT 1000 + i, 'pl', 0, 'Podmiejska', '' || i % 200, i % 200, 5, 1, 0 FROM n",
        {"count": count},
    )
    unit.write(f"{NUMBERS} INSERT INTO urns (channel, address, contact_id) SELECT 'bench', 'p' || i, 1000 + i FROM n", {"count": count})


async def announced(unit: Writer, now: Instant) -> None:
    """An announcement to all of them, approved and due."""
    words = "Zebranie w sprawie bezpieczeństwa: środa 12 czerwca, godz. 18, szkoła podstawowa nr 17."
    draft = Draft(Audience(5), {"": words}, Severity.NOTICE, now, now + DAY)
    id = await announcements.add(unit, draft, author=1001, urn=None, now=now)
    assert await announcements.ask(unit, id, 1, now)
    assert await announcements.approve(unit, id, 1, 1002, due_at=now, expires_at=now + DAY, now=now)
    conversations.set_timer(unit, FAN_OUT, f"announcement:{id}", now)


async def one(count: int) -> tuple[float, float, float, float]:
    """Seconds and CPU seconds of ours, the longest slice in milliseconds, and CPU seconds of the baseline."""
    with tempfile.TemporaryDirectory() as folder:
        app = await App.open(settings(Path(folder) / "announce.db"), clock=SystemClock(), channels=lambda _: {"bench": NullChannel()})
        app.units.closers = []  # what is measured is putting them there, not sending

        try:
            await app.units.run(partial(people, count=count))
            await app.units.run(partial(announced, now=app.clock.now()))
            start, cpu, longest = time.perf_counter(), time.process_time(), 0.0
            busy = True
            while busy:
                slice_start = time.perf_counter()
                busy = await app.agenda.step()
                busy = await app.intake.step() or busy
                longest = max(longest, time.perf_counter() - slice_start)
            took, cpu = time.perf_counter() - start, time.process_time() - cpu
            rows = await app.reader.fetch("SELECT COUNT(*) AS n, MAX(prompt) AS prompt FROM outbox WHERE key LIKE 'announcement:1:contact:%'")
            assert rows[0]["n"] == count

            async def plain(unit: Writer) -> None:
                unit.write(PLAIN, {"prompt": rows[0]["prompt"]})

            base = time.process_time()
            await app.units.run(plain)
            return took, cpu, longest * 1000, time.process_time() - base
        finally:
            await app.close()


async def answered(people_count: int, messages: int = 400) -> float:
    """Seconds until a resident's message is answered, at the 99th percentile, while an announcement to so many people is on its way."""
    with tempfile.TemporaryDirectory() as folder:
        app, channel = await open_app(Path(folder) / "beside.db", 0.0)
        relay, taken = Relay(app, channel), list[float]()
        try:
            if people_count:
                await app.units.run(partial(people, count=people_count))
                await app.units.run(partial(announced, now=app.clock.now()))
            app.start()

            async def resident(number: int) -> None:
                start = time.perf_counter()
                await relay.hand_in(1, f"r{number}", Kind.MESSAGE, text="znowu piją na klatce i hałasują do rana")
                taken.append(time.perf_counter() - start)

            for number in range(messages):  # one after another: what is asked is how long one of them waits
                await resident(number)
            return sorted(taken)[int(messages * 0.99) - 1]
        finally:
            await app.close()


async def main(count: int) -> None:
    pairs = [(await answered(10_000), await answered(0)) for _ in range(3)]
    show(
        "a resident's message beside an announcement to 10,000, p99 seconds",
        rate=median([beside for beside, _ in pairs]),
        baseline=median([alone for _, alone in pairs]),
        ratio=median([beside / alone for beside, alone in pairs]),
        wanted_seconds=1.0,
    )
    found = [await one(count) for _ in range(ROUNDS)]
    show(
        "announcement fanned out, CPU beside one INSERT … SELECT",
        people=count,
        seconds=median([each[0] for each in found]),
        longest_slice_ms=max(each[2] for each in found),
        ratio=median([each[3] / each[1] for each in found]),
        wanted=0.5,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=100_000)
    asyncio.run(main(parser.parse_args().people))
