"""The process that is killed: an announcement to ten thousand people. ``python -m tests.crash.announcement_worker FOLDER PORT PEOPLE``.

Its channel writes a line for each message that arrives; what it has written outlives it.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from bot.app import App
from bot.channels.channel import Capabilities, Plain, Rendered
from bot.clock import SystemClock
from bot.delivery import sender
from bot.logs import configure
from handlers.coordinator.approve import FAN_OUT
from storage.announcing import Audience, Draft, Severity
from storage.database import Writer
from storage.models import DAY, SECOND, Urn
from storage.repositories import announcements, conversations, settings
from tests.settings import settings as town_settings

NUMBERS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)"


class Paper(Plain):
    """A channel that arrives in a file."""

    name = "paper"
    capabilities = Capabilities(edits=False, withdraws=False)

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    async def say(self, to: Urn, message: Rendered, *, dedupe: str) -> str:
        await asyncio.sleep(0)
        os.write(self._file, f"{to.address}\n".encode())
        await asyncio.sleep(0.002)  # the answer takes a moment: here a kill leaves doubts
        return dedupe

    async def replace(self, to: Urn, external_id: str, message: Rendered) -> None:
        raise AssertionError

    async def withdraw(self, to: Urn, external_id: str) -> None:
        raise AssertionError


async def stage(app: App, people: int) -> None:
    """Once: everybody, and an announcement that is approved and due."""

    async def work(unit: Writer) -> None:
        if await settings.get(unit, "crash.stage") is not None:
            return
        now = app.clock.now()
        unit.write(
            f"{NUMBERS} INSERT INTO contacts (id, language, created_at, street, house, house_number, district, announcements, remembered_at)"
            " SELECT 1000 + i, 'pl', 0, 'Podmiejska', '1', 1, 5, 1, 0 FROM n",
            {"count": people},
        )
        unit.write(f"{NUMBERS} INSERT INTO urns (channel, address, contact_id) SELECT 'paper', 'p' || i, 1000 + i FROM n", {"count": people})
        unit.write("INSERT INTO contacts (id, language, created_at) VALUES (1, 'pl', 0), (2, 'pl', 0)", {})  # its authors are not in it
        draft = Draft(Audience(5), {"": "Zebranie."}, Severity.NOTICE, now, now + DAY)
        id = await announcements.add(unit, draft, author=1, urn=None, now=now)
        assert await announcements.ask(unit, id, 1, now)
        assert await announcements.approve(unit, id, 1, 2, due_at=now, expires_at=now + DAY, now=now)
        conversations.set_timer(unit, FAN_OUT, f"announcement:{id}", now)
        settings.put(unit, "crash.stage", "set")

    await app.units.run(work)


async def main(folder: Path, port: int, people: int) -> None:
    configure(level="ERROR")
    sender.LEASE = 2 * SECOND
    app = await App.open(town_settings(folder, at_any_hour=True), clock=SystemClock(), channels=lambda _: {"paper": Paper(folder / "arrived")})
    await stage(app, people)
    app.start()
    await uvicorn.Server(uvicorn.Config(Starlette(), host="127.0.0.1", port=port, log_level="error", access_log=False)).serve()
    await app.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
