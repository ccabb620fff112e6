"""Hours of service: when somebody reads, and by when an answer is promised.

The promise is the end of the second service period that begins after a report came (PEOPLE.md, *Flows*).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

from handlers.texts.moments import instant, local
from storage.models import Instant, ServiceHours

PROMISED_PERIODS = 2
_SEARCH_DAYS = 60


class NeverInService(ValueError):
    """The hours name no weekday: nothing could be promised."""


@dataclass(frozen=True, slots=True)
class Period:
    start: Instant
    end: Instant


def periods(hours: ServiceHours, since: Instant, zone: ZoneInfo) -> Iterator[Period]:
    """The service periods that end after `since`, in order. Local times; right across both DST changes."""
    if not any(hours.week):
        raise NeverInService("hours of service name no weekday")
    today = local(since, zone).date()
    for days in range(-1, _SEARCH_DAYS):
        period = _period_of(hours, today + timedelta(days=days), zone)
        if period is not None and period.end > since:
            yield period


@lru_cache(maxsize=1024)  # the same few days of a district are asked for with every message
def _period_of(hours: ServiceHours, day: date, zone: ZoneInfo) -> Period | None:
    minutes = hours.week[day.weekday()]
    if minutes is None:
        return None
    start, end = (instant((datetime.combine(day, time()) + timedelta(minutes=minute)).replace(tzinfo=zone)) for minute in minutes)
    return Period(start, end)


def serving(hours: ServiceHours, now: Instant, zone: ZoneInfo) -> Period | None:
    """The period that runs now, if any."""
    first = next(periods(hours, now, zone))
    return first if first.start <= now else None


def next_reading(hours: ServiceHours, now: Instant, zone: ZoneInfo) -> Instant:
    """When somebody reads: now, or at the start of the next period."""
    return max(now, next(periods(hours, now, zone)).start)


def promise(hours: ServiceHours, now: Instant, zone: ZoneInfo) -> Instant:
    """By when an answer is promised to what arrives now."""
    later = (period for period in periods(hours, now, zone) if period.start > now)
    return next(islice(later, PROMISED_PERIODS - 1, None)).end
