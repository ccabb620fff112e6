"""The pieces of which numbers are said: ranges, lists, sides, exceptions, landmarks. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import islice

from bot.districts.houses import WHOLE, House, Side, Span
from bot.districts.notation import words as w
from bot.districts.notation.words import Kind, Token


class Is(Enum):
    """What a piece says."""

    SIDE = auto()
    TAG = auto()
    """ "(p)" or "(n)": binds only the range that it touches."""
    RANGE = auto()
    BROKEN = auto()
    """A range without one of its ends, or with too many."""
    HOUSES = auto()
    WHOLE = auto()
    REST = auto()
    WITHOUT = auto()
    SEPARATOR = auto()
    LANDMARK = auto()
    NOTE = auto()
    """Worth a look, and no more."""
    PERSON = auto()
    """Only a person can decide: a side by its direction, a part, an end given in words."""
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Atom:
    """One piece; `span` of a range, `houses` of a list ("12/14" are two), `side` of a word of parity, `words` for the report.

    "parzyste i nieparzyste" is one piece: its side is both, that of its span the one said first."""

    what: Is
    line: int
    span: Span = WHOLE
    houses: tuple[House, ...] = ()
    side: Side = Side.BOTH
    words: str = ""


class _Reader:
    """Goes through the tokens once."""

    def __init__(self, found: Sequence[Token]) -> None:
        self.found = found
        self.at = 0
        self.atoms: list[Atom] = []

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

    def next_is(self, test: Callable[[Token], bool], ahead: int = 0) -> bool:
        token = self.peek(ahead)
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
    if token.kind is Kind.SLASH:
        return not any(0 <= near < len(found) and found[near].kind is Kind.NUMBER for near in (at - 1, at + 1))
    if token.kind is Kind.WORD and token.key in w.NUMBER_WORDS:
        return True
    if token.kind is Kind.DASH:  # between a number and a number or the end it makes a range; elsewhere it only divides
        before = found[at - 1] if at else None
        behind = next((t for t in islice(found, at + 1, None) if not (t.kind is Kind.WORD and t.key in w.NUMBER_WORDS)), None)
        ends = before is not None and before.kind is Kind.NUMBER
        return not (ends and (behind is None or behind.kind in (Kind.NUMBER, Kind.COMMA) or behind.key in w.END | w.TO))
    return False


def atoms_of(found: Sequence[Token]) -> list[Atom]:
    reader = _Reader(found)
    while reader.peek() is not None:
        reader.atoms.append(_atom(reader))
    return reader.atoms


def _atom(reader: _Reader) -> Atom:
    token = reader.peek()
    assert token is not None
    key, start = token.key, reader.at
    if token.kind is Kind.NUMBER or key in w.FROM | w.TO:
        return _range(reader)
    reader.take()
    if token.kind is Kind.COMMA or key in w.AND:
        pair = key in w.AND and bool(reader.atoms) and reader.atoms[-1].what is Is.SIDE and reader.next_is(lambda t: bool(w.side_word(t.key)))
        if pair:
            other = reader.take()
            before = reader.atoms.pop()
            if other is None or Side(w.side_word(other.key)) is before.side:
                return before
            return Atom(Is.SIDE, before.line, Span(side=before.side), side=Side.BOTH, words=f"{before.words} {token.text} {other.text}")
        return Atom(Is.SEPARATOR, token.line)
    if side := w.side_word(key):
        return Atom(Is.SIDE, token.line, side=Side(side), words=token.text)
    if key in w.DIRECTIONS | w.PARTS:
        return Atom(Is.PERSON, token.line, words=w.text_of(reader.found[start : reader.at]))
    if key in w.WITHOUT or (key in w.PREPOSITIONS and reader.next_is(lambda t: t.key in w.EXCEPTION)):
        if key in w.PREPOSITIONS:
            reader.take()
        return Atom(Is.WITHOUT, token.line)
    if key in w.REST:
        while reader.next_is(lambda t: t.key in w.REST_OF):
            reader.take()
        return Atom(Is.REST, token.line)
    if key in w.WHOLE or (key == "w" and reader.next_is(lambda t: t.key in w.WHOLE)):
        while reader.next_is(lambda t: t.key in w.WHOLE_OF | w.WHOLE):
            reader.take()
        return Atom(Is.WHOLE, token.line)
    if key in w.LANDMARK | w.FORMERLY:
        return Atom(Is.LANDMARK, token.line, words=f"{token.text} {reader.words()}")
    return Atom(Is.UNKNOWN, token.line, words=f"{token.text} {reader.words()}".strip() if token.kind is Kind.WORD else token.text)


def _range(reader: _Reader) -> Atom:
    """From "od", "do" or a number: a range, a list of one, a landmark, or something broken."""
    token, start = reader.peek(), reader.at
    assert token is not None

    def atom(what: Is, span: Span = WHOLE, houses: tuple[House, ...] = ()) -> Atom:
        return Atom(what, token.line, span, houses, words=w.text_of(reader.found[start : reader.at]))

    from_word = token.key in w.FROM
    first: tuple[House, ...] = ()
    if from_word:
        reader.take()
        if reader.next_is(lambda t: t.key in w.BEGINNING):
            reader.take()
            while reader.next_is(lambda t: t.key in w.WHOLE_OF):
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
            return atom(Is.UNKNOWN if follows or not first else Is.HOUSES, houses=first)
        if reader.next_is(lambda t: t.kind is Kind.NUMBER or t.key in w.FROM):  # "od 7 30", "od 1 od 10"
            while reader.next_is(lambda t: t.kind is Kind.NUMBER or t.key in w.FROM):
                reader.take()
            return atom(Is.BROKEN)
        return atom(Is.RANGE if first else Is.BROKEN, Span(lower, None))
    return _upper(reader, lower, atom, from_word or bool(first))


def _upper(reader: _Reader, lower: House | None, atom: Callable[..., Atom], has_lower: bool) -> Atom:
    """The second half of a range, from its dash or "do" on."""
    while reader.next_is(lambda t: t.kind is Kind.DASH or t.key in w.TO):
        reader.take()
    if reader.next_is(lambda t: t.key in w.END):
        reader.take()
        while reader.next_is(lambda t: t.key in w.WHOLE_OF):
            reader.take()
        return atom(Is.RANGE if has_lower else Is.BROKEN, Span(lower, None))
    if reader.next_is(lambda t: t.kind is Kind.NUMBER) and not reader._numbers_a_name():
        last = reader.number()
        third = reader.next_is(lambda t: t.key in w.TO) and reader.next_is(lambda t: t.kind is Kind.NUMBER, ahead=1)
        if not last or third or reader.next_is(lambda t: t.kind in (Kind.NUMBER, Kind.DASH)):
            while reader.next_is(lambda t: t.kind in (Kind.NUMBER, Kind.DASH) or t.key in w.TO):
                reader.take()
            return atom(Is.BROKEN)
        return atom(Is.RANGE, Span(lower, last[-1]))
    if reader.peek() is None or reader.next_is(lambda t: t.kind is Kind.COMMA):
        return atom(Is.BROKEN)
    if has_lower:  # "od 5 do torów": the end is given in words
        reader.words()
        return atom(Is.PERSON, Span(lower, None))
    return _landmark(reader, atom)


def _landmark(reader: _Reader, atom: Callable[..., Atom]) -> Atom:
    """ "od ul. A do ul. B", "do torów", "od strony rzeki"; "od" before nothing is a broken range."""
    if reader.peek() is None or reader.next_is(lambda t: t.kind is Kind.COMMA):
        return atom(Is.BROKEN)
    if reader.next_is(lambda t: bool(w.side_word(t.key)) or t.key in w.FROM | w.TO):
        return atom(Is.BROKEN)
    is_side = any(token.key == "strony" for token in reader.found[reader.at : reader.at + 1])
    reader.words()
    to = reader.next_is(lambda t: t.key in w.TO)
    if to and reader.next_is(lambda t: t.key in w.END, ahead=1):  # "od ronda do końca"
        reader.take()
        reader.take()
    mixed = to and reader.next_is(lambda t: t.kind is Kind.NUMBER, ahead=1)
    return atom(Is.PERSON if is_side or mixed else Is.LANDMARK)
