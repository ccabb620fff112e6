"""telegram: sending through the whole outbox and relaying updates, beside python-telegram-bot's own defaults in the same run.

``python -m benchmarks.telegram [--messages N]``. The server is `light_telegram`, in a process of its own, without TLS; its
answers take 40 ms and 2 ms (relay: also 1 ms, and no time at all, which no server does: there both are bound by their own CPU). Four figures:

- flat out: messages a second and CPU per message from the outbox (claimed, rendered, sent, settled, durable) to the wire,
  beside `Bot.send_message` with the default HTTPXRequest, 64 in flight, nothing kept;
- held: 1,000 a second, the paid limit, and how much of a core that takes;
- relay: a burst of 1,000 updates of 200 people to officers, beside an idiomatic relay of python-telegram-bot with a commit a message;
- overtaking: an officer's replies while a broadcast to 10,000 runs, from the commit to the wire.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
import time
from bisect import bisect_left
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiosqlite
from pydantic import SecretStr
from telegram import Bot, Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters
from telegram.request import HTTPXRequest

from benchmarks.common import ROUNDS, median, settings, show
from benchmarks.light_telegram import OFFICER
from bot.app import App
from bot.channels import make_channel
from bot.channels.channel import Channel, Limit, Surroundings
from bot.channels.telegram import bot as telegram_bot
from bot.channels.telegram.settings import TelegramSettings
from bot.clock import SystemClock
from bot.delivery.pace import Pace
from handlers.texts import t
from storage.database import Writer
from storage.models import Place, Prompt, Role
from storage.outgoing import IfUncertain, Outgoing, Priority
from storage.repositories import contacts, outbox, reports, staff

TOKEN = "42:TEST-TOKEN-of-a-bot-that-is-not-there"
IN_FLIGHT = 64
READER = 100_000_000
TEXT = "Zebranie w sprawie bezpieczeństwa na osiedlu Widok: środa 12 czerwca, godz. 18, szkoła podstawowa nr 17. Zapraszamy."


@asynccontextmanager
async def light(latency_ms: float = 2.0) -> AsyncIterator[int]:
    """The server; its port."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "benchmarks.light_telegram", str(latency_ms), stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    port = int(await process.stdout.readline())
    try:
        yield port
    finally:
        process.kill()
        await process.wait()


