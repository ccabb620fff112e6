"""A town: its streets, its districts, and who of them an address belongs to.

Two files in one folder: ``streets.csv`` (name,type,estate,former_name) and ``districts.toml``. Loaded whole: a town's map
does not grow with use. A mistake in either is one sentence with file and place.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.districts.cyrillic import latin
from bot.districts.inflection import is_a_word
from bot.districts.sentence import Mention, Sentences
from handlers.dialogue.ports import Ambiguous, Found, NumberNeeded, Outside, Resolution, Unknown
from handlers.dialogue.update import fold
from storage.models import NO_PLACE, District, Place, ServiceHours

EXAMPLE = Path(__file__).parent / "example"
"""Kalisz with real street names and a made-up division."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SIDES = ("both", "odd", "even")
_LABELS = frozenset(
    {"ul", "ulica", "ulicy", "al", "aleja", "aleje", "alei", "pl", "plac", "placu", "rondo"} | {"gen", "generala", "ks", "ksiedza", "sw", "swietego"}
)
_ADDRESS = re.compile(
    r"(?P<name>.*?[^\W\d_]\.?)[\s,]*(?:\b(?:nr\.?|numer)\s*)?(?P<number>\d{1,4})\s?(?P<letter>[a-z])?"
    r"(?:\s*/\s*(?P<flat>\d{1,4}[a-z]?)|[\s,]+(?P<more>(?:m|kl|klatka|lok|mieszkanie|bud|wejscie)\b\.?\s*\w{1,5}))?",
    re.IGNORECASE,
)
OFFICE_HOURS = ServiceHours(((480, 960),) * 5 + (None, None))
"""Monday to Friday, 8 to 16: the supervisor's, where the file names none."""
REMEMBERED = 1000
"""Texts whose meaning is kept at hand."""
LONGEST_ADDRESS = 120
"""Characters; anything longer is a story, and is not searched for an address."""
LONGEST_STORY = 4_000
"""Characters of a story that are searched for an address."""
SHORTEST_MISSPELT = 6
_ALSO_NEAR = 2
"""Letters by which another name may differ and is still near: then it is asked about."""
_NEAR = 72.0
_VERY_NEAR = 86.0


class TownError(ValueError):
    """A file of the town is wrong; the message names file and place."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The houses of one street that belong to a district: a side, from–to (`last` None: open)."""

    district: int
    side: str = "both"
    first: int = 1
    last: int | None = None

    def __str__(self) -> str:
        """As the command line says it: ``both 1-``, ``odd 3-15``."""
        return f"{self.side} {self.first}-{'' if self.last is None else self.last}"

    def covers(self, number: int) -> bool:
        """Whether the house number (its integer part) is meant."""
        if number < self.first or (self.last is not None and number > self.last):
            return False
        return self.side == "both" or (number % 2 == 0) == (self.side == "even")


@dataclass(frozen=True, slots=True)
class Typed:
    """A text taken apart as an address."""

    name: str
    house: str
    detail: str


