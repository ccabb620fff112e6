"""Numbers behind a name: "od 1 do 5A i od 33 do końca - nieparzyste", "2/4-20/22(p)", "bez nr 6" (rules 9 to 20 of the notation). Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from bot.districts.division import Code
from bot.districts.houses import WHOLE, House, Side, Span
from bot.districts.notation import words as w
from bot.districts.notation.words import Kind, Token


class _Is(Enum):
    SIDE = auto()
    TAG = auto()
    RANGE = auto()
    BROKEN = auto()
    HOUSES = auto()
    WHOLE = auto()
    REST = auto()
    WITHOUT = auto()
    SEPARATOR = auto()
    LANDMARK = auto()
    NOTE = auto()
    PERSON = auto()
    """Only a person can decide: a side by its direction, a part, an end given in words."""
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class _Atom:
    what: _Is
    line: int
    span: Span = WHOLE
    houses: tuple[House, ...] = ()
    side: Side = Side.BOTH
    words: str = ""


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
    numbers = Numbers(largest=max((int("".join(c for c in t.key if c.isdigit())) for t in found if t.kind is Kind.NUMBER), default=0))
    atoms, notes = _with_notes(found)
    cut = next((at for at, atom in enumerate(atoms) if atom.what is _Is.WITHOUT), len(atoms))
    meant, excepted = atoms[:cut], [atom for atom in atoms[cut:] if atom.what is not _Is.WITHOUT]
    _note_landmarks(meant + notes, excepted, numbers)
    rest = next((at for at, atom in enumerate(meant) if atom.what is _Is.REST), len(meant))
    numbers.clauses = _sided(_drop_unknown(meant[:rest], numbers), column, numbers)
    if rest < len(meant):
        others = _sided(_drop_unknown(meant[rest + 1 :], numbers), column, numbers) or [Clause(WHOLE, meant[rest].line)]
        numbers.clauses += [replace(clause, rest=clause.code is None) for clause in others]
    if cut < len(atoms):
        numbers.but = _sided(_drop_unknown(excepted, numbers), column, numbers)
        if not numbers.but and not numbers.needs_person:
            numbers.needs_person = True
            numbers.findings.append((atoms[cut].line, Code.SIDE, w.text_of(found)))
    numbers.clauses += [Clause(atom.span, atom.line) for atom in meant if atom.what is _Is.PERSON and atom.span != WHOLE]
    not_understood = any(code is Code.SYNTAX for _, code, _ in numbers.findings)
    numbers.whole = not numbers.clauses and not not_understood and all(atom.what in _SAY_NO_NUMBER for atom in meant)
    if numbers.whole:
        numbers.clauses = [Clause(Span(side=column), found[0].line if found else 0)]
    numbers.listed = bool(numbers.largest) or any(clause.span.side is not Side.BOTH for clause in (*numbers.clauses, *numbers.but))
    return numbers


_SAY_NO_NUMBER = frozenset({_Is.WHOLE, _Is.SEPARATOR, _Is.LANDMARK, _Is.PERSON})


# --- notes in brackets and words --------------------------------------------------------------------------------------


def _with_notes(found: Sequence[Token]) -> tuple[list[_Atom], list[_Atom]]:
    """The atoms of the text, and the brackets that are no number notation."""
    plain: list[Token] = []
    atoms: list[_Atom] = []
    notes: list[_Atom] = []
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
        if tag is not None:
            atoms += _atoms(plain)
            plain = []
            atoms.append(_Atom(_Is.TAG, token.line, side=tag))
        elif _is_notation(inside):
            plain += inside
        else:
            notes.append(_note(inside, token))
        at = end + 1
    return atoms + _atoms(plain), notes


def _is_notation(inside: Sequence[Token]) -> bool:
    meaningless = {_Is.UNKNOWN, _Is.LANDMARK, _Is.PERSON}
    return bool(inside) and all(atom.what not in meaningless for atom in _atoms(inside))


def _note(inside: Sequence[Token], bracket: Token) -> _Atom:
    what = _Is.NOTE if inside and inside[0].key in w.FORMERLY else _Is.LANDMARK
    if any(atom.what is _Is.PERSON for atom in _atoms(inside)) and not any(token.key in w.FROM | w.TO for token in inside):
        what = _Is.PERSON
    return _Atom(what, bracket.line, words=w.text_of(inside))


def _note_landmarks(meant: list[_Atom], excepted: list[_Atom], numbers: Numbers) -> None:
    """A landmark beside numbers is only a note; without them, and for a side by its direction, a person must decide."""
    says_numbers = any(atom.what in (_Is.RANGE, _Is.HOUSES, _Is.REST) for atom in meant)
    for atom in meant:
        if atom.what is _Is.PERSON or (atom.what is _Is.LANDMARK and not says_numbers):
            numbers.needs_person = True
            numbers.findings.append((atom.line, Code.SIDE, atom.words))
        elif atom.what in (_Is.LANDMARK, _Is.NOTE):
            numbers.findings.append((atom.line, Code.NOTE, atom.words))
    for atom in excepted:
        if atom.what in (_Is.PERSON, _Is.LANDMARK, _Is.UNKNOWN):
            numbers.needs_person = True
            numbers.findings.append((atom.line, Code.SIDE, atom.words))


def _drop_unknown(atoms: Sequence[_Atom], numbers: Numbers) -> list[_Atom]:
    """Leaves out the items (from comma to comma) in which something was not understood, and says so."""
    items: list[list[_Atom]] = [[]]
    for atom in atoms:
        if atom.what is _Is.SEPARATOR:
            items.append([atom])
        elif atom.what not in (_Is.LANDMARK, _Is.PERSON):
            items[-1].append(atom)
    kept: list[_Atom] = []
    for item in items:
        unknown = [atom for atom in item if atom.what is _Is.UNKNOWN]
        if not unknown:
            kept += item
        elif not numbers.needs_person:
            numbers.findings.append((unknown[0].line, Code.SYNTAX, " ".join(atom.words for atom in unknown)))
    return kept


# --- sides ------------------------------------------------------------------------------------------------------------


def _sided(atoms: Sequence[_Atom], column: Side, numbers: Numbers) -> list[Clause]:
    """Gives each range its side (rules 13 and 16)."""
    said = [atom for atom in atoms if atom.what not in (_Is.SEPARATOR, _Is.WHOLE)]
    if any(atom.what is _Is.SIDE for atom in said):
        return _forwards(said) if said[0].what is _Is.SIDE else _backwards(atoms)
    ranges = [atom for at, atom in enumerate(said) if atom.what is _Is.RANGE and _tag(said, at) is Side.BOTH]
    if column is Side.BOTH and len(said) == sum(atom.what in (_Is.RANGE, _Is.HOUSES) for atom in said) and _is_two_sides(ranges):
        numbers.findings += [(atom.line, Code.IMPLIED, atom.words) for atom in ranges]
        return [c for a in said for c in _clauses(a, _side_of(a.span.first) if a.what is _Is.RANGE else Side.BOTH)]
    clauses: list[Clause] = []
    for at, atom in enumerate(said):
        if atom.what is _Is.TAG:
            if (at == 0 or said[at - 1].what is not _Is.RANGE) and (at + 1 == len(said) or said[at + 1].what is not _Is.RANGE):
                clauses += [] if at and said[at - 1].what is _Is.HOUSES else [Clause(Span(side=atom.side), atom.line)]
        else:
            clauses += _clauses(atom, _tag(said, at) if _tag(said, at) is not Side.BOTH else column, in_column=column)
    return clauses


def _tag(said: Sequence[_Atom], at: int) -> Side:
    """The side of "(p)" or "(n)" right behind a range, or right before it where it touches no other."""
    if at + 1 < len(said) and said[at + 1].what is _Is.TAG:
        return said[at + 1].side
    if at and said[at - 1].what is _Is.TAG and (at < 2 or said[at - 2].what is not _Is.RANGE):
        return said[at - 1].side
    return Side.BOTH


def _is_two_sides(ranges: Sequence[_Atom]) -> bool:
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


def _forwards(said: Sequence[_Atom]) -> list[Clause]:
    """Each word of parity holds for the ranges behind it, up to the next one."""
    groups: list[tuple[_Atom, list[_Atom]]] = []
    for atom in said:
        if atom.what is _Is.SIDE:
            groups.append((atom, []))
        else:
            groups[-1][1].append(atom)
    clauses: list[Clause] = []
    for at, (word, items) in enumerate(groups):
        if not items:
            paired = at + 1 < len(groups) and groups[at + 1][1] and groups[at + 1][0].words == "i"
            clauses += [] if paired else [Clause(Span(side=word.side), word.line)]
            continue
        side = Side.BOTH if word.words == "i" and at and not groups[at - 1][1] else word.side
        first_range = next((k for k, item in enumerate(items) if item.what in (_Is.RANGE, _Is.BROKEN)), len(items))
        listed = [house for item in items[:first_range] for house in item.houses]
        if any(not side.has(house.number) for house in listed):
            clauses.append(Clause(WHOLE, word.line, Code.PARITY, words=", ".join(str(house) for house in listed)))
        else:
            clauses += [c for item in items[:first_range] for c in _clauses(item, Side.BOTH)]
        for k, item in enumerate(items[first_range:], first_range):
            if item.what is not _Is.TAG:
                tag = _tag(items, k)
                clauses += _clauses(item, side if tag is Side.BOTH else tag)
    return clauses


def _backwards(atoms: Sequence[_Atom]) -> list[Clause]:
    """Each word of parity holds for the ranges before it, back to the previous one."""
    clauses: list[Clause] = []
    waiting: list[_Atom] = []
    separated = False
    for atom in atoms:
        if atom.what is not _Is.SIDE:
            separated = atom.what is _Is.SEPARATOR
            waiting += [] if atom.what in (_Is.SEPARATOR, _Is.WHOLE) else [atom]
            continue
        has_range = any(item.what in (_Is.RANGE, _Is.BROKEN) for item in waiting)
        for k, item in enumerate(waiting):
            if item.what is not _Is.TAG:
                tag = _tag(waiting, k)
                clauses += _clauses(item, atom.side if tag is Side.BOTH else tag)
        redundant = waiting and not separated and all(atom.side.has(house.number) for item in waiting for house in item.houses)
        if not has_range and not redundant:
            clauses.append(Clause(Span(side=atom.side), atom.line))
        waiting = []
    return clauses + [c for k, item in enumerate(waiting) if item.what is not _Is.TAG for c in _clauses(item, _tag(waiting, k))]


def _clauses(atom: _Atom, side: Side, *, in_column: Side = Side.BOTH) -> list[Clause]:
    """The clauses of one range or list; an end on the other side contradicts."""
    if atom.what is _Is.BROKEN:
        return [Clause(WHOLE, atom.line, Code.RANGE, words=atom.words)]
    if atom.what is _Is.HOUSES:
        if any(not in_column.has(house.number) for house in atom.houses):
            return [Clause(WHOLE, atom.line, Code.PARITY, words=atom.words)]
        return [Clause(Span(house, house), atom.line) for house in atom.houses]
    if atom.what is not _Is.RANGE:
        return []
    first, last = atom.span.first, atom.span.last
    if any(end is not None and not side.has(end.number) for end in (first, last)):
        return [Clause(WHOLE, atom.line, Code.PARITY, words=atom.words)]
    if first is not None and last is not None and first > last:
        return [Clause(WHOLE, atom.line, Code.RANGE, words=atom.words)]
    return [Clause(Span(first, last, side), atom.line)]


# --- atoms ------------------------------------------------------------------------------------------------------------


class _Reader:
    """Goes through the tokens once."""

    def __init__(self, found: Sequence[Token]) -> None:
        self.found = found
        self.at = 0
        self.atoms: list[_Atom] = []

    def peek(self, ahead: int = 0) -> Token | None:
        """The token ahead, words that change nothing left out."""
        at = self.at
        while at < len(self.found):
            if not _is_noise(self.found, at):
                if not ahead:
                    return self.found[at]
                ahead -= 1
            at += 1
        return None

    def take(self) -> Token | None:
        """The next token that says something."""
        while self.at < len(self.found):
            token = self.found[self.at]
            noise = _is_noise(self.found, self.at)
            self.at += 1
            if not noise:
                return token
        return None

    def next_is(self, test: Callable[[Token], bool]) -> bool:
        token = self.peek()
        return token is not None and test(token)

    def number(self) -> tuple[House, ...]:
        """One number or "12/14"; empty where none comes."""
        houses: list[House] = []
        while self.next_is(lambda t: t.kind is Kind.NUMBER):
            token = self.take()
            house = None if token is None else House.read(token.key)
            if house is not None:
                houses.append(house)
            following = self.peek(1)
            if not (self.next_is(lambda t: t.kind is Kind.SLASH) and following is not None and following.kind is Kind.NUMBER):
                break
            self.take()
        return tuple(houses)

    def words(self) -> str:
        """Takes the words of a landmark, up to a comma, a number notation or the end."""
        start = self.at
        while (token := self.peek()) is not None:
            begins_something = token.key in w.FROM | w.TO | w.WITHOUT or bool(w.side_word(token.key)) or token.key in w.AND
            if self.at > start and (begins_something or token.kind in (Kind.COMMA, Kind.OPEN)):
                break
            if token.kind is Kind.NUMBER and not self._numbers_a_name():
                break
            self.take()
        return w.text_of(self.found[start : self.at])

    def _numbers_a_name(self) -> bool:
        """ "ul. 3 Maja": a number before a word that is none of the notation's."""
        following = self.peek(1)
        return following is not None and following.kind is Kind.WORD and not w.is_known(following.key)


