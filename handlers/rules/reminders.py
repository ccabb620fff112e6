"""How long before a meeting people are reminded: "7d", "1d", "2h". Pure.

A day is one of the wall clock: a day before 2:30 on the day of the clock change is 2:30 of the day before. An hour is an hour.
"""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from handlers.rules.recurrence import at
from handlers.texts.moments import local
from storage.models import HOUR, Instant


def ring_at(lead: str, starts_at: Instant, zone: ZoneInfo) -> Instant:
    """When it is time to remind."""
    count, unit = int(lead[:-1]), lead[-1]
    if unit == "h":
        return starts_at - count * HOUR
    wall = local(starts_at, zone).replace(tzinfo=None, fold=0)
    return at(wall - timedelta(days=count), zone)


def valid_until(lead: str, leads: tuple[str, ...], starts_at: Instant, zone: ZoneInfo) -> Instant:
    """Until when a reminder is worth sending: until the next one comes, or the meeting begins."""
    mine = ring_at(lead, starts_at, zone)
    later = [ring for each in leads if (ring := ring_at(each, starts_at, zone)) > mine]
    return min((*later, starts_at))
