"""The command line of the map: import, lookup, diff, export, probe; and resolve."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.clock import SystemClock
from bot.command import ConfigFile, or_exit, refuse, town_of
from bot.config import Settings, demo_settings, read_config
from bot.districts import report
from bot.districts.answers import lookup_line, probed, resolved
from bot.districts.borders import Borders, BordersError, read_borders
from bot.districts.difference import changes
from bot.districts.folder import POLYGONS, lists, load_maps, load_published, load_register, polygons, read_list
from bot.districts.notation.export import export as written
from bot.districts.register import Register, RegisterError, Street, read_streets, read_villages
from bot.districts.town import EXAMPLE, TownError, TownMap
from bot.districts.ulic import Place as UlicPlace
from bot.districts.ulic import as_csv, merged, read_plain, read_ulic
from handlers.resident.new_officer import has_new_officer
from handlers.texts import Catalogs, t, tn
from handlers.texts.moments import local
from storage.database import open_database
from storage.models import Text
from storage.repositories import contacts

cli = typer.Typer(no_args_is_help=True, help="The map: which district an address belongs to.")

_Day = Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="The list's first day; without it, today.")]
_Config = Annotated[Path | None, typer.Option("--config", help="The configuration file; without it, the example town.")]


@cli.command("import")
def import_list(
    file: Annotated[Path, typer.Argument(help="The list: text as the unit publishes it, or a table as .csv.")],
    config: _Config = None,
    first_day: _Day = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what was understood; change nothing.")] = False,
    despite_errors: Annotated[
        bool, typer.Option("--despite-errors", help="Import although lines are to be corrected: nobody is named for their houses.")
    ] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Take the place of a list with the same first day.")] = False,
    picture: Annotated[Path | None, typer.Option(help="Of polygons: draw them into this file (HTML), to be looked at in a browser.")] = None,
) -> None:
    """Reads a unit's list of districts, shows every line of it, and keeps it as the map from a day on. Polygons (GeoJSON) likewise."""
    settings = _settings(config)
    folder, say = settings.town.folder, _Speaker(settings)
    day = first_day.date() if first_day else local(SystemClock().now(), settings.zone).date()
    if file.suffix.lower() in (".geojson", ".json"):
        _import_polygons(file, settings, day, dry_run=dry_run, despite_errors=despite_errors, replace=replace, picture=picture)
        return
    register = or_exit(lambda: load_register(folder))
    published = or_exit(lambda: load_published(folder))
    division = or_exit(lambda: read_list(file, register, town=published.name))
    say.all(report.whole(division, register, details=True))
    if not division.claims:
        refuse(say.line(t("No district was found in {file}. A district begins with a line like: Rejon nr 1", file=str(file))))
    without_card = [number for number in division.districts if number not in published.districts]
    if without_card:
        numbers = ", ".join(str(number) for number in without_card)
        say(t("districts.toml has no name, phone and hours for: {numbers}. Please add them there first.", numbers=numbers))
    faults = report.errors(division)
    if dry_run:
        return
    if without_card or (faults and not despite_errors):
        say(t("Nothing was imported. Please correct the lines above, or repeat with --despite-errors."))
        raise typer.Exit(1)
    if folder.resolve() == EXAMPLE.resolve():
        refuse(say.line(t("The example town is not changed. Please set the folder of your town in the configuration ([town] folder).")))
    or_exit(lambda: _keep(file, folder, day, replace=replace))
    say(t("The map from {day} on is kept. A running bot takes it over when it is started anew.", day=day.isoformat()))
    maps = or_exit(lambda: load_maps(folder, settings.zone))
    earlier = [other for other in maps.versions if other < day]
    if earlier:
        _say_changes(settings, maps.versions[max(earlier)], maps.versions[day])


def _import_polygons(file: Path, settings: Settings, day: date, *, dry_run: bool, despite_errors: bool, replace: bool, picture: Path | None) -> None:
    """Polygons: what overlaps is an error; what they show is drawn."""
    folder, say = settings.town.folder, _Speaker(settings)
    published = or_exit(lambda: load_published(folder))
    borders = or_exit(lambda: _read_borders(file))
    say(t("Districts with polygons: {numbers}.", numbers=", ".join(str(number) for number in borders.districts)))
    overlaps = list(borders.overlaps())
    say.all(report.overlap(each) for each in overlaps)
    if picture is not None:
        picture.write_text(borders.picture({number: district.name for number, district in published.districts.items()}), encoding="utf-8")
        say(t("The picture is in {file}.", file=str(picture)))
    if dry_run:
        return
    if overlaps and not despite_errors:
        say(t("Nothing was imported. Please correct the lines above, or repeat with --despite-errors."))
        raise typer.Exit(1)
    if folder.resolve() == EXAMPLE.resolve():
        refuse(say.line(t("The example town is not changed. Please set the folder of your town in the configuration ([town] folder).")))
    or_exit(lambda: _keep(file, folder, day, replace=replace))
    or_exit(lambda: _or_take_back(folder, day, settings))
    say(t("The map from {day} on is kept. A running bot takes it over when it is started anew.", day=day.isoformat()))


