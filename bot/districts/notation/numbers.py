"""Numbers behind a name: "od 1 do 5A i od 33 do końca - nieparzyste", "2/4-20/22(p)", "bez nr 6" (rules 9 to 20 of the notation). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from bot.districts.division import Code
from bot.districts.houses import WHOLE, House, Side, Span
from bot.districts.notation import words as w
from bot.districts.notation.atoms import Atom, Is, atoms_of
from bot.districts.notation.words import Kind, Token


@dataclass(frozen=True, slots=True)
class Clause:
    """Houses that are meant; or, with a `code`, a clause that contradicts itself."""

    span: Span
    line: int
    code: Code | None = None
    rest: bool = False
    words: str = ""


@dataclass(slots=True)
class Numbers:
    """What stands behind a name."""

    clauses: list[Clause] = field(default_factory=list)
    but: list[Clause] = field(default_factory=list)
    findings: list[tuple[int, Code, str]] = field(default_factory=list)
    needs_person: bool = False
    whole: bool = False
    """Nothing is said of numbers: the whole street."""
    listed: bool = False
    """Numbers or sides are said."""
    largest: int = 0


def read_numbers(found: Sequence[Token], *, column: Side = Side.BOTH) -> Numbers:
    """Reads what stands behind a name; `column`: the side that a table's column sets."""
    houses = [house for token in found if token.kind is Kind.NUMBER and (house := House.read(token.key)) is not None]
    numbers = Numbers(largest=max((house.number for house in houses), default=0))
    atoms, notes, exceptions = _with_notes(found)
    cut = next((at for at, atom in enumerate(atoms) if atom.what is Is.WITHOUT), len(atoms))
    meant = atoms[:cut]
    if cut < len(atoms):
        exceptions.append([atom for atom in atoms[cut:] if atom.what is not Is.WITHOUT])
    _note_landmarks(meant + notes, exceptions, numbers)
    rest = next((at for at, atom in enumerate(meant) if atom.what is Is.REST), len(meant))
    numbers.clauses = _sided(_drop_unknown(meant[:rest], numbers), column, numbers)
    if rest < len(meant):
        others = _sided(_drop_unknown(meant[rest + 1 :], numbers), column, numbers) or [Clause(WHOLE, meant[rest].line)]
        numbers.clauses += [replace(clause, rest=clause.code is None) for clause in others]
    for excepted in exceptions:
        but = _sided(_drop_unknown(excepted, numbers), column, numbers)
        numbers.but += but
        if not but and not numbers.needs_person:
            numbers.needs_person = True
            numbers.findings.append((found[0].line, Code.SIDE, w.text_of(found)))
    numbers.clauses += [Clause(atom.span, atom.line) for atom in meant if atom.what is Is.PERSON and atom.span != WHOLE]
    not_understood = any(code is Code.SYNTAX for _, code, _ in numbers.findings)
    numbers.whole = not numbers.clauses and not not_understood and all(atom.what in _SAY_NO_NUMBER for atom in meant)
    if numbers.whole:
        numbers.clauses = [Clause(Span(side=column), found[0].line if found else 0)]
    numbers.listed = bool(numbers.largest) or any(clause.span.side is not Side.BOTH for clause in (*numbers.clauses, *numbers.but))
    return numbers


_SAY_NO_NUMBER = frozenset({Is.WHOLE, Is.SEPARATOR, Is.LANDMARK, Is.PERSON})


# --- notes in brackets and words --------------------------------------------------------------------------------------


def _with_notes(found: Sequence[Token]) -> tuple[list[Atom], list[Atom], list[list[Atom]]]:
    """The atoms of the text; the brackets that are no number notation; and the exceptions in brackets, which end with them."""
    plain: list[Token] = []
    atoms: list[Atom] = []
    notes: list[Atom] = []
    exceptions: list[list[Atom]] = []
    at = 0
    while at < len(found):
        token = found[at]
        if token.kind is not Kind.OPEN:
            plain.append(token)
            at += 1
            continue
        end = next((k for k in range(at + 1, len(found)) if found[k].kind is Kind.CLOSE), len(found))
        inside = list(found[at + 1 : end])
        tag = {"p": Side.EVEN, "n": Side.ODD}.get(inside[0].key) if len(inside) == 1 else None
        said = atoms_of(inside)
        if tag is not None:
            atoms += atoms_of(plain)
            plain = []
            atoms.append(Atom(Is.TAG, token.line, side=tag))
        elif said and said[0].what is Is.WITHOUT:
            exceptions.append(said[1:])
        elif all(atom.what not in (Is.UNKNOWN, Is.LANDMARK, Is.PERSON) for atom in said):
            plain += inside
        else:
            notes.append(_note(inside, token))
        at = end + 1
    return atoms + atoms_of(plain), notes, exceptions


