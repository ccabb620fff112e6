"""The entries of a list: which name, and what of it (rules 4, 6 to 8, 18 and 19 of the notation)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.districts.division import Claim, Code, Doubt, Finding, Reading, Scope, Street, Written, called, whole
from bot.districts.houses import WHOLE, Side
from bot.districts.notation import words as w
from bot.districts.notation.communes import read_commune
from bot.districts.notation.names import Named, Names, Sort, begins_with_number
from bot.districts.notation.numbers import Numbers, read_numbers
from bot.districts.notation.words import Kind, Token
from bot.districts.register import Register


@dataclass(frozen=True, slots=True)
class _Start:
    """Where an entry begins: words before the name that belong to its numbers, the name's place, and what its labels say."""

    before: tuple[Token, ...]
    name: int
    sort: Sort
    commune: bool = False
    area: bool = False


@dataclass(frozen=True, slots=True)
class Cells:
    """What a table's row says besides the name: numbers for both sides, and the side that a column sets."""

    found: tuple[Token, ...]
    column: Side = Side.BOTH


@dataclass(slots=True)
class Entries:
    """Reads segments (pieces between bullets, semicolons and line ends) and collects what they say."""

    register: Register
    claims: list[Claim] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    written: list[Written] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    names: Names = field(init=False)

    def __post_init__(self) -> None:
        self.names = Names(self.register)

    def read(self, found: Sequence[Token], district: int, sort: Sort = Sort.ANY, *, village: str = "", cells: Sequence[Cells] = ()) -> None:
        """Reads one segment. `village`: its names are streets of that village. `cells`: what a table's row says of each of its names."""
        at, said = 0, sort
        while at < len(found):
            token = found[at]
            if token.kind is Kind.COMMA or token.key in w.AND:
                at += 1
                continue
            labelled, at = list_label(found, at)
            if labelled is not None:
                said = labelled
                continue
            if village and token.key in w.VILLAGE_LABELS | w.COMMUNE_LABELS:  # its streets end here
                said, village = Sort.ANY, ""
            start = self._start(found, at, said, village)
            end = self._end(found, max(start.name, at), said, village)
            if token.key in w.CONTACT:
                pass
            elif start.area:
                self.findings.append(Finding(token.line, Code.AREA, w.text_of(found[at:end])))
            elif start.commune:
                end = self._commune(found, start, district)
            elif (streets := self._streets_of_village(found, start)) is not None:
                at, said, village = streets.end, Sort.STREET, streets.scope.place
                continue
            else:
                self._entry(found, at, start, end, district, village, cells)
            at = max(end, at + 1)

    # --- where entries begin and end ---

    def _start(self, found: Sequence[Token], at: int, said: Sort, village: str) -> _Start:
        first = at
        sort = said
        while at < len(found) and _may_stand_before_a_name(found[at]):
            at += 1
        if at > first and not self._is_name(found, at, said, village):
            at = first
        before = tuple(found[first:at])
        if at < len(found) and (found[at].key in w.AREAS or _is_adjacent(found, at)):
            return _Start(before, at, sort, area=True)
        if at < len(found) and found[at].key in w.COMMUNE_LABELS:
            name = at + 1 + (at + 1 < len(found) and found[at + 1].kind is Kind.COLON)
            if self.names.commune(found, name) is not None:
                return _Start(before, name, sort, commune=True)
        if at < len(found) and found[at].key in w.VILLAGE_LABELS:
            return _Start(before, at + 1, Sort.VILLAGE)
        if at < len(found) and found[at].key in w.LABELS:
            sort = Sort.STREET
        return _Start(before, at, sort)

    def _is_name(self, found: Sequence[Token], at: int, said: Sort, village: str) -> bool:
        """Whether a name begins here, known or not."""
        if at >= len(found):
            return False
        token = found[at]
        if token.kind is Kind.NUMBER:
            return self.names.at(found, at, said, village) is not None or begins_with_number(found, at)
        return token.kind is Kind.WORD and (not w.is_known(token.key) or self.names.at(found, at, said, village) is not None)

    def _end(self, found: Sequence[Token], start: int, said: Sort, village: str) -> int:
        """Where the entry that begins at `start` ends: before the comma (or "i") behind which another name begins."""
        depth = 0
        for at in range(start, len(found)):
            token = found[at]
            depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
            if depth > 0 or at == start:
                continue
            if token.kind is Kind.COMMA and self._begins(found, at + 1, said, village):
                return at
            if token.key in w.AND and self._joins(found, at + 1, said, village) and not self._is_within_a_name(found, start, at, said, village):
                return at
        return len(found)

    def _begins(self, found: Sequence[Token], at: int, said: Sort, village: str) -> bool:
        if at < len(found) and found[at].key in w.LABELS | w.VILLAGE_LABELS | w.COMMUNE_LABELS | w.AREAS:
            return True
        return self._start(found, at, said, village).name > at or self._is_name(found, at, said, village)

    def _joins(self, found: Sequence[Token], at: int, said: Sort, village: str) -> bool:
        """Whether "i" is followed by a name of its own (only one that is known, or labelled)."""
        if at >= len(found):
            return False
        if found[at].key in w.LABELS | w.AREAS:
            return True
        unknown = found[at].kind is Kind.WORD and not w.is_known(found[at].key)
        if village:
            return unknown
        after_name = found[at - 2].kind is Kind.WORD and not w.is_known(found[at - 2].key)  # "Polna i Jabłonkowa": two names, one unknown
        if unknown and after_name and found[at].text[:1].isupper():
            return True
        return self.names.at(found, self._start(found, at, said, village).name, said, village) is not None

    def _is_within_a_name(self, found: Sequence[Token], start: int, at: int, said: Sort, village: str) -> bool:
        named = self.names.at(found, start, said, village)
        return named is not None and named.end > at

    def _streets_of_village(self, found: Sequence[Token], start: _Start) -> Named | None:
        """ "X: ul. A, B": the village, and where its streets begin."""
        named = self.names.at(found, start.name, start.sort)
        if named is None or not named.scope.place or named.end >= len(found):
            return None
        mark, at = found[named.end], named.end + 1
        first = at
        while at < len(found) and _may_stand_before_a_name(found[at]):
            at += 1
        if mark.kind not in (Kind.COLON, Kind.DASH) or at >= len(found):
            return None
        labelled = found[at].key in w.LABELS | w.AREAS
        name = found[at].kind is Kind.WORD and not w.is_known(found[at].key) and found[at].key not in w.NO_NAMES
        return Named(named.scope, first) if labelled or (mark.kind is Kind.COLON and name) else None

    # --- what an entry says ---

    def _entry(self, found: Sequence[Token], at: int, start: _Start, end: int, district: int, village: str, cells: Sequence[Cells]) -> None:
        line = found[start.name].line if start.name < len(found) else found[at].line
        named = None if start.name >= end else self.names.at(found, start.name, start.sort, village, limit=end)
        said = w.text_of(found[at:end])
        if named is None:
            code = Code.STREET if start.name < end and self._is_name(found, start.name, start.sort, village) else Code.SYNTAX
            self.findings.append(Finding(line, code, said))
            return
        if named.end < end and found[named.end].key in w.LABELS and not village:
            self.findings.append(Finding(line, Code.SYNTAX, said))
            return
        if named.former:
            self.findings.append(Finding(line, Code.OLD_NAME, said))
        tail = [*start.before, *found[named.end : end]]
        columns = [cell for cell in cells if not begins_with_exception(cell.found)]
        everything = [read_numbers(tail)] if tail or not columns else []
        everything += [read_numbers(cell.found, column=cell.column) for cell in columns]
        for cell in cells:
            if begins_with_exception(cell.found):
                _except(everything, read_numbers(cell.found))
        for numbers in everything:
            self._say(named.scope, numbers, district, line)
        understood = "; ".join(_understood(numbers) for numbers in everything)
        self.readings.append(Reading(line, district, said, f"{called(Street(named.scope.place, named.scope.street or ''))}: {understood}"))

    def _say(self, scope: Scope, numbers: Numbers, district: int, line: int) -> None:
        """Turns what was read into claims and doubts."""
        of_numbers = Scope(scope.place, scope.street or "")
        but = tuple(clause.span for clause in numbers.but if clause.code is None)
        street = called(Street(scope.place, scope.street or ""))
        self.findings += [Finding(at, code, f"{street}: {said}") for at, code, said in numbers.findings]
        for clause in (*numbers.clauses, *numbers.but):
            if clause.code is not None:
                self.findings.append(Finding(clause.line, clause.code, f"{street}: {clause.words}"))
                self.doubts.append(whole(district, of_numbers, clause.line))
        for clause in numbers.clauses:
            if clause.code is not None:
                continue
            about = scope if clause.span == WHOLE else of_numbers
            if numbers.needs_person:
                self.doubts.append(Doubt(district, about, clause.span, clause.line or line))
            else:
                self.claims.append(Claim(district, about, clause.span, clause.line or line, but, clause.rest))
        if numbers.needs_person and not any(clause.code is None for clause in numbers.clauses):
            self.doubts.append(whole(district, scope, line))
        if numbers.listed:
            self.written.append(Written(Street(of_numbers.place, of_numbers.street or ""), line, numbers.largest))

    def _commune(self, found: Sequence[Token], start: _Start, district: int) -> int:
        """A whole commune; returns where the next entry begins."""
        line, before = found[start.name].line, start.name - 1
        commune = read_commune(found, start.name, self.names)
        said = w.text_of(found[before : commune.end])
        if not commune.understood:
            self.findings.append(Finding(line, Code.STREET, said))
            return commune.end
        self.claims += [Claim(district, Scope(village, None), WHOLE, line, rest=commune.rest) for village in commune.villages]
        self.readings.append(Reading(line, district, said, ", ".join(commune.villages)))
        following = commune.end + 1
        several = found[before].key in w.COMMUNES or found[before].kind in (Kind.COLON, Kind.COMMA)  # "gminy: A, B"
        if several and following < len(found) and self.names.commune(found, following) is not None:
            return self._commune(found, _Start((), following, Sort.ANY, commune=True), district)
        return commune.end


