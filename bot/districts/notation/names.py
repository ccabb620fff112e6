"""Names inside a list: how far one goes, and what it means (rules 6 to 8 of the notation)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from bot.districts.division import Scope, folded
from bot.districts.notation import words as w
from bot.districts.notation.words import Kind, Token
from bot.districts.register import Register, name_words

LONGEST_NAME = 8
"""Words."""
_ORDINAL_ENDINGS = w.keys("go ego ciego szego mego")
"""Of "3-go Maja"."""


class Sort(Enum):
    """What kind of name a label announces."""

    ANY = auto()
    STREET = auto()
    VILLAGE = auto()


@dataclass(frozen=True, slots=True)
class Named:
    """A name that was recognised, and where it ends."""

    scope: Scope
    end: int
    former: bool = False


class Names:
    """Finds the names of a register, and streets of villages, of which there is no register."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._spelled: dict[tuple[str, str], str] = {}
        """The streets of villages, folded, and as they were written first."""

    def at(self, found: Sequence[Token], at: int, sort: Sort, village: str = "", limit: int | None = None) -> Named | None:
        """The longest name that stands here, if it is one of the register and no unknown word follows it.

        `village`: names are its streets. `limit`: where the name must end at the latest."""
        if village:
            return self._of_village(found, at, village)
        for end in range(min(_reach(found, at), len(found) if limit is None else limit), at, -1):
            named = self._match(_words(found, at, end), sort, end)
            if named is not None:
                return named if end >= len(found) or _may_follow(found[end]) else None
        return None

    def commune(self, found: Sequence[Token], at: int) -> tuple[tuple[str, ...], int] | None:
        """The villages of the commune that is named here, and where its name ends."""
        for end in range(_reach(found, at), at, -1):
            villages = self._register.commune(_words(found, at, end))
            if villages:
                return villages, end
        return None

    def _match(self, words: Sequence[str], sort: Sort, end: int) -> Named | None:
        street = None if sort is Sort.VILLAGE else self._register.street(words)
        place = None if sort is Sort.STREET else self._register.village(words)
        if street is not None and place is None:
            return Named(Scope("", street.name), end, street.former)
        if place is not None and street is None:
            return Named(Scope(place.name, None), end)
        return None

    def _of_village(self, found: Sequence[Token], at: int, village: str) -> Named | None:
        """No list has these: every name is one, and names are compared folded."""
        start = at
        while start < len(found) and found[start].key in w.LABELS:
            start += 1
        end = start
        for reach in range(_reach(found, start), start, -1):  # "Żwirki i Wigury": a known name with "i" in it
            if any(token.key in w.AND for token in found[start:reach]) and self._register.street(_words(found, start, reach)) is not None:
                end = reach
                break
        if end == start and begins_with_number(found, start):  # "3 Maja", "1000-lecia"
            end = start + 1 + (found[start + 1].kind is Kind.DASH)
        while end < len(found) and found[end].kind is Kind.WORD and not w.is_known(found[end].key):
            end += 1
        if end == start:
            return None
        name = " ".join(name_words(" ".join(_words(found, start, end))))
        return Named(Scope(village, self._spelled.setdefault((village, folded(name)), name)), end)


def begins_with_number(found: Sequence[Token], at: int) -> bool:
    """ "11 Listopada", "1000-lecia": a number before a word that is none of the notation's."""
    if at + 1 >= len(found) or found[at].kind is not Kind.NUMBER:
        return False
    joined = found[at + 1].kind is Kind.DASH and not found[at + 1].spaced and at + 2 < len(found) and not found[at + 2].spaced
    word = found[at + 2] if joined else found[at + 1]
    return word.kind is Kind.WORD and not w.is_known(word.key) and word.key not in w.NO_NAMES


def _words(found: Sequence[Token], at: int, end: int) -> list[str]:
    """The words of a name; hyphens and the ending of an ordinal are none."""
    words = []
    for k in range(at, end):
        ending = k >= at + 2 and found[k].key in _ORDINAL_ENDINGS and found[k - 1].kind is Kind.DASH and found[k - 2].kind is Kind.NUMBER
        if found[k].kind is not Kind.DASH and not ending:
            words.append(found[k].text)
    return words


def _may_follow(token: Token) -> bool:
    return token.kind is not Kind.WORD or w.is_known(token.key) or token.key in w.NO_NAMES


def _reach(found: Sequence[Token], at: int) -> int:
    """How far a name that begins here can go: over words, numbers, hyphens between words."""
    end, words = at, 0
    while end < len(found) and words < LONGEST_NAME:
        token = found[end]
        if token.kind is Kind.DASH and at < end < len(found) - 1:
            before, behind = found[end - 1], found[end + 1]
            ordinal = before.kind is Kind.NUMBER and not token.spaced and not behind.spaced
            if behind.kind is not Kind.WORD or not (before.kind is Kind.WORD or ordinal):
                break
        elif token.kind not in (Kind.WORD, Kind.NUMBER):
            break
        words += token.kind is not Kind.DASH
        end += 1
    return end - 1 if end > at and found[end - 1].kind is Kind.DASH else end
