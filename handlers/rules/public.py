"""What must not stand in an announcement unnoticed: somebody's name, a flat, a number plate. Pure; a person decides."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum


class Personal(StrEnum):
    """What seems to be there."""

    NAME = "name"
    FLAT = "flat"
    PLATE = "plate"


_WORD = r"[A-ZĄĆĘŁŃÓŚŹŻ][a-ząćęłńóśźż]{2,}"
_TITLED = re.compile(rf"\b(?:[Pp]an(?:a|u|em|i|ią)?|[Pp]\.|[Ss]ąsiad(?:ka|a|ki|ce|ką)?|[Oo]b\.)\s+(?:{_WORD}\s+)?{_WORD}")
_TWO = re.compile(rf"(?<![.!?]\s)(?<!^)\b({_WORD})\s+({_WORD}(?:-{_WORD})?)\b")
_FLAT = re.compile(r"\b\d{1,4}[a-zA-Z]?\s*/\s*\d{1,3}\b|\b(?:m|lok|mieszk(?:anie|ania|aniu)?|mieszkanie nr)\.?\s*(?:nr\s*)?\d{1,3}\b", re.IGNORECASE)
_PLATE = re.compile(r"\b[A-Z]{2,3}[ -]?(?=[0-9A-Z]{4,5}\b)(?=[0-9A-Z]*\d)[0-9A-Z]{4,5}\b")


def found_in(text: str, is_street: Callable[[str], bool]) -> frozenset[Personal]:
    """What the text seems to name. `is_street`: whether two words in a row are a street of the town, and so nobody's name."""
    found = set()
    if _TITLED.search(text) or any(not is_street(match[0]) for match in _TWO.finditer(text)):
        found.add(Personal.NAME)
    if _FLAT.search(text):
        found.add(Personal.FLAT)
    if _PLATE.search(text):
        found.add(Personal.PLATE)
    return frozenset(found)
