"""A document of a police unit: its lines, headings, lists and tables (rules 1 to 5 of the notation)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.districts.division import Code, Division, Finding
from bot.districts.houses import Side
from bot.districts.notation.entries import Cells, Entries, begins_with_exception, list_label
from bot.districts.notation.names import Sort, begins_with_number
from bot.districts.notation.words import Kind, Token, tokens
from bot.districts.register import Register
from handlers.dialogue.update import fold

_ID = r"(?P<id>\d{1,4}|[ivxlcIVXLC]+)(?![\w])"
_HEADING = re.compile(rf"rejon(?:\s+(?:służbowy|dzielnicowego|dzielnicowy))*\s*(?:nr\.?|numer\b)?\s*[:„\"–—-]?\s*{_ID}[”\"]?", re.IGNORECASE)
_IGNORED = re.compile(
    r"(?:dzielnicowy|dzielnicow[ai](?=:| rejonu| asp| sierż| st\.| mł\.)|kontakt|tel\.|telefon|e-mail|dyżur|przyjmuje|siedziba)", re.IGNORECASE
)
_BULLET = re.compile(r"\s*[-‐-―−•·▪◦*]\s*")
_NUMBERED = re.compile(r"\s*(?:\d{1,3}[.)]\s+(?=\D)|\d{1,3}\)\s+)")
LONGEST_LINE = 20_000
"""Characters: longer is no list."""
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


@dataclass(slots=True)
class _Columns:
    """What the columns of a table say, by their place."""

    rejon: int | None = None
    place: int | None = None
    street: int | None = None
    numbers: list[int] = field(default_factory=list)
    odd: int | None = None
    even: int | None = None
    remarks: int | None = None


class Document:
    """Reads a text into a `Division`. No text of any kind raises."""

    def __init__(self, register: Register, *, town: str = "") -> None:
        """`town`: the town's own name, for tables with a column of places."""
        self._town = fold(town)
        self._entries = Entries(register)
        self._register = register
        self._district: int | None = None
        self._titles: dict[int, str] = {}
        self._columns: _Columns | None = None
        self._waiting: list[Token] = []
        self._sort = Sort.ANY

    def read(self, text: str) -> Division:
        """The division that the text describes, with a report on every line that needs one."""
        flat = unicodedata.normalize("NFC", text.translate(_INVISIBLE)).replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
        for number, line in enumerate(flat.split("\n"), 1):
            self._line(line, number)
        self._flush()
        entries = self._entries
        return Division(entries.claims, entries.doubts, entries.written, entries.findings, entries.readings, self._titles)

    def _line(self, line: str, number: int) -> None:
        bare = line.strip(" *#_") if "\t" not in line else line.strip(" ")
        unmarked = bare[marked.end() :] if (marked := _BULLET.match(bare)) else bare
        columns = _header(line) if "\t" in line else None
        heading = _HEADING.match(unmarked) if self._columns is None or "\t" not in line else None
        if len(line) > LONGEST_LINE:
            self._flush()
            self._entries.findings.append(Finding(number, Code.SYNTAX, line[:80]))
        elif columns is not None:
            self._flush()
            self._columns, self._sort = columns, Sort.ANY
        elif heading is not None and (identity := number_of(heading["id"])) is not None:
            self._flush()
            self._columns = None
            self._open(identity, unmarked[heading.end() :], number)
        elif not bare or _IGNORED.match(unmarked):
            self._flush()
        elif self._columns is not None and "\t" in line:
            self._row(line.split("\t"), number, self._columns)
        elif self._district is not None:
            self._text(line.replace("\t", " "), number)

    def _open(self, district: int, behind: str, line: int) -> None:
        title, colon, listed = behind.partition(":")
        self._district, self._sort = district, Sort.ANY
        self._titles.setdefault(district, title.strip(" \t-–—.,()*#"))
        if re.search(r"ulice\s*$", title, re.IGNORECASE):
            self._sort = Sort.STREET
        elif re.search(r"(?:miejscowości|wsie|sołectwa)\s*$", title, re.IGNORECASE):
            self._sort = Sort.VILLAGE
        if colon and listed.strip():
            self._text(listed, line, sort=self._sort)

    def _text(self, text: str, line: int, *, sort: Sort = Sort.ANY) -> None:
        """A line of a list: goes on with an entry that ended in a comma, unless a bullet begins another."""
        bulleted = _BULLET.match(text) or self._numbered(text)
        if bulleted is not None:
            text = text[bulleted.end() :]
        if bulleted is not None or not (self._waiting and self._waiting[-1].kind is Kind.COMMA):
            self._flush()
            self._line_sort = sort
        pieces = text.split(";")
        for at, piece in enumerate(pieces):
            self._waiting += tokens(piece.rstrip(" .") if at == len(pieces) - 1 else piece, line)
            if at < len(pieces) - 1:
                self._flush()

    def _numbered(self, text: str) -> re.Match[str] | None:
        """The number of an item, "1." or "1)"; not of "25. Pułku Artylerii"."""
        match = _NUMBERED.match(text)
        found = tokens(text, 0) if match is not None and ")" not in match[0] else []
        return None if begins_with_number(found, 0) and self._entries.names.at(found, 0, Sort.STREET) is not None else match

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        if not waiting or self._district is None:
            return
        labelled, behind = list_label(waiting, 0)
        if labelled is not None and behind == len(waiting):  # "ulice:" on a line of its own is about all lines behind it
            self._sort = labelled
        else:
            self._entries.read(waiting, self._district, self._line_sort if self._line_sort is not Sort.ANY else self._sort)

    _line_sort = Sort.ANY

    # --- tables ---

    def _row(self, cells: Sequence[str], line: int, columns: _Columns) -> None:
        self._flush()

        def cell(at: int | None) -> str:
            return cells[at].strip().strip('"').strip() if at is not None and at < len(cells) else ""

        if columns.rejon is not None and cell(columns.rejon):
            named = re.search(_ID, re.sub(r"(?i)rejon|nr\.?|numer", " ", cell(columns.rejon)))
            self._district = None if named is None else number_of(named["id"])
            if self._district is None:
                self._entries.findings.append(Finding(line, Code.SYNTAX, cell(columns.rejon)))
            else:
                self._titles.setdefault(self._district, "")
        if self._district is None:
            return
        village = ""
        names, sort = cell(columns.street).strip("-–—−"), Sort.ANY if columns.place is None else Sort.STREET
        if place := cell(columns.place):
            if fold(place) != self._town and names:
                found = self._register.village(place.split())
                if found is None:
                    self._entries.findings.append(Finding(line, Code.STREET, place))
                    return
                village = found.name
            elif not names:
                names, sort = place, Sort.VILLAGE
        said = self._cells(cell, line, columns)
        for piece in re.split(r"[;\n]", names):
            found_tokens = tokens(piece, line)
            if found_tokens and said is not None:
                self._entries.read(found_tokens, self._district, sort, village=village, cells=said)

    def _cells(self, cell: Callable[[int | None], str], line: int, columns: _Columns) -> list[Cells] | None:
        """What the row's cells say of its names: an empty list means the whole street, None nothing of it."""
        said: list[Cells] = []
        for at in columns.numbers:
            if cell(at) not in _NOTHING:
                said.append(Cells(tuple(tokens(cell(at).replace(";", ","), line))))
        sides = {Side.ODD: columns.odd, Side.EVEN: columns.even}
        for side, column in sides.items():
            if column is not None and cell(column) not in _NOTHING:
                said.append(Cells(tuple(tokens(cell(column).replace(";", ","), line)), side))
        if not said and any(cell(column) for column in sides.values() if column is not None):
            return None
        remark = tokens(cell(columns.remarks), line)
        if remark and begins_with_exception(remark):
            said.append(Cells(tuple(remark)))
        return said