# --- small decisions --------------------------------------------------------------------------------------------------


def list_label(found: Sequence[Token], at: int) -> tuple[Sort | None, int]:
    """ "ulice:", "miejscowości:", "ul.:" — what kind of name follows, and where."""
    key = found[at].key
    if at + 1 < len(found) and found[at + 1].kind is Kind.COLON and key in w.LABELS | w.VILLAGE_LABELS:
        return (Sort.STREET if key in w.LABELS else Sort.VILLAGE), at + 2
    return None, at


def _may_stand_before_a_name(token: Token) -> bool:
    """ "parzysta strona Polnej", "cała ul. Lipowa", "część Tynieckiej"."""
    return token.kind is Kind.WORD and (bool(w.side_word(token.key)) or token.key in w.NUMBER_WORDS | w.WHOLE | w.PARTS | w.DIRECTIONS | w.REST)


def _is_adjacent(found: Sequence[Token], at: int) -> bool:
    """ "ulice przyległe"."""
    return found[at].key in w.LABELS and at + 1 < len(found) and found[at + 1].key in w.ADJACENT


def begins_with_exception(found: Sequence[Token]) -> bool:
    """Whether a remark counts: it begins with an exception word (rule 14)."""
    return w.behind_exception(found, 0) is not None


def _except(everything: Sequence[Numbers], remark: Numbers) -> None:
    """An exception for a whole row of a table."""
    everything[0].findings += remark.findings
    everything[0].largest = max(everything[0].largest, remark.largest)
    for numbers in everything:
        numbers.but += remark.but
        numbers.listed = numbers.listed or remark.listed
        numbers.needs_person = numbers.needs_person or remark.needs_person


def _understood(numbers: Numbers) -> str:
    """What was understood of the numbers, in the words of the notation."""
    parts = [f"{'pozostałe ' if clause.rest else ''}{clause.span}" for clause in numbers.clauses if clause.code is None]
    but = [str(clause.span) for clause in numbers.but if clause.code is None]
    said = ", ".join(parts) or "nic"
    return said + (f" bez {', '.join(but)}" if but else "") + (" (decyduje człowiek)" if numbers.needs_person else "")
