"""The entries of a list: which name, and what of it (rules 4, 6 to 8, 18 and 19 of the notation)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from bot.districts.division import Claim, Code, Doubt, Finding, Reading, Scope, Street, Written, called, folded, whole
from bot.districts.houses import WHOLE, Side
from bot.districts.notation import words as w
from bot.districts.notation.numbers import Numbers, read_numbers
from bot.districts.notation.words import Kind, Token
from bot.districts.register import Register, name_words

LONGEST_NAME = 8
"""Words."""


class Sort(Enum):
    """What kind of name a label announces."""

    ANY = auto()
    STREET = auto()
    VILLAGE = auto()


@dataclass(frozen=True, slots=True)
class _Named:
    scope: Scope
    end: int
    former: bool = False


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
    _spelled: dict[tuple[str, str], str] = field(default_factory=dict)
    """The streets of villages, folded, and as they were written first."""

    def read(self, found: Sequence[Token], district: int, sort: Sort = Sort.ANY, *, village: str = "", cells: Sequence[Cells] = ()) -> None:
        """Reads one segment. `village`: its names are streets of that village. `cells`: what a table's row says of each of its names."""
        at, sort, said = 0, sort, sort
        while at < len(found):
            token = found[at]
            if token.kind is Kind.COMMA or token.key in w.AND:
                at += 1
                continue
            labelled, at = _list_label(found, at)
            if labelled is not None:
                said = labelled
                continue
            start = self._start(found, at, said, village)
            end = self._end(found, max(start.name, at), said, village)
            if start.area:
                self.findings.append(Finding(token.line, Code.AREA, w.text_of(found[at:end])))
            elif start.commune:
                end = self._commune(found, start, end, district)
            elif (streets := self._streets_of_village(found, start)) is not None:
                self.read(found[streets.end :], district, Sort.STREET, village=streets.scope.place)
                return
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
        if at < len(found) and found[at].key in w.AREAS:
            return _Start(before, at, sort, area=True)
        if at < len(found) and found[at].key in w.COMMUNE_LABELS and self._commune_at(found, at + 1) is not None:
            return _Start(before, at + 1, sort, commune=True)
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
            return self._named(found, at, said, village) is not None or _is_numbered_name(found, at)
        return token.kind is Kind.WORD and (not w.is_known(token.key) or self._named(found, at, said, village) is not None)

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
            if token.key in w.AND and self._joins(found, at + 1, said, village) and not self._is_within_a_name(found, start, at, said):
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
        if village:
            return found[at].kind is Kind.WORD and not w.is_known(found[at].key)
        return self._named(found, self._start(found, at, said, village).name, said, village) is not None

    def _is_within_a_name(self, found: Sequence[Token], start: int, at: int, said: Sort) -> bool:
        named = self._named(found, start, said, "")
        return named is not None and named.end > at

    # --- names ---

    def _named(self, found: Sequence[Token], at: int, sort: Sort, village: str) -> _Named | None:
        """The longest name that stands here, if it is one of the register and no unknown word follows it."""
        if village:
            return self._village_street(found, at, village)
        reach = _reach(found, at)
        for end in range(reach, at, -1):
            if found[end - 1].kind is Kind.DASH:
                continue
            words = [token.text for token in found[at:end] if token.kind is not Kind.DASH]
            named = self._match(words, sort, end)
            if named is not None:
                return named if end >= len(found) or _may_follow_a_name(found[end]) else None
        return None

    def _village_street(self, found: Sequence[Token], at: int, village: str) -> _Named | None:
        """A street of a village: no list has them, so every name is one, and names are compared folded."""
        end = at
        if at < len(found) and _is_numbered_name(found, at):  # "3 Maja"
            end = at + 2
        while end < len(found) and found[end].kind is Kind.WORD and not w.is_known(found[end].key):
            end += 1
        if end == at:
            return None
        name = " ".join(name_words(" ".join(token.text for token in found[at:end])))
        return _Named(Scope(village, self._spelled.setdefault((village, folded(name)), name)), end)

    def _match(self, words: Sequence[str], sort: Sort, end: int) -> _Named | None:
        street = None if sort is Sort.VILLAGE else self.register.street(words)
        place = None if sort is Sort.STREET else self.register.village(words)
        if street is not None and place is None:
            return _Named(Scope("", street.name), end, street.former)
        if place is not None and street is None:
            return _Named(Scope(place.name, None), end)
        return None

    def _streets_of_village(self, found: Sequence[Token], start: _Start) -> _Named | None:
        """ "X: ul. A, B": the village, and where its streets begin."""
        named = self._named(found, start.name, start.sort, "")
        if named is None or not named.scope.place or named.end >= len(found):
            return None
        mark = found[named.end]
        if mark.kind not in (Kind.COLON, Kind.DASH):
            return None
        at = named.end + 1
        if (
            at < len(found)
            and found[at].kind is Kind.WORD
            and (found[at].key in w.LABELS or (mark.kind is Kind.COLON and not w.is_known(found[at].key)))
        ):
            return _Named(named.scope, at)
        return None

    def _commune_at(self, found: Sequence[Token], at: int) -> tuple[tuple[str, ...], int] | None:
        for end in range(_reach(found, at), at, -1):
            villages = self.register.commune([token.text for token in found[at:end] if token.kind is not Kind.DASH])
            if villages:
                return villages, end
        return None

    # --- what an entry says ---

    def _entry(self, found: Sequence[Token], at: int, start: _Start, end: int, district: int, village: str, cells: Sequence[Cells]) -> None:
        line = found[start.name].line if start.name < len(found) else found[at].line
        named = None if start.name >= end else self._named(found[:end], start.name, start.sort, village)
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
        self.findings += [Finding(at, code, said) for at, code, said in numbers.findings]
        for clause in (*numbers.clauses, *numbers.but):
            if clause.code is not None:
                self.findings.append(Finding(clause.line, clause.code, clause.words))
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

    def _commune(self, found: Sequence[Token], start: _Start, end: int, district: int) -> int:
        """ "gmina X (wszystkie miejscowości) z wyłączeniem miejscowości A i B"; returns where it ends."""
        named = self._commune_at(found, start.name)
        assert named is not None
        villages, at = named
        line = found[start.name].line
        at = _behind_brackets(found, at)
        rest = any(token.key in w.REST for token in found[at : at + 2])
        while at < len(found) and (found[at].kind is Kind.DASH or found[at].key in w.REST | w.VILLAGE_LABELS | w.WHOLE):
            at += 1
        excepted: set[str] = set()
        behind = _behind_exception_word(found, at)
        if behind is not None:
            understood, at = self._excepted(found, behind, villages, excepted)
            if not understood:
                self.findings.append(Finding(line, Code.STREET, w.text_of(found[start.name - 1 : max(at, end)])))
                return max(at, end)
        elif at < end:
            self.findings.append(Finding(found[at].line, Code.SYNTAX, w.text_of(found[start.name - 1 : end])))
            return end
        kept = [village for village in villages if village not in excepted]
        self.claims += [Claim(district, Scope(village, None), WHOLE, line, rest=rest) for village in kept]
        self.readings.append(Reading(line, district, w.text_of(found[start.name - 1 : at]), ", ".join(kept)))
        return at

    def _excepted(self, found: Sequence[Token], at: int, villages: Sequence[str], excepted: set[str]) -> tuple[bool, int]:
        """The villages behind an exception word, and where they end. A name behind a comma that is none of the commune's opens an entry."""
        while at < len(found):
            if found[at].kind is Kind.COMMA or found[at].key in w.AND | w.VILLAGE_LABELS:
                at += 1
                continue
            named = self._named(found, at, Sort.VILLAGE, "")
            if named is None or named.scope.place not in villages:
                return bool(excepted) and found[at - 1].kind is Kind.COMMA, at
            excepted.add(named.scope.place)
            at = named.end
        return bool(excepted), at


