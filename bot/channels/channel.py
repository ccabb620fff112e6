"""What a channel is: what it declares, how it sends, and the closed vocabulary of its errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from storage.models import Attachment, Instant, Urn


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
    deduplicates: bool = False
    closes: bool = False
    """The page can be left at once and without a trace (``exit:``); elsewhere such a button is not shown."""
    calls: bool = False
    """A button may call a telephone number (``tel:112``); elsewhere the words say the number."""
    attachments: bool = False
    """Pictures and documents can be shown; elsewhere the words alone say that there are some."""


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
    parts: int = 1
    attachments: tuple[Attachment, ...] = ()


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


class ContactStopped(SendError):
    """Surely not delivered: the person blocked us, or the address is gone."""


class Uncertain(SendError):
    """It left, and nobody knows whether it arrived (a timeout after the request)."""


class Channel(Protocol):
    """A configured instance of a kind of channel: ``[channels.web]``."""

    @property
    def name(self) -> str: ...

    @property
    def capabilities(self) -> Capabilities: ...

    async def say(self, to: Urn, message: Rendered, *, dedupe: str) -> str:
        """Sends and returns the channel's id of the message. `dedupe` is the same when the same row is repeated."""

    async def replace(self, to: Urn, external_id: str, message: Rendered) -> None:
        """Changes what an earlier message says."""

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


class Plain:
    """The part of a channel that carries no files and takes nothing out of its chats."""

    async def clear(self, to: Urn, *, said: Sequence[str], heard: Sequence[str]) -> None:
        """There is nothing that could be taken out."""

    async def fetch(self, reference: str, *, most: int) -> bytes:
        raise Rejected("no files here")

    async def discard(self, reference: str) -> None:
        """There is nothing to discard."""
