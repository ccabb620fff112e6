"""Hours of service: when somebody reads, and by when an answer is promised.

The promise is the end of the second service period that begins after a report came (PEOPLE.md, *Flows*).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
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
    midnight = local(since, zone).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    for days in range(-1, _SEARCH_DAYS):
        day = midnight + timedelta(days=days)
        minutes = hours.week[day.weekday()]
        if minutes is None:
            continue
        start, end = (_at(day, minute, zone) for minute in minutes)
        if end > since:
            yield Period(start, end)


def _at(day: datetime, minute: int, zone: ZoneInfo) -> Instant:
    return instant((day + timedelta(minutes=minute)).replace(tzinfo=zone))


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
