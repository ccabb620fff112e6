"""A street and a house inside a sentence: "wczoraj o 22 na Granicznej 12 była bójka, 3 osoby".

A name counts only with something that shows it to be a place: a label, a preposition and a capital letter, a house number beside it,
or that the text says nothing else. What could be an ordinary word, or a person, is left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.districts.cyrillic import latin
from bot.districts.inflection import forms, is_a_noun, is_a_word
from bot.districts.names import LABELS, TITLES, Named, StreetNames, Token
from bot.districts.spoken import cardinal, with_ordinals
from handlers.dialogue.update import fold

_TOKEN = re.compile(r"[^\W\d_]+|\d+[^\W\d_]?(?![^\W\d_])|\d+|[^\w\s]")
_BEFORE = frozenset(
    "na przy pod z ze od do kolo obok w we dla za przed nad wzdluz po mieszkam okolicy okolicach rogu skrzyzowanie skrzyzowaniu naprzeciw "
    "naprzeciwko miedzy".split()
)
_OF_PEOPLE = frozenset("z ze od do dla za przed nad w we po mieszkam".split())
"""Before a surname without a house these speak of a person as well as of a street."""
_PERSON = frozenset(
    "pan pani panem pania pana panu panstwo panstwa aspirant aspiranta sierzant sierzanta posterunkowy posterunkowego komisarz komisarza mlodszy "
    "sasiad sasiada sasiadem sasiadka sasiadki sasiadke kolega kolegi kolezanka kolezanki doktor pulkownik liceum szkola szkoly szkole kosciol "
    "kosciola kosciele przychodnia przychodni pomnik pomnika pomnikiem".split()
)
"""Behind these a name is somebody's, or that of a school or a church."""
_AROUND = frozenset(
    "adres moj to jest dzielnicowy dzielnicowego dzielnicowym kto mieszkamy mieszkanie mieszka dom blok prosze dzien dobry dobrywieczor witam "
    "ulica ulicy nr numer numerem numeru domu lokalu pilne czesc hej zglaszam adresem pod i a albo lub miasto".split()
)
"""What people say around an address when they want to know who the officer is."""
_NUMBER_WORDS = frozenset("nr numer numerem numeru domu dom bl blok budynek".split())
_BUILDINGS = frozenset("blok bloku bloki dom domu budynek budynku posesja posesji nr numer numerem numeru klatce".split())
_UNITS = frozenset(
    "osob osoby osobe osoba osobowy lat lata letni letnia rok roku rano wieczorem dni dnia godz godzin godziny godzinie zl zlotych tys tysiace razy "
    "min minut h km kg cm szt procent stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia "
    "rodzin tygodni tygodnie miesiecy miesiace pietro pietra pietrze x raz chlopakow".split()
)
_FLAT = frozenset("m kl klatka klatki mieszkanie mieszkania lok lokal lokalu".split())
_ESTATES = frozenset("os osiedle osiedlu osiedla osiedlem".split())
"""Behind these a name is an estate, and no street."""
TOWNS = (
    "Ostrów Poznań Łódź Wrocław Warszawa Konin Pleszew Jarocin Sieradz Turek Opatówek Blizanów Krotoszyn Kępno Leszno Kraków Gdańsk Szczecin "
    "Bydgoszcz Lublin Katowice Toruń Kielce Częstochowa Skalmierzyce"
).split()
"""Towns near by and large ones: an address there is not ours. "z Wrocławia" and "do Łodzi" say only where somebody comes from or goes."""
_ON_THE_WAY = frozenset("z ze do od dla na przez".split())
_HOUSE = re.compile(r"\d{1,3}[a-z]?")
_JOINS = frozenset("i a oraz lub albo z ze przy".split())
_ORDINARY = 6
"""Letters up to which a name that is a word besides needs a capital letter ("dobra", "krótka")."""


@dataclass(frozen=True, slots=True)
class Mention:
    """What a sentence says: streets that could be meant by one name (mostly one), and the house.

    `sure` is False where the words are only part of several names."""

    streets: frozenset[str]
    house: str
    detail: str
    alone: bool = False
    """Whether the sentence says nothing besides ("mieszkam na Granicznej 12"): it is an address, and no story."""
    sure: bool = True


