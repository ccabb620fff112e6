"""What a text means as an address of the town: a street, a house, a flat; never a guess. Knows names, and no districts. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.districts.cyrillic import latin
from bot.districts.inflection import is_a_word
from bot.districts.sentence import Mention, Sentences
from handlers.dialogue.update import fold

_LABELS = frozenset(
    {"ul", "ulica", "ulicy", "al", "aleja", "aleje", "alei", "pl", "plac", "placu", "rondo"} | {"gen", "generala", "ks", "ksiedza", "sw", "swietego"}
)
_ADDRESS = re.compile(
    r"(?P<name>.*?[^\W\d_]\.?)[\s,]*(?:\b(?:nr\.?|numer)\s*)?(?P<number>\d{1,4})\s?(?P<letter>[a-z])?"
    r"(?:\s*/\s*(?P<flat>\d{1,4}[a-z]?)|[\s,]+(?P<more>(?:m|kl|klatka|lok|mieszkanie|bud|wejscie)\b\.?\s*\w{1,5}))?",
    re.IGNORECASE,
)
LONGEST_ADDRESS = 120
"""Characters; anything longer is a story, and is not searched for an address."""
LONGEST_STORY = 4_000
"""Characters of a story that are searched for an address."""
SHORTEST_MISSPELT = 6
_ALSO_NEAR = 2
"""Letters by which another name may differ and is still near: then it is asked about."""
_NEAR = 72.0
_VERY_NEAR = 86.0


@dataclass(frozen=True, slots=True)
class Typed:
    """A text taken apart as an address."""

    name: str
    house: str
    detail: str


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

    def __init__(self, town: str, known_as: Mapping[str, str]) -> None:
        """`known_as`: what streets are or were called, and the street that it is."""
        self._town = town
        self._sentences = Sentences(town, known_as)
        self._exact: dict[str, set[str]] = defaultdict(set)
        self._partial: dict[str, set[str]] = defaultdict(set)
        for called, street in known_as.items():
            words = _key(called).split()
            self._exact[" ".join(words)].add(street)
            for start in range(1, len(words)):
                self._partial[" ".join(words[start:])].add(street)
        self._names = [*self._exact, *(name for name in self._partial if len(name) > 3)]

    def meant(self, text: str) -> Meant:
        """What a text means that is an address and nothing besides."""
        text = latin(text)
        if len(text) > LONGEST_ADDRESS:
            return Meant((), like_an_address=False)
        typed = take_apart(text, self._town)
        streets = self._named(typed.name)
        if streets:
            return Meant(tuple(sorted(streets)), typed.house, typed.detail)
        # "3 Maja" alone: what looked like a name and a number is a name
        whole = self._named(" ".join(text.split()))
        if len(whole) == 1:
            return Meant(tuple(whole))
        mentions = self._sentences.mentions(text)
        if len(mentions) == 1 and mentions[0].alone:
            return _mentioned(mentions[0])
        street = self._misspelt(typed.name)
        return self._unknown(text, typed) if street is None else Meant((street,), typed.house, typed.detail)

    def read(self, text: str) -> Meant:
        """The address that a text means or a story names."""
        meant = self.meant(text)
        if meant.streets:
            return meant
        mentions = self._sentences.mentions(text[:LONGEST_STORY])
        if len(mentions) == 1:
            return _mentioned(mentions[0])
        streets = sorted({street for mention in mentions for street in mention.streets})
        return Meant(tuple(streets)) if streets else meant

    def named(self, text: str) -> list[Meant]:
        """The addresses with a house that a story names, in order."""
        return [_mentioned(mention) for mention in self._sentences.mentions(text[:LONGEST_STORY]) if mention.house]

    def _misspelt(self, name: str) -> str | None:
        """The one street whose name is a letter away, if no other is near and what was typed is no Polish word."""
        key = _key(name)
        if len(key) < SHORTEST_MISSPELT or (" " not in key and is_a_word(name)):
            return None
        near = process.extract(key, self._names, scorer=OSA.distance, score_cutoff=_ALSO_NEAR, limit=None)
        streets = {distance: set[str]() for distance in range(_ALSO_NEAR + 1)}
        for found, distance, _ in near:
            streets[int(distance)] |= self._exact.get(found, set()) | self._partial.get(found, set())
        everyone = set[str]().union(*streets.values())
        return next(iter(everyone)) if len(everyone) == 1 and streets[1] else None

    def _named(self, name: str) -> set[str]:
        key = _key(name)
        return self._exact.get(key) or self._partial.get(key) or set()

    def _unknown(self, text: str, typed: Typed) -> Meant:
        key = _key(typed.name)
        near = process.extract(key, self._names, scorer=fuzz.ratio, limit=4, score_cutoff=_NEAR) if len(key) > 2 else []
        nearest: list[str] = []
        for found, _, _ in near:
            nearest.extend(street for street in sorted(self._exact.get(found, set()) | self._partial.get(found, set())) if street not in nearest)
        words = len(key.split())
        labelled = fold(text).replace(".", " ").split()[:1] in ([word] for word in ("ul", "ulica", "al", "aleja", "pl", "plac", "os", "osiedle"))
        best = near[0][1] if near else 0.0
        like = words <= 4 and (labelled or (bool(typed.house) and (words == 1 or best >= _NEAR)) or (words <= 2 and best >= _VERY_NEAR))
        return Meant((), typed.house, typed.detail, tuple(nearest[:4]), like)


def take_apart(text: str, town: str) -> Typed:
    """Name, house and detail of a text that may be an address ("62-800 Kalisz, ul. Podmiejska 13a/4")."""
    elsewhere = rf"\b\d{{2}}-\d{{3}}\b|\b{re.escape(town)}\b" if town else r"\b\d{2}-\d{3}\b"
    cleaned = re.sub(elsewhere, " ", " ".join(text.split()), flags=re.IGNORECASE).strip(" ,.;")
    match = _ADDRESS.fullmatch(cleaned)
    if match is None:
        return Typed(cleaned, "", "")
    house = match["number"].lstrip("0") + (match["letter"] or "").lower()
    return Typed(match["name"], house, (match["flat"] or match["more"] or "").lower().replace("klatka", "kl."))


def _key(name: str) -> str:
    words = re.sub(r"[^\w]+", " ", fold(name)).split()
    kept = [word for word in words if word not in _LABELS]
    return " ".join(kept or words)


def _mentioned(mention: Mention) -> Meant:
    return Meant(tuple(sorted(mention.streets)), mention.house, mention.detail)
