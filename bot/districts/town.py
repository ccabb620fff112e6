"""The map of a town: who of its districts an address belongs to; and which map is in force when."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.districts.addresses import Addresses, Meant
from bot.districts.borders import Borders
from bot.districts.division import Division, Street, Unclear
from bot.districts.houses import House
from bot.districts.register import Register
from handlers.dialogue.ports import Ambiguous, Found, NumberNeeded, OnBorder, Outside, Resolution, Undecided, Unknown
from storage.models import NO_PLACE, District, Instant, Place, ServiceHours

EXAMPLE = Path(__file__).parent / "example"
"""Kalisz with real street names and a made-up division."""

OFFICE_HOURS = ServiceHours(((480, 960),) * 5 + (None, None))
"""Monday to Friday, 8 to 16: the supervisor's, where the file names none."""
REMEMBERED = 1000
"""Texts whose meaning is kept at hand."""


_POSITION = re.compile(r"\s*(-?\d{1,2}\.\d{2,15})\s*[,;]\s*(-?\d{1,3}\.\d{2,15})\s*")


class TownError(ValueError):
    """A file of the town is wrong; the message names file and place."""


@dataclass(frozen=True, slots=True)
class Published:
    """What is published about a town and its districts, whatever the map."""

    name: str
    is_example: bool
    districts: Mapping[int, District]
    supervisor_hours: ServiceHours = OFFICE_HOURS
    neighbours: tuple[str, ...] = ()
    """Places near by, whose addresses are not ours."""
    postcode: str = ""
    """How the town's own postcodes begin ("62-8")."""


class TownMap:
    """One version of the map; `resolve` never guesses."""

    def __init__(self, published: Published, register: Register, division: Division, borders: Borders | None = None) -> None:
        """`borders`: where the districts are known as polygons too."""
        self.borders = borders
        self.published = published
        self.register = register
        self.division = division
        self._streets = dict(_streets(register, division))
        known_as = {called: called for called in self._streets}
        for street in register.streets.values():
            known_as |= {called: street.name for called in (street.former, *street.aliases) if called and called not in known_as}
        near = {word for place in published.neighbours for word in place.split() if len(word) > 3}
        self._addresses = Addresses(
            published.name, known_as, estates=register.estates, neighbours=near - known_as.keys(), postcode=published.postcode
        )
        self._resolved: dict[str, Resolution] = {}

    @property
    def name(self) -> str:
        return self.published.name

    @property
    def is_example(self) -> bool:
        return self.published.is_example

    @property
    def supervisor_hours(self) -> ServiceHours:
        return self.published.supervisor_hours

    @property
    def districts(self) -> tuple[int, ...]:
        return self.division.districts

    @property
    def streets(self) -> tuple[str, ...]:
        """Everything that houses are numbered by: streets, villages, streets of villages."""
        return tuple(self._streets)

    def __contains__(self, street: object) -> bool:
        return street in self._streets

    def district(self, number: int) -> District:
        if number == NO_PLACE:
            return District(NO_PLACE, "", "", "", "", self.supervisor_hours)
        return self.published.districts[number]

    def resolve(self, text: str) -> Resolution:
        known = self._resolved.get(text)
        if known is None:
            known = self._resolved[text] = self._position(text) or self._resolution(self._addresses.meant(text))
            if len(self._resolved) > REMEMBERED:
                self._resolved.clear()  # one message is asked about by several rooms; longer than that it need not be known
        return known

    def _position(self, text: str) -> Resolution | None:
        """Where the text is a position, and polygons are known: the district that it is in."""
        match = _POSITION.fullmatch(text)
        if match is None or self.borders is None:
            return None
        latitude, longitude = float(match[1]), float(match[2])
        place = Place.point(latitude, longitude)
        near, inside = self.borders.near(latitude, longitude), self.borders.inside(latitude, longitude)
        if not near:
            return Outside(place)
        return Found(place, inside[0]) if near == inside and len(inside) == 1 else OnBorder(place)

    def read(self, text: str) -> Resolution:
        """The address that a text means or a story names (`resolve` is about texts that are an address)."""
        return self._position(text) or self._resolution(self._addresses.read(text))

    def named(self, text: str) -> tuple[Found | Ambiguous, ...]:
        meanings = [self._resolution(meant) for meant in self._addresses.named(text)]
        return tuple(meaning for meaning in meanings if isinstance(meaning, Found | Ambiguous))

    def estates(self, text: str) -> list[str]:
        """The estates that a text names: parts of the town, of which an address is asked for."""
        return self._addresses.estates(text)

    def rule(self, place: Place) -> str | None:
        """The clause of the list that gives an address its district, as the list is written; a position has none."""
        street, house = self._streets.get(place.street), House.read(place.house) or House(1)
        found = [] if street is None else [claim for claim in self.division.about(street) if claim.covers(street, house)]
        return f"{place.street}: {found[0].span} (wiersz {found[0].line})" if found else None

    def owner(self, street: str, house: House) -> int | Unclear | None:
        """The district of a house; None if no district covers it."""
        return self.division.answer(self._streets[street], house)

    def houses(self, street: str) -> list[House]:
        """One house at least of every part into which a street is divided."""
        return self.division.houses(self._streets[street])

    def _resolution(self, meant: Meant) -> Resolution:
        if not meant.streets:
            return Unknown(meant.nearest, meant.house, meant.detail, meant.like_an_address)
        if len(meant.streets) > 1:
            return Ambiguous(meant.streets, meant.house, meant.detail)
        street, place = meant.streets[0], Place(meant.streets[0], meant.house, meant.detail)
        house = House.read(meant.house)
        if house is None:
            owners = {self.owner(street, each) for each in self.houses(street)}
            owner = owners.pop()
            if owners:
                return NumberNeeded(street)
        else:
            owner = self.owner(street, house)
        if owner is None:
            return Outside(place)
        return Undecided(place) if isinstance(owner, Unclear) else Found(place, owner)


def _streets(register: Register, division: Division) -> Iterable[tuple[str, Street]]:
    """What each street is called where people read it: "Widok", "Szałe" (a village), "Szałe, Ogrodowa"."""
    for name in register.streets:
        yield name, Street("", name)
    for village in register.villages:
        yield (village if village not in register.streets else f"{village}, wieś"), Street(village, "")
    for street in division.streets:
        if street.place and street.name and re.match(r"\w", street.name):
            yield f"{street.place}, {street.name}", street


class Maps:
    """The versions of a town's map, each from its first day on; one is always in force."""

    def __init__(self, versions: Mapping[date, TownMap], starts: Mapping[date, Instant]) -> None:
        """`starts`: the first instant of each day on which a version begins, where the town is."""
        self._days = sorted(versions)
        self._versions = versions
        self._starts = [starts[day] for day in self._days]

    @property
    def versions(self) -> Mapping[date, TownMap]:
        """Every version by its first day."""
        return self._versions

    def in_force(self, now: Instant) -> TownMap:
        """The version of this moment; before the first one begins, the first."""
        return self._versions[self._days[max(bisect_right(self._starts, now) - 1, 0)]]

    def changes(self) -> tuple[Instant, ...]:
        """When one version follows another: the first instant of each but the first."""
        return tuple(self._starts[1:])
