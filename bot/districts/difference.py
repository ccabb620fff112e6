"""Who changes officer when one map follows another. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from bot.districts.division import Unclear
from bot.districts.houses import House, Side, Span
from bot.districts.town import TownMap

Owner = int | Unclear | None


@dataclass(frozen=True, slots=True)
class Change:
    """Houses of a street that another district has afterwards; None: nobody has them."""

    street: str
    houses: Span
    before: Owner
    after: Owner


def changes(before: TownMap, after: TownMap) -> list[Change]:
    """Every change, street by street. Letters are named only where they change otherwise than their number."""
    streets = [*before.streets, *(street for street in after.streets if street not in set(before.streets))]
    return [change for street in streets for change in _of_street(street, before, after)]


def _of_street(street: str, before: TownMap, after: TownMap) -> Iterator[Change]:
    def owners(house: House) -> tuple[Owner, Owner]:
        return _owner(before, street, house), _owner(after, street, house)

    points = sorted({*_points(before, street), *_points(after, street)})
    if all(was == becomes for was, becomes in map(owners, points)):
        return
    end = points[-1].number + 2
    odd, even = ([(House(n), owners(House(n))) for n in range(first, end + first, 2)] for first in (1, 2))
    sides = {Side.ODD: _runs(odd), Side.EVEN: _runs(even)}
    if len({pair for _, pair in (*odd, *even)}) == 1:
        sides = {Side.BOTH: [(None, None, odd[0][1])]}
    for side, runs in sides.items():
        for first, last, (was, becomes) in runs:
            if was != becomes:
                yield Change(street, Span(first, last, side), was, becomes)
    for house in points:
        was, becomes = owners(house)
        if house.letter and was != becomes and (was, becomes) != owners(House(house.number)):
            yield Change(street, Span(house, house), was, becomes)


def _runs(houses: list[tuple[House, tuple[Owner, Owner]]]) -> list[tuple[House | None, House | None, tuple[Owner, Owner]]]:
    """From–to with the same owners; the last one is open, a single one is the whole side."""
    runs: list[tuple[House | None, House | None, tuple[Owner, Owner]]] = []
    for pair, group in groupby(houses, key=lambda each: each[1]):
        numbers = [house for house, _ in group]
        runs.append((numbers[0], numbers[-1], pair))
    first, _, pair = runs[-1]
    runs[-1] = (first if len(runs) > 1 else None, None, pair)
    return runs


def _owner(town: TownMap, street: str, house: House) -> Owner:
    return town.owner(street, house) if street in town else None


def _points(town: TownMap, street: str) -> list[House]:
    return town.houses(street) if street in town else []
