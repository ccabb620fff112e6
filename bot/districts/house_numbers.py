"""The house number beside a street's name in a sentence, and what only looks like one: counts, times, dates, telephones. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.districts.inflection import is_a_word, is_an_adjective, is_counted
from bot.districts.names import LABELS, Token, with_diacritics
from bot.districts.spoken import cardinal

_NUMBER_WORDS = frozenset("nr numer numerem numeru domu dom bl blok budynek".split())
_BUILDINGS = frozenset("blok bloku bloki dom domu budynek budynku posesja posesji posesje".split())
_UNITS = frozenset(
    "lat lata letni letnia letniego letniej rok roku rano wieczorem dni dnia dzien noc noce nocy godz godzin godziny godzinie zl zlotych tys "
    "tysiace razy raz min minut sek h km kg cm mm szt procent tyg tygodni tygodnie tydzien miesiac miesiecy miesiace pietro pietra pietrze x "
    "klasa klasy klase tom r m2 ch urodziny urodzin dzieci aut ludzi "
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia "
    "osob osoby osobe rodzin".split()
)
"""Behind these numbers say how many, how long or when."""
_UNIT_BEGINS = ("metr", "letni", "osobow", "pokojow", "pietrow", "procent", "minut", "godzin", "tygodn", "miesi")
FLAT = frozenset("m em kl klatka klatki mieszkanie mieszkania lok lokal lokalu".split())
_HOUSE = re.compile(r"\d{1,3}[a-gk]?")
_OR = frozenset("albo lub czy do".split())
_ALARM, _CALLS = frozenset(("112", "997", "998", "999")), frozenset("nie dzwonie dzwonilem dzwonilam dzwonic zadzwonic odbiera".split())


@dataclass(frozen=True, slots=True)
class House:
    """A house, with flat or staircase, and where it ends; `house` is empty where there is none."""

    house: str = ""
    detail: str = ""
    end: int = 0


def house_before(tokens: Sequence[Token], start: int) -> str:
    """ "blok nr 24 na Podmiejskiej", "w domu pod 15 na Polnej"; the number of a school or a bus is none."""
    at = start - 1
    while at >= 0 and (tokens[at].key in LABELS or tokens[at].text in ".,:;" or tokens[at].key in ("na", "przy", "w")):
        at -= 1
    if at < 0 or at == start - 1 or not _HOUSE.fullmatch(tokens[at].key) or tokens[at].key.startswith("0"):
        return ""
    word, numbered = at - 1, False
    while word >= 0 and (tokens[word].text in ".:" or tokens[word].key in ("nr", "numer", "numerem", "pod")):
        numbered |= tokens[word].key.startswith("n")
        word -= 1
    if word >= 0:
        return tokens[at].key if tokens[word].key in _BUILDINGS else ""
    return tokens[at].key if numbered else ""


def house_behind(tokens: Sequence[Token], position: int) -> House:
    """The number behind a name that ends before `position`."""
    nothing = House(end=position)
    at = position
    if at < len(tokens) and tokens[at].text in (",", ":", ";"):
        at += 1
    worded = at
    while at < len(tokens) and (tokens[at].key in _NUMBER_WORDS or (at > worded and tokens[at].text in (".", ":"))):
        at += 1
    spoken, behind = cardinal(tokens, at)
    if spoken:
        return _spoken(tokens, spoken, behind) or nothing
    if at >= len(tokens) or not tokens[at].text[0].isdigit() or tokens[at].key.startswith("0"):
        return _with_flat(tokens, "", position) if at == worded else nothing
    if not _HOUSE.fullmatch(tokens[at].key) and not (tokens[at].key.endswith("m") and tokens[at + 1 : at + 2] and tokens[at + 1].key.isdecimal()):
        return nothing
    said_so = at > worded and tokens[worded].key in _NUMBER_WORDS
    glued_flat = tokens[at].key.endswith("m")
    if not said_so and not glued_flat and _is_a_quantity(tokens, at):
        return nothing
    house, at = tokens[at].key, at + 1
    if house.endswith("m") and at < len(tokens) and tokens[at].key.isdecimal():  # "15m2"
        return House(house[:-1], f"m. {tokens[at].key}", at + 1)
    if house[-1:].isdecimal() and at < len(tokens) and _is_letter_of_house(tokens, at):
        house, at = house + tokens[at].key, at + 1
    if at + 1 < len(tokens) and tokens[at].text == "/" and tokens[at + 1].key[:1].isdigit():
        return House(house, tokens[at + 1].key, at + 2)
    if at + 1 < len(tokens) and tokens[at].text in ("-", "–") and tokens[at].glued and tokens[at + 1].glued and _HOUSE.fullmatch(tokens[at + 1].key):
        return House(house, "", at + 2)  # "5-7": one long building
    return _with_flat(tokens, house, at)


def _is_a_quantity(tokens: Sequence[Token], at: int) -> bool:
    """Whether the number counts, or is a time, a date, a telephone: "2 psy", "30-letni", "22.00", "512 345 678", "6 albo 7 chłopaków"."""

    def token(ahead: int) -> Token | None:
        return tokens[at + ahead] if at + ahead < len(tokens) else None

    number, first, second = int(re.match(r"\d+", tokens[at].key)[0]), token(1), token(2)  # type: ignore[index]  # it is a number
    if first is None:
        return False
    if first.text == "%" or (tokens[at].key in _ALARM and first.key in _CALLS):
        return True
    if second is not None and first.text in (".", ":") and (second.key[:1].isdigit() or (second.key in _UNITS and not second.capital)):
        return True
    if second is not None and first.text in ("-", "–") and first.glued and second.glued:
        return _is_a_range_of_something(tokens, at, number)
    if (
        second is not None
        and second.key[:1].isdigit()
        and (first.key in _OR or (first.key == "i" and not _counts(tokens, at + 3, int(second.key or 0))))
    ):
        return True
    if (first.key == "m" and not ((second is not None and second.key[:1].isdigit()) or (second is not None and second.text == "."))) or (
        first.key == "w" and second is not None and second.key == "nocy"
    ):
        return True
    return (first.key.isdecimal() and len(first.key) > 1) or _counts(tokens, at + 1, number)


def _is_a_range_of_something(tokens: Sequence[Token], at: int, number: int) -> bool:
    """ "30-letni", "7-8 osób", "22-23" o'clock; "5-7" is one long building."""
    second = tokens[at + 2]
    if not second.key.isdecimal():
        return second.text[:1].isalpha()
    return _counts(tokens, at + 3, int(second.key)) or int(second.key) == number + 1


