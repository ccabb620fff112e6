"""A small town for tests: the example map, a clock that only the test moves, and whoever the story needs."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from bot.app import App
from bot.channels import make_channel
from bot.channels.channel import Channel, Surroundings
from bot.channels.settings import KeypadSettings, WebChatSettings
from bot.channels.telegram.settings import TelegramSettings
from bot.config import TownSettings
from bot.delivery.loop import Worker
from handlers.texts.moments import instant
from storage.database import Row, Writer
from storage.models import DAY, HOUR, MINUTE, Instant, Role
from storage.repositories import contacts, staff
from tests.people import Person
from tests.rough_channel import RoughChannel
from tests.settings import settings
from tests.telegram.server import TOKEN, FakeTelegram

WARSAW = ZoneInfo("Europe/Warsaw")
WEDNESDAY_TEN = datetime(2024, 6, 5, 10, 0, tzinfo=WARSAW)
LONGEST_WAIT = 30 * MINUTE


class TestClock:
    """Stands still until the test moves it."""

    __test__ = False

    def __init__(self, at: datetime = WEDNESDAY_TEN) -> None:
        self.at = instant(at)

    def now(self) -> Instant:
        return self.at

    def go_to(self, at: datetime) -> None:
        self.at = instant(at)


class Town:
    """An `App` without loops: after every act of a person everything that is due is done."""

    def __init__(self, app: App, clock: TestClock, rough: RoughChannel, telegram: FakeTelegram | None) -> None:
        self._telegram = telegram
        self.usual = "web"
        """The channel of whoever is not said to be on another."""
        self.app = app
        self.clock = clock
        self.rough = rough

    @classmethod
    async def open(cls, folder: Path, clock: TestClock | None = None, telegram: FakeTelegram | None = None) -> Town:
        clock = clock or TestClock()
        rough = RoughChannel()
        app = await App.open(settings(folder), clock=clock, channels=_channels(rough, telegram))
        await app.prepare()
        return cls(app, clock, rough, telegram)

    async def restart(self) -> Town:
        """The process ends and starts again on the same database."""
        await self.app.close()
        return await self.restart_after_close()

    async def restart_after_close(self) -> Town:
        """The process starts on what the last one left."""
        self.app = await App.open(self.app.settings, clock=self.clock, channels=_channels(self.rough, self._telegram))
        await self.app.prepare()
        return self

    async def gets_map(self, folder: Path, first_day: str, changed: Mapping[str, str]) -> None:
        """The process starts anew with another map from a day on: the list in force, with some words changed."""
        there = self.app.settings.town.folder
        shutil.copytree(there, folder)
        text = max((folder / "maps").iterdir()).read_text(encoding="utf-8")
        for old, new in changed.items():
            assert old in text
            text = text.replace(old, new, 1)
        (folder / "maps" / f"{first_day}.txt").write_text(text, encoding="utf-8")
        await self.app.close()
        self.app.settings = self.app.settings.model_copy(update={"town": TownSettings(folder=folder)})
        await self.restart_after_close()

    @property
    def telegram(self) -> FakeTelegram:
        """Telegram's server; only where the test asks for it (the fixture `telegram`)."""
        assert self._telegram is not None, "this test has no Telegram"
        return self._telegram

    async def close(self) -> None:
        await self.app.close()

    # --- who lives here ----------------------------------------------------------------------------------------------

    async def resident(self, name: str, *, on: str | None = None, language: str = "pl") -> Person:
        """Somebody who has not written yet."""
        person = Person(self, name, on or self.usual)
        if language != "pl":
            await person.acts("everyone.start.language:" + language)
        return person

    async def officer(self, district: int, *, on: str | None = None) -> Person:
        """The officer of a district."""
        return await self._staff(f"rejon{district}", on, Role.OFFICER, district)

    async def supervisor(self, *, on: str | None = None) -> Person:
        """The officers' supervisor."""
        return await self._staff("kierownik", on, Role.SUPERVISOR, None)

    async def operator(self, *, on: str | None = None) -> Person:
        """Whoever runs the system."""
        return await self._staff("operator", on, Role.OPERATOR, None)

    async def desk(self, *, on: str | None = None) -> Person:
        """The duty desk."""
        return await self._staff("dyzurny", on, Role.DESK, None)

    async def _staff(self, name: str, channel: str | None, role: Role, district: int | None) -> Person:
        on = channel or self.usual

        async def work(unit: Writer) -> None:
            urn = await contacts.meet(unit, on, Person(self, name, on).address, language="pl", now=self.clock.now())
            staff.grant(unit, urn.contact, role, district=district, since=self.clock.now() - DAY)

        await self.app.units.run(work)
        if on == "telegram":
            self.telegram.room(name).started = True
        return Person(self, name, on)

    async def away(self, officer: Person, *, days: int, substitute: Person | None) -> None:
        """An officer is away from now on."""
        contact = await officer.contact()
        other = await substitute.contact() if substitute is not None else None

        async def work(unit: Writer) -> None:
            staff.absent(unit, contact, since=self.clock.now(), until=self.clock.now() + days * DAY, substitute=other)

        await self.app.units.run(work)

    # --- time --------------------------------------------------------------------------------------------------------

    async def settle(self) -> None:
        """Everything that is due now."""
        await self.app.settle()

    async def calm(self) -> None:
        """Everything that is due within half an hour of retries; the clock goes along."""
        end = self.clock.now() + LONGEST_WAIT
        while True:
            await self.app.settle()
            workers: list[Worker] = [*self.app.senders, self.app.intake, self.app.fetcher]
            due = [at for worker in workers if (at := await worker.next_due()) is not None and at <= end]
            if not due:
                return
            self.clock.at = max(self.clock.at, min(due))

    async def let_pass(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        """Time goes by; whatever falls due is done at the end of it."""
        self.clock.at += int(days * DAY + hours * HOUR + minutes * MINUTE + seconds * MINUTE / 60)
        await self.app.settle()

    async def go_to(self, at: datetime) -> None:
        """It is `at` now."""
        self.clock.go_to(at)
        await self.app.settle()

    # --- looking underneath ------------------------------------------------------------------------------------------

    async def rows(self, sql: str, **parameters: Any) -> list[Row]:
        """What is kept, for assertions that no person could make."""
        return await self.app.reader.fetch(sql, parameters)


def _channels(rough: RoughChannel, telegram: FakeTelegram | None) -> Callable[[Surroundings], Mapping[str, Channel]]:
    def make(around: Surroundings) -> Mapping[str, Channel]:
        made: dict[str, Channel] = {
            "web": make_channel("web", WebChatSettings(), around),
            "keypad": make_channel("keypad", KeypadSettings(), around),
            "rough": rough,
        }
        if telegram is not None:
            made["telegram"] = make_channel("telegram", telegram_settings(telegram), around)
        return made

    return make


def telegram_settings(telegram: FakeTelegram, **more: Any) -> TelegramSettings:
    """A bot of the server on loopback."""
    return TelegramSettings(token=SecretStr(TOKEN), api_base_url=telegram.api_base_url, file_base_url=telegram.file_base_url, **more)