@dataclass(frozen=True, slots=True)
class _House:
    house: str = ""
    detail: str = ""
    end: int = 0


class Sentences:
    """The names of one town, ready to be found in sentences."""

    def __init__(self, town_name: str, known_as: Mapping[str, str], *, estates: Iterable[str] = (), elsewhere: Iterable[str] = TOWNS) -> None:
        """`known_as`: what streets are or were called, and the street that it is. `elsewhere`: other towns."""
        self.names = StreetNames(known_as, other_words=estates)
        self._fillers = _BEFORE | LABELS | TITLES | _AROUND | forms(town_name)
        own = {form for called in known_as for word in re.findall(r"[^\W_]+", called) for form in forms(word)}
        self._elsewhere = {form for town in elsewhere for form in forms(town)} - own - forms(town_name)

    def mentions(self, text: str) -> list[Mention]:
        """The places that are named, in order, each once. Nothing is guessed: what could be an ordinary word is left out."""
        tokens = with_ordinals(tokenise(text))
        if self._is_elsewhere(tokens):
            return []
        found: list[Mention] = []
        doubtful: list[Mention] = []
        passed_over: Named | None = None
        end_of_last, position, besides = -1, 0, 0
        while position < len(tokens):
            named = self._named(tokens, position)
            if named is None:
                besides += self._says_more(tokens, position)
                position += 1
                continue
            house = _house(tokens, named.end)
            if not house.house and (before := _house_before(tokens, named.start)):
                house = _House(before, "", named.end)
                besides -= 1  # what was taken for something else is the number
            joined = not named.incomplete and end_of_last >= 0 and _only_joins(tokens[end_of_last : named.start])
            if joined or self._shows_a_place(tokens, named, house):
                mention = Mention(named.streets, house.house, house.detail, sure=not named.incomplete)
                kept = found if mention.sure else doubtful
                if passed_over is not None and mention.sure and _only_joins(tokens[passed_over.end : named.start]):
                    kept.append(Mention(passed_over.streets, "", ""))  # "wroclawska przy torowej": a place beside a place
                if mention not in kept:
                    kept.append(mention)
                position = end_of_last = house.end
                passed_over = None
            else:
                besides += not self._is_filler(tokens, named.start)
                passed_over = None if named.incomplete or named.misspelt else named
                position = named.end
        found = found or doubtful
        return [replace(found[0], alone=True)] if len(found) == 1 and not besides else found

    def _named(self, tokens: Sequence[Token], position: int) -> Named | None:
        token = tokens[position]
        if not token.key[:1].isalnum():
            return None
        return self.names.at(tokens, position, misspelt=_may_be_misspelt(tokens, position))

    def _says_more(self, tokens: Sequence[Token], position: int) -> bool:
        """Whether a token says something besides an address."""
        token = tokens[position]
        if not token.text[:1].isalnum() or self._is_filler(tokens, position):
            return False
        if len(token.text) == 1 and token.capital:
            return False
        return not (token.key.isdigit() and _postcode(tokens, position))

    def _is_filler(self, tokens: Sequence[Token], position: int) -> bool:
        return tokens[position].key in self._fillers

    def _is_elsewhere(self, tokens: Sequence[Token]) -> bool:
        return any(
            token.capital and token.key in self._elsewhere and (at == 0 or tokens[at - 1].key not in _ON_THE_WAY) for at, token in enumerate(tokens)
        )

    def _shows_a_place(self, tokens: Sequence[Token], named: Named, house: _House) -> bool:
        """A label before it, a house number beside it, a preposition and a capital letter; or nothing else is said."""
        start, end = named.start, named.end
        before = start - 1
        while before >= 0 and (
            tokens[before].key in TITLES or tokens[before].text in (".", ":", "-") or (len(tokens[before].key) == 1 and tokens[before].capital)
        ):
            before -= 1
        said = tokens[before] if before >= 0 else None
        key = said.key or said.text if said is not None else ""
        if key in _ESTATES or key in _PERSON:
            return False
        capitals = any(token.capital for token in tokens[start:end])
        words = [token for token in tokens[start:end] if token.key[:1].isalpha()]
        ordinary = len(words) == 1 and len(words[0].key) <= _ORDINARY and (is_a_word(words[0].text.lower()) or not named.misspelt)
        if named.incomplete and not (house.house or key in LABELS):
            return False
        if key in LABELS:
            return True
        only = self._nothing_else(tokens, start, house.end or end)
        if house.house:
            follows_unit = house.end < len(tokens) and tokens[house.end].key in _UNITS
            return not follows_unit and (capitals or key in _BEFORE or only or len(words) > 1 or not ordinary)
        if only:
            return not (named.misspelt and len(words[0].key) <= _ORDINARY) and (capitals or not ordinary or len(words) > 1)
        if named.misspelt and not (capitals and key in _BEFORE):
            return False
        if key in _BEFORE:
            if named.person and key in _OF_PEOPLE:
                return False
            return start > 0 and (capitals or (not ordinary and self._stands_alone(tokens, named)))
        return capitals and start > 0 and self._on_the_way(tokens, named, said)

    def _nothing_else(self, tokens: Sequence[Token], start: int, end: int) -> bool:
        """Whether what stands around the name and its house says nothing."""
        return all(not self._says_more(tokens, at) for at in (*range(start), *range(end, len(tokens))))

    def _stands_alone(self, tokens: Sequence[Token], named: Named) -> bool:
        """ "na podmiejskiej w aucie", but not "na podmiejskiej drodze": no noun follows that it could belong to."""
        behind = tokens[named.end] if named.end < len(tokens) else None
        adjective = tokens[named.end - 1].key.endswith("ej")
        return adjective and (behind is None or not behind.key[:1].isalpha() or not is_a_noun(behind.text))

    def _on_the_way(self, tokens: Sequence[Token], named: Named, said: Token | None) -> bool:
        """ "jadę Wrocławską", "idę Śródmiejską do domu": an adjective with a capital letter, in a case that no surname's owner is in."""
        behind = tokens[named.end] if named.end < len(tokens) else None
        adjective = not named.person and tokens[named.end - 1].text.endswith("ą") and named.end - named.start == 1
        return adjective and not (said is not None and said.capital and named.start > 1) and not (behind is not None and behind.capital)