def _or_take_back(folder: Path, day: date, settings: Settings) -> None:
    """Polygons that do not fit the lists are not kept."""
    try:
        load_maps(folder, settings.zone)
    except TownError:
        (folder / "maps" / f"{day.isoformat()}{POLYGONS}").unlink(missing_ok=True)
        raise


def _read_borders(file: Path) -> Borders:
    try:
        return read_borders(file)
    except BordersError as error:
        raise TownError(str(error)) from error


@cli.command()
def streets(
    file: Annotated[Path, typer.Argument(help="The catalogue ULIC of TERYT (CSV with semicolons), or a plain list: one street a line.")],
    config: ConfigFile,
    place: Annotated[str, typer.Option(help="Of ULIC: the place's number in SIMC, or the commune's of seven digits.")] = "",
) -> None:
    """Brings in the town's register of streets; former names, aliases and estates that are known already stay."""
    settings = _settings(config)
    folder, say = settings.town.folder, _Speaker(settings)
    if folder.resolve() == EXAMPLE.resolve():
        refuse(say.line(t("The example town is not changed. Please set the folder of your town in the configuration ([town] folder).")))
    found = or_exit(lambda: _streets(file, folder, place))
    if not found:
        refuse(say.line(t("No street was found in {file}. Please check the place's number (--place).", file=str(file))))
    _write(folder / "streets.csv", as_csv(found, file.name).encode())
    say(tn("{count} street is in the register now.", "{count} streets are in the register now.", len(found)))


def _streets(file: Path, folder: Path, place: str) -> list[Street]:
    """The new register; places of a catalogue with several must be told apart."""
    try:
        known = read_streets(folder / "streets.csv") if (folder / "streets.csv").exists() else []
        with file.open(encoding="utf-8-sig", errors="replace") as source:
            is_catalogue = source.readline().upper().startswith("WOJ;")
        if not is_catalogue:
            return merged(known, read_plain(file))
        rows = list(read_ulic(file, UlicPlace(place) if place else None))
        places = sorted({sym for sym, _ in rows})
        if len(places) > 1 and len(place) != 7:
            raise TownError(f"{file}: has {len(places)} places; please choose one with --place, e.g. --place {places[0]}")
        return merged(known, (street for _, street in rows))
    except OSError as error:
        raise TownError(f"{file}: cannot be read ({error.strerror})") from error
    except RegisterError as error:
        raise TownError(str(error)) from error


@cli.command()
def lookup(address: Annotated[list[str], typer.Argument(help="An address: Podmiejska 13")], config: _Config = None) -> None:
    """Says whose district an address is, and by which line of the list."""
    settings = _settings(config)
    town = or_exit(lambda: town_of(settings))
    _Speaker(settings)(lookup_line(town, " ".join(address)))


@cli.command()
def diff(
    other: Annotated[str, typer.Argument(help="A list (file), or the first day of a map: 2027-01-01")],
    config: _Config = None,
) -> None:
    """Shows who changes officer: the map in force beside another one."""
    settings = _settings(config)
    before = or_exit(lambda: town_of(settings))
    _say_changes(settings, before, or_exit(lambda: _version(other, settings, before)))


@cli.command()
def export(
    config: _Config = None,
    day: Annotated[datetime | None, typer.Option("--day", formats=["%Y-%m-%d"], help="A map's first day; without it, the one in force.")] = None,
) -> None:
    """Prints the map as a list, one clause a line, that reads back to the same."""
    settings = _settings(config)
    town = or_exit(lambda: town_of(settings) if day is None else _version(day.date().isoformat(), settings, town_of(settings)))
    typer.echo(written(town.division, town.register), nl=False)