def _note(inside: Sequence[Token], bracket: Token) -> Atom:
    what = Is.NOTE if inside and inside[0].key in w.FORMERLY else Is.LANDMARK
    if any(atom.what is Is.PERSON for atom in atoms_of(inside)) and not any(token.key in w.FROM | w.TO for token in inside):
        what = Is.PERSON
    return Atom(what, bracket.line, words=w.text_of(inside))


def _note_landmarks(meant: Sequence[Atom], exceptions: Sequence[Sequence[Atom]], numbers: Numbers) -> None:
    """A landmark beside numbers is only a note; without them, and for a side by its direction, a person must decide."""
    says_numbers = any(atom.what in (Is.RANGE, Is.HOUSES, Is.REST) for atom in meant)
    for atom in meant:
        if atom.what is Is.PERSON or (atom.what is Is.LANDMARK and not says_numbers):
            numbers.needs_person = True
            numbers.findings.append((atom.line, Code.SIDE, atom.words))
        elif atom.what in (Is.LANDMARK, Is.NOTE):
            numbers.findings.append((atom.line, Code.NOTE, atom.words))
    for atom in chain.from_iterable(exceptions):
        if atom.what in (Is.PERSON, Is.LANDMARK, Is.UNKNOWN):
            numbers.needs_person = True
            numbers.findings.append((atom.line, Code.SIDE, atom.words))


def _drop_unknown(atoms: Sequence[Atom], numbers: Numbers) -> list[Atom]:
    """Leaves out the items (from comma to comma) in which something was not understood, and says so."""
    items: list[list[Atom]] = [[]]
    for atom in atoms:
        if atom.what is Is.SEPARATOR:
            items.append([atom])
        elif atom.what not in (Is.LANDMARK, Is.PERSON):
            items[-1].append(atom)
    kept: list[Atom] = []
    for item in items:
        unknown = [atom for atom in item if atom.what is Is.UNKNOWN]
        if not unknown:
            kept += item
        elif not numbers.needs_person:
            numbers.findings.append((unknown[0].line, Code.SYNTAX, " ".join(atom.words for atom in unknown)))
    return kept


# --- sides ------------------------------------------------------------------------------------------------------------


def _sided(atoms: Sequence[Atom], column: Side, numbers: Numbers) -> list[Clause]:
    """Gives each range its side (rules 13 and 16)."""
    atoms = _with_tags(atoms)
    said = [atom for atom in atoms if atom.what not in (Is.SEPARATOR, Is.WHOLE)]
    sides = [at for at, atom in enumerate(said) if atom.what is Is.SIDE]
    if sides and said[0].what is Is.SIDE:
        return _forwards(said)
    if any(said[at].side is Side.BOTH and at + 1 < len(said) for at in sides):  # "2-8 parzyste i nieparzyste 1-9": whose is which?
        numbers.findings.append((said[0].line, Code.SYNTAX, " ".join(atom.words for atom in said)))
        return []
    if sides:
        return _backwards(atoms)
    ranges = [atom for atom in said if atom.what is Is.RANGE]
    plain = column is Side.BOTH and all(atom.what in (Is.RANGE, Is.HOUSES) and atom.side is Side.BOTH for atom in said)
    if plain and _is_two_sides(ranges):
        numbers.findings += [(atom.line, Code.IMPLIED, atom.words) for atom in ranges]
        return [c for atom in said for c in _clauses(atom, _side_of(atom.span.first))]
    listed = [atom for atom in said if atom.what is Is.HOUSES]
    clauses: list[Clause] = []
    if any(not column.has(house.number) for atom in listed for house in atom.houses):  # the list of a column that says the side
        said = [atom for atom in said if atom.what is not Is.HOUSES]
        clauses.append(Clause(WHOLE, listed[0].line, Code.PARITY, words=", ".join(atom.words for atom in listed)))
    return clauses + [clause for atom in said for clause in _clauses(atom, column)]


