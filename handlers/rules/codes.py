"""Codes. Invitations: eight letters and digits that cannot be misread, in two groups (40 random bits). Joining two channels: six digits."""

from __future__ import annotations

import re
import secrets

from storage.models import DAY, HOUR, Instant

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LASTS: Instant = DAY
TRIES = 5
TRIES_WITHIN: Instant = HOUR
"""Wrong codes that one contact may enter before being told to wait."""

_CODE = re.compile(rf"\s*(?:kod:?\s*)?([{ALPHABET}]{{4}})[\s-]?([{ALPHABET}]{{4}})\s*\.?", re.IGNORECASE)


def new_code() -> str:
    """ "K7QM-2RWX"."""
    while True:
        letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
        if any(c.isdecimal() for c in letters):  # so that no word of eight letters is ever a code
            return f"{letters[:4]}-{letters[4:]}"


def read_code(text: str) -> str | None:
    """The code in a message that is nothing but a code; None otherwise. It must have a digit, so that no word is one."""
    match = _CODE.fullmatch(text)
    if match is None or not (any(c.isdecimal() for c in text) or text.casefold().lstrip().startswith("kod")):
        return None
    return f"{match[1]}-{match[2]}".upper()


_DIGITS = re.compile(r"\s*(?:(?:kod|код):?\s*)?(\d{3})[\s-]?(\d{3})\s*\.?", re.IGNORECASE | re.ASCII)


def new_digits() -> str:
    """ "482 193": a code that can be typed on any keypad."""
    number = secrets.randbelow(1_000_000)
    return f"{number // 1000:03} {number % 1000:03}"


def read_digits(text: str) -> str | None:
    """The six digits in a message that is nothing but them; None otherwise."""
    match = _DIGITS.fullmatch(text)
    return None if match is None else f"{match[1]} {match[2]}"