async def asked(port: int, what: str, content: str | None = None) -> Any:
    """What the server says of itself; on a plain connection, so that asking costs nothing of what is measured."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**28)
    body = (content or "").encode()
    writer.write(f"POST /{what} HTTP/1.1\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0])
    answer = json.loads(await reader.readexactly(length))
    writer.close()
    return answer["result"]


async def log_of(port: int) -> dict[str, Any]:
    found: dict[str, Any] = await asked(port, "log")
    return found


@asynccontextmanager
async def app_on(port: int, bulk_per_second: int) -> AsyncIterator[App]:
    """Our whole process on an empty database."""
    section = TelegramSettings(
        token=SecretStr(TOKEN),
        api_base_url=f"http://127.0.0.1:{port}/bot",
        file_base_url=f"http://127.0.0.1:{port}/file/bot",
        bulk_per_second=bulk_per_second,
    )

    def channels(around: Surroundings) -> Mapping[str, Channel]:
        return {"telegram": make_channel("telegram", section, around)}

    with tempfile.TemporaryDirectory() as folder:
        app = await App.open(settings(Path(folder) / "telegram.db"), clock=SystemClock(), channels=channels)
        try:
            yield app
        finally:
            await app.close()


async def readers(app: App, count: int) -> list[int]:
    async def work(unit: Writer) -> list[int]:
        return [(await contacts.meet(unit, "telegram", str(READER + number), language="pl", now=1)).contact for number in range(count)]

    return await app.units.run(work)


async def announce(app: App, people: list[int], priority: Priority = Priority.BULK, name: str = "a") -> None:
    """One message for each."""
    prompt, now = Prompt((t("{candidate}", candidate=TEXT),)), app.clock.now()
    rows = [Outgoing(f"{name}:{number}", f"contact:{number}", prompt, now, priority=priority, if_uncertain=IfUncertain.LEAVE) for number in people]

    async def work(unit: Writer) -> None:
        outbox.put(unit, rows, now, active=app.channels)

    await app.units.run(work)
    for sender in app.senders:
        sender.wake.set()


async def drained(app: App) -> None:
    while (await app.reader.fetch("SELECT EXISTS (SELECT 1 FROM outbox WHERE settled_at IS NULL) AS n"))[0]["n"]:  # noqa: ASYNC110
        await asyncio.sleep(0.01)


async def flat_out(total: int, latency_ms: float) -> tuple[float, float]:
    """Messages a second, and CPU milliseconds a message."""
    async with light(latency_ms) as port, app_on(port, 1000) as app:
        await announce(app, await readers(app, total))
        for sender in app.senders:
            sender._pace = Pace(None)
        cpu, start = time.process_time(), time.perf_counter()
        app.start()
        await drained(app)
        took, cpu = time.perf_counter() - start, time.process_time() - cpu
        assert (await log_of(port))["count"] == total
        return total / took, cpu / total * 1000


async def default_bot(total: int, latency_ms: float) -> tuple[float, float]:
    """The same of `Bot.send_message`, 64 in flight, with nothing kept."""
    async with light(latency_ms) as port:
        request = HTTPXRequest(connection_pool_size=IN_FLIGHT, pool_timeout=60)
        async with Bot(TOKEN, f"http://127.0.0.1:{port}/bot", request=request) as bot:
            numbers = iter(range(total))

            async def sending() -> None:
                for number in numbers:
                    await bot.send_message(READER + number, TEXT, parse_mode="HTML")

            cpu, start = time.process_time(), time.perf_counter()
            await asyncio.gather(*(sending() for _ in range(IN_FLIGHT)))
            took, cpu = time.perf_counter() - start, time.process_time() - cpu
            return total / took, cpu / total * 1000


async def held(seconds: int) -> tuple[float, float, float]:
    """At the paid limit: messages a second, the most within one second, and the share of a core."""
    async with light(40.0) as port, app_on(port, 1000) as app:
        await announce(app, await readers(app, 1000 * seconds))
        app.start()
        await asyncio.sleep(0.5)
        cpu, start, before = time.process_time(), time.perf_counter(), (await log_of(port))["count"]
        await asyncio.sleep(seconds - 2)
        took, cpu = time.perf_counter() - start, time.process_time() - cpu
        found = await log_of(port)
        times = sorted(at for chat in found["log"].values() for at, _ in chat)
        most = max(bisect_left(times, at + 1) - index for index, at in enumerate(times))
        return (found["count"] - before) / took, most, cpu / took


def updates(people: int, each: int) -> list[dict[str, Any]]:
    """What people write to their own reports."""
    found = []
    for number in range(people * each):
        person = number % people + 1
        chat = {"id": READER + person, "type": "private", "first_name": "x"}
        message = {
            "message_id": number + 1, "date": 1_717_574_400, "chat": chat, "text": f"#{person} wiersz {number // people} od {person}.",
            "from": {"id": READER + person, "is_bot": False, "first_name": "x"},
        }  # fmt: skip
        found.append({"update_id": number + 1, "message": message})
    return found


async def burst(port: int, people: int, each: int) -> None:
    """All of it at once, for a bot that has begun to ask."""
    while not await asked(port, "polled"):  # noqa: ASYNC110  # another process
        await asyncio.sleep(0.02)
    await asked(port, "load", json.dumps(updates(people, each)))


async def relayed(latency_ms: float, people: int = 200, each: int = 5) -> float:
    """Updates a second, until the last has reached its officer; checked to be in order per person."""
    telegram_bot._PRIVATE = Limit(burst=10_000, per=1)  # twelve officers: a chat's own pace is not what is measured
    async with light(latency_ms) as port, app_on(port, 1000) as app:
        await stage(app, people)
        app.start()
        await burst(port, people, each)
        start = time.perf_counter()
        while (count := await at_officers(port)) < people * each:
            assert time.perf_counter() - start < 120, count
            await asyncio.sleep(0.02)
        took = time.perf_counter() - start
        for chat in (await log_of(port))["log"].items():
            assert int(chat[0]) < OFFICER or _in_order([text for _, text in chat[1]], people)
        return people * each / took


async def stage(app: App, people: int) -> None:
    """An officer for each district (so many that the pace of one chat is not what is measured), a report for each person."""

    async def work(unit: Writer) -> None:
        districts = list(app.town.districts)
        for number, district in enumerate(districts):
            urn = await contacts.meet(unit, "telegram", str(OFFICER + number), language="pl", now=1)
            staff.grant(unit, urn.contact, Role.OFFICER, district=district, since=1)
        for person in range(1, people + 1):
            urn = await contacts.meet(unit, "telegram", str(READER + person), language="pl", now=1)
            district = districts[person % len(districts)]
            await reports.add(unit, author=urn.contact, district=district, place=Place("Widok", "7"), words="x", promised_at=2**60, now=1)

    await app.units.run(work)


async def at_officers(port: int) -> int:
    return int(await asked(port, "officers"))


def _in_order(texts: list[str], people: int) -> bool:
    for person in range(1, people + 1):
        lines = [text.split("wiersz ")[1].split()[0] for text in texts if f"od {person}." in text]
        if lines != sorted(lines):
            return False
    return True


_OF_THE_IDIOMATIC = """
CREATE TABLE officers (district INTEGER PRIMARY KEY, chat INTEGER);
CREATE TABLE reports (number INTEGER PRIMARY KEY, person INTEGER, district INTEGER);
CREATE TABLE entries (id INTEGER PRIMARY KEY, report INTEGER, text TEXT);
CREATE TABLE bubbles (chat INTEGER, message INTEGER, report INTEGER, PRIMARY KEY (chat, message));
"""
_OFFICER_OF = "SELECT r.number, o.chat FROM reports AS r JOIN officers AS o ON o.district = r.district WHERE r.number = ? AND r.person = ?"


async def idiomatic(latency_ms: float, people: int = 200, each: int = 5) -> float:
    """What one writes with python-telegram-bot: a handler, a commit a message, its own client, its own polling.

    It does the same job: whose report, which officer, what an officer's reply to the bubble will be about."""
    async with light(latency_ms) as port:
        with tempfile.TemporaryDirectory() as folder:
            async with aiosqlite.connect(Path(folder) / "relay.db") as db:
                await db.execute("PRAGMA journal_mode=WAL")
                await db.execute("PRAGMA synchronous=FULL")
                await db.executescript(_OF_THE_IDIOMATIC)
                await db.executemany("INSERT INTO officers VALUES (?, ?)", [(district, OFFICER + district) for district in range(12)])
                await db.executemany("INSERT INTO reports VALUES (?, ?, ?)", [(n, READER + n, n % 12) for n in range(1, people + 1)])
                await db.commit()

                async def relay(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
                    message = update.message
                    assert message is not None
                    assert message.text is not None
                    number = int(message.text[1:].split(" ", 1)[0])
                    async with db.execute(_OFFICER_OF, (number, message.chat_id)) as found:
                        row = await found.fetchone()
                    assert row is not None
                    await db.execute("INSERT INTO entries (report, text) VALUES (?, ?)", (row[0], message.text))
                    sent = await context.bot.send_message(row[1], f"Dopisano: {message.text}")
                    await db.execute("INSERT INTO bubbles VALUES (?, ?, ?)", (row[1], sent.message_id, row[0]))
                    await db.commit()
                    await context.bot.send_message(message.chat_id, "Dopisano do zgłoszenia.")

                builder = Application.builder().token(TOKEN).base_url(f"http://127.0.0.1:{port}/bot")
                application = builder.build()
                application.add_handler(MessageHandler(filters.TEXT, relay))
                async with application:
                    assert application.updater is not None
                    await application.start()
                    await application.updater.start_polling(poll_interval=0, timeout=1)
                    await burst(port, people, each)
                    start = time.perf_counter()
                    while await at_officers(port) < people * each:
                        assert time.perf_counter() - start < 300
                        await asyncio.sleep(0.02)
                    took = time.perf_counter() - start
                    await application.updater.stop()
                    await application.stop()
        return people * each / took


async def overtaking(readers_count: int = 10_000, replies: int = 100) -> float:
    """Seconds from the commit of an officer's reply to the wire, at the 99th percentile, at thirty of bulk a second."""
    async with light(40.0) as port, app_on(port, 30) as app:
        await announce(app, await readers(app, readers_count))
        app.start()
        put: dict[int, float] = {}
        others = await people_beside(app, replies)
        for number in others:
            await announce(app, [number], Priority.REPLY, f"reply{number}")
            put[number] = time.monotonic()
            await asyncio.sleep(0.05)
        await asyncio.sleep(1.5)
        log = (await log_of(port))["log"]
        late: list[float] = sorted(log[str(OFFICER * 2 + index)][0][0] - put[number] for index, number in enumerate(others))
        assert len(late) == replies
        return late[int(replies * 0.99) - 1]


async def people_beside(app: App, count: int) -> list[int]:
    async def work(unit: Writer) -> list[int]:
        return [(await contacts.meet(unit, "telegram", str(OFFICER * 2 + number), language="pl", now=1)).contact for number in range(count)]

    return await app.units.run(work)


async def main(total: int) -> None:
    for latency_ms, wanted in ((40.0, 15.0), (2.0, 5.0)):
        rounds = [(await flat_out(total, latency_ms), await default_bot(max(total // 10, 500), latency_ms)) for _ in range(ROUNDS)]
        show(
            "telegram flat out, CPU per message beside Bot.send_message",
            latency_ms=latency_ms,
            rate=median([own[0] for own, _ in rounds]),
            baseline=median([base[0] for _, base in rounds]),
            ratio=median([base[1] / own[1] for own, base in rounds]),
            wanted=wanted,
            cpu_ms_per_message=median([own[1] for own, _ in rounds]),
            baseline_cpu_ms_per_message=median([base[1] for _, base in rounds]),
        )
    rate, most, share = await held(12)
    show(
        "telegram held at 1,000 a second", rate=rate, baseline=1000, ratio=rate / 1000, wanted=0.97, most_within_a_second=most, share_of_a_core=share
    )
    for latency_ms in (0.0, 1.0, 2.0, 40.0):
        pairs = [(await relayed(latency_ms), await idiomatic(latency_ms)) for _ in range(ROUNDS if latency_ms <= 1.0 else 1)]
        show(
            "telegram relay of 1,000 updates, beside an idiomatic one",
            latency_ms=latency_ms,
            rate=median([own for own, _ in pairs]),
            baseline=median([base for _, base in pairs]),
            ratio=median([own / base for own, base in pairs]),
            wanted=3.0,
        )
    late = await overtaking()
    show("telegram: a reply during a broadcast to 10,000, p99 seconds", rate=late, baseline=1.0, ratio=late, wanted=1.0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=10_000)
    asyncio.run(main(parser.parse_args().messages))
