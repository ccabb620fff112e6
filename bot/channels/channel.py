"""What a channel is: what it declares, how it sends, and the closed vocabulary of its errors."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from bot.channels.uploads import Uploads
from bot.clock import Clock
from handlers.dialogue.update import Kind
from handlers.texts import Catalogs
from storage.database import Rows
from storage.models import Attachment, HandedOver, Instant, Urn
from storage.unit import Units


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can show. Conversations never ask; `render` decides by this.

    `characters` is the limit of one message (None: no limit that matters); `sms` means GSM-7 parts of 160 characters,
    short texts and typed answers.
    """

    buttons: bool = True
    edits: bool = True
    withdraws: bool = True
    clears: bool = False
    """Whole stretches of a chat can be taken out of it, the person's own messages too."""
    html: bool = True
    sms: bool = False
    characters: int | None = None
    parts: int | None = None
    """SMS parts that one message may take; what is longer is shortened, and the rest had by a word."""
    deduplicates: bool = False
    closes: bool = False
    """The page can be left at once and without a trace (``exit:``); elsewhere such a button is not shown."""
    calls: bool = False
    """A button may call a telephone number (``tel:112``); elsewhere the words say the number."""
    attachments: bool = False
    """Pictures and documents can be shown; elsewhere the words alone say that there are some."""
    parts_a_month: int | None = None
    """What a month may cost; the operator is warned before and when it is used up. Nothing is held back."""
    takes_over_after: Instant | None = None
    """Urgent messages that have not left on another channel for so long go here instead, once, if the person has an address here."""
    bulk_per_second: int | None = None
    """How many messages of a broadcast may leave in a second, over all chats; replies count, and are never held back."""


@dataclass(frozen=True, slots=True)
class RenderedButton:
    label: str
    value: str
    minor: bool


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message in the channel's form. `answers` are typed answers and the links they stand for."""

    text: str
    buttons: tuple[RenderedButton, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    """What may be typed instead: "tak", a choice's own words; with ``~`` before them they may be misspelt."""
    parts: int = 1
    rest: int | None = None
    """Where a text was shortened: how many characters of the prompt's words were shown. The rest is had by a word."""
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Limit:
    """So many messages at once, then one each `per` microseconds."""

    burst: int
    per: Instant


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a channel hands in. (`channel`, `external_id`) is unique: handing the same in twice is harmless.

    A delivery report (`Kind.RECEIPT`) names our message by the `dedupe` that `say` was given (`link`), and says `delivered` or
    `undelivered` (`text`)."""

    channel: str
    external_id: str
    address: str
    kind: Kind
    text: str = ""
    link: str = ""
    reply_to: str | None = None
    quoted: str = ""
    """The words of our own message that is replied to."""
    album: str = ""
    """What several messages have in common that were sent as one."""
    attachments: tuple[HandedOver, ...] = ()


Accept = Callable[[Sequence[Incoming]], Awaitable[None]]
"""Writes updates down; returns after the commit, so that the channel may acknowledge."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a channel may use of the house. `read` gives the bytes of a kept file by its SHA-256 (blocks)."""

    units: Units
    reader: Rows
    clock: Clock
    uploads: Uploads
    read: Callable[[str], bytes]
    catalogs: Catalogs


class Misconfigured(Exception):
    """A setting is wrong, as only the other side could tell; the message is one sentence that names the key."""


class SendError(Exception):
    """A request that did not end with a yes. Every channel sorts its errors into the kinds below."""


class Temporary(SendError):
    """Surely not delivered; later it may be (no connection, 5xx before anything was read)."""


class Throttled(SendError):
    """Surely not delivered; the chat (or with `everyone` the whole channel) must rest for `pause` microseconds."""

    def __init__(self, pause: Instant, *, everyone: bool = False) -> None:
        super().__init__(f"throttled for {pause} µs")
        self.pause = pause
        self.everyone = everyone


class Rejected(SendError):
    """Surely not delivered, and never will be: this message is at fault."""


class Gone(Rejected):
    """The message that was to be changed is not there any more."""


class TooLarge(Rejected):
    """A file that is larger than the channel hands out, or than was asked for."""


class ContactStopped(SendError):
    """Surely not delivered: the person blocked us, or the address is gone."""


class Moved(SendError):
    """Surely not delivered: the chat has another address now."""

    def __init__(self, address: str) -> None:
        super().__init__("moved")
        self.address = address


class Uncertain(SendError):
    """It left, and nobody knows whether it arrived (a timeout after the request)."""


class Channel(Protocol):
    """A configured instance of a kind of channel: ``[channels.web]``."""

    @property
    def name(self) -> str: ...

    @property
    def capabilities(self) -> Capabilities: ...

    def limit(self, to: Urn) -> Limit | None:
        """How fast one chat may be written to; None: as fast as we can."""

    async def say(self, to: Urn, message: Rendered, *, dedupe: str) -> str:
        """Sends and returns the channel's id of the message. `dedupe` is the same when the same row is repeated.

        Where it takes several messages their ids are joined (`bubbles` takes them apart)."""

    async def replace(self, to: Urn, external_id: str, message: Rendered) -> None:
        """Changes what an earlier message says. Raises `Gone` where it is not there any more."""

    async def withdraw(self, to: Urn, external_id: str) -> None:
        """Takes an earlier message back."""

    async def clear(self, to: Urn, *, said: Sequence[str], heard: Sequence[str]) -> None:
        """Takes messages out of the chat: `said` by us (ids that `say` returned), `heard` from the person (external ids of updates).

        What is gone already, or cannot be taken out any more, is left."""

    async def fetch(self, reference: str, *, most: int) -> bytes:
        """The bytes of a file that came here, as it came. Fails with a `SendError`: `Rejected` when it is gone for good.

        Of a file of more than `most` bytes it reads no further than one byte beyond."""

    async def discard(self, reference: str) -> None:
        """The file is kept elsewhere now, or refused: this copy is not needed any more."""

    async def prepare(self) -> None:
        """Once, before the start. Raises `Misconfigured` where a setting turns out to be wrong."""

    async def close(self) -> None:
        """Once, after the last message."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A request to ``/hooks/NAME``: `path` is what stands behind the name ("" or "SECRET/mo"), header names are in lower case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@runtime_checkable
class Receiver(Protocol):
    """A channel that updates are asked of, or that posts them to ``/hooks/NAME``."""

    async def receive(self, accept: Accept, *, wait: int) -> bool:
        """One round, waiting up to `wait` seconds for an update; acknowledged only after `accept`. Raises `SendError`.

        A channel that is posted to waits here, and makes up for what could not be prepared. True if something came."""

    async def hooked(self, posted: Posted, accept: Accept) -> str | None:
        """Takes what was posted and returns what to answer, after the commit; None when it did not come from the provider."""


def bubbles(external_id: str) -> list[str]:
    """The messages that an id stands for: commas and semicolons join them."""
    return re.findall(r"[^,;]+", external_id)


class Plain:
    """The part of a channel that carries no files, knows no pace, and takes nothing out of its chats."""

    def limit(self, to: Urn) -> Limit | None:
        return None

    async def clear(self, to: Urn, *, said: Sequence[str], heard: Sequence[str]) -> None:
        """There is nothing that could be taken out."""

    async def fetch(self, reference: str, *, most: int) -> bytes:
        raise Rejected("no files here")

    async def discard(self, reference: str) -> None:
        """There is nothing to discard."""

    async def prepare(self) -> None:
        """There is nothing to prepare."""

    async def close(self) -> None:
        """There is nothing to close."""
