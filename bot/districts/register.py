"""The names that a list of districts may use: streets of the town with their former names, villages with their communes.

A name is recognised in the shapes that lists know (rule 6 of the notation): labels and titles left out, initials, first names
missing or last, the genitive. Never by being near: exactly one must match.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.districts.inflection import forms, is_a_first_name
from handlers.dialogue.update import fold

_KINDS = {
    "ulica": "ul ulica ulicy ulice ulic",
    "aleja": "al aleja alei aleje alej",
    "plac": "pl plac placu place",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_TITLES = frozenset(
    "ks ksiedza gen generala sw swietego swietej swietych prymasa prym im imienia kard kardynala bp biskupa abp arcybiskupa dr doktora "
    "prof profesora plk pulkownika mjr majora por porucznika kpt kapitana marsz marszalka hetm hetmana rtm rotmistrza inz prezydenta braci".split()
)
_WORD = re.compile(r"\d+|[^\W\d_]+\.?")


ESTATE = "osiedle"


class RegisterError(ValueError):
    """A file of names is wrong; the message names file and place."""


@dataclass(frozen=True, slots=True)
class Street:
    """A street of the town; `kind` is ulica, aleja, plac …; an osiedle is none. `aliases`: what people call it besides."""

    name: str
    kind: str = "ulica"
    former: str = ""
    estate: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Village:
    """A place outside the town and its commune (gmina)."""

    name: str
    commune: str


@dataclass(frozen=True, slots=True)
class Match:
    """What a name means. `former`: only a former name fits."""

    name: str
    former: bool = False


@dataclass(frozen=True, slots=True)
class _Alias:
    means: str
    kind: str
    words: tuple[str, ...]
    may_miss: frozenset[int]
    former: bool


@dataclass(frozen=True, slots=True)
class _Said:
    key: str
    short: bool


class _Names:
    """Names of one sort, found by their words."""

    def __init__(self, names: Iterable[tuple[str, str, str, bool]]) -> None:
        """`names`: as written, what it means, its kind, whether it is a former name."""
        self._by_word: dict[str, list[_Alias]] = defaultdict(list)
        self._exact: dict[str, list[_Alias]] = defaultdict(list)
        for written, means, kind, former in names:
            words = name_words(written)
            missing = frozenset(at for at, word in enumerate(words[:-1]) if is_a_first_name(word))
            alias = _Alias(means, kind, tuple(words), missing, former)
            self._exact[" ".join(fold(word) for word in words)].append(alias)
            for form in {form for word in words for form in forms(word)}:
                self._by_word[form].append(alias)

    def find(self, said: Sequence[str]) -> set[Match]:
        """Everything that the words may mean; a present name comes before a former one, the very words before a shape of them."""
        kind = _KIND_OF.get(fold(said[0].rstrip("."))) if said else None
        words = [_Said(fold(word), word.endswith(".") or len(word) == 1) for word in said]
        words = [word for word in words if word.key not in _TITLES and word.key not in _KIND_OF] or words
        very = self._exact.get(" ".join(word.key for word in words), [])
        full = [word.key for word in words if not word.short]
        if not full:
            return set()
        shaped = [alias for alias in self._by_word.get(full[-1], ()) if _fits(words, alias)]
        for found in ([a for a in very if not a.former], [a for a in shaped if not a.former], very, shaped):
            of_kind = [alias for alias in found if alias.kind == kind]
            if found:
                return {Match(alias.means, alias.former) for alias in (of_kind or found)}
        return set()


class Register:
    """The names of a town and of the villages around it."""

    def __init__(self, streets: Iterable[Street], villages: Iterable[Village] = ()) -> None:
        listed = list(streets)
        self.streets: Mapping[str, Street] = {street.name: street for street in listed if street.kind != ESTATE}
        self.estates = frozenset(street.estate or street.name for street in listed if street.estate or street.kind == ESTATE)
        self.villages: Mapping[str, Village] = {village.name: village for village in villages}
        self._communes: dict[str, list[str]] = defaultdict(list)
        for village in self.villages.values():
            self._communes[village.commune].append(village.name)
        self._street_names = _Names(_spellings(self.streets.values()))
        self._village_names = _Names((name, name, "", False) for name in self.villages)
        self._commune_names = _Names((name, name, "", False) for name in self._communes)

    def street(self, words: Sequence[str]) -> Match | None:
        """The one street that the words name, else None."""
        return _only(self._street_names.find(words))

    def village(self, words: Sequence[str]) -> Match | None:
        """The one village that the words name, else None."""
        return _only(self._village_names.find(words))

    def commune(self, words: Sequence[str]) -> tuple[str, ...]:
        """The villages of the one commune that the words name, else none."""
        match = _only(self._commune_names.find(words))
        return () if match is None else tuple(self._communes[match.name])


def name_words(name: str) -> list[str]:
    """The words of a name without labels and titles, as written ("ul. gen. Józefa Bema" -> Józefa, Bema)."""
    words = [word for word in _WORD.findall(name)]
    kept = [word.rstrip(".") for word in words if fold(word) not in _TITLES and fold(word) not in _KIND_OF]
    return kept or [word.rstrip(".") for word in words]


def _spellings(streets: Iterable[Street]) -> Iterator[tuple[str, str, str, bool]]:
    present = list(streets)
    for street in present:
        yield street.name, street.name, street.kind, False
        if street.former:
            yield street.former, street.name, street.kind, True


def _fits(said: Sequence[_Said], alias: _Alias) -> bool:
    """Whether each word said is one of the name, and each word of the name is said, but for first names."""
    if len(said) > len(alias.words):
        return False
    free = set(range(len(alias.words)))
    for word in sorted(said, key=lambda word: word.short):  # initials take what full words leave
        at = next((at for at in sorted(free) if _is(word, alias, at)), None)
        if at is None:
            return False
        free.discard(at)
    return free <= alias.may_miss


def _is(word: _Said, alias: _Alias, at: int) -> bool:
    if word.short and at in alias.may_miss:
        return fold(alias.words[at]).startswith(word.key)
    return (not word.short and word.key in forms(alias.words[at])) or word.key == fold(alias.words[at])


def _only(found: set[Match]) -> Match | None:
    return next(iter(found)) if len(found) == 1 else None


# --- files -----------------------------------------------------------------------------------------------------------


def read_streets(path: Path) -> list[Street]:
    """``streets.csv``: the columns name and type, perhaps estate, former_name (or old_name) and aliases (with semicolons between).

    Lines with # are remarks."""
    streets = []
    for row in _rows(path, {"name"}, "name, type, estate, former_name"):
        if row["name"].strip():
            former = row.get("former_name") or row.get("old_name") or ""
            aliases = tuple(alias.strip() for alias in (row.get("aliases") or "").split(";") if alias.strip())
            streets.append(Street(row["name"].strip(), row.get("type") or "ulica", former.strip(), (row.get("estate") or "").strip(), aliases))
    return streets


def read_villages(path: Path) -> list[Village]:
    """``places.csv``: the columns place and gmina."""
    return [Village(row["place"].strip(), row["gmina"].strip()) for row in _rows(path, {"place", "gmina"}, "place, gmina")]


def _rows(path: Path, needed: set[str], columns: str) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as source:
            rows = list(csv.DictReader(line for line in source if not line.startswith("#")))
    except OSError as error:
        raise RegisterError(f"{path}: cannot be read ({error.strerror})") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise RegisterError(f"{path}: is no CSV in UTF-8 ({error})") from error
    if not rows or not needed <= set(rows[0]):
        raise RegisterError(f"{path}: the first row must name the columns {columns}")
    return rows
