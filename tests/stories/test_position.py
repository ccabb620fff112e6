"""A shared position: the officer of that place, where the map has polygons; near a border the street is asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.town import Town

WEST, EAST = (51.7600, 18.0500), (51.7600, 18.0900)
"""Places in district 5 and in district 6."""
ON_THE_BORDER = (51.7600, 18.07020)
"""Fourteen metres from the border, which is at 18.07."""
ELSEWHERE = (52.2300, 21.0100)


def square(number: int, west: float, east: float) -> dict[str, object]:
    ring = [[west, 51.74], [east, 51.74], [east, 51.78], [west, 51.78], [west, 51.74]]
    return {"type": "Feature", "properties": {"rejon": f"Rejon nr {number}"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


@pytest.fixture
async def mapped(town: Town, tmp_path: Path) -> Town:
    """The town with two districts as polygons."""
    folder = tmp_path / "z granicami"
    await town.gets_map(folder, "2024-06-01", {})
    collection = {"type": "FeatureCollection", "features": [square(5, 18.03, 18.07), square(6, 18.07, 18.11)]}
    (folder / "maps" / "2024-06-01.geojson").write_text(json.dumps(collection), encoding="utf-8")
    await town.restart()
    return town


async def test_a_position_alone_gives_the_officers_card(mapped: Town) -> None:
    officer = await mapped.officer(6)
    anna = await mapped.resident("anna")
    await anna.sends(position=EAST)
    await anna.sees("51.76000,18.09000 · rejon 6")
    await anna.taps("Napisz w sprawie")
    await anna.says("wyrwany kosz na śmieci")
    await anna.taps("51.76000,18.09000")
    await anna.taps("Wyślij bez moich danych")
    await officer.sees("wyrwany kosz na śmieci", "51.76000,18.09000")


async def test_in_a_report_it_is_the_place(mapped: Town) -> None:
    officer = await mapped.officer(5)
    anna = await mapped.resident("anna")
    await anna.says("ktoś wyrzucił śmieci w lesie")
    await anna.sees("Gdzie to jest?")
    await anna.sends(position=WEST)
    await mapped.let_pass(seconds=5)
    await anna.taps("Wyślij bez moich danych")
    await officer.sees("ktoś wyrzucił śmieci w lesie", "Pozycja: 51.76000, 18.05000")


async def test_near_a_border_the_street_is_asked_for_and_the_position_is_not_lost(mapped: Town) -> None:
    officer = await mapped.officer(5)
    anna = await mapped.resident("anna")
    await anna.sends(position=ON_THE_BORDER)
    await anna.sees("To miejsce leży blisko granicy dwóch rejonów. Proszę napisać ulicę i numer domu.")
    await anna.taps("Napisz w sprawie")
    await anna.says("wyrwany znak drogowy")
    await anna.says("Podmiejska 13")
    await anna.taps("Wyślij bez moich danych")
    await officer.sees("wyrwany znak drogowy", "Podmiejska 13", "Pozycja: 51.76000, 18.07020")


async def test_elsewhere_is_said_plainly(mapped: Town) -> None:
    anna = await mapped.resident("anna")
    await anna.sends(position=ELSEWHERE)
    await anna.sees("Ten adres jest poza naszym terenem.")


async def test_written_coordinates_are_a_position_too(mapped: Town) -> None:
    anna = await mapped.resident("anna")
    await anna.says("51.7600, 18.0500")
    await anna.sees("51.76000,18.05000 · rejon 5")
