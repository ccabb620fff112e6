"""A street and a house inside a sentence: "wczoraj o 22 na Granicznej 12 była bójka, 3 osoby".

A form of a name counts only with something that shows it to be a place: a label, a preposition
and a capital letter, or a house number right behind it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.districts.cyrillic import latin
from bot.districts.inflection import forms
from handlers.dialogue.update import fold

_TOKEN = re.compile(r"[^\W\d_]+|\d+[^\W\d_]?(?![^\W\d_])|\d+|[^\w\s]")
_LABELS = frozenset("ul ulica ulicy ulice al aleja alei aleje alej pl plac placu placem rondo rondzie ronda os osiedle osiedlu bulwar skwer".split())
_TITLES = frozenset(
    "gen generala ks ksiedza sw swietego swietej prym prymasa kard kardynala marsz marszalka im bp biskupa dr prof por plk mjr kpt".split()
)
_BEFORE = frozenset("na przy pod z ze od do kolo obok w we dla za przed nad wzdluz ulica ulicy ul mieszkam".split())
_AROUND = frozenset("adres moj to jest dzielnicowy dzielnicowego dzielnicowym kto mieszkamy mieszkanie dom blok prosze dzien dobry".split())
"""What people say around an address when they want to know who the officer is."""
_NUMBER_WORDS = frozenset("nr numer numerem numeru".split())
_NO_HOUSE_BEHIND = frozenset("osob osoby osobe osoba lat lata rok rano wieczorem dni godz godzin godziny godzinie zl tys razy min minut h km".split())
_SPOKEN = dict(
    zip(
        "jeden dwa trzy cztery piec szesc siedem osiem dziewiec dziesiec jedenascie dwanascie trzynascie czternascie pietnascie szesnascie "
        "siedemnascie osiemnascie dziewietnascie dwadziescia trzydziesci czterdziesci piecdziesiat szescdziesiat siedemdziesiat osiemdziesiat "
        "dziewiecdziesiat sto dwiescie trzysta".split(),
        (*range(1, 20), *range(20, 100, 10), 100, 200, 300),
        strict=True,
    )
)
_FLAT = frozenset("m kl klatka mieszkanie lok".split())
_ESTATES = frozenset("os osiedle osiedlu osiedla osiedlem".split())
"""Behind these a name is an estate, and no street."""
_TOWNS = (
    "Ostrów Poznań Łódź Wrocław Warszawa Konin Pleszew Jarocin Sieradz Turek Opatówek Blizanów Krotoszyn Kępno Leszno Kraków Gdańsk Szczecin "
    "Bydgoszcz Lublin Katowice Toruń Kielce Częstochowa Skalmierzyce"
)
"""Towns near by and large ones: an address there is not ours. "z Wrocławia" and "do Łodzi" say only where somebody comes from or goes."""
_ON_THE_WAY = frozenset("z ze do od dla na przez".split())
_SHORTEST = 4
_HOUSE = re.compile(r"\d{1,3}[a-z]?")


@dataclass(frozen=True, slots=True)
class Mention:
    """What a sentence says: streets that could be meant by one name (mostly one), and the house."""

    streets: frozenset[str]
    house: str
    detail: str
    alone: bool = False
    """Whether the sentence says nothing besides ("mieszkam na Granicznej 12"): it is an address, and no story."""


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    key: str
    capital: bool


@dataclass(frozen=True, slots=True)
class _Alias:
    """Forms of each word of a name, or of its end; `whole`: of the whole name."""

    street: str
    words: tuple[frozenset[str], ...]


class Sentences:
    """The names of one town, ready to be found in sentences."""

    def __init__(self, town_name: str, known_as: Mapping[str, str]) -> None:
        """`known_as`: what streets are or were called, and the street that it is."""
        self._starts: dict[str, list[_Alias]] = defaultdict(list)
        self._fillers = _BEFORE | _LABELS | _TITLES | _AROUND | forms(town_name)
        own = {form for called in known_as for word in re.findall(r"[^\W_]+", called) for form in forms(word)}
        self._elsewhere = {form for town in _TOWNS.split() for form in forms(town)} - own - forms(town_name)
        for called, street in known_as.items():
            words = [_Token(word, fold(word), True) for word in re.findall(r"[^\W_]+", called)]
            kept = [word for word in words if word.key not in _LABELS and word.key not in _TITLES]
            for start in range(len(kept)):
                rest = kept[start:]
                if start and (len(rest) == 1 and len(rest[0].key) < _SHORTEST):
                    continue
                alias = _Alias(street, tuple(forms(word.text) for word in rest))
                for first in alias.words[0]:
                    self._starts[first].append(alias)

    def mentions(self, text: str) -> list[Mention]:
        """The places that are named, in order, each once. Nothing is guessed: what could be an ordinary word is left out."""
        tokens = [_Token(m[0], fold(m[0]) or m[0], m[0][:1].isupper()) for m in _TOKEN.finditer(unicodedata.normalize("NFC", latin(text)))]
        found: list[Mention] = []
        if self._is_elsewhere(tokens):
            return found
        position, besides = 0, 0
        while position < len(tokens):
            matched = self._match(tokens, position)
            if matched is None:
                besides += tokens[position].text[:1].isalnum() and tokens[position].key not in self._fillers
                position += 1
                continue
            streets, end = matched
            house, detail, after = _house(tokens, end)
            ends_here = after >= len(tokens) or not tokens[after].text[:1].isalnum()
            if _shows_a_place(tokens, position, end, house, ends_here):
                mention = Mention(frozenset(streets), house, detail)
                if mention not in found:
                    found.append(mention)
                position = after
            else:
                besides += 1
                position = end
        return [replace(found[0], alone=True)] if len(found) == 1 and not besides else found

    def _is_elsewhere(self, tokens: list[_Token]) -> bool:
        return any(
            token.capital and token.key in self._elsewhere and (at == 0 or tokens[at - 1].key not in _ON_THE_WAY) for at, token in enumerate(tokens)
        )

    def _match(self, tokens: list[_Token], position: int) -> tuple[set[str], int] | None:
        """The streets whose name, or whose end, stands here; the longest wins, then the more complete."""
        best: dict[tuple[int, int], set[str]] = defaultdict(set)
        for alias in self._starts.get(tokens[position].key, ()):
            end = _follow(alias.words, tokens, position)
            if end is not None:
                best[len(alias.words), end].add(alias.street)
        if not best:
            return None
        longest = max(best)
        return best[longest], longest[1]


def _follow(words: tuple[frozenset[str], ...], tokens: list[_Token], position: int) -> int | None:
    for forms_of_word in words:
        if position >= len(tokens) or tokens[position].key not in forms_of_word:
            return None
        position += 1
    return position


def _shows_a_place(tokens: list[_Token], start: int, end: int, house: str, ends_here: bool) -> bool:
    """A house number behind it, a label before it, or a preposition and a capital letter."""
    before = start - 1
    while before >= 0 and (tokens[before].key in _TITLES or tokens[before].text == "." or (len(tokens[before].key) == 1 and tokens[before].capital)):
        before -= 1
    said = (tokens[before].key or tokens[before].text) if before >= 0 else ""
    if said in _ESTATES:
        return False
    if said in _LABELS:
        return True
    named = all(token.capital or token.key[:1].isdigit() for token in tokens[start:end])
    if house:
        return named or said in _BEFORE or before < 0 or end - start > 1 or (said == "," and ends_here)
    return named and said in _BEFORE and start > 0


def _house(tokens: list[_Token], position: int) -> tuple[str, str, int]:
    """The house number behind a name, with flat or staircase; empty where there is none."""
    at = position
    if at < len(tokens) and tokens[at].text == ",":
        at += 1
    if at < len(tokens) and tokens[at].key in _NUMBER_WORDS:
        at += 1
        if at < len(tokens) and tokens[at].text == ".":
            at += 1
    spoken, behind = _in_words(tokens, at)
    if spoken:
        return str(spoken), "", behind
    if at >= len(tokens) or not _HOUSE.fullmatch(tokens[at].key) or tokens[at].key.startswith("0"):
        return "", "", position
    if at + 1 < len(tokens) and (tokens[at + 1].key in _NO_HOUSE_BEHIND or tokens[at + 1].text == ":"):
        return "", "", position
    house, at = tokens[at].key, at + 1
    if house.endswith("m") and at < len(tokens) and tokens[at].key.isdecimal():  # "15m2"
        return house[:-1], f"m. {tokens[at].key}", at + 1
    if house[-1:].isdecimal() and at < len(tokens) and _is_letter_of_house(tokens, at):
        house, at = house + tokens[at].key, at + 1
    if at + 1 < len(tokens) and tokens[at].text == "/" and tokens[at + 1].key[:1].isdigit():
        return house, tokens[at + 1].key, at + 2
    flat = at + 1 if at < len(tokens) and tokens[at].text == "," else at
    if flat + 1 < len(tokens) and tokens[flat].key in _FLAT:
        more = flat + 2 if tokens[flat + 1].text == "." else flat + 1
        if more < len(tokens) and re.fullmatch(r"\d{1,3}[a-z]?|[a-z]", tokens[more].key):
            return house, f"{'kl.' if tokens[flat].key.startswith('kl') else 'm.'} {tokens[more].key}", more + 1
    return house, "", at


def _in_words(tokens: list[_Token], at: int) -> tuple[int, int]:
    """ "sto osiemdziesiąt" at the end of what is said: a house number in words; "dwa auta" is none."""
    number, last = 0, 1_000
    while at < len(tokens) and (value := _SPOKEN.get(tokens[at].key)) and value < last:
        number, last, at = number + value, 100 if value >= 100 else 10 if value >= 20 else 1, at + 1
    ends_here = at >= len(tokens) or not tokens[at].text[:1].isalnum() or tokens[at].key in _FLAT
    return (number, at) if number and ends_here else (0, at)


def _is_letter_of_house(tokens: list[_Token], at: int) -> bool:
    """ "12 A" and "12 a m. 5", but not "12 i dalej" or "12 a potem"."""
    token = tokens[at]
    if len(token.key) != 1 or not "a" <= token.key <= "h":
        return False
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    return behind is None or token.capital or not behind.text[:1].isalpha() or behind.key in _FLAT