_NOTHING = frozenset({"", "-", "–", "—", "−", "brak"})


def _header(line: str) -> _Columns | None:
    """The columns of a table's first row; None for any other line. It names streets or places, and no house numbers."""
    columns = _Columns()
    for at, cell in enumerate(line.split("\t")):
        key = fold(cell)
        if re.fullmatch(r"(nr |numer )?rejon\w*( \w+)*( nr)?", key) and not re.search(r"\d", key):
            columns.rejon = at
        elif "nieparz" in key:
            columns.odd = at
        elif "parz" in key:
            columns.even = at
        elif re.match(r"miejscowosc|wies|solectw", key):
            columns.place = at
        elif re.match(r"(nazwa )?(ulic|adres)|nazwa", key):
            columns.street = at
        elif re.match(r"numer|nr|zakres|budynk|posesj", key):
            columns.numbers.append(at)
        elif re.match(r"uwag", key):
            columns.remarks = at
    if columns.street is None and columns.place is None:
        return None
    others = columns.rejon is not None or columns.numbers or columns.odd is not None or columns.remarks is not None
    return columns if others and not re.search(r"\d", line) else None


def number_of(written: str) -> int | None:
    """A district's number, Arabic or Roman ("IV", "04"); None for letters that are no numeral."""
    if written.isdecimal():
        return int(written) or None
    total, values = 0, [_ROMAN.get(letter, 0) for letter in written.lower()]
    for value, following in zip(values, [*values[1:], 0], strict=True):
        total += -value if value < following else value
    return total if total and all(values) else None


def read_document(text: str, register: Register, *, town: str = "") -> Division:
    """Reads a unit's list of districts. Nothing is guessed; what is not understood is among the findings."""
    return Document(register, town=town).read(text)
