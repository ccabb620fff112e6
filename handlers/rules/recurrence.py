"""What is repeated: "co tydzień do 30.06", "co drugi wtorek 10 razy", "pierwsza środa miesiąca do 12.2025 bez świąt", or a rule of RFC 5545. Pure.

A rule always ends, and counts from the first time, which is one of its own. Days and hours are those of the wall clock, whatever the
clock change does to instants.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from dateutil.rrule import rrulestr

from handlers.dialogue.update import fold
from handlers.texts.moments import instant, local
from storage.models import Instant

MOST = 530
"""Times: ten years of a weekly meeting."""
LONGEST = timedelta(days=3660)


class NoRule(Enum):
    """Why a text is no rule that something can be repeated by."""

    READ = auto()
    """It is not understood."""
    ENDLESS = auto()
    """It does not say when it ends."""
    OTHER_DAY = auto()
    """The first time is not one of its own ("co wtorek", and the first is a Wednesday)."""
    ONCE = auto()
    """It ends before the second time."""
    TOO_OFTEN = auto()
    """More than `MOST` times, or longer than ten years."""


@dataclass(frozen=True, slots=True)
class Rule:
    """`rrule` is RFC 5545 with a COUNT, from the first time on; days on which nobody works may be left out."""

    rrule: str
    skips_holidays: bool = False


_WEEKDAYS = (
    ("pon", "mon", "понед"), ("wtor", "wt", "tue", "вівтор"), ("srod", "sr", "wed", "серед"), ("czw", "thu", "четвер"),
    ("piat", "pt", "fri", "п'ят", "пʼят", "пят"), ("sobot", "sob", "sat", "субот"), ("niedz", "sun", "неділ", "недiл"),
)  # fmt: skip
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_EVERY = r"(?:w |we |on |у |в )?(?:co|kazd\w*|every|each|кожн\w*|що)"
_ORDINALS = {
    "pierwsz": 1, "drug": 2, "trzec": 3, "czwart": 4, "ostatn": -1, "first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1,
    "перш": 1, "друг": 2, "трет": 3, "четверт": 4, "останн": -1,
}  # fmt: skip
_NUMBERS = {"dwa": 2, "dwie": 2, "trzy": 3, "cztery": 4, "two": 2, "three": 3, "four": 4, "два": 2, "три": 3, "чотири": 4}
_ORDINAL = rf"({'|'.join(_ORDINALS)})\w*"
_MONTH = r"(?:miesiac\w*|of (?:the |each |every )?month|місяц\w*)"
_UNTIL = re.compile(r"(?:^|\s)(?:az )?(?:do|until|till|до)\s+(?:konca )?(?:(\d{1,2})[./])?(\d{1,2})[./](\d{4})(?=\s|$)")
_UNTIL_DAY = re.compile(r"(?:^|\s)(?:az )?(?:do|until|till|до)\s+(\d{1,2})[./](\d{1,2})\.?(?=\s|$)")
_TIMES = re.compile(r"(?:^|\s)(?:tylko )?(\d{1,5})\s*(?:razy|raz|times|x|разів|рази)(?=\s|$)")
_DAY = r"(?:MO|TU|WE|TH|FR|SA|SU)"
_NTH = rf"[+-]?[1-5]?{_DAY}"
_INTERVAL = r"(?:;INTERVAL=[1-9]\d{0,2})?"
_KEPT = re.compile(
    rf"(?:FREQ=(?:DAILY|WEEKLY){_INTERVAL}(?:;BYDAY={_DAY}(?:,{_DAY}){{0,6}})?"
    rf"|FREQ=(?:MONTHLY|YEARLY){_INTERVAL}(?:;BYDAY={_NTH}(?:,{_NTH}){{0,6}}|;BYMONTHDAY=-?(?:[1-9]|[12]\d|3[01]))?)(?:;WKST=MO)?"
)
"""What of RFC 5545 is taken. Days that contradict each other ("30 February") would be looked for until the year 9999."""
_NO_HOLIDAYS = re.compile(r"(?:^|\s)(?:bez|oprocz|except|without|крім|без)\s+(?:dni\s+)?(?:swiat|swiatecznych|(?:public )?holidays|свят)(?=\s|$)")


def read(text: str, first: Instant, zone: ZoneInfo) -> Rule | NoRule:
    """The rule that a text means for something that happens first at `first`."""
    begin = _wall(first, zone)
    folded = fold(text)
    words = folded if "freq=" in folded else " ".join(folded.replace(",", " ").split())
    skips = _NO_HOLIDAYS.search(words) is not None
    words = _NO_HOLIDAYS.sub(" ", words).strip()
    if "freq=" in words:
        return _checked(words.removeprefix("rrule:").upper(), begin, skips)
    until, words = _end(words, begin)
    if isinstance(until, NoRule):
        return until
    every = _every(" ".join(words.split()), begin)
    if every is None:
        return NoRule.READ
    return NoRule.ENDLESS if until is None else _checked(f"{every};{until}", begin, skips)


def _end(words: str, begin: datetime) -> tuple[str | NoRule | None, str]:
    """COUNT or UNTIL (of the wall clock), None where nothing is said of an end; and the words without it."""
    times = _TIMES.search(words)
    if times is not None:
        return f"COUNT={times[1]}", _TIMES.sub(" ", words)
    dated, short = _UNTIL.search(words), _UNTIL_DAY.search(words)
    if dated is not None:
        day, month, year = dated[1], int(dated[2]), int(dated[3])
        rest = _UNTIL.sub(" ", words)
    elif short is not None:
        day, month, year = short[1], int(short[2]), begin.year
        rest = _UNTIL_DAY.sub(" ", words)
    else:
        return None, words
    try:
        month_begins = begin.replace(year=year, month=month, day=1, hour=0, minute=0)
        last = month_begins.replace(day=int(day)) if day else (month_begins + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        if dated is None and last < begin:
            last = last.replace(year=year + 1)
    except ValueError:
        return NoRule.READ, words
    return f"UNTIL={last:%Y%m%d}T235959", rest


def _every(words: str, begin: datetime) -> str | None:
    """FREQ and the days that the words name."""
    monthly = re.fullmatch(rf"(?:{_EVERY} |w |we |on |on the |у |в )?{_ORDINAL} (\S+) (?:kazdego )?{_MONTH}", words)
    if monthly is not None and (day := _weekday(monthly[2])) is not None:
        return f"FREQ=MONTHLY;BYDAY={_ORDINALS[monthly[1]]}{_CODES[day]}"
    if re.fullmatch(r"codziennie|co dzien|every day|daily|щодня|щоденно", words):
        return "FREQ=DAILY"
    if re.fullmatch(r"co tydzien|co tygodniu|every week|weekly|щотижня|щотижнево", words):
        return f"FREQ=WEEKLY;BYDAY={_CODES[begin.weekday()]}"
    if re.fullmatch(r"co miesiac|every month|monthly|щомісяця", words):
        return f"FREQ=MONTHLY;BYMONTHDAY={begin.day}"
    weeks = re.fullmatch(rf"{_EVERY} (?:(\d)|({'|'.join(_NUMBERS)}))(?:nd|rd|th)? (?:tygodni\w*|weeks?|тижн\w*)", words)
    if weeks is not None:
        return f"FREQ=WEEKLY;INTERVAL={weeks[1] or _NUMBERS[weeks[2]]};BYDAY={_CODES[begin.weekday()]}"
    if re.fullmatch(rf"{_EVERY} (?:drugi|second|other|друг\w+) (?:tydzien|week|тижд\w*|тижня)", words):
        return f"FREQ=WEEKLY;INTERVAL=2;BYDAY={_CODES[begin.weekday()]}"
    nth = re.fullmatch(rf"{_EVERY} (?:{_ORDINAL} |other )?(\S+)", words)
    if nth is not None and (day := _weekday(nth[2])) is not None:
        interval = 2 if "other" in words else _ORDINALS[nth[1]] if nth[1] else 1
        return f"FREQ=WEEKLY;INTERVAL={interval};BYDAY={_CODES[day]}" if interval > 0 else None
    return None


def _weekday(word: str) -> int | None:
    return next((number for number, names in enumerate(_WEEKDAYS) if word.startswith(names)), None)


def _checked(rrule: str, begin: datetime, skips: bool) -> Rule | NoRule:
    """The rule with a COUNT, if it can be kept. Whatever it says, nothing beyond ten years is looked at: somebody may have typed it."""
    parts = rrule.split(";")
    ends = {name: value for part in parts for name, _, value in (part.partition("="),) if name in ("COUNT", "UNTIL")}
    rest = ";".join(part for part in parts if not part.startswith(("COUNT=", "UNTIL=")))
    if not ends:
        return NoRule.ENDLESS
    if _KEPT.fullmatch(rest) is None:
        return NoRule.READ
    horizon = begin + LONGEST
    try:
        count = int(ends.get("COUNT", MOST + 1))
        last = _day_after(ends["UNTIL"], begin) if "UNTIL" in ends else horizon
        days = rrulestr(f"{rest};UNTIL={min(last, horizon):%Y%m%dT%H%M%S}", dtstart=begin)
        found = [day for day, _ in zip(days, range(min(count, MOST + 1)), strict=False)]
    except (ValueError, TypeError, OverflowError):
        return NoRule.READ
    if last > horizon or len(found) > MOST or ("COUNT" in ends and found and len(found) < count):
        return NoRule.TOO_OFTEN
    if not found or found[0] != begin:
        return NoRule.OTHER_DAY
    return Rule(f"{rest};COUNT={len(found)}", skips) if len(found) > 1 else NoRule.ONCE


def _day_after(until: str, begin: datetime) -> datetime:
    """The midnight behind the day of an UNTIL ("20241231", with or without an hour)."""
    return begin.replace(year=int(until[:4]), month=int(until[4:6]), day=int(until[6:8]), hour=0, minute=0) + timedelta(days=1)


def times(rule: Rule, first: Instant, zone: ZoneInfo) -> tuple[tuple[Instant, ...], tuple[Instant, ...]]:
    """When it happens, the first time included; and when it would, were it not for a public holiday."""
    begin = _wall(first, zone)
    days = list(rrulestr(rule.rrule, dtstart=begin))
    off = {day for day in days if rule.skips_holidays and day != begin and is_holiday(day)}
    return tuple(at(day, zone) for day in days if day not in off), tuple(at(day, zone) for day in sorted(off))


def at(wall: datetime, zone: ZoneInfo) -> Instant:
    """The instant of a wall clock's time. One that the clock skips is read as before the change, of one that comes twice the first is meant
    (RFC 5545, 3.3.5)."""
    return instant(wall.replace(tzinfo=zone, fold=0))


def _wall(when: Instant, zone: ZoneInfo) -> datetime:
    return local(when, zone).replace(tzinfo=None, fold=0)


@lru_cache(64)
def _holidays(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("PL", years=year)


def is_holiday(day: datetime) -> bool:
    """Whether a local day is a public holiday in Poland (Dz.U. 1951 nr 4 poz. 28; the package `holidays` follows its changes)."""
    return day.date() in _holidays(day.year)
