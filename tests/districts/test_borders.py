"""Polygons: the district of a position, thirty metres from a border neither; wrong files are one sentence."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.districts.borders import TOO_NEAR, BordersError, read_borders
from tests.stories.test_position import square

BORDER = 18.07
METRE = 1 / (111_320 * math.cos(math.radians(51.76)))
"""In degrees of longitude."""


def written(folder: Path, *features: Any) -> Path:
    path = folder / "map.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def borders(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return read_borders(written(tmp_path_factory.mktemp("map"), square(5, 18.03, BORDER), square(6, BORDER, 18.11)))


@given(st.floats(-500, 500), st.floats(51.745, 51.775))
def test_within_thirty_metres_of_the_border_it_is_not_told(borders: Any, metres: float, latitude: float) -> None:
    near = borders.near(latitude, BORDER + metres * METRE)
    if abs(metres) < TOO_NEAR - 1:
        assert near == (5, 6)
    elif abs(metres) > TOO_NEAR + 1:
        assert near == borders.inside(latitude, BORDER + metres * METRE) == ((5,) if metres < 0 else (6,))


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_no_position_raises(borders: Any, latitude: float, longitude: float) -> None:
    borders.near(latitude, longitude)
    borders.inside(latitude, longitude)


def test_overlaps_name_both_districts_and_where(tmp_path: Path) -> None:
    found = list(read_borders(written(tmp_path, square(5, 18.03, 18.071), square(6, 18.07, 18.11))).overlaps())
    assert [(each.one, each.other) for each in found] == [(5, 6)]
    assert 18.07 < found[0].longitude < 18.071


def test_the_picture_shows_every_district(borders: Any) -> None:
    page = borders.picture({5: "Dobrzec <południe>"})
    assert page.count("<path") == 2
    assert "5 Dobrzec &lt;południe&gt;" in page


def _bow_tie() -> dict[str, object]:
    feature = square(5, 18.03, 18.07)
    feature["geometry"] = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}
    return feature


@pytest.mark.parametrize(
    ("features", "sentence"),
    [
        ([], "has no features"),
        ([{"type": "Feature", "properties": {}, "geometry": None}], "feature 1: no district's number"),
        ([{**square(5, 18.03, 18.07), "geometry": None}], "feature 1 (district 5): has no readable geometry"),
        ([{**square(5, 18.03, 18.07), "geometry": {"type": "Point", "coordinates": [18, 51]}}], "is a Point, please draw a polygon"),
        ([_bow_tie()], "Self-intersection"),
        ([square(5, 500_000, 500_100)], "is not in degrees (EPSG:4326)"),
    ],
)
def test_a_wrong_file_names_the_feature(tmp_path: Path, features: list[Any], sentence: str) -> None:
    with pytest.raises(BordersError) as caught:
        read_borders(written(tmp_path, *features))
    assert sentence in str(caught.value)


def test_what_is_no_json_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "map.geojson").write_text("<kml>", encoding="utf-8")
    with pytest.raises(BordersError, match="is no GeoJSON"):
        read_borders(tmp_path / "map.geojson")
