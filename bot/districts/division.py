"""A division into districts as a document states it: who claims which houses, what is not clear, what contradicts, what is left out.

The answer to a question is given by the notation's own rule: a narrower clause never beats a wider one, and nothing is guessed. Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.districts.houses import WHOLE, House, Span, turning_points
from bot.districts.register import name_words
from handlers.dialogue.update import fold

ELSEWHERE_IN_VILLAGE = "\0"
"""Stands for a street of a village that no list names."""


class Code(StrEnum):
    """What is reported of a line: E an error, P something that a person must decide, W worth a look."""

    STREET = "E-street"
    SYNTAX = "E-syntax"
    PARITY = "E-parity"
    RANGE = "E-range"
    OVERLAP = "E-overlap"
    SIDE = "P-side"
    AREA = "P-area"
    OLD_NAME = "W-oldname"
    IMPLIED = "W-implied"
    NOTE = "W-note"
    DUPLICATE = "W-dup"
    GAP = "W-gap"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One report: the line (from 1), the code, and the words of the document (or addresses) that it is about."""

    line: int
    code: Code
    words: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Street:
    """Where houses are numbered: a street of the town (`place` empty), of a village, or the village itself (`name` empty)."""

    place: str
    name: str


@dataclass(frozen=True, slots=True)
class Scope:
    """What a clause is about: a street, or a place with all its streets (`street` None)."""

    place: str
    street: str | None

    def has(self, street: Street) -> bool:
        """Whether addresses of this street are meant."""
        return self.place == street.place and self.street in (None, street.name)


@dataclass(frozen=True, slots=True)
class Claim:
    """A clause that was understood: houses that a district has. `rest`: only those that no other district claims without that word."""

    district: int
    scope: Scope
    span: Span
    line: int
    but: tuple[Span, ...] = ()
    rest: bool = False

    def covers(self, street: Street, house: House) -> bool:
        """Whether the address is claimed, other districts aside."""
        if not self.scope.has(street):
            return False
        if self.scope.street is None and street.name:
            return True  # numbers of a village are those without a street
        return self.span.covers(house) and not any(span.covers(house) for span in self.but)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A clause that was not: houses that a person must decide about."""

    district: int
    scope: Scope
    span: Span
    line: int

    def covers(self, street: Street, house: House) -> bool:
        """Whether the clause touches the address."""
        return self.scope.has(street) and (self.span.covers(house) or (self.scope.street is None and bool(street.name)))


@dataclass(frozen=True, slots=True)
class Written:
    """That a line lists a street with numbers or sides; `largest` of the numbers written."""

    street: Street
    line: int
    largest: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line was understood as, for the person who imports."""

    line: int
    district: int
    words: str
    understood: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """Why an address has no one district: several claim it, or a clause about it is not clear."""

    districts: tuple[int, ...]
    claimed_twice: bool