class TownMap:
    """The map of one town; `resolve` never guesses."""

    def __init__(
        self,
        name: str,
        *,
        is_example: bool,
        districts: Mapping[int, District],
        streets: Mapping[str, tuple[Rule, ...]],
        supervisor_hours: ServiceHours = OFFICE_HOURS,
        former: Mapping[str, str] = {},
    ) -> None:
        self.supervisor_hours = supervisor_hours
        self._resolved: dict[str, Resolution] = {}
        self.name = name
        self.is_example = is_example
        self._districts = districts
        self._rules = streets
        known_as = {**{street: street for street in streets}, **former}
        self._sentences = Sentences(name, known_as)
        self._exact: dict[str, set[str]] = defaultdict(set)
        self._partial: dict[str, set[str]] = defaultdict(set)
        for called, street in known_as.items():
            words = _key(called).split()
            self._exact[" ".join(words)].add(street)
            for start in range(1, len(words)):
                self._partial[" ".join(words[start:])].add(street)

    @property
    def districts(self) -> tuple[int, ...]:
        return tuple(sorted(self._districts))

    @property
    def streets(self) -> Mapping[str, tuple[Rule, ...]]:
        """Every street with its rules."""
        return self._rules

    def district(self, number: int) -> District:
        if number == NO_PLACE:
            return District(NO_PLACE, "", "", "", "", self.supervisor_hours)
        return self._districts[number]

    def resolve(self, text: str) -> Resolution:
        known = self._resolved.get(text)
        if known is None:
            known = self._resolved[text] = self._resolve(text)
            if len(self._resolved) > REMEMBERED:
                self._resolved.clear()  # one message is asked about by several rooms; longer than that it need not be known
        return known

    def named(self, text: str) -> tuple[Found | Ambiguous, ...]:
        found: list[Found | Ambiguous] = []
        for mention in self._sentences.mentions(text[:LONGEST_STORY]):
            if not mention.house:
                continue
            resolution = self._mentioned(mention)
            if isinstance(resolution, Found | Ambiguous):
                found.append(resolution)
        return tuple(found)

    def _resolve(self, text: str) -> Resolution:
        text = latin(text)
        if len(text) > LONGEST_ADDRESS:
            return Unknown((), "", "", like_an_address=False)
        typed = take_apart(text, self.name)
        streets = self._named(typed.name)
        if len(streets) == 1:
            return self._house(next(iter(streets)), typed)
        if streets:
            return Ambiguous(tuple(sorted(streets)), typed.house, typed.detail)
        # "3 Maja" alone: what looked like a name and a number is a name
        whole = self._named(" ".join(text.split()))
        if len(whole) == 1:
            return self._house(next(iter(whole)), Typed(text, "", ""))
        mentions = self._sentences.mentions(text)
        if len(mentions) == 1 and mentions[0].alone:
            return self._mentioned(mentions[0])
        street = self._misspelt(typed.name)
        return self._unknown(text, typed) if street is None else self._house(street, typed)

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

    def read(self, text: str) -> Resolution:
        """The address that a text means or a story names (`resolve` is about texts that are an address)."""
        meant = self.resolve(text)
        if not isinstance(meant, Unknown):
            return meant
        mentions = self._sentences.mentions(text[:LONGEST_STORY])
        if len(mentions) == 1:
            return self._mentioned(mentions[0])
        streets = sorted({street for mention in mentions for street in mention.streets})
        return Ambiguous(tuple(streets), "", "") if streets else meant

    def rule(self, place: Place) -> Rule | None:
        """The rule that gives an address its district."""
        number = re.match(r"\d+", place.house)
        fitting = [rule for rule in self._rules.get(place.street, ()) if number is None or rule.covers(int(number[0]))]
        return fitting[0] if fitting else None

    def _mentioned(self, mention: Mention) -> Resolution:
        if len(mention.streets) > 1:
            return Ambiguous(tuple(sorted(mention.streets)), mention.house, mention.detail)
        return self._house(next(iter(mention.streets)), Typed("", mention.house, mention.detail))

    def _named(self, name: str) -> set[str]:
        key = _key(name)
        return self._exact.get(key) or self._partial.get(key) or set()

    def _house(self, street: str, typed: Typed) -> Resolution:
        rules = self._rules[street]
        place = Place(street, typed.house, typed.detail)
        if not typed.house:
            districts = {rule.district for rule in rules}
            whole = len(districts) == 1 and any(rule == Rule(rule.district) for rule in rules)
            return Found(place, districts.pop()) if whole else NumberNeeded(street)
        number = int(re.match(r"\d+", typed.house)[0])  # type: ignore[index]  # the pattern gave digits first
        found = {rule.district for rule in rules if rule.covers(number)}
        return Found(place, found.pop()) if len(found) == 1 else Outside(place)

    def _unknown(self, text: str, typed: Typed) -> Unknown:
        key = _key(typed.name)
        near = process.extract(key, self._names, scorer=fuzz.ratio, limit=4, score_cutoff=_NEAR) if len(key) > 2 else []
        nearest: list[str] = []
        for found, _, _ in near:
            nearest.extend(street for street in sorted(self._exact.get(found, set()) | self._partial.get(found, set())) if street not in nearest)
        words = len(key.split())
        labelled = fold(text).replace(".", " ").split()[:1] in ([word] for word in ("ul", "ulica", "al", "aleja", "pl", "plac", "os", "osiedle"))
        best = near[0][1] if near else 0.0
        like = words <= 4 and (labelled or (bool(typed.house) and (words == 1 or best >= _NEAR)) or (words <= 2 and best >= _VERY_NEAR))
        return Unknown(tuple(nearest[:4]), typed.house, typed.detail, like)

    @property
    def _names(self) -> list[str]:
        return [*self._exact, *(name for name in self._partial if len(name) > 3)]


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


# --- loading ---------------------------------------------------------------------------------------------------------


