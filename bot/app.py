"""The composition root: the only file that knows every room; start and stop order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress

from bot.channels import make_channel
from bot.channels.channel import Channel, Receiver, SendError, Surroundings
from bot.channels.preview import Previews
from bot.channels.sms.settings import SmsSettings
from bot.channels.uploads import Uploads
from bot.clock import Clock, SystemClock
from bot.config import Settings
from bot.delivery.fetcher import Fetcher
from bot.delivery.intake import Intake
from bot.delivery.loop import Worker, keep_going, keep_receiving
from bot.delivery.sender import SLOTS, Sender
from bot.districts.categories import load_categories
from bot.districts.folder import load_maps
from bot.districts.town import Maps, TownMap
from bot.documents import calendar, my_data
from bot.emergency.model import Model
from bot.keys import installation_key, sealer
from bot.logs import log
from bot.media.apart import clean_apart
from bot.media.files import Files
from bot.scheduling.agenda import Agenda
from bot.scheduling.bell import Bell
from handlers import ROUTES
from handlers.dialogue.dispatcher import Dispatcher
from handlers.dialogue.ports import Desk, Services
from handlers.everyone import forgotten
from handlers.operator import watch
from handlers.resident import new_officer
from handlers.rules.when import QuietHours
from handlers.texts import Catalogs
from storage.database import Database, Writer, open_database
from storage.migrate import migrate
from storage.models import DAY
from storage.repositories import conversations, outbox
from storage.unit import Unit, Units

NEWS_FOR = 7 * DAY
"""How long after its first day a map is told of, should nobody have been there to tell it."""
MakeChannels = Callable[[Surroundings], Mapping[str, Channel]]


class App:
    """Everything of one process, wired together. `open` makes it, `start` sets it going, `close` ends it."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        maps: Maps,
        clock: Clock,
        channels: Mapping[str, Channel],
        units: Units,
        uploads: Uploads,
        files: Files,
        catalogs: Catalogs,
    ) -> None:
        self.settings = settings
        self.database = database
        self.reader = database.reader
        self.maps = maps
        self.clock = clock
        self.channels = channels
        self.units = units
        self.catalogs = catalogs
        self._seal = sealer(installation_key(settings.database.path))
        self._quiet = QuietHours(settings.quiet_hours.begin, settings.quiet_hours.end, settings.zone)
        self._calendars = calendar.Calendars(self.reader, settings.zone)
        self.files = files
        self.fetcher = Fetcher(
            channels,
            self.files,
            uploads,
            clean_apart,
            {
                my_data.NAME: my_data.MyData(self.reader, self.catalogs, settings.zone).make,
                calendar.NAME: self._calendars.make,
            },
            units=units,
            reader=self.reader,
            clock=clock,
            most=settings.media.largest_mb * 1024 * 1024,
            arrived=self._wake_agenda,
        )
        self.intake = Intake(
            Dispatcher(ROUTES, self._services()),
            units=units,
            reader=self.reader,
            clock=clock,
            language=settings.language,
            to_fetch=self._wake_fetcher,
        )
        self._bell = Bell(self._wake_agenda, clock)
        self.agenda = Agenda(units=units, reader=self.reader, clock=clock, accepted=self.intake.wake.set, ring_at=self._bell.set)
        self.senders = [self._sender(channel) for channel in (*channels.values(), None)]
        self.receivers = {name: channel for name, channel in channels.items() if isinstance(channel, Receiver)}
        units.closers = [sender.closing for sender in self.senders]
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def town(self) -> TownMap:
        """The map that is in force now."""
        return self.maps.in_force(self.clock.now())

    @classmethod
    async def open(cls, settings: Settings, *, clock: Clock | None = None, channels: MakeChannels | None = None) -> App:
        """Opens and migrates the database, loads the town, makes the channels of the settings (or a test's own)."""
        clock = clock or SystemClock()
        maps = load_maps(settings.town.folder, settings.zone)
        database = await open_database(settings.database.path)
        try:
            for migration in await migrate(database):
                log.info("migrated", number=migration.number, migration=migration.name)
        except BaseException:
            await database.close()
            raise
        units = Units(database)
        units.start()
        uploads = Uploads(settings.media.folder / "uploads")
        files = Files(settings.media.folder)
        catalogs = Catalogs(settings.zone)
        around = Surroundings(units, database.reader, clock, uploads, files.read, catalogs)
        made = channels(around) if channels else {name: make_channel(name, section, around) for name, section in settings.channels.items()}
        app = cls(settings, database, maps, clock, made, units, uploads, files, catalogs)
        await units.run(app._take_over)
        return app

    def _services(self) -> Services:
        """What conversations need from here."""
        settings, channels, desk = self.settings, self.channels, self.settings.desk
        return Services(
            maps=self.maps,
            categories=load_categories(settings.town.folder),
            guard=Model.load(),
            previews=Previews(channels, self.catalogs, {n: s.part_price for n, s in settings.channels.items() if isinstance(s, SmsSettings)}),
            desk=Desk(
                desk.duty_phone,
                desk.supervisor_phone,
                desk.administrator,
                desk.crime_office,
                settings.help.crisis,
                settings.help.children,
                settings.help.violence,
                desk.complaints,
                next((each.number for each in settings.channels.values() if isinstance(each, SmsSettings) and each.number), ""),
            ),
            zone=settings.zone,
            channels=frozenset(channels),
            typed_channels=frozenset(name for name, channel in channels.items() if not channel.capabilities.buttons),
            budgets={name: most for name, channel in channels.items() if (most := channel.capabilities.parts_a_month) is not None},
            largest_file=settings.media.largest_mb,
            quiet=self._quiet,
            reminders=settings.meetings.reminders,
            site=settings.web.address,
            seal=self._seal,
            said=self._hint_senders,
            ordered=self._wake_fetcher,
            erased=lambda: self.fetcher.sweep_soon(),
            timed=self._wake_agenda,
        )

    def _sender(self, channel: Channel | None, slots: int = SLOTS) -> Sender:
        return Sender(
            channel,
            active=lambda: frozenset(self.channels),
            bulk_waits_until=self._quiet.over,
            takes_over=lambda name: self.channels[name].capabilities.takes_over_after is not None,
            nudge=self._nudge_senders,
            timed=self._wake_agenda,
            units=self.units,
            reader=self.reader,
            clock=self.clock,
            catalogs=self.catalogs,
            slots=slots,
        )

    def _hint_senders(self) -> None:
        """Something was put into the outbox: each sender may tick in the same commit."""
        for sender in self.senders:
            sender.hinted = True

    def _nudge_senders(self) -> None:
        """A row was handed from one sender to another."""
        for sender in self.senders:
            sender.wake.set()

    def _wake_agenda(self) -> None:
        """A timer was set, or the bell rang."""
        self.agenda.wake.set()

    def _wake_fetcher(self) -> None:
        """A document was asked for."""
        self.fetcher.wake.set()

    async def _take_over(self, unit: Unit) -> None:
        """What a process before this one left: started rows are in doubt at once, rows of missing channels look for a way.

        Right as long as one process sends for a channel, which the port that it listens on ensures today.
        """
        now = self.clock.now()
        outbox.orphans(unit, self.channels)
        for name in self.channels:
            outbox.recover(unit, name, now)
        conversations.set_timer(unit, watch.TIMER, watch.SUBJECT, now + watch.EVERY)
        conversations.set_timer(unit, forgotten.TIMER, forgotten.SUBJECT, now)

    # --- life ------------------------------------------------------------------------------------------------------

    async def prepare(self) -> None:
        """Lets each channel make sure of its settings. Raises `Misconfigured`."""
        for channel in self.channels.values():
            await channel.prepare()
        await self.units.run(self._announce_maps)

    async def _announce_maps(self, unit: Writer) -> None:
        """Sets the timers that tell people of a new map; what was said already is not said again."""
        for begins in self.maps.changes():
            said_at = begins + new_officer.HOUR_OF_DAY
            while said_at < self.clock.now():
                said_at += DAY
            if said_at < begins + NEWS_FOR:
                conversations.set_timer(unit, new_officer.BEGIN, f"map:{begins}:0", said_at)

    def start(self) -> None:
        """Sets all loops going: first what sends, then what handles, so that a replay after a crash finds open doors."""
        self._bell.start()
        workers: list[tuple[str, Worker]] = [(f"sender {sender.name or 'nowhere'}", sender) for sender in self.senders]
        workers += [("intake", self.intake), ("agenda", self.agenda), ("fetcher", self.fetcher)]
        self._tasks = [asyncio.create_task(keep_going(name, worker, self.clock), name=name) for name, worker in workers]
        for name, receiver in self.receivers.items():
            self._tasks.append(asyncio.create_task(keep_receiving(name, receiver, self.intake.accept_all), name=f"receiver {name}"))

    def is_running(self) -> bool:
        """Whether every loop is alive, the writing connection's included."""
        return self.units.is_serving and bool(self._tasks) and not any(task.done() for task in self._tasks)

    async def calendar(self, token: str) -> bytes | None:
        """The calendar of a secret address; None for one that is nobody's."""
        return await self._calendars.feed(self._seal(token), self.clock.now())

    def send_errors(self) -> dict[tuple[str, str], int]:
        """Requests that did not end with a yes, by channel and kind."""
        return {(sender.name, kind): count for sender in self.senders for kind, count in sender.errors.items()}

    async def close(self) -> None:
        """Stops the loops, lets requests under way land and be settled, closes the database."""
        self.units.closers = []
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._tasks:
            self._bell.stop()
        await self.units.idle()  # a commit under way may still start requests
        for sender in self.senders:
            await sender.landing()
            await sender.settle_landed()
        for channel in self.channels.values():
            await channel.close()
        await self.units.stop()
        await self.database.close()

    async def settle(self) -> None:
        """Does everything that is due now, without loops: for tests and the demo's preparation."""
        busy = True
        while busy:
            busy = False
            self.agenda.wake.clear()
            for receiver in self.receivers.values():
                with suppress(SendError):  # unreachable just now
                    busy = await receiver.receive(self.intake.accept_all, wait=0) or busy
            busy = await self.agenda.step() or busy
            busy = await self.intake.step() or busy
            busy = await self.fetcher.step() or busy
            for sender in self.senders:
                await sender.landing()
                busy = await sender.step() or sender.is_under_way or busy
            busy = busy or self.agenda.wake.is_set()
