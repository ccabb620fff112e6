"""The process that is killed: the real app with one channel (a bot, an SMS gateway). ``python -m tests.crash.channel_worker SETUP``."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping
from pathlib import Path

import uvicorn
from pydantic import TypeAdapter
from starlette.applications import Starlette

from bot.app import App
from bot.channels import ChannelSettings, make_channel
from bot.channels.channel import Channel, Limit, Surroundings
from bot.channels.telegram import bot
from bot.clock import SystemClock
from bot.delivery import loop, sender, verdict
from bot.logs import configure
from bot.web.hooks import hook_routes
from storage.database import Writer
from storage.models import SECOND, Place, Role
from storage.repositories import contacts, reports, settings, staff
from tests.settings import settings as town_settings


async def people(app: App, channel: str, officers: Mapping[str, object], residents: Mapping[str, object]) -> None:
    """Once: an officer for each district, residents with an open report each; report 1 is the first resident's. Addresses by number."""

    async def work(unit: Writer) -> None:
        if await settings.get(unit, "crash.stage") is not None:
            return
        now = app.clock.now()
        for officers_district, chat in officers.items():
            urn = await contacts.meet(unit, channel, str(chat), language="pl", now=now)
            staff.grant(unit, urn.contact, Role.OFFICER, district=int(officers_district), since=0)
        for number, chat in residents.items():
            urn = await contacts.meet(unit, channel, str(chat), language="pl", now=now)
            district = int(number) % len(officers) + 1
            await reports.add(
                unit, author=urn.contact, district=district, place=Place("Widok", "7"), words="sprawa", promised_at=now + 10**12, now=now
            )
        settings.put(unit, "crash.stage", "set")

    await app.units.run(work)


async def main(setup: dict[str, object]) -> None:
    configure(level="ERROR")
    # A kill every half second needs shorter waits than production has; the order of their lengths is the same.
    sender.LEASE, sender.SEND_TIMEOUT = 2 * SECOND, 1.0
    verdict.FIRST_PAUSE, verdict.LONGEST_PAUSE = SECOND // 50, SECOND // 2
    loop.LONG_POLL, loop.AFTER_A_DEFECT = 1, 0.05
    bot._PRIVATE = Limit(burst=10_000, per=1)
    folder = Path(str(setup["folder"]))

    name = str(setup["channel"])
    section: ChannelSettings = TypeAdapter(ChannelSettings).validate_python(setup["section"])

    def channels(around: Surroundings) -> Mapping[str, Channel]:
        return {name: make_channel(name, section, around)}

    app = await App.open(town_settings(folder, at_any_hour=True), clock=SystemClock(), channels=channels)
    officers, residents = setup["officers"], setup["residents"]
    assert isinstance(officers, dict) and isinstance(residents, dict)
    await people(app, name, officers, residents)
    await app.prepare()
    app.start()
    hooks = Starlette(routes=hook_routes(app.receivers, app.intake.accept_all))
    await uvicorn.Server(uvicorn.Config(hooks, host="127.0.0.1", port=int(str(setup["port"])), log_level="error", access_log=False)).serve()
    await app.close()


if __name__ == "__main__":
    asyncio.run(main(json.loads(Path(sys.argv[1]).read_text())))