@cli.command()
def probe(
    file: Annotated[Path, typer.Argument(help="The list of districts.")],
    streets: Annotated[Path, typer.Option(help="The streets (name,type,old_name).")],
    places: Annotated[Path, typer.Option(help="The villages (place,gmina).")],
) -> None:
    """Reads JSON lines {"i","place","street","number"} and writes {"doc","i","answer"}; then {"doc","line","code"} for each report."""
    probes = [json.loads(line) for line in sys.stdin if line.strip()]
    register = or_exit(lambda: _register(streets, places))
    towns = sorted({str(each["place"]) for each in probes} - set(register.villages))
    division = or_exit(lambda: read_list(file, register, town=towns[0] if len(towns) == 1 else ""))
    for each in probes:
        _print({"doc": file.stem, "i": each["i"], "answer": probed(division, register, each)})
    for finding in division.findings:
        _print({"doc": file.stem, "line": finding.line, "code": finding.code.value})


def resolve(config: _Config = None) -> None:
    """Reads JSON lines {"id","text"} and writes which address and district each text means."""
    town = or_exit(lambda: town_of(_settings(config)))
    for line in sys.stdin:
        if line.strip():
            given = json.loads(line)
            _print({"id": given["id"], **resolved(town, str(given["text"]))})


# --- what they share --------------------------------------------------------------------------------------------------


class _Speaker:
    """Says texts in the language of the configuration."""

    def __init__(self, settings: Settings) -> None:
        self._catalogs = Catalogs(settings.zone)
        self._language = settings.language

    def __call__(self, text: Text) -> None:
        typer.echo(self.line(text))

    def line(self, text: Text) -> str:
        return self._catalogs.plain(text, self._language)

    def all(self, texts: Iterable[Text]) -> None:
        for text in texts:
            self(text)


def _settings(config: Path | None) -> Settings:
    return or_exit(lambda: demo_settings(Path("var")) if config is None else read_config(config))


def _say_changes(settings: Settings, before: TownMap, after: TownMap) -> None:
    say, found = _Speaker(settings), changes(before, after)
    say(t("Who changes officer:") if found else t("Nobody changes officer."))
    say.all(report.change(each) for each in found)
    if found and settings.town.folder != EXAMPLE and settings.database.path.exists():
        count = or_exit(lambda: asyncio.run(_remembered(settings.database.path, before, after)))
        say(
            tn(
                "{count} remembered address gets another officer; its person is told on the day.",
                "{count} remembered addresses get another officer; their people are told on the day.",
                count,
            )
        )


async def _remembered(path: Path, before: TownMap, after: TownMap) -> int:
    """How many remembered addresses another officer looks after afterwards."""
    database = await open_database(path)
    try:
        count, last = 0, 0
        while people := await contacts.remembered_after(database.reader, last, 1000):
            count += sum(has_new_officer(before, after, place) for _, place in people)
            last = people[-1][0]
        return count
    finally:
        await database.close()


def _version(other: str, settings: Settings, now: TownMap) -> TownMap:
    """A list that is a file, or the map of a day."""
    folder = settings.town.folder
    if Path(other).exists():
        return TownMap(now.published, now.register, read_list(Path(other), now.register, town=now.name))
    maps = load_maps(folder, settings.zone)
    try:
        return maps.versions[date.fromisoformat(other)]
    except (ValueError, KeyError) as error:
        days = ", ".join(day.isoformat() for day in sorted(maps.versions))
        raise TownError(f"{other}: is neither a file nor the first day of a map (there are: {days})") from error


def _keep(file: Path, folder: Path, day: date, *, replace: bool) -> None:
    """The list as it was given, under its first day; written whole or not at all."""
    ending = POLYGONS if file.suffix.lower() in (".geojson", ".json") else ".csv" if file.suffix.lower() == ".csv" else ".txt"
    there = (polygons(folder) if ending == POLYGONS else lists(folder)).get(day)
    if there is not None and not replace:
        raise TownError(f"{there}: is there already; repeat with --replace, or give another first day (--from)")
    target = folder / "maps" / f"{day.isoformat()}{ending}"
    target.parent.mkdir(exist_ok=True)
    _write(target, file.read_bytes())
    if there is not None and there != target:
        there.unlink()


def _write(target: Path, content: bytes) -> None:
    """The whole file or none of it."""
    beside = target.with_suffix(".new")
    beside.write_bytes(content)
    os.replace(beside, target)


def _register(streets: Path, places: Path) -> Register:
    try:
        return Register(read_streets(streets), read_villages(places))
    except RegisterError as error:
        raise TownError(str(error)) from error


def _print(line: dict[str, Any]) -> None:
    typer.echo(json.dumps(line, ensure_ascii=False))
