"""What people send besides words: fetched after the commit, cleaned apart, kept in a file, and only then known to a row.

A due row, not a task: after a crash it is fetched again. Whoever waits for it hears of it by an Update.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from bot.channels.channel import Channel, ContactStopped, Rejected, SendError, Throttled, TooLarge
from bot.channels.uploads import Uploads
from bot.clock import Clock
from bot.delivery.verdict import pause
from bot.logs import kind_of, log
from bot.media.cleaning import Clean
from bot.media.files import Files
from storage.database import DatabaseError, Rows, Writer
from storage.models import DAY, HOUR, AttachmentKind, Instant, Refusal
from storage.repositories import attachments, conversations
from storage.repositories.attachments import Waiting
from storage.unit import Units

AT_ONCE = 2
"""Files that are fetched and cleaned together: cleaning takes a processor each."""
MOST_ATTEMPTS = 12
MOST_MOVING = 20 * 1024 * 1024
"""Bytes of a film or a recording; what is larger can be passed on within its own channel only."""
_KINDS = {"image": AttachmentKind.PICTURE, "video": AttachmentKind.VIDEO, "audio": AttachmentKind.VOICE}
UNUSED: Instant = 7 * DAY
"""How long an attachment of a draft that is never sent is kept, once the conversation rests."""
DRAFT: Instant = 30 * DAY
"""A conversation that was touched within this time may still send what it has."""

Cleaner = Callable[[bytes], Awaitable[Clean | Refusal]]
Maker = Callable[[str], Awaitable[tuple[str, bytes]]]
"""Makes a document from its reference: its type and its bytes."""


class Fetcher:
    """A loop beside the senders: takes what is due, the oldest first."""

    def __init__(
        self,
        channels: Mapping[str, Channel],
        files: Files,
        uploads: Uploads,
        clean: Cleaner,
        makers: Mapping[str, Maker],
        *,
        units: Units,
        reader: Rows,
        clock: Clock,
        most: int,
        arrived: Callable[[], None],
    ) -> None:
        self._channels = channels
        self._files = files
        self._uploads = uploads
        self._clean = clean
        self._makers = makers
        self._units = units
        self._reader = reader
        self._clock = clock
        self._most = most
        self._arrived = arrived
        self._sweep_at: Instant = 0
        self._uploads_at: Instant = 0
        self.wake = asyncio.Event()

    async def step(self) -> bool:
        """Fetches what is due; False when nothing was."""
        now = self._clock.now()
        for each in await attachments.gone(self._reader):
            await self._discard(each)
            await self._units.run(partial(_forget, id=each.id))
            self._sweep_at = 0
        if now >= self._uploads_at:
            self._uploads_at = now + HOUR
            known = await attachments.references(self._reader)
            await asyncio.to_thread(self._uploads.sweep, known)
        if now >= self._sweep_at:
            await self._sweep(now)
        waiting = await attachments.due(self._reader, now, AT_ONCE)
        await asyncio.gather(*(self._take(each) for each in waiting))
        return bool(waiting)

    async def next_due(self) -> Instant | None:
        """When something is to be fetched next."""
        return await attachments.next_due(self._reader)

    async def _take(self, waiting: Waiting) -> None:
        """One file, to its end: kept, refused, or postponed."""
        try:
            found = await self._fetched(waiting)
            if found is None:
                return
            name = await asyncio.to_thread(self._files.keep, found.data) if isinstance(found, Clean) else ""
            await self._units.run(lambda unit: self._settle(unit, waiting, found, name))
            await self._discard(waiting)
        except DatabaseError:
            raise
        except Exception as error:  # a full disk, a defect: this file waits, all others go on
            log.error("defect while fetching", id=waiting.id, error=kind_of(error))
            await self._again(waiting, pause(waiting.attempts + 1, 0))

    async def _discard(self, waiting: Waiting) -> None:
        channel = self._channels.get(waiting.channel)
        if channel is not None:
            await channel.discard(waiting.reference)

    def sweep_soon(self) -> None:
        """Rows were deleted: their files go with the next step, not with the next day."""
        self._sweep_at = 0
        self.wake.set()

    async def _fetched(self, waiting: Waiting) -> Clean | Refusal | None:
        """The clean file or why there is none; None when it was postponed."""
        if waiting.channel in self._makers:
            return Clean(*await self._makers[waiting.channel](waiting.reference))
        channel = self._channels.get(waiting.channel)
        if channel is None:
            await self._again(waiting, HOUR)
            return None
        try:
            most = max(self._most, MOST_MOVING) if waiting.kind in (AttachmentKind.VIDEO, AttachmentKind.VOICE) else self._most
            data = await channel.fetch(waiting.reference, most=most)
        except TooLarge:
            return Refusal.TOO_LARGE
        except (Rejected, ContactStopped):
            return Refusal.GONE
        except SendError as error:
            log.warning("not fetched", id=waiting.id, channel=waiting.channel, error=type(error).__name__)
            await self._again(waiting, error.pause if isinstance(error, Throttled) else pause(waiting.attempts + 1, 0))
            return None
        return Refusal.TOO_LARGE if len(data) > most else await self._clean(data)

    async def _settle(self, unit: Writer, waiting: Waiting, found: Clean | Refusal, name: str) -> None:
        if isinstance(found, Clean):
            kind = _KINDS.get(found.mime.partition("/")[0], AttachmentKind.DOCUMENT)
            attachments.keep(unit, waiting.id, sha256=name, mime=found.mime, kind=kind)
        else:
            log.info("attachment refused", id=waiting.id, reason=found.value)
            attachments.refuse(unit, waiting.id, found)
        if waiting.then:
            conversations.set_timer(unit, waiting.then, f"attachment:{waiting.id}", self._clock.now())
            unit.after(self._arrived)

    async def _again(self, waiting: Waiting, after: Instant) -> None:
        async def work(unit: Writer) -> None:
            if waiting.attempts >= MOST_ATTEMPTS:
                await self._settle(unit, waiting, Refusal.GONE, "")
            else:
                attachments.postpone(unit, waiting.id, self._clock.now() + after)

        await self._units.run(work)

    async def _sweep(self, now: Instant) -> None:
        """Once a day: attachments that nobody sent, files that no row knows."""
        self._sweep_at = now + DAY
        await self._units.run(lambda unit: _forget_unused(unit, now))
        known = await attachments.files(self._reader)
        removed = await asyncio.to_thread(self._files.sweep, known)
        if removed:
            log.info("files swept", count=removed)


async def _forget_unused(unit: Writer, now: Instant) -> None:
    attachments.forget_unused(unit, now - UNUSED, now - DRAFT)


async def _forget(unit: Writer, id: int) -> None:
    attachments.forget(unit, id)