def load_town(folder: Path) -> TownMap:
    """Reads a town's two files. Raises `TownError` with one sentence."""
    streets_file, districts_file = folder / "streets.csv", folder / "districts.toml"
    streets = _streets(streets_file)
    try:
        data = tomllib.loads(districts_file.read_text(encoding="utf-8"))
    except OSError as error:
        raise TownError(f"{districts_file}: cannot be read ({error.strerror})") from error
    except tomllib.TOMLDecodeError as error:
        raise TownError(f"{districts_file}: {error}") from error
    districts: dict[int, District] = {}
    rules: dict[str, list[Rule]] = {street: [] for street in streets}
    for entry in data.get("district", []):
        district = _district(entry, districts_file)
        if district.number in districts:
            raise TownError(f"{districts_file}: district {district.number} stands twice")
        districts[district.number] = district
        for street, rule in _rules(entry, district.number, districts_file):
            if street not in rules:
                raise TownError(f"{districts_file}: district {district.number}: the street {street!r} is not in {streets_file.name}")
            rules[street].append(rule)
    if not districts:
        raise TownError(f"{districts_file}: no [[district]]")
    for street, found in rules.items():
        clash = overlap(found)
        if clash is not None:
            raise TownError(f"{districts_file}: {street} {clash[0]} belongs to districts {clash[1]} and {clash[2]}")
    hours = data.get("supervisor_hours")
    return TownMap(
        str(data.get("town", "")),
        supervisor_hours=OFFICE_HOURS if hours is None else parse_hours(hours, f"{districts_file}: supervisor_hours"),
        is_example=bool(data.get("example", False)),
        districts=districts,
        streets={street: tuple(found) for street, found in rules.items()},
        former={called: street for street, called in streets.items() if called and called not in streets},
    )


def overlap(rules: list[Rule]) -> tuple[int, int, int] | None:
    """A house number that two districts claim, with both."""
    edges = {rule.first for rule in rules} | {rule.last for rule in rules if rule.last is not None}
    for number in sorted({candidate for edge in edges for candidate in (edge, edge + 1)}):
        claimed = sorted({rule.district for rule in rules if rule.covers(number)})
        if len(claimed) > 1:
            return number, claimed[0], claimed[1]
    return None


def _streets(path: Path) -> dict[str, str]:
    """The streets, each with its former name (or "")."""
    try:
        with path.open(encoding="utf-8", newline="") as source:
            rows = list(csv.DictReader(line for line in source if not line.startswith("#")))
    except OSError as error:
        raise TownError(f"{path}: cannot be read ({error.strerror})") from error
    if not rows or not {"name", "type"} <= set(rows[0]):
        raise TownError(f"{path}: the first row must name the columns name, type, estate, former_name")
    return {row["name"]: (row.get("former_name") or "").strip() for row in rows if row["type"] != "osiedle"}


def _district(entry: Mapping[str, Any], path: Path) -> District:
    number = entry.get("number")
    if not isinstance(number, int) or number < 1:
        raise TownError(f"{path}: a [[district]] has no number")
    for key in ("name", "phone", "email", "reception", "hours"):
        if key not in entry:
            raise TownError(f"{path}: district {number}: {key} is missing")
    return District(
        number=number,
        name=str(entry["name"]),
        phone=str(entry["phone"]),
        email=str(entry["email"]),
        reception=str(entry["reception"]),
        hours=parse_hours(entry["hours"], f"{path}: district {number}"),
    )


def parse_hours(week: Mapping[str, str], where: str) -> ServiceHours:
    """``{mon = "08:00-16:00", …}``; a day that is missing is free."""
    unknown = set(week) - set(WEEKDAYS)
    if unknown:
        raise TownError(f"{where}: hours: {sorted(unknown)[0]!r} is no weekday (mon … sun)")
    days: list[tuple[int, int] | None] = []
    for day in WEEKDAYS:
        if day not in week:
            days.append(None)
            continue
        match = re.fullmatch(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})", week[day].replace(" ", ""))
        if match is None:
            raise TownError(f"{where}: hours: {day} is {week[day]!r}, please write it like 08:00-16:00")
        start, end = int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])
        if not start < end <= 24 * 60:
            raise TownError(f"{where}: hours: {day} must end after it begins, at 24:00 at the latest")
        days.append((start, end))
    if not any(days):
        raise TownError(f"{where}: hours: no day of service")
    return ServiceHours(tuple(days))


def _rules(entry: Mapping[str, Any], number: int, path: Path) -> list[tuple[str, Rule]]:
    found = [(street, Rule(number)) for street in entry.get("streets", [])]
    for part in entry.get("parts", []):
        side = part.get("side", "both")
        if side not in _SIDES:
            raise TownError(f"{path}: district {number}: {part.get('street')}: side is {side!r}, please write both, odd or even")
        found.append((part["street"], Rule(number, side, int(part.get("first", 1)), part.get("last"))))
    return found
