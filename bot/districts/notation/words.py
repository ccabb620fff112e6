"""The words of a list of districts, and what they are. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from handlers.dialogue.update import fold


class Kind(Enum):
    """What a token is."""

    WORD = auto()
    NUMBER = auto()
    DASH = auto()
    SLASH = auto()
    COMMA = auto()
    COLON = auto()
    OPEN = auto()
    CLOSE = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the document; `key` is how it is compared; `line` from 1; `spaced`: a blank stands before it."""

    kind: Kind
    text: str
    key: str
    line: int
    spaced: bool = True


_TOKEN = re.compile(
    r"(?P<NUMBER>[0-9]+[^\W\d_]?(?![^\W_]))|(?P<WORD>[^\W\d_]+(?:['’][^\W\d_]+)*\.?|\d\w+)"
    r"|(?P<DASH>[-‐-―−÷]+)|(?P<SLASH>/)|(?P<COMMA>,)|(?P<COLON>:)|(?P<OPEN>[(\[])|(?P<CLOSE>[)\]])|(?P<OTHER>\S)"
)
_PREPOSITIONS = frozenset("zwou")
_DOTS = frozenset(".…\"'„”«»")


def tokens(text: str, line: int) -> list[Token]:
    """The tokens of a piece of a line; a detached letter belongs to its number ("12 A"), the conjunction "i" does not."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = Kind[match.lastgroup or "OTHER"]
        if match[0] in _DOTS:
            continue
        spaced = match.start() == 0 or text[match.start() - 1].isspace()
        if kind is Kind.WORD and found and found[-1].kind is Kind.NUMBER and _is_letter(match[0], text[match.end() :]):
            number = found.pop()
            found.append(Token(Kind.NUMBER, number.text + match[0], number.key + match[0].lower(), line, number.spaced))
        else:
            found.append(Token(kind, match[0], match[0].lower() if kind is Kind.NUMBER else fold(match[0]), line, spaced))
    return found


def _is_letter(word: str, behind: str) -> bool:
    """Whether a word behind a number is the number's letter."""
    if len(word) != 1 or not word.isascii() or word.lower() == "i":
        return False
    following = re.match(r"\s*([^\W\d_]+)", behind)
    if word.lower() == "a":
        return following is None or fold(following[1]) not in AND - {"i", "oraz"}
    return word.lower() not in _PREPOSITIONS or following is None


def keys(words: str) -> frozenset[str]:
    """A set of words as tokens have them."""
    return frozenset(words.split())


FROM, TO = keys("od"), keys("do")
LABELS = keys("ul ulica ulicy ulice ulic al aleja alei aleje pl plac placu")
NUMBER_WORDS = keys(
    "nr numer numery numeru numerow numerem numerami numerach n-ry nry numeracja numeracji bl blok bloki bloku blokow bud budynek budynki budynku "
    "budynkow posesja posesje posesji dom domy domow wlacznie adres adresy adresow strona strony stronie str stron stronach po na o calej "
    "dlugosci tj tylko"
)
"""Words that change nothing beside numbers."""
WHOLE = keys("cala caly cale calosc calosci wszystkie wszystkich obie obu")
WHOLE_OF = keys("ulica ulicy dlugosc dlugosci numeracja")
BEGINNING, END = keys("poczatku poczatek"), keys("konca koniec dk")
REST = keys("pozostale pozostala pozostaly pozostalych")
REST_OF = keys("numery adresy numer czesc budynki posesje domy ulice")
AND = keys("i oraz a tez takze")
WITHOUT = keys("bez oprocz procz poza wyjawszy")
EXCEPTION = keys("wyjatkiem wylaczeniem")
PREPOSITIONS = keys("z za ze")
DIRECTIONS = keys("prawa prawej prawe lewa lewej lewe") | frozenset(
    f"{way}{ending}" for way in ("polnocn", "poludniow", "wschodni", "zachodni") for ending in ("a", "ej", "e", "o", "")
)
PARTS = keys("czesc czesci czesciowo fragment fragmentu odcinek odcinku odcinka")
LANDMARK = keys("przy obok kolo miedzy wzdluz naprzeciw naprzeciwko za przed w nad pod u")
AREAS = keys("os osiedle osiedla osiedlu teren tereny terenu okolice okolica okolic przyleglymi przylegle przylegla przyleglych")
ADJACENT = keys("przylegle przylegla przyleglych przyleglymi")
VILLAGE_LABELS = keys("solectwo solectwa solectw solectwem solectwami wies wsie wsi wsiami miejscowosc miejscowosci miejscowosciami")
COMMUNE_LABELS, COMMUNES = keys("gmina gminy gmin gm"), keys("gminy gmin")
CONTACT = keys("tel telefon kom komorkowy e-mail email mail")
FORMERLY = keys("dawniej dawna dawny d byla")


NO_NAMES = LABELS | VILLAGE_LABELS | COMMUNE_LABELS | AREAS
"""Words before a name that are none of it."""


def behind_exception(found: Sequence[Token], at: int) -> int | None:
    """Where an exception goes on behind its word ("bez", "z wyjątkiem"); None where none begins."""
    if at < len(found) and found[at].key in WITHOUT:
        return at + 1
    if at + 1 < len(found) and found[at].key in PREPOSITIONS and found[at + 1].key in EXCEPTION:
        return at + 2
    return None


def side_word(key: str) -> str:
    """ "even" or "odd" for a word of parity in any form ("parzystych", "nieparz."), else ""."""
    match = re.fullmatch(r"(nie)?parz(yst\w{1,3})?", key)
    return "" if match is None else "odd" if match[1] else "even"


def is_known(key: str) -> bool:
    """Whether the word belongs to the notation and so begins no name."""
    return bool(side_word(key)) or key in _NOTATION


_NOTATION = (
    FROM | TO | NUMBER_WORDS | WHOLE | BEGINNING | END | REST | AND | WITHOUT | PREPOSITIONS | DIRECTIONS | PARTS | LANDMARK | ADJACENT | FORMERLY
)


def text_of(found: Sequence[Token]) -> str:
    """The words again, for a report."""
    text = ""
    for token in found:
        text += (" " if token.spaced and text else "") + token.text
    return text.strip()