def _with_tags(atoms: Sequence[Atom]) -> list[Atom]:
    """Gives "(p)" and "(n)" to the range right before, else right behind; one that touches nothing is that side of the street."""
    bound: list[Atom] = []
    waiting: Atom | None = None
    for at, atom in enumerate(atoms):
        if atom.what is Is.TAG:
            behind = atoms[at + 1].what if at + 1 < len(atoms) else None
            if bound and bound[-1].what is Is.RANGE and bound[-1].side is Side.BOTH:
                bound[-1] = replace(bound[-1], side=atom.side)
            elif behind is Is.RANGE:
                waiting = atom
            elif not bound or bound[-1].what is not Is.HOUSES:
                bound.append(replace(atom, what=Is.RANGE))
        else:
            bound.append(replace(atom, side=waiting.side) if waiting is not None and atom.what is Is.RANGE else atom)
            waiting = None
    return bound


def _is_two_sides(ranges: Sequence[Atom]) -> bool:
    """ "1-13, 2-16": exactly two plain ranges that overlap, one from odd to odd, one from even to even."""
    if len(ranges) != 2:
        return False
    ends = [(atom.span.first, atom.span.last) for atom in ranges]
    if any(first is None or last is None or _side_of(first) is not _side_of(last) for first, last in ends):
        return False
    (a, b), (c, d) = ends
    assert a is not None and b is not None and c is not None and d is not None
    return _side_of(a) is not _side_of(c) and a <= d and c <= b


def _side_of(house: House | None) -> Side:
    return Side.BOTH if house is None else Side.EVEN if house.number % 2 == 0 else Side.ODD


def _forwards(said: Sequence[Atom]) -> list[Clause]:
    """Each word of parity holds for the ranges behind it, up to the next one."""
    groups: list[tuple[Atom, list[Atom]]] = []
    for atom in said:
        if atom.what is Is.SIDE:
            groups.append((atom, []))
        else:
            groups[-1][1].append(atom)
    clauses: list[Clause] = []
    for word, items in groups:
        if not items:
            clauses.append(Clause(Span(side=word.side), word.line))
            continue
        first_range = next((k for k, item in enumerate(items) if item.what in (Is.RANGE, Is.BROKEN)), len(items))
        listed = [house for item in items[:first_range] for house in item.houses]
        if any(not word.side.has(house.number) for house in listed):
            clauses.append(Clause(WHOLE, word.line, Code.PARITY, words=", ".join(str(house) for house in listed)))
            items = items[first_range:]
        clauses += [clause for item in items for clause in _clauses(item, word.side)]
    return clauses


def _backwards(atoms: Sequence[Atom]) -> list[Clause]:
    """Each word of parity holds for the ranges before it, back to the previous one."""
    clauses: list[Clause] = []
    waiting: list[Atom] = []
    separated = False
    for atom in atoms:
        if atom.what is not Is.SIDE:
            separated = atom.what is Is.SEPARATOR
            waiting += [] if atom.what in (Is.SEPARATOR, Is.WHOLE) else [atom]
            continue
        first = atom.span.side
        if first is not Side.BOTH and all(first.has(end.number) for item in waiting for end in _ends(item)):
            atom = replace(atom, side=first)  # "1-9 nieparzyste oraz parzyste": these, and the whole other side
            clauses.append(Clause(Span(side=Side.EVEN if first is Side.ODD else Side.ODD), atom.line))
        clauses += [clause for item in waiting for clause in _clauses(item, atom.side)]
        has_range = any(item.what in (Is.RANGE, Is.BROKEN) for item in waiting)
        redundant = waiting and not separated and all(atom.side.has(house.number) for item in waiting for house in item.houses)
        if not has_range and not redundant:
            clauses.append(Clause(Span(side=atom.side), atom.line))
        waiting = []
    return clauses + [clause for item in waiting for clause in _clauses(item, Side.BOTH)]


def _ends(atom: Atom) -> list[House]:
    return [end for end in (atom.span.first, atom.span.last) if end is not None]


def _clauses(atom: Atom, side: Side) -> list[Clause]:
    """The clauses of one range or list; an end on the other side contradicts."""
    if atom.what is Is.BROKEN:
        return [Clause(WHOLE, atom.line, Code.RANGE, words=atom.words)]
    if atom.what is Is.HOUSES:
        return [Clause(Span(house, house), atom.line) for house in atom.houses]
    if atom.what is not Is.RANGE:
        return []
    first, last = atom.span.first, atom.span.last
    side = side if atom.side is Side.BOTH else atom.side
    if any(end is not None and not side.has(end.number) for end in (first, last)):
        return [Clause(WHOLE, atom.line, Code.PARITY, words=atom.words)]
    if first is not None and last is not None and first > last:
        return [Clause(WHOLE, atom.line, Code.RANGE, words=atom.words)]
    return [Clause(Span(first, last, side), atom.line)]