def _counts(tokens: Sequence[Token], at: int, number: int) -> bool:
    """Whether the word there is what the number before it counts."""
    if at >= len(tokens):
        return False
    word, behind = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else None
    if word.key in _UNITS or word.key.startswith(_UNIT_BEGINS):
        return not (word.key == "dzien" and behind is not None and behind.key == "dobry")
    if word.capital or not word.text.isalpha() or len(word.key) < 3:
        return False
    if word.key in FLAT and behind is not None and (behind.key[:1].isdigit() or behind.text in ".:" or len(behind.key) == 1):
        return False
    if _is_counted(word.text, number):
        return True
    return is_an_adjective(word.text) and behind is not None and not behind.capital and _is_counted(behind.text, number)


def _is_counted(word: str, number: int) -> bool:
    return is_counted(word, number) or (word.isascii() and not is_a_word(word) and any(is_counted(each, number) for each in with_diacritics(word)))


def _with_flat(tokens: Sequence[Token], house: str, at: int) -> House:
    flat = at
    while house and flat < len(tokens) and tokens[flat].text in (",", ";"):
        flat += 1
    if flat + 1 < len(tokens) and tokens[flat].key in ("nr", "numer") and tokens[flat + 1].key in FLAT:
        flat += 1
    if flat + 1 < len(tokens) and tokens[flat].key in FLAT:
        more = flat + 1
        while more < len(tokens) and tokens[more].text in (".", ":"):
            more += 1
        spoken, behind = cardinal(tokens, more)
        kind = "kl." if tokens[flat].key.startswith("kl") else "m."
        if spoken:
            return House(house, f"{kind} {spoken}", behind)
        if more < len(tokens) and re.fullmatch(r"\d{1,3}[a-z]?" if kind == "m." else r"\d{1,3}[a-z]?|[a-z]", tokens[more].key):
            return House(house, f"{kind} {tokens[more].key}", more + 1)
    return House(house, "", at)


def _spoken(tokens: Sequence[Token], number: int, at: int) -> House | None:
    """ "sto osiemdziesiąt", "dwanaście a przez pięć"; "dwa auta" is none."""
    house = str(number)
    if at < len(tokens) and len(tokens[at].key) == 1 and "a" <= tokens[at].key <= "h" and tokens[at].text.isalpha():
        house, at = house + tokens[at].key, at + 1
    if at + 1 < len(tokens) and tokens[at].key in ("przez", "lamane"):
        at += 1 + (tokens[at].key == "lamane" and tokens[at + 1].key == "przez")
        flat, behind = cardinal(tokens, at)
        if flat:
            return House(house, str(flat), behind)
    if at < len(tokens) and tokens[at].text[:1].isalnum() and tokens[at].key not in FLAT and (number < 5 or _counts(tokens, at, number)):
        return None
    return _with_flat(tokens, house, at)


def _is_letter_of_house(tokens: Sequence[Token], at: int) -> bool:
    """ "12 A" and "12 a m. 5", but not "12 i dalej" or "12 a potem"."""
    token = tokens[at]
    if len(token.key) != 1 or not ("a" <= token.key <= "g" or token.key == "k"):
        return False
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    return behind is None or token.capital or not behind.text[:1].isalpha() or behind.key in FLAT