def _is_noise(found: Sequence[Token], at: int) -> bool:
    token = found[at]
    if token.kind is Kind.COLON:
        return True
    if token.kind is Kind.WORD and token.key in w.NUMBER_WORDS:
        return True
    if token.kind is Kind.DASH:  # between a number and a number or the end it makes a range; elsewhere it only divides
        before = found[at - 1] if at else None
        behind = next((t for t in found[at + 1 :] if not (t.kind is Kind.WORD and t.key in w.NUMBER_WORDS)), None)
        ends = before is not None and before.kind is Kind.NUMBER
        return not (ends and (behind is None or behind.kind in (Kind.NUMBER, Kind.COMMA) or behind.key in w.END | w.TO))
    return False


def _atoms(found: Sequence[Token]) -> list[_Atom]:
    reader = _Reader(found)
    while reader.peek() is not None:
        reader.atoms.append(_atom(reader))
    return reader.atoms


def _atom(reader: _Reader) -> _Atom:
    token = reader.peek()
    assert token is not None
    key, start = token.key, reader.at
    if token.kind is Kind.NUMBER or key in w.FROM | w.TO:
        return _range(reader)
    reader.take()
    if token.kind is Kind.COMMA or key in w.AND:
        pair = key in w.AND and bool(reader.atoms) and reader.atoms[-1].what is _Is.SIDE and reader.next_is(lambda t: bool(w.side_word(t.key)))
        if pair:
            other = reader.take()
            assert other is not None
            return _Atom(_Is.SIDE, other.line, side=Side(w.side_word(other.key)), words="i")
        return _Atom(_Is.SEPARATOR, token.line)
    if side := w.side_word(key):
        return _Atom(_Is.SIDE, token.line, side=Side(side))
    if key in w.DIRECTIONS | w.PARTS:
        return _Atom(_Is.PERSON, token.line, words=w.text_of(reader.found[start : reader.at]))
    if key in w.WITHOUT or (key in w.PREPOSITIONS and reader.next_is(lambda t: t.key in w.EXCEPTION)):
        if key in w.PREPOSITIONS:
            reader.take()
        return _Atom(_Is.WITHOUT, token.line)
    if key in w.REST:
        while reader.next_is(lambda t: t.key in w.REST_OF):
            reader.take()
        return _Atom(_Is.REST, token.line)
    if key in w.WHOLE or (key == "w" and reader.next_is(lambda t: t.key in w.WHOLE)):
        return _Atom(_Is.WHOLE, token.line)
    if key in w.LANDMARK | w.FORMERLY:
        return _Atom(_Is.LANDMARK, token.line, words=f"{token.text} {reader.words()}")
    return _Atom(_Is.UNKNOWN, token.line, words=f"{token.text} {reader.words()}".strip() if token.kind is Kind.WORD else token.text)


