"""The national register of streets (GUS, TERYT, catalogue ULIC) as a town's ``streets.csv``.

A CSV with semicolons and the columns ``WOJ;POW;GMI;RODZ_GMI;SYM;SYM_UL;CECHA;NAZWA_1;NAZWA_2;STAN_NA``: SYM is the place's number in
the catalogue SIMC, CECHA the kind ("ul."), NAZWA_1 the name's sorted part ("Asnyka"), NAZWA_2 what stands before it ("Adama").
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.districts.register import ESTATE, RegisterError, Street

COLUMNS = ("WOJ", "POW", "GMI", "RODZ_GMI", "SYM", "SYM_UL", "CECHA", "NAZWA_1", "NAZWA_2")
_KINDS = {
    "ul.": "ulica", "al.": "aleja", "pl.": "plac", "os.": ESTATE, "rondo": "rondo", "rynek": "rynek", "bulw.": "bulwar", "park": "park",
    "skwer": "skwer", "droga": "droga", "szosa": "szosa", "wyb.": "wybrzeże", "wyspa": "wyspa", "ogród": "ogród", "inne": "inne",
}  # fmt: skip
_SAID = {"aleja": "Aleja", "plac": "Plac", "rondo": "Rondo", "rynek": "Rynek", "bulwar": "Bulwar", "park": "Park", "skwer": "Skwer", "szosa": "Szosa"}
"""Kinds that people say with the name; a street's they do not."""


@dataclass(frozen=True, slots=True)
class Place:
    """Which rows are wanted: of a place (SYM of SIMC), or of a commune (seven digits: WOJ, POW, GMI, RODZ_GMI)."""

    number: str

    def has(self, row: dict[str, str]) -> bool:
        """Whether the row is of this place."""
        commune = row["WOJ"].zfill(2) + row["POW"].zfill(2) + row["GMI"].zfill(2) + row["RODZ_GMI"]
        return row["SYM"].zfill(7) == self.number.zfill(7) or (len(self.number) == 7 and commune == self.number)


def read_ulic(path: Path, place: Place | None = None) -> Iterator[tuple[str, Street]]:
    """Each street with the number (SYM) of its place. Raises `RegisterError`."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as source:
            rows = csv.DictReader(source, delimiter=";")
            missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
            if missing:
                raise RegisterError(
                    f"{path}: the first row has no {missing[0]}; it must be the catalogue ULIC of TERYT ({';'.join(COLUMNS)};STAN_NA)"
                )
            for at, row in enumerate(rows, 2):
                if not (row["NAZWA_1"] or "").strip():
                    raise RegisterError(f"{path}: row {at}: NAZWA_1 is empty")
                if place is None or place.has(row):
                    yield row["SYM"], _street(row)
    except OSError as error:
        raise RegisterError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise RegisterError(f"{path}: is no text in UTF-8; please save it as UTF-8") from error


def _street(row: dict[str, str]) -> Street:
    kind = _KINDS.get((row["CECHA"] or "").strip().lower(), "ulica")
    name = " ".join(part.strip() for part in (row["NAZWA_2"] or "", row["NAZWA_1"]) if part.strip())
    said = _SAID.get(kind)
    if said is not None and not re.match(rf"{said}e?\b", name):
        name = f"{said} {name}"
    return Street(" ".join(name.split()), kind)


def read_plain(path: Path) -> Iterator[Street]:
    """A plain list: one street a line, with or without its label; empty lines and those with # are left out."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise RegisterError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise RegisterError(f"{path}: is no text in UTF-8; please save it as UTF-8") from error
    for line in lines:
        text = " ".join(line.split()).rstrip(",;.")
        if not text or text.startswith("#"):
            continue
        label, _, rest = text.partition(" ")
        kind = _KINDS.get(label.lower())
        if kind is None or not rest:
            yield Street(text, next((key for key, said in _SAID.items() if text.startswith(f"{said} ")), "ulica"))
        else:
            said = _SAID.get(kind)
            yield Street(f"{said} {rest}" if said is not None and not rest.startswith(said) else rest, kind)


def merged(known: Iterable[Street], new: Iterable[Street]) -> list[Street]:
    """The new register, with what the known one says besides: former names, aliases, estates. Names stand once, in order."""
    before = {street.name: street for street in known}
    names: dict[str, Street] = {}
    for street in new:
        kept = before.get(street.name)
        names.setdefault(street.name, street if kept is None else Street(street.name, street.kind, kept.former, kept.estate, kept.aliases))
    return [names[name] for name in sorted(names)]


def as_csv(streets: Iterable[Street], source: str) -> str:
    """A ``streets.csv``."""
    rows = [f"# Streets from {source}.", "name,type,estate,former_name,aliases"]
    for street in streets:
        fields = (street.name, street.kind, street.estate, street.former, ";".join(street.aliases))
        rows.append(",".join(f'"{field}"' if "," in field or '"' in field else field for field in fields))
    return "\n".join(rows) + "\n"
