"""Something that happened: a message, a pressed button, a due timer."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from storage.models import Attachment, Instant

# Marks that turn the direction of writing around (U+200E/F, U+202A–E, U+2066–9), zero-width space and byte order mark.
# The zero-width joiners stay: emoji and some scripts are made of them.
_INVISIBLE = {*range(0x200E, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200B, 0xFEFF}


class Kind(StrEnum):
    """What happened. `link` is the pressed button, the timer, the earlier message that was edited, the chat's new address."""

    MESSAGE = "message"
    PRESS = "press"
    TIMER = "timer"
    EDIT = "edit"
    STOPPED = "stopped"
    """Whoever it was wants nothing more there (blocked us, sent us away)."""
    BACK = "back"
    MOVED = "moved"
    RECEIPT = "receipt"
    """The channel reports what became of one of our messages; it is written beside it and handled by nobody."""


@dataclass(frozen=True, slots=True)
class Update:
    """One Update, as conversations see it. `link` is a button's value or a timer's name, `subject` what a timer is about."""

    id: int
    kind: Kind
    channel: str
    received_at: Instant
    text: str = ""
    link: str = ""
    subject: str = ""
    reply_to: str | None = None
    attachments: tuple[Attachment, ...] = ()
    urn: int | None = None
    """The number of the address that it came from."""
    album: tuple[int, ...] = ()
    """The numbers of the album's parts that were handled before this one came."""


def clean(text: str) -> str:
    """The words of a text: composed letters, no control characters, no marks that turn its direction around."""
    return "".join(c for c in unicodedata.normalize("NFC", text) if c in "\n\t" or _is_visible(c)).strip()


def _is_visible(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cs") and ord(character) not in _INVISIBLE


def as_number(text: str) -> int | None:
    """A number as people and buttons write it; None for anything else ("²", "1e9", a number too large for a report)."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else None


def fold(text: str) -> str:
    """A text as it is compared: lower case, no diacritics, no punctuation at its ends, single blanks."""
    flat = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    letters = "".join(c for c in flat if not unicodedata.combining(c))
    return " ".join(letters.strip(" \t\n.,;:!?\"'„”()").split())