def _range(reader: _Reader) -> _Atom:
    """From "od", "do" or a number: a range, a list of one, a landmark, or something broken."""
    token, start = reader.peek(), reader.at
    assert token is not None

    def atom(what: _Is, span: Span = WHOLE, houses: tuple[House, ...] = ()) -> _Atom:
        return _Atom(what, token.line, span, houses, words=w.text_of(reader.found[start : reader.at]))

    from_word = token.key in w.FROM
    first: tuple[House, ...] = ()
    if from_word:
        reader.take()
        if reader.next_is(lambda t: t.key in w.BEGINNING):
            reader.take()
        elif reader.next_is(lambda t: t.kind is Kind.NUMBER) and not reader._numbers_a_name():
            first = reader.number()
        else:
            return _landmark(reader, atom)
    elif token.kind is Kind.NUMBER:
        first = reader.number()
    lower = first[0] if first else None
    if not reader.next_is(lambda t: t.kind is Kind.DASH or t.key in w.TO):
        if not from_word:
            follows = reader.next_is(lambda t: t.kind in (Kind.NUMBER, Kind.SLASH))
            return atom(_Is.UNKNOWN if follows or not first else _Is.HOUSES, houses=first)
        if reader.next_is(lambda t: t.kind is Kind.NUMBER or t.key in w.FROM):  # "od 7 30", "od 1 od 10"
            while reader.next_is(lambda t: t.kind is Kind.NUMBER or t.key in w.FROM):
                reader.take()
            return atom(_Is.BROKEN)
        return atom(_Is.RANGE if first else _Is.BROKEN, Span(lower, None))
    return _upper(reader, lower, atom, from_word or bool(first))


