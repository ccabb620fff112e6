"""The lines of an agenda as people write them. Pure."""

from __future__ import annotations

import re

_NUMBERED = re.compile(r"^\s*(?:\d{1,2}[.)]\s+|[-–•]\s+)")
"""What people put before a point; "3 Maja" and "12.06" are words."""


def lines_of(text: str) -> list[str]:
    """The subject and the points, without what numbers them."""
    return [line for each in text.splitlines() if (line := _NUMBERED.sub("", each).strip())]