class Division:
    """All that a document says."""

    def __init__(
        self,
        claims: Iterable[Claim],
        doubts: Iterable[Doubt] = (),
        written: Iterable[Written] = (),
        findings: Iterable[Finding] = (),
        readings: Iterable[Reading] = (),
        titles: Mapping[int, str] | None = None,
    ) -> None:
        self.claims = tuple(claims)
        self.doubts = tuple(doubts)
        self.readings = tuple(readings)
        self.titles = dict(titles or {})
        self._written = tuple(written)
        self._by_place: dict[str, list[Claim]] = defaultdict(list)
        self._by_street: dict[Street, list[Claim]] = defaultdict(list)
        for claim in self.claims:
            if claim.scope.street is None:
                self._by_place[claim.scope.place].append(claim)
            else:
                self._by_street[Street(claim.scope.place, claim.scope.street)].append(claim)
        self.streets = self._streets()
        self._spelled = {(street.place, folded(street.name)): street for street in self.streets if street.place and street.name}
        self.findings = tuple(sorted({*findings, *self._contradictions(), *self._gaps()}))

    def street(self, place: str, name: str) -> Street:
        """The street of a place by its name, in a village as the list spells it."""
        return self._spelled.get((place, folded(name)), Street(place, name)) if place and name else Street(place, name)

    @property
    def districts(self) -> tuple[int, ...]:
        """All districts that claim or touch something."""
        return tuple(sorted({*self.titles, *(claim.district for claim in self.claims), *(doubt.district for doubt in self.doubts)}))

    def about(self, street: Street) -> list[Claim]:
        """The clauses about a street, or about its whole place."""
        return [*self._by_street.get(street, ()), *self._by_place.get(street.place, ())]

    def answer(self, street: Street, house: House) -> int | Unclear | None:
        """The district of an address; None if nobody claims or touches it."""
        claimed = {claim.district for claim in self._claiming(street, house)}
        touched = {doubt.district for doubt in self.doubts if doubt.covers(street, house)}
        if len(claimed) > 1:
            return Unclear(tuple(sorted(claimed)), claimed_twice=True)
        if touched - claimed:
            return Unclear(tuple(sorted(claimed | touched)), claimed_twice=False)
        return next(iter(claimed), None)

    def houses(self, street: Street) -> list[House]:
        """One house at least of every part into which the clauses divide a street."""
        claims = self.about(street)
        spans = [claim.span for claim in claims] + [span for claim in claims for span in claim.but]
        spans += [doubt.span for doubt in self.doubts if doubt.scope.has(street)]
        return sorted(set(turning_points(spans)))

    def _claiming(self, street: Street, house: House) -> list[Claim]:
        claims = [claim for claim in self.about(street) if claim.covers(street, house)]
        by_name = {claim.district for claim in claims if not claim.rest}
        return [claim for claim in claims if not claim.rest or by_name <= {claim.district}]

    def _streets(self) -> tuple[Street, ...]:
        named = set(self._by_street) | {Street(place, name) for place in self._by_place for name in ("", ELSEWHERE_IN_VILLAGE)}
        return tuple(sorted(named | {Street(doubt.scope.place, doubt.scope.street or "") for doubt in self.doubts}))

    def _contradictions(self) -> Iterator[Finding]:
        for street in self.streets:
            wrong: dict[Code, dict[int, list[House]]] = {Code.OVERLAP: defaultdict(list), Code.DUPLICATE: defaultdict(list)}
            for house in self.houses(street):
                claims = self._claiming(street, house)
                if len({claim.district for claim in claims}) > 1:
                    for claim in claims:
                        wrong[Code.OVERLAP][claim.line].append(house)
                for district in {claim.district for claim in claims}:
                    own = [claim for claim in claims if claim.district == district]
                    for claim in own if len(own) > 1 else ():
                        wrong[Code.DUPLICATE][claim.line].append(house)
            for code, lines in wrong.items():
                for line, houses in lines.items():
                    yield Finding(line, code, f"{called(street)}: {', '.join(str(house) for house in list(dict.fromkeys(houses))[:4])}")

    def _gaps(self) -> Iterator[Finding]:
        lines: dict[Street, list[Written]] = defaultdict(list)
        for written in self._written:
            lines[written.street].append(written)
        for street, entries in lines.items():
            largest = max(2, *(entry.largest for entry in entries))
            numbers = sorted({house.number + more for house in self.houses(street) for more in (0, 1, 2)})
            missing = [number for number in numbers if number <= largest and self.answer(street, House(number)) is None]
            if missing:
                yield Finding(entries[0].line, Code.GAP, f"{called(street)}: {', '.join(map(str, missing[:8]))}{' …' if len(missing) > 8 else ''}")


def folded(name: str) -> str:
    """A village's street as it is compared: folded, without labels and titles."""
    return " ".join(fold(word) for word in name_words(name))


def called(street: Street) -> str:
    """One line for people."""
    return ", ".join(part for part in (street.place, "" if street.name == ELSEWHERE_IN_VILLAGE else street.name) if part)


def whole(district: int, scope: Scope, line: int) -> Doubt:
    """A doubt about all that a clause could mean."""
    return Doubt(district, scope, WHOLE, line)
