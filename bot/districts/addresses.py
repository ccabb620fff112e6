"""What a text means as an address of the town: a street, a house, a flat; never a guess. Knows names, and no districts. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.districts.names import LABELS, TITLES
from bot.districts.sentence import Mention, Sentences, tokenise

LONGEST_ADDRESS = 120
"""Characters; anything longer is a story, and is not searched for an address."""
MOST_WORDS = 4
"""Of a text that may be an address with a name that nobody knows."""
VERY_LIKE = 86.0
LONGEST_STORY = 4_000
"""Characters of a story that are searched for an address."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What a text means: one street, several that are possible, or none (then `nearest` may be offered)."""

    streets: tuple[str, ...]
    house: str = ""
    detail: str = ""
    nearest: tuple[str, ...] = ()
    like_an_address: bool = True
    """Whether a text that names no street looks like an address."""


class Addresses:
    """The names of a town."""

    def __init__(
        self, town: str, known_as: Mapping[str, str], *, estates: Iterable[str] = (), neighbours: Iterable[str] = (), postcode: str = ""
    ) -> None:
        """`known_as`: what streets are or were called, and the street that it is. `estates`: names that are no streets."""
        self._sentences = Sentences(town, known_as, estates=estates, neighbours=neighbours, postcode=postcode)

    def meant(self, text: str) -> Meant:
        """What a text means that is an address and nothing besides."""
        if len(text) > LONGEST_ADDRESS:
            return Meant((), like_an_address=False)
        mentions = self._sentences.mentions(text)
        if len(mentions) == 1 and mentions[0].alone:
            return _mentioned(mentions[0])
        return self._unknown(text)

    def read(self, text: str) -> Meant:
        """The address that a text means or a story names."""
        mentions = self._sentences.mentions(text[:LONGEST_STORY])
        if not mentions:
            return self._unknown(text) if len(text) <= LONGEST_ADDRESS else Meant((), like_an_address=False)
        if len(mentions) == 1:
            return _mentioned(mentions[0])
        streets = sorted({street for mention in mentions for street in mention.streets})
        return Meant(tuple(streets)) if len(streets) > 1 or len({mention.house for mention in mentions}) > 1 else _mentioned(mentions[0])

    def estates(self, text: str) -> list[str]:
        """The estates that a text names."""
        return self._sentences.estates(text[:LONGEST_STORY])

    def named(self, text: str) -> list[Meant]:
        """The addresses with a house that a story names, in order."""
        return [_mentioned(mention) for mention in self._sentences.mentions(text[:LONGEST_STORY]) if mention.house]

    def _unknown(self, text: str) -> Meant:
        """What may be offered, and whether the text looks like an address at all: a label, or a few words and a number."""
        tokens = tokenise(text)
        words = [token.key for token in tokens if token.key[:1].isalpha() and token.key not in LABELS and token.key not in TITLES]
        numbers = [token.key for token in tokens if token.key[:1].isdigit()]
        house = numbers[-1] if len(numbers) == 1 and re.fullmatch(r"\d{1,3}[a-z]?", numbers[-1]) else ""
        if not words or len(words) > MOST_WORDS:
            return Meant((), house, like_an_address=False)
        nearest, likeness = self._sentences.names.similar(" ".join(words)) if len(" ".join(words)) > 2 else ([], 0.0)
        labelled = tokens[0].key in LABELS
        like = labelled or (bool(house) and (len(words) == 1 or bool(nearest))) or (len(words) <= 2 and likeness >= VERY_LIKE)
        return Meant((), house, "", tuple(nearest[:4]), like)


def _mentioned(mention: Mention) -> Meant:
    if not mention.sure and len(mention.streets) == 1:
        return Meant((), mention.house, mention.detail, tuple(mention.streets))
    return Meant(tuple(sorted(mention.streets)), mention.house, mention.detail)
