"""How people write a report's number before a message: "#42 …", "nr 42 …", "zgł. 42: …", "42: …"."""

from __future__ import annotations

NUMBERED = r"\s*(?:#\s*|(?:nr|numer|zg[łl](?:oszenie|oszenia)?|no(?=\.)|№)(?:\.\s*|\s+|(?=\d))(?:nr\.?\s*)?)(\d{1,9})(?![\d/])[\s:,.–-]*(.*)"
"""Two groups: the number, and the words behind it."""
BEFORE_A_COLON = r"\s*(\d{1,9})\s*:(?!\s*\d)\s*(.*)"
"""The same with nothing before the number: only for one that is known, since "8: 15" and "13: klatka 2" may be anything."""
