"""House numbers as lists of districts mean them (rules 9 to 13 of the notation): 35 < 35a < 35b < 36. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

_HOUSE = re.compile(r"\s*(\d{1,5})\s*([^\W\d_]?)\s*(?:/.*)?", re.DOTALL)


class Side(StrEnum):
    """The side of a street, by the integer of the house number."""

    BOTH = "both"
    ODD = "odd"
    EVEN = "even"

    def has(self, number: int) -> bool:
        """Whether a house with this integer stands on the side."""
        return self is Side.BOTH or (number % 2 == 0) == (self is Side.EVEN)


@dataclass(frozen=True, slots=True, order=True)
class House:
    """An integer and perhaps a letter; no letter comes first."""

    number: int
    letter: str = ""

    def __str__(self) -> str:
        return f"{self.number}{self.letter}"

    @classmethod
    def read(cls, text: str) -> House | None:
        """`13`, `13A`, `13 a`; what comes from "/" on is a flat. None for anything else."""
        match = _HOUSE.fullmatch(text)
        return None if match is None or int(match[1]) == 0 else cls(int(match[1]), match[2].lower())

    @property
    def after(self) -> House:
        """The next house in the order of the notation, among the letters a to z."""
        if not self.letter:
            return House(self.number, "a")
        return House(self.number + 1) if self.letter >= "z" else House(self.number, chr(ord(self.letter) + 1))


@dataclass(frozen=True, slots=True)
class Span:
    """Houses from `first` to `last`, both included, on one side or both; None: open at that end."""

    first: House | None = None
    last: House | None = None
    side: Side = Side.BOTH

    def covers(self, house: House) -> bool:
        """Whether the house is meant. The upper end without a letter does not bring its letters: 31-35 lacks 35a."""
        if (self.first is not None and house < self.first) or (self.last is not None and house > self.last):
            return False
        return self.single or self.side.has(house.number)

    @property
    def single(self) -> bool:
        """Whether it is exactly one house."""
        return self.first is not None and self.first == self.last

    def __str__(self) -> str:
        """In the notation of police lists; reads back as the same span."""
        words = {Side.BOTH: "", Side.ODD: " nieparzyste", Side.EVEN: " parzyste"}[self.side]
        if self.first is None and self.last is None:
            return words.strip() or "wszystkie"
        if self.single:
            return str(self.first)
        first = "od początku" if self.first is None else f"od {self.first}"
        return f"{first} do {'końca' if self.last is None else self.last}{words}"


WHOLE = Span()
"""Every house."""


def turning_points(spans: Iterable[Span]) -> Iterator[House]:
    """Houses of which at least one stands in every area that these spans and their complements can form together.

    Such an area begins at a lower end, or right behind an upper one, or (where the side is the other) one or two numbers on.
    """
    yield House(1)
    yield House(2)
    for span in spans:
        for end in (span.first, span.last):
            if end is not None:
                yield from (end, end.after, House(end.number + 1), House(end.number + 2))
