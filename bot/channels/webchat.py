"""The local web chat: a channel like any other, whose server is our own database.

Sending the same row twice shows one message, so a doubt is settled by repeating.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from typing import TypeVar

from bot.channels.channel import Capabilities, Plain, Rejected, Rendered, Temporary
from bot.channels.uploads import Uploads
from bot.clock import Clock
from storage.database import DatabaseError, Rows, Writer
from storage.models import AttachmentKind, Urn
from storage.repositories import contacts, webchat
from storage.repositories.webchat import Shown, ShownAttachment, ShownButton
from storage.unit import Units, Work

T = TypeVar("T")

CHAT = Capabilities(deduplicates=True, attachments=True, calls=True, clears=True, closes=True)
KEYPAD = Capabilities(buttons=False, edits=False, withdraws=False, html=False, sms=True, parts=10, deduplicates=True)
"""The same chat as an old phone shows it: SMS parts and typed answers."""


class WebChat(Plain):
    """One web chat instance. `keypad` gives it the form of an SMS phone (the demo shows one)."""

    def __init__(self, name: str, units: Units, reader: Rows, clock: Clock, uploads: Uploads, *, keypad: bool = False) -> None:
        self.name = name
        self.uploads = uploads
        self.capabilities = KEYPAD if keypad else CHAT
        self._units = units
        self._reader = reader
        self._clock = clock
        self._listeners: dict[str, set[asyncio.Event]] = defaultdict(set)

    async def say(self, to: Urn, message: Rendered, *, dedupe: str) -> str:
        async def work(unit: Writer) -> int:
            unit.after(lambda: self.changed(to.address))
            return await webchat.add(
                unit,
                to.id,
                from_us=True,
                dedupe=f"out:{dedupe}",
                text=message.text,
                now=self._clock.now(),
                buttons=_shown(message),
                attachments=_files(message),
            )

        return str(await self._run(work))

    async def replace(self, to: Urn, external_id: str, message: Rendered) -> None:
        async def work(unit: Writer) -> None:
            unit.after(lambda: self.changed(to.address))
            webchat.edit(unit, to.id, int(external_id), message.text, _shown(message), _files(message))

        await self._run(work)

    async def withdraw(self, to: Urn, external_id: str) -> None:
        async def work(unit: Writer) -> None:
            unit.after(lambda: self.changed(to.address))
            webchat.withdraw(unit, to.id, int(external_id))

        await self._run(work)

    async def clear(self, to: Urn, *, said: Sequence[str], heard: Sequence[str]) -> None:
        async def work(unit: Writer) -> None:
            unit.after(lambda: self.changed(to.address))
            for external_id in said:
                webchat.withdraw(unit, to.id, int(external_id))
            for external_id in heard:
                webchat.withdraw_own(unit, to.id, to.address, external_id)

        await self._run(work)

    async def fetch(self, reference: str, *, most: int) -> bytes:
        try:
            return await asyncio.to_thread(self.uploads.read, reference, most)
        except FileNotFoundError as error:
            raise Rejected("gone") from error

    async def discard(self, reference: str) -> None:
        await asyncio.to_thread(self.uploads.drop, reference)

    async def _run(self, work: Work[T]) -> T:
        try:
            return await self._units.run(work)
        except DatabaseError as error:
            raise Temporary(type(error).__name__) from error

    # --- for the page ------------------------------------------------------------------------------------------------

    def changed(self, address: str) -> None:
        """Wakes the pages that show this chat."""
        for listener in self._listeners.get(address, ()):
            listener.set()

    def listen(self, address: str, event: asyncio.Event) -> None:
        """`event` is set whenever the chat changes, until `forget`."""
        self._listeners[address].add(event)

    def forget(self, address: str, event: asyncio.Event) -> None:
        """The page is gone."""
        self._listeners[address].discard(event)
        if not self._listeners[address]:
            del self._listeners[address]

    async def since(self, address: str, revision: int) -> list[Shown]:
        """What changed in a chat after a revision; from the beginning, the latest messages. Empty for whoever never wrote."""
        urn = await contacts.by_address(self._reader, self.name, address)
        if urn is None:
            return []
        return await (webchat.latest(self._reader, urn.id) if revision == 0 else webchat.since(self._reader, urn.id, revision))


def _shown(message: Rendered) -> Sequence[ShownButton]:
    return [ShownButton(button.label, button.value, button.minor) for button in message.buttons]


def _files(message: Rendered) -> Sequence[ShownAttachment]:
    return [
        ShownAttachment(each.id, each.kind, each.mime == "text/calendar")
        for each in message.attachments
        if each.kind is not AttachmentKind.POSITION and each.sha256 is not None
    ]
