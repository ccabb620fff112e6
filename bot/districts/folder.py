"""A town's folder: ``districts.toml`` (who is where), ``streets.csv``, ``places.csv`` (villages), ``maps/`` (lists of districts).

A list is named by its first day: ``maps/2027-01-01.txt``, in the notation of police units, or ``.csv``, a table in it; polygons, of a
list of the same day or an earlier one, too: ``maps/2027-01-01.geojson``. Loaded whole: a town's map does not grow with use. A mistake
is one sentence with file and place.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.districts.borders import Borders, BordersError, read_borders
from bot.districts.division import Division
from bot.districts.notation.document import read_document
from bot.districts.register import Register, RegisterError, read_streets, read_villages
from bot.districts.town import OFFICE_HOURS, Maps, Published, TownError, TownMap
from handlers.texts.moments import instant
from storage.models import District, ServiceHours

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LISTS, POLYGONS = (".txt", ".csv"), ".geojson"
"""Endings of a list of districts, and of their polygons."""


def load_maps(folder: Path, zone: ZoneInfo) -> Maps:
    """Every version of the map. Raises `TownError` with one sentence."""
    published, register = load_published(folder), load_register(folder)
    versions: dict[date, TownMap] = {}
    for day, path in lists(folder).items():
        division = read_list(path, register, town=published.name)
        missing = [number for number in division.districts if number not in published.districts]
        if missing:
            raise TownError(f"{path}: district {missing[0]} has no [[district]] in {folder / 'districts.toml'}")
        if not division.claims:
            raise TownError(f"{path}: there is no district in it; please import it anew: python -m bot districts import FILE")
        versions[day] = TownMap(published, register, division)
    for day, path in polygons(folder).items():
        lists_before = [first for first in versions if first <= day]
        if not lists_before:
            raise TownError(f"{path}: there is no list of districts from that day or an earlier one")
        listed = versions[max(lists_before)]
        versions[day] = TownMap(published, register, listed.division, _borders(path, listed))
    if not versions:
        raise TownError(f"{folder / 'maps'}: no list of districts; please import one: python -m bot districts import FILE")
    return Maps(versions, {day: first_instant(day, zone) for day in versions})


def first_instant(day: date, zone: ZoneInfo) -> int:
    """When a day begins where the town is."""
    return instant(datetime(day.year, day.month, day.day, tzinfo=zone))


def lists(folder: Path) -> dict[date, Path]:
    """The lists of districts by their first day."""
    return _by_day(folder, LISTS)


def _by_day(folder: Path, endings: tuple[str, ...]) -> dict[date, Path]:
    found: dict[date, Path] = {}
    for path in sorted((folder / "maps").glob("*")):
        if path.suffix not in endings:
            continue
        try:
            day = date.fromisoformat(path.stem)
        except ValueError as error:
            raise TownError(f"{path}: must be named by its first day, like 2027-01-01{path.suffix}") from error
        if day in found:
            raise TownError(f"{path}: there is another list of the same day, {found[day].name}; please keep one")
        found[day] = path
    return found


def polygons(folder: Path) -> dict[date, Path]:
    """The polygons by the first day on which they hold: until another list of districts comes."""
    return _by_day(folder, (POLYGONS,))


def _borders(path: Path, listed: TownMap) -> Borders:
    try:
        borders = read_borders(path)
    except BordersError as error:
        raise TownError(str(error)) from error
    strange = [number for number in borders.districts if number not in listed.districts]
    if strange:
        raise TownError(f"{path}: district {strange[0]} is not in the list of districts of that day")
    return borders


def read_list(path: Path, register: Register, *, town: str) -> Division:
    """Reads a list, whatever it says; what is not understood is among its findings. Raises `TownError` if it is no text."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise TownError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise TownError(f"{path}: is no text in UTF-8; please save it as UTF-8") from error
    return read_document(as_table(text) if path.suffix.lower() == ".csv" else text, register, town=town)


def as_table(text: str) -> str:
    """A CSV file (comma or semicolon) as the table that its rows form."""
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else "," if "\t" not in first else "\t"
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows)


def load_register(folder: Path) -> Register:
    """The names of the town: ``streets.csv``, and ``places.csv`` if there is one."""
    try:
        villages = read_villages(folder / "places.csv") if (folder / "places.csv").exists() else []
        return Register(read_streets(folder / "streets.csv"), villages)
    except RegisterError as error:
        raise TownError(str(error)) from error


def load_published(folder: Path) -> Published:
    """What ``districts.toml`` says."""
    path = folder / "districts.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise TownError(f"{path}: cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TownError(f"{path}: {error}") from error
    districts: dict[int, District] = {}
    for entry in data.get("district", []):
        district = _district(entry, path)
        if district.number in districts:
            raise TownError(f"{path}: district {district.number} stands twice")
        districts[district.number] = district
    if not districts:
        raise TownError(f"{path}: no [[district]]")
    hours = data.get("supervisor_hours")
    return Published(
        str(data.get("town", "")),
        bool(data.get("example", False)),
        districts,
        OFFICE_HOURS if hours is None else parse_hours(hours, f"{path}: supervisor_hours"),
        tuple(str(place) for place in data.get("neighbours", ())),
        str(data.get("postcode", "")),
    )


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
