"""How an instant is said. Polish needs "do środy 12 czerwca" and "w środę 12 czerwca": two forms of each weekday."""

from __future__ import annotations

import gettext
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton

from storage.models import Moment, Style

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LOCALES = {"pl": "pl", "uk": "uk", "en": "en_GB"}


def pt(context: str, msgid: str) -> tuple[str, str]:
    """Marks a sentence with a context for translation."""
    return context, msgid


_WEEKDAYS = {
    Style.UNTIL: (
        pt("until", "Monday"),
        pt("until", "Tuesday"),
        pt("until", "Wednesday"),
        pt("until", "Thursday"),
        pt("until", "Friday"),
        pt("until", "Saturday"),
        pt("until", "Sunday"),
    ),
    Style.ON: (
        pt("on", "on Monday"),
        pt("on", "on Tuesday"),
        pt("on", "on Wednesday"),
        pt("on", "on Thursday"),
        pt("on", "on Friday"),
        pt("on", "on Saturday"),
        pt("on", "on Sunday"),
    ),
    Style.UNTIL_SHORT: (
        pt("until short", "Mon"),
        pt("until short", "Tue"),
        pt("until short", "Wed"),
        pt("until short", "Thu"),
        pt("until short", "Fri"),
        pt("until short", "Sat"),
        pt("until short", "Sun"),
    ),
    Style.ON_SHORT: (
        pt("on short", "Mon"),
        pt("on short", "Tue"),
        pt("on short", "Wed"),
        pt("on short", "Thu"),
        pt("on short", "Fri"),
        pt("on short", "Sat"),
        pt("on short", "Sun"),
    ),
}
_SAME_WEEKDAYS = {Style.DAY: Style.ON, Style.AT_SHORT: Style.ON_SHORT}
_PATTERNS = {
    Style.UNTIL: pt("until", "{weekday} {date}, {hour}"),
    Style.UNTIL_SHORT: pt("until short", "{weekday} {numbers} {hour}"),
    Style.ON: pt("on", "{weekday} {date} after {hour}"),
    Style.ON_SHORT: pt("on short", "{weekday} {numbers} after {hour}"),
    Style.DAY: pt("day", "{weekday}, {date} {year}"),
    Style.DATE: pt("date", "{date}"),
    Style.DATE_SHORT: pt("date short", "{numbers}"),
    Style.CLOCK: pt("clock", "{clock}"),
    Style.AT_SHORT: pt("at short", "{weekday} {numbers}, {hour}"),
}


def local(at: int, zone: ZoneInfo) -> datetime:
    """The local time of an instant."""
    return (EPOCH + timedelta(microseconds=at)).astimezone(zone)


def instant(when: datetime) -> int:
    """The instant of an aware datetime."""
    return (when - EPOCH) // timedelta(microseconds=1)


@lru_cache(maxsize=2048)  # the same terms are said again and again, and CLDR patterns are slow
def say(moment: Moment, language: str, zone: ZoneInfo, catalog: gettext.NullTranslations) -> str:
    """The words for an instant in a language."""
    when = local(moment.at, zone)
    style = moment.style
    weekdays = _WEEKDAYS.get(_SAME_WEEKDAYS.get(style, style))
    clock = f"{when:%H:%M}"
    hour = clock if when.minute or language == "en" else str(when.hour)
    return catalog.pgettext(*_PATTERNS[style]).format(
        weekday=catalog.pgettext(*weekdays[when.weekday()]) if weekdays else "",
        date=format_skeleton("MMMMd", when.replace(tzinfo=None), locale=LOCALES.get(language, "pl")),
        numbers=f"{when:%d.%m}",
        year=when.year,
        hour=hour,
        clock=clock,
    )