def _only_joins(between: Sequence[Token]) -> bool:
    """Whether two names belong together: "Widok i Polna", "między Łódzką a Częstochowską", "Nowy Świat / Handlowa"."""
    return 1 <= len(between) <= 2 and all(token.key in _JOINS or token.text in (",", "/", "-", "–") for token in between)


def tokenise(text: str) -> list[Token]:
    """Words, numbers and marks, in Latin letters."""
    plain = unicodedata.normalize("NFC", latin(text))
    return [Token(m[0], fold(m[0]) or m[0], m[0][:1].isupper()) for m in _TOKEN.finditer(plain)]


def _may_be_misspelt(tokens: Sequence[Token], position: int) -> bool:
    """Whether it is worth the while: a label or a preposition before it, or a number soon behind it, or it is the text's only word."""
    before = tokens[position - 1] if position else None
    if (
        before is None
        or before.key in LABELS
        or before.key in TITLES
        or before.text in ".,:;!"
        or (before.key in _BEFORE and tokens[position].capital)
    ):
        return True
    return any(token.key[:1].isdigit() for token in tokens[position + 1 : position + 4])


def _postcode(tokens: Sequence[Token], position: int) -> bool:
    """ "62-800"."""

    def digits(at: int, many: int) -> bool:
        return 0 <= at < len(tokens) and tokens[at].key.isdigit() and len(tokens[at].key) == many

    def dash(at: int) -> bool:
        return 0 <= at < len(tokens) and tokens[at].text == "-"

    return (digits(position, 2) and dash(position + 1) and digits(position + 2, 3)) or (
        digits(position, 3) and dash(position - 1) and digits(position - 2, 2)
    )


