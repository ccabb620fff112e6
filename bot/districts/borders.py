"""Districts as polygons: which one a position is in, and whether the border is too near to say.

From GeoJSON (RFC 7946: degrees, longitude first, WGS 84). A feature names its district in one of the properties `rejon`, `district`,
`number`, `nr` or `name`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from bot.districts.notation.document import number_of

TOO_NEAR = 30.0
"""Metres: a telephone is often not surer than that of where it is."""
_NAMES = ("rejon", "district", "number", "nr", "name")
_METRES = 111_320.0
"""Of a degree of latitude, and of longitude at the equator."""
_LEAST_OVERLAP = 100.0
"""Square metres: less is how two people drew the same line."""


class BordersError(ValueError):
    """The file is no map of districts; the message names the feature."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two districts that share an area (square metres), and a point of it."""

    one: int
    other: int
    area: float
    latitude: float
    longitude: float


class Borders:
    """The polygons of one map, in metres around its middle."""

    def __init__(self, polygons: Mapping[int, Any], latitude: float) -> None:
        """`polygons`: shapely geometries by district, in degrees; `latitude`: of the middle."""
        from shapely import STRtree, prepare, transform  # here: only towns that have polygons wait for it

        self._scale = (_METRES * math.cos(math.radians(latitude)), _METRES)
        self._numbers = sorted(polygons)
        self._shapes = [transform(polygons[number], lambda points: points * self._scale) for number in self._numbers]
        prepare(self._shapes)
        self._tree = STRtree(self._shapes)

    @property
    def districts(self) -> tuple[int, ...]:
        return tuple(self._numbers)

    def near(self, latitude: float, longitude: float) -> tuple[int, ...]:
        """The districts within `TOO_NEAR` of a position: several where their border is too near to say."""
        from shapely import Point

        point = Point(longitude * self._scale[0], latitude * self._scale[1])
        return tuple(sorted(self._numbers[at] for at in self._tree.query(point, predicate="dwithin", distance=TOO_NEAR)))

    def inside(self, latitude: float, longitude: float) -> tuple[int, ...]:
        """The districts that have the position."""
        from shapely import Point

        point = Point(longitude * self._scale[0], latitude * self._scale[1])
        return tuple(sorted(self._numbers[at] for at in self._tree.query(point, predicate="covered_by")))

    def overlaps(self) -> Iterator[Overlap]:
        """Areas that two districts share."""
        for at, shape in enumerate(self._shapes):
            for other in self._tree.query(shape, predicate="intersects"):
                shared = shape.intersection(self._shapes[other]) if other > at else None
                if shared is not None and shared.area > _LEAST_OVERLAP:
                    middle = shared.representative_point()
                    yield Overlap(self._numbers[at], self._numbers[other], shared.area, middle.y / self._scale[1], middle.x / self._scale[0])

    def picture(self, names: Mapping[int, str]) -> str:
        """A page with the map, for looking at before an import: self-contained, nothing is fetched."""
        from shapely import union_all

        left, bottom, right, top = union_all(self._shapes).bounds
        height = top - bottom
        shapes = []
        for number, shape in zip(self._numbers, self._shapes, strict=True):
            middle = shape.representative_point()
            colour = f"hsl({number * 137 % 360} 55% 80%)"
            rings = "".join(
                "M" + " L".join(f"{x - left:.1f},{top - y:.1f}" for x, y in ring.coords) + "Z"
                for part in getattr(shape, "geoms", [shape])
                for ring in (part.exterior, *part.interiors)
            )
            title = escape(f"{number} {names.get(number, '')}".strip())
            shapes.append(f'<path d="{rings}" fill="{colour}" fill-rule="evenodd" stroke="#333" stroke-width="{height / 400:.1f}"/>')
            shapes.append(
                f'<text x="{middle.x - left:.1f}" y="{top - middle.y:.1f}" text-anchor="middle" font-size="{height / 30:.1f}">{title}</text>'
            )
        box = f"0 0 {right - left:.1f} {height:.1f}"
        return (
            '<!doctype html><html lang="pl"><meta charset="utf-8"><title>Rejony</title>'
            "<style>body{margin:1rem;font-family:sans-serif}svg{width:100%;height:95vh}</style>"
            f'<svg viewBox="{box}" role="img" aria-label="Rejony">{"".join(shapes)}</svg></html>\n'
        )


def read_borders(path: Path) -> Borders:
    """Reads a GeoJSON file. Raises `BordersError`."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BordersError(f"{path}: cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise BordersError(f"{path}: is no GeoJSON ({error})") from error
    from shapely import union_all
    from shapely.errors import ShapelyError
    from shapely.geometry import shape
    from shapely.validation import explain_validity

    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or not features:
        raise BordersError(f"{path}: has no features; please export the districts as a GeoJSON FeatureCollection")
    parts: dict[int, list[Any]] = {}
    for at, feature in enumerate(features, 1):
        number = _number(feature)
        if number is None:
            raise BordersError(f"{path}: feature {at}: no district's number in its properties ({', '.join(_NAMES)})")
        try:
            geometry = shape(feature["geometry"])
        except (AttributeError, IndexError, KeyError, TypeError, ValueError, ShapelyError) as error:  # whatever stands there instead
            raise BordersError(f"{path}: feature {at} (district {number}): has no readable geometry") from error
        if geometry.geom_type not in ("Polygon", "MultiPolygon") or geometry.is_empty:
            raise BordersError(f"{path}: feature {at} (district {number}): is a {geometry.geom_type}, please draw a polygon")
        if not geometry.is_valid:
            raise BordersError(f"{path}: feature {at} (district {number}): {explain_validity(geometry)}")
        west, south, east, north = geometry.bounds
        if west < -180 or east > 180 or south < -90 or north > 90:
            raise BordersError(f"{path}: feature {at} (district {number}): is not in degrees (EPSG:4326), please export it so")
        parts.setdefault(number, []).append(geometry)
    polygons = {number: union_all(found) for number, found in parts.items()}
    return Borders(polygons, float(union_all(list(polygons.values())).centroid.y))


def _number(feature: object) -> int | None:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    for name in _NAMES:
        value = str((properties or {}).get(name, ""))
        match = re.search(r"\b(\d{1,4}|[IVXLC]+)\b", value)
        if match is not None and (number := number_of(match[1])) is not None:
            return number
    return None