# --- small decisions --------------------------------------------------------------------------------------------------


def _list_label(found: Sequence[Token], at: int) -> tuple[Sort | None, int]:
    """ "ulice:", "miejscowości:", "ul.:" — what kind of name follows, and where."""
    key = found[at].key
    if at + 1 < len(found) and found[at + 1].kind is Kind.COLON and key in w.LABELS | w.VILLAGE_LABELS:
        return (Sort.STREET if key in w.LABELS else Sort.VILLAGE), at + 2
    return None, at


def _may_stand_before_a_name(token: Token) -> bool:
    """ "parzysta strona Polnej", "cała ul. Lipowa", "część Tynieckiej"."""
    return token.kind is Kind.WORD and (
        bool(w.side_word(token.key)) or token.key in w.NUMBER_WORDS | w.WHOLE | w.PARTS | w.DIRECTIONS | w.REST | w.REST_OF
    )


def _is_numbered_name(found: Sequence[Token], at: int) -> bool:
    """ "11 Listopada": a number before a word that is none of the notation's."""
    return at + 1 < len(found) and found[at + 1].kind is Kind.WORD and not w.is_known(found[at + 1].key) and found[at + 1].key not in _NO_NAMES


_NO_NAMES = w.LABELS | w.VILLAGE_LABELS | w.COMMUNE_LABELS | w.AREAS


def _may_follow_a_name(token: Token) -> bool:
    return token.kind is not Kind.WORD or w.is_known(token.key) or token.key in _NO_NAMES


def _reach(found: Sequence[Token], at: int) -> int:
    """How far a name that begins here can go: over words, numbers, and hyphens without blanks."""
    end, words = at, 0
    while end < len(found) and words < LONGEST_NAME:
        token = found[end]
        joins = token.kind is Kind.DASH and not token.spaced and end + 1 < len(found) and not found[end + 1].spaced
        if token.kind not in (Kind.WORD, Kind.NUMBER) and not (joins and end > at):
            break
        words += token.kind is not Kind.DASH
        end += 1
    return end


def _behind_brackets(found: Sequence[Token], at: int) -> int:
    while at < len(found) and found[at].kind is Kind.OPEN:
        at = next((k + 1 for k in range(at, len(found)) if found[k].kind is Kind.CLOSE), len(found))
    return at


def _behind_exception_word(found: Sequence[Token], at: int) -> int | None:
    if at < len(found) and found[at].key in w.WITHOUT:
        return at + 1
    if at + 1 < len(found) and found[at].key in w.PREPOSITIONS and found[at + 1].key in w.EXCEPTION:
        return at + 2
    return None


def begins_with_exception(found: Sequence[Token]) -> bool:
    """Whether a remark counts: it begins with an exception word (rule 14)."""
    return _behind_exception_word(found, 0) is not None


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