def _house_before(tokens: Sequence[Token], start: int) -> str:
    """ "blok nr 24 na Podmiejskiej", "dom numer 14 przy Wiśniowej"."""
    at = start - 1
    while at >= 0 and (tokens[at].key in LABELS or tokens[at].text == "." or tokens[at].key in ("na", "przy", "w")):
        at -= 1
    if at < 1 or at == start - 1 or not _HOUSE.fullmatch(tokens[at].key) or tokens[at].key.startswith("0"):
        return ""
    word = at - 1
    while word >= 0 and tokens[word].text == ".":
        word -= 1
    return tokens[at].key if word >= 0 and tokens[word].key in _BUILDINGS else ""


def _house(tokens: Sequence[Token], position: int) -> _House:
    """The house number behind a name, with flat or staircase; empty where there is none."""
    nothing = _House(end=position)
    at = position
    if at < len(tokens) and tokens[at].text in (",", ":", ";"):
        at += 1
    worded = at
    while at < len(tokens) and (tokens[at].key in _NUMBER_WORDS or (at > worded and tokens[at].text in (".", ":"))):
        at += 1
    spoken, behind = cardinal(tokens, at)
    if spoken:
        return _spoken_house(tokens, spoken, behind) or nothing
    if at >= len(tokens) or not _HOUSE.fullmatch(tokens[at].key) or tokens[at].key.startswith("0") or not tokens[at].text[0].isdigit():
        return nothing
    if at + 1 < len(tokens) and tokens[at + 1].key in _UNITS:
        return nothing
    if at + 2 < len(tokens) and tokens[at + 1].text == ":" and tokens[at + 2].key.isdigit():
        return nothing  # a time
    house, at = tokens[at].key, at + 1
    if house.endswith("m") and at < len(tokens) and tokens[at].key.isdecimal():  # "15m2"
        return _House(house[:-1], f"m. {tokens[at].key}", at + 1)
    if house[-1:].isdecimal() and at < len(tokens) and _is_letter_of_house(tokens, at):
        house, at = house + tokens[at].key, at + 1
    if at + 1 < len(tokens) and tokens[at].text == "/" and tokens[at + 1].key[:1].isdigit():
        return _House(house, tokens[at + 1].key, at + 2)
    return _with_flat(tokens, house, at)


def _with_flat(tokens: Sequence[Token], house: str, at: int) -> _House:
    flat = at
    while flat < len(tokens) and tokens[flat].text in (",", ";"):
        flat += 1
    if flat < len(tokens) and tokens[flat].key in ("nr", "numer") and flat + 1 < len(tokens) and tokens[flat + 1].key in _FLAT:
        flat += 1
    if flat + 1 < len(tokens) and tokens[flat].key in _FLAT:
        more = flat + 1
        while more < len(tokens) and tokens[more].text in (".", ":"):
            more += 1
        spoken, behind = cardinal(tokens, more)
        kind = "kl." if tokens[flat].key.startswith("kl") else "m."
        if spoken:
            return _House(house, f"{kind} {spoken}", behind)
        if more < len(tokens) and re.fullmatch(r"\d{1,3}[a-z]?|[a-z]", tokens[more].key):
            return _House(house, f"{kind} {tokens[more].key}", more + 1)
    return _House(house, "", at)


def _spoken_house(tokens: Sequence[Token], number: int, at: int) -> _House | None:
    """ "sto osiemdziesiąt", "dwanaście a przez pięć"; "dwa auta" is none."""
    house = str(number)
    if at < len(tokens) and len(tokens[at].key) == 1 and "a" <= tokens[at].key <= "h" and tokens[at].text.isalpha():
        house, at = house + tokens[at].key, at + 1
    if at + 1 < len(tokens) and tokens[at].key in ("przez", "lamane"):
        at += 1 + (tokens[at].key == "lamane" and tokens[at + 1].key == "przez")
        flat, behind = cardinal(tokens, at)
        if flat:
            return _House(house, str(flat), behind)
    if at < len(tokens) and tokens[at].text[:1].isalnum() and tokens[at].key not in _FLAT:
        return None
    return _with_flat(tokens, house, at)


def _is_letter_of_house(tokens: Sequence[Token], at: int) -> bool:
    """ "12 A" and "12 a m. 5", but not "12 i dalej" or "12 a potem"."""
    token = tokens[at]
    if len(token.key) != 1 or not "a" <= token.key <= "h":
        return False
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    return behind is None or token.capital or not behind.text[:1].isalpha() or behind.key in _FLAT
