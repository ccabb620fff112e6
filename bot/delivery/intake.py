"""What comes in: written down, acknowledged, then handled; after a crash whatever was written down is handled again.

A lane (a contact, or a timer's subject) is handled in order: only its oldest waiting update is taken.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from bot.channels.channel import Incoming
from bot.clock import Clock
from bot.logs import kind_of, log
from handlers.dialogue.dispatcher import Dispatcher
from handlers.dialogue.update import Kind
from storage.database import BrokenStatement, DatabaseError, Rows, Writer
from storage.models import SECOND, Attachment, Instant, Urn
from storage.repositories import attachments, contacts, inbox, outbox
from storage.repositories.conversations import Timer
from storage.repositories.inbox import Arrival
from storage.unit import Unit, Units

BATCH = 64
ALBUM: Instant = SECOND
"""How long an album's first message waits for the others; what comes later finds its way to them (`dispatcher`)."""
QUOTED = 200
"""Characters of our own message that is replied to: enough for the number at its beginning."""
PAUSES: tuple[Instant, ...] = (SECOND, 15 * SECOND)
"""After a defect: once more after each pause, then the update is given up, kindly and loudly."""


Alongside = Callable[[Writer, Urn, Sequence[Attachment]], Awaitable[None]]


class Intake:
    """The door for updates, and the loop that drains them."""

    def __init__(
        self, dispatcher: Dispatcher, *, units: Units, reader: Rows, clock: Clock, language: str, to_fetch: Callable[[], None] = lambda: None
    ) -> None:
        self._dispatcher = dispatcher
        self._units = units
        self._reader = reader
        self._clock = clock
        self._language = language
        self._to_fetch = to_fetch
        self.wake = asyncio.Event()

    async def accept(self, incoming: Incoming, alongside: Alongside | None = None) -> bool:
        """Writes an update down; returns only after the commit, so that the caller may acknowledge.

        `alongside` keeps what the channel itself remembers in the same unit. False: it was known already.
        """

        return (await self._units.run(lambda unit: self._take(unit, [incoming], alongside)))[0]

    async def accept_all(self, incoming: Sequence[Incoming]) -> None:
        """Writes many updates down in one commit, in their order; returns only after it."""
        if incoming:
            await self._units.run(lambda unit: self._take(unit, incoming, None))

    async def _take(self, unit: Unit, incoming: Sequence[Incoming], alongside: Alongside | None) -> list[bool]:
        """For each whether it was new, and something that a room handles."""
        now = self._clock.now()
        arrivals = [None if each.kind is Kind.RECEIPT else _arrival(each, now) for each in incoming]
        known = await inbox.accept_known(unit, [each for each in arrivals if each is not None], now)
        taken = []
        for each, arrival in zip(incoming, arrivals, strict=True):
            if arrival is None:
                await self._report(unit, each)
                taken.append(False)
                continue
            written = known.pop(arrival.name, None) or await self._from_a_stranger(unit, arrival, now)
            if written is not None:
                await self._written(unit, each, *written, alongside)
            taken.append(written is not None)
        return taken

    async def _from_a_stranger(self, unit: Writer, arrival: Arrival, now: Instant) -> tuple[int, Urn] | None:
        """The update's number and its sender; None if it is known already."""
        urn = await contacts.meet(unit, arrival.channel, arrival.address, language=self._language, now=now)
        id = await inbox.accept(unit, arrival, urn, now)
        return None if id is None else (id, urn)

    async def _written(self, unit: Unit, incoming: Incoming, id: int, urn: Urn, alongside: Alongside | None) -> None:
        """What belongs to it is noted in the same unit; it is handled right behind."""
        brought: Sequence[Attachment] = ()
        if incoming.attachments:
            brought = await attachments.add(
                unit, contact=urn.contact, update=id, channel=incoming.channel, handed=incoming.attachments, now=self._clock.now()
            )
            unit.after(self._to_fetch)
        if alongside is not None:
            await alongside(unit, urn, brought)
        if incoming.album:
            unit.after(self.wake.set)
        else:
            # Handled in the same commit, in a unit of its own; what fails there waits in the inbox for `step`.
            unit.then(lambda behind: self._dispatcher.handle(behind, id, self._clock.now()), self._handled_at_once)

    async def _report(self, unit: Unit, incoming: Incoming) -> None:
        """What became of a message; whoever waits for that hears of it by the timer that its row names."""
        reported = await outbox.report(unit, incoming.link, incoming.text)
        if reported is not None and reported[1] is not None:
            now = self._clock.now()
            inbox.accept_timers(unit, [Timer(reported[1], f"message:{reported[0]}", now)], now)
            unit.after(self.wake.set)

    def _handled_at_once(self, done: asyncio.Future[bool]) -> None:
        if done.cancelled():
            return
        error = done.exception()
        if error is not None:
            log.error("defect while handling", error=kind_of(error))
        if error is not None or not done.result():
            self.wake.set()

    async def step(self) -> bool:
        """Handles the oldest waiting update of each lane; False when nothing waited."""
        ids = await inbox.due(self._reader, self._clock.now(), BATCH)
        await asyncio.gather(*(self._handle(id) for id in ids))
        return bool(ids)

    async def next_due(self) -> Instant | None:
        """When the next update may be handled."""
        return await inbox.next_due(self._reader)

    async def _handle(self, id: int) -> None:
        try:
            await self._units.run(lambda unit: self._dispatcher.handle(unit, id, self._clock.now()))
        except Exception as error:  # a defect: this update's unit is undone, all others go on
            if isinstance(error, DatabaseError) and not isinstance(error, BrokenStatement):
                raise  # not this update's fault: the loop waits and tries again
            log.error("defect while handling", id=id, error=kind_of(error))
            await self._after_defect(id)

    async def _after_defect(self, id: int) -> None:
        async def work(unit: Writer) -> None:
            now = self._clock.now()
            opened = await inbox.open_update(unit, id, now)
            if opened is None:
                return
            if opened.attempts < len(PAUSES):
                inbox.postpone(unit, id, now + PAUSES[opened.attempts])
            else:
                log.error("given up", id=id, kind=opened.kind, attempts=opened.attempts + 1)
                await self._dispatcher.give_up(unit, id, now)

        try:
            await self._units.run(work)
        except Exception as error:  # not even giving up worked: the lane must go on
            if isinstance(error, DatabaseError) and not isinstance(error, BrokenStatement):
                raise
            log.error("given up without a word", id=id, error=kind_of(error))
            await self._units.run(lambda unit: self._fail(unit, id))

    async def _fail(self, unit: Writer, id: int) -> None:
        inbox.settle(unit, id, "failed", self._clock.now())


def _arrival(incoming: Incoming, now: Instant) -> Arrival:
    payload: dict[str, object] = {"text": incoming.text, "link": incoming.link, "reply_to": incoming.reply_to}
    if incoming.attachments:
        payload["attachments"] = len(incoming.attachments)
    if incoming.quoted:
        payload["quoted"] = incoming.quoted[:QUOTED]
    return Arrival(
        incoming.channel,
        incoming.external_id,
        incoming.address,
        incoming.kind.value,
        payload,
        available_at=now + ALBUM if incoming.album else now,
        album=incoming.album or None,
    )