def _upper(reader: _Reader, lower: House | None, atom: Callable[..., _Atom], has_lower: bool) -> _Atom:
    """The second half of a range, from its dash or "do" on."""
    while reader.next_is(lambda t: t.kind is Kind.DASH or t.key in w.TO):
        reader.take()
    if reader.next_is(lambda t: t.key in w.END):
        reader.take()
        if reader.next_is(lambda t: t.key in w.LABELS):
            reader.take()
        return atom(_Is.RANGE if has_lower else _Is.BROKEN, Span(lower, None))
    if reader.next_is(lambda t: t.kind is Kind.NUMBER) and not reader._numbers_a_name():
        last = reader.number()
        if not last or reader.next_is(lambda t: t.kind in (Kind.NUMBER, Kind.DASH)):
            while reader.next_is(lambda t: t.kind in (Kind.NUMBER, Kind.DASH)):
                reader.take()
            return atom(_Is.BROKEN)
        return atom(_Is.RANGE, Span(lower, last[-1]))
    if reader.peek() is None or reader.next_is(lambda t: t.kind is Kind.COMMA):
        return atom(_Is.BROKEN)
    if has_lower:  # "od 5 do torów": the end is given in words
        reader.words()
        return atom(_Is.PERSON, Span(lower, None))
    return _landmark(reader, atom)


def _landmark(reader: _Reader, atom: Callable[..., _Atom]) -> _Atom:
    """ "od ul. A do ul. B", "do torów", "od strony rzeki"; "od" before nothing is a broken range."""
    if reader.peek() is None or reader.next_is(lambda t: t.kind is Kind.COMMA):
        return atom(_Is.BROKEN)
    if reader.next_is(lambda t: bool(w.side_word(t.key)) or t.key in w.FROM | w.TO):
        return atom(_Is.BROKEN)
    is_side = any(token.key == "strony" for token in reader.found[reader.at : reader.at + 1])
    reader.words()
    mixed = reader.next_is(lambda t: t.key in w.TO) and reader.peek(1) is not None and reader.peek(1).kind is Kind.NUMBER  # type: ignore[union-attr]
    return atom(_Is.PERSON if is_side or mixed else _Is.LANDMARK)
