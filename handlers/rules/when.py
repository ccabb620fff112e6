"""When something is to happen, as people type it: "teraz", "jutro 18", "w piątek o 17:30", "12.03 18:00", "za 2 godziny". Pure.

What is read is always said back in full before it counts. A time without an hour, or one that does not exist, is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from zoneinfo import ZoneInfo

from handlers.dialogue.update import fold
from handlers.texts.moments import instant, local
from storage.models import HOUR, MINUTE, HourOfDay, Instant


class Not(Enum):
    """Why a text is no time that something can be set for."""

    READ = auto()
    """It is not understood."""
    PAST = auto()
    NEVER = auto()
    """There is no such day or hour ("30.02", "o 25", an hour that the clock skips)."""
    NO_HOUR = auto()


@dataclass(frozen=True, slots=True)
class At:
    """An instant; `now` says that it was asked for at once."""

    at: Instant
    now: bool = False


LATELY = timedelta(days=60)
"""A day without a year that was so lately is over, and not meant for next year."""
_NOW = frozenset(("teraz", "od razu", "natychmiast", "now", "зараз"))
_DAYS = {
    "dzis": 0, "dzisiaj": 0, "today": 0, "сьогодні": 0, "jutro": 1, "tomorrow": 1, "завтра": 1, "pojutrze": 2, "післязавтра": 2,
}  # fmt: skip
_WEEKDAYS = (
    ("poniedzialek", "pon", "pn", "monday", "понеділок"), ("wtorek", "wt", "tuesday", "вівторок"),
    ("sroda", "srode", "sr", "wednesday", "середа", "середу"),
    ("czwartek", "czw", "thursday", "четвер"), ("piatek", "pt", "friday", "пʼятниця", "п'ятниця", "п'ятницю"),
    ("sobota", "sobote", "sob", "saturday", "субота", "суботу"), ("niedziela", "niedziele", "niedz", "sunday", "неділя", "неділю"),
)  # fmt: skip
_MONTHS = (
    "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "wrzesnia", "pazdziernika", "listopada", "grudnia",
)  # fmt: skip
_CLOCK = re.compile(r"(?:^|\s)(?:o|ok|godz|godzina|godzinie|at|о)?\.?\s*(\d{1,2})(?:[:.](\d{2}))?(?:\s*(?:h|godz))?$")
_DATE = re.compile(r"^(\d{1,2})[./](\d{1,2})(?:[./](\d{4}))?\.?")
_NAMED_DATE = re.compile(rf"^(\d{{1,2}})\s+({'|'.join(_MONTHS)})(?:\s+(\d{{4}}))?")
_IN = re.compile(r"^(?:za|in|через)\s+(?:(\d{1,3})\s+)?(minut\w*|godzin\w*|hours?|minutes?|годин\w*|хвилин\w*)$")


def read(text: str, now: Instant, zone: ZoneInfo) -> At | Not:
    """The instant that a text means, seen from `now`, in local time."""
    words = re.sub(r"^(?:w|we|on|у|в)\s+", "", fold(text).replace(",", " "))
    words = " ".join(words.split())
    if words in _NOW:
        return At(now, now=True)
    later = _IN.match(words)
    if later is not None:
        return At(now + int(later[1] or 1) * (MINUTE if later[2].startswith(("min", "хв")) else HOUR))
    day, rest = _day(words, local(now, zone))
    if isinstance(day, Not):
        return day
    if not rest:
        return Not.NO_HOUR
    clock = _CLOCK.search(f" {rest}")
    if clock is None or clock[0].strip() != rest:
        return Not.READ
    hour, minute = int(clock[1]), int(clock[2] or 0)
    if hour > 23 or minute > 59:
        return Not.NEVER
    return _future(day, hour, minute, now, zone)


def _day(words: str, today: datetime) -> tuple[datetime | Not, str]:
    """The local day at midnight (without a zone), and what stands behind it."""
    midnight = today.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    first, _, rest = words.partition(" ")
    if first in _DAYS:
        return midnight + timedelta(days=_DAYS[first]), rest
    for number, names in enumerate(_WEEKDAYS):
        if first.rstrip(".") in names and (_DATE.match(rest) or _NAMED_DATE.match(rest)):
            dated, behind = _day(rest, today)  # "środa 19.06": both must be the same day
            return (dated if isinstance(dated, Not) or dated.weekday() == number else Not.NEVER), behind
        if first.rstrip(".") in names:
            return midnight + timedelta(days=(number - midnight.weekday()) % 7), rest
    date = _DATE.match(words)
    named = None if date is not None else _NAMED_DATE.match(words)
    found = date or named
    if found is None:
        return Not.READ, ""
    month = int(found[2]) if date is not None else _MONTHS.index(found[2]) + 1
    years = (int(found[3]),) if found[3] else (midnight.year, midnight.year + 1)
    over = False
    rest = words[found.end() :].strip()
    for year in years:
        try:
            day = midnight.replace(year=year, month=month, day=int(found[1]))
        except ValueError:
            continue
        if day >= midnight or found[3]:
            return (Not.PAST if over else day), rest
        over = midnight - day < LATELY
    return (Not.PAST if over else Not.NEVER), ""


def _future(day: datetime, hour: int, minute: int, now: Instant, zone: ZoneInfo) -> At | Not:
    """The instant of a local time; an hour that the clock skips in spring does not exist."""
    when = (day + timedelta(hours=hour, minutes=minute)).replace(tzinfo=zone)
    at = instant(when)
    if local(at, zone).replace(tzinfo=None) != when.replace(tzinfo=None):
        return Not.NEVER
    return Not.PAST if at <= now else At(at)


NEVER: Instant = 2**62


def hour_of_day(now: Instant, zone: ZoneInfo) -> HourOfDay:
    """The local hour, and the clock change of the next day if there is one (they fall on full hours)."""
    there = local(now, zone)
    change_at, change = NEVER, 0
    for hour in range(1, 26):
        at = now - now % HOUR + hour * HOUR
        shift = (local(at, zone).utcoffset() or timedelta(0)) - (there.utcoffset() or timedelta(0))
        if shift:
            change_at, change = at, shift // timedelta(microseconds=1)
            break
    return HourOfDay(there.hour * 60 + there.minute, change_at, change)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The hours of the evening and the morning, local time, between which only what is urgent goes out; none where both are the same."""

    begin: int
    end: int
    zone: ZoneInfo

    def over(self, at: Instant) -> Instant:
        """The same instant, or the end of the quiet hours in which it lies."""
        there = local(at, self.zone)
        if self.begin == self.end or not self._is_quiet(there.hour):
            return at
        day = there.replace(hour=self.end, minute=0, second=0, microsecond=0, tzinfo=None)
        if there.hour >= self.end:
            day += timedelta(days=1)
        return instant(day.replace(tzinfo=self.zone))

    def _is_quiet(self, hour: int) -> bool:
        return self.begin <= hour < self.end if self.begin < self.end else hour >= self.begin or hour < self.end
