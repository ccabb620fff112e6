"""The process that is killed: the real app behind the real web server, with officers on a channel that cannot deduplicate.

``python -m tests.crash.worker FOLDER PORT SEED``. What the ledger channel "delivers" is appended to ``FOLDER/ledger``:
it survives the kill, as a message that has reached a phone does.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
from collections.abc import Mapping
from pathlib import Path

import uvicorn

from bot.app import App
from bot.channels import make_channel
from bot.channels.channel import Capabilities, Channel, Plain, Rendered, Surroundings, Temporary, Uncertain
from bot.channels.settings import WebChatSettings
from bot.channels.webchat import WebChat
from bot.clock import SystemClock
from bot.delivery import sender, verdict
from bot.logs import configure
from bot.web.guard import Rates, Sessions
from bot.web.health import Pulse
from bot.web.server import Pane, Site, make_site
from storage.database import Writer
from storage.models import SECOND, Place, Prompt, Role, Text, Urn
from storage.outgoing import IfUncertain, Outgoing, Priority
from storage.repositories import contacts, outbox, reports, settings, staff
from tests.settings import settings as town_settings

RESIDENTS = 8


class Ledger(Plain):
    """Appends what it delivers to a file. Like a real network it is slow, fails, and times out after delivery."""

    name = "ledger"
    capabilities = Capabilities(buttons=False, edits=False, withdraws=False, html=False, sms=True)

    def __init__(self, path: Path, chance: random.Random) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._chance = chance

    async def say(self, to: Urn, message: Rendered, *, dedupe: str) -> str:
        await asyncio.sleep(self._chance.random() * 0.01)
        fate = self._chance.random()
        if fate < 0.03:
            raise Temporary("no connection")
        if fate < 0.05:
            raise Uncertain("timeout before delivery")
        os.write(self._file, (json.dumps({"key": dedupe, "to": to.address, "text": message.text}) + "\n").encode())
        await asyncio.sleep(self._chance.random() * 0.01)
        if fate < 0.08:
            raise Uncertain("timeout after delivery")
        return dedupe

    async def replace(self, to: Urn, external_id: str, message: Rendered) -> None:
        raise AssertionError

    async def withdraw(self, to: Urn, external_id: str) -> None:
        raise AssertionError


async def people(app: App) -> None:
    """Once: residents with an open report each, officers on the ledger, somebody who gets bulk."""

    async def work(unit: Writer) -> None:
        if await settings.get(unit, "crash.stage") is not None:
            return
        now = app.clock.now()
        for district in app.town.districts:
            urn = await contacts.meet(unit, "ledger", f"officer{district}", language="pl", now=now)
            staff.grant(unit, urn.contact, Role.OFFICER, district=district, since=0)
        for number in range(1, RESIDENTS + 1):
            urn = await contacts.meet(unit, "web", f"resident{number}", language="pl", now=now)
            await reports.add(unit, author=urn.contact, district=number, place=Place("Widok", "7"), words="sprawa", promised_at=now + 10**12, now=now)
        await contacts.meet(unit, "ledger", "reader", language="pl", now=now)
        settings.put(unit, "crash.stage", "set")

    await app.units.run(work)


async def bulk(app: App) -> None:
    """Announcements that are not repeated when in doubt, one every few milliseconds."""
    reader = await contacts.by_address(app.reader, "ledger", "reader")
    assert reader is not None
    number = int((await app.reader.fetch("SELECT COUNT(*) AS n FROM outbox WHERE key LIKE 'bulk:%'"))[0]["n"])
    while not Path(sys.argv[1], "enough").exists():
        number += 1
        row = Outgoing(
            f"bulk:{number}",
            f"contact:{reader.contact}",
            Prompt((Text("Cases"),)),
            app.clock.now(),
            priority=Priority.BULK,
            if_uncertain=IfUncertain.LEAVE,
        )

        async def work(unit: Writer, row: Outgoing = row) -> None:
            outbox.put(unit, [row], app.clock.now(), active=app.channels)

        await app.units.run(work)
        for each in app.senders:
            each.wake.set()
        await asyncio.sleep(0.005)


async def main(folder: Path, port: int, seed: int) -> None:
    configure(level="ERROR")
    # A kill every half second needs shorter waits than production has; the order of their lengths is the same.
    sender.LEASE, sender.SEND_TIMEOUT = SECOND, 0.5
    verdict.FIRST_PAUSE, verdict.LONGEST_PAUSE = SECOND // 50, SECOND // 2
    clock = SystemClock()
    ledger = Ledger(folder / "ledger", random.Random(seed))

    def channels(around: Surroundings) -> Mapping[str, Channel]:
        return {"web": make_channel("web", WebChatSettings(), around), "ledger": ledger}

    app = await App.open(town_settings(folder, at_any_hour=True), clock=clock, channels=channels)
    await people(app)
    web = app.channels["web"]
    assert isinstance(web, WebChat)
    site = Site(
        intake=app.intake,
        channel=web,
        clock=clock,
        catalogs=app.catalogs,
        sessions=Sessions("crash", secure=False),
        rates=Rates(10**9),
        hosts=("127.0.0.1",),
        secure=False,
        town="",
        is_example=True,
        duty_phone="",
        administrator="",
        exit_to="https://meteo.imgw.pl/",
        files=app.files,
        largest_mb=1,
        pulse=Pulse(app.reader, clock, app.units.tally, app.is_running, app.send_errors),
        calendar=app.calendar,
        panes=[Pane(f"resident{number}", "", web) for number in range(1, RESIDENTS + 1)],
    )
    app.start()
    load = asyncio.create_task(bulk(app))
    server = uvicorn.Server(uvicorn.Config(make_site(site), host="127.0.0.1", port=port, log_level="error", access_log=False))
    await server.serve()
    load.cancel()
    await app.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
