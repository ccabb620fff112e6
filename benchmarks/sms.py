"""sms: handed to a real Kannel through the whole outbox, beside a bare aiohttp loop against the same Kannel in the same run.

``python -m benchmarks.sms [--messages N]``. Kannel (bearerbox, smsbox) and an SMPP operator run on loopback, as in `tests.kannel`; its
delivery reports go to `light_telegram`, which answers everything. Ours claims, renders, sends and settles each message durably; the
baseline only asks Kannel to send, as many at once, with the same parameters, and keeps nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from benchmarks.common import ROUNDS, median, settings, show
from benchmarks.telegram import drained, light
from bot.app import App
from bot.channels import make_channel
from bot.channels.sms.settings import KannelSettings
from bot.clock import SystemClock
from bot.delivery.sender import SLOTS
from handlers.texts import t
from storage.database import Writer
from storage.models import Prompt
from storage.outgoing import Outgoing, Priority
from storage.repositories import contacts, outbox
from tests.kannel.gateway import RealKannel

TEXT = "Zgloszenie 1 wyslane. Dzielnicowy odpowie do srody 12.06 godz. 16. To nie zawiadomienie o przestepstwie. Zagrozenie zycia: 112"
NUMBERS = 501_000_000


async def ours(section: KannelSettings, total: int) -> float:
    """Messages a second, from the outbox to Kannel's yes, settled."""
    with tempfile.TemporaryDirectory() as folder:
        app = await App.open(
            settings(Path(folder) / "sms.db"), clock=SystemClock(), channels=lambda around: {"sms": make_channel("sms", section, around)}
        )
        try:
            prompt, now = Prompt((t("{candidate}", candidate=TEXT),), short=t("{candidate}", candidate=TEXT)), app.clock.now()

            async def work(unit: Writer) -> None:
                people = [(await contacts.meet(unit, "sms", f"+48{NUMBERS + number}", language="pl", now=1)).contact for number in range(total)]
                rows = [Outgoing(f"a:{number}", f"contact:{number}", prompt, now, priority=Priority.NOTICE) for number in people]
                outbox.put(unit, rows, now, active=app.channels)

            await app.units.run(work)
            start = time.perf_counter()
            app.start()
            await drained(app)
            took = time.perf_counter() - start
            outcomes = await app.reader.fetch("SELECT outcome, COUNT(*) AS n FROM outbox GROUP BY outcome")
            assert {row["outcome"]: row["n"] for row in outcomes} == {"sent": total}
            return total / took
        finally:
            await app.close()


async def bare(section: KannelSettings, total: int) -> float:
    """The same requests from a loop that keeps nothing."""
    numbers = iter(range(total))
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=SLOTS)) as session:

        async def sending() -> None:
            for number in numbers:
                parameters: dict[str, Any] = {
                    "username": section.username, "password": section.password.get_secret_value(), "from": section.number,
                    "to": f"+48{NUMBERS + number}", "text": TEXT, "charset": "UTF-8", "coding": "0", "dlr-mask": "31",
                    "dlr-url": f"{section.callback_url}/hooks/sms/x/dlr?id={number}&type=%d",
                }  # fmt: skip
                async with session.get(f"{section.base_url}/cgi-bin/sendsms", params=parameters) as answer:
                    assert answer.status == 202
                    await answer.read()

        start = time.perf_counter()
        await asyncio.gather(*(sending() for _ in range(SLOTS)))
        return total / (time.perf_counter() - start)


async def main(total: int) -> None:
    if shutil.which("bearerbox", path="/usr/sbin:/usr/bin:/usr/local/sbin") is None:
        print(json.dumps({"benchmark": "sms handed to Kannel", "skipped": "Kannel is not installed (apt-get install kannel)"}))
        return
    pairs = []
    async with light(0.0) as port:
        for round_ in range(ROUNDS):
            with tempfile.TemporaryDirectory() as folder:
                kannel = RealKannel(Path(folder) / "kannel", port)
                await kannel.start()
                section = kannel.settings()
                assert urlsplit(section.callback_url).port == port
                try:
                    first, second = (ours, bare) if round_ % 2 else (bare, ours)
                    measured = {first: await first(section, total), second: await second(section, total)}
                    pairs.append((measured[ours], measured[bare]))
                finally:
                    await kannel.close()
    show(
        "sms handed to Kannel, beside a bare aiohttp loop",
        rate=median([own for own, _ in pairs]),
        baseline=median([base for _, base in pairs]),
        ratio=median([own / base for own, base in pairs]),
        wanted=0.8,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=2_000)
    asyncio.run(main(parser.parse_args().messages))
