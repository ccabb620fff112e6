"""How often something is repeated, said by its dates: what was typed is never left to be believed."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from handlers.rules import recurrence
from handlers.rules.recurrence import Rule
from handlers.texts import t, tn
from storage.models import Instant, Moment, Style, Text

DATES = 3
"""How many of the next times are named."""


def times_of(rule: str, first: Instant, zone: ZoneInfo, *, skips_holidays: bool) -> tuple[tuple[Instant, ...], tuple[Instant, ...]]:
    """When it happens, and on which public holidays it does not; without a rule once."""
    return recurrence.times(Rule(rule, skips_holidays), first, zone) if rule else ((first,), ())


def following(rule: str, first: Instant, after: Instant, zone: ZoneInfo, *, skips_holidays: bool) -> Instant | None:
    """The time after an instant; None where there is none."""
    if not rule:
        return None
    times, _ = times_of(rule, first, zone, skips_holidays=skips_holidays)
    return next((at for at in times if at > after), None)


def repeats(rule: str, first: Instant, zone: ZoneInfo, *, skips_holidays: bool) -> tuple[Text, ...]:
    """How often, the next dates and the last, and those that are left out; nothing for what happens once."""
    return dates(*times_of(rule, first, zone, skips_holidays=skips_holidays)) if rule else ()


def dates(times: Sequence[Instant], left_out: Sequence[Instant]) -> tuple[Text, ...]:
    """How many times, the next ones and the last, and those that are left out."""
    if len(times) < 2:
        return ()
    lines = [
        tn("It is repeated: {count} time.", "It is repeated: {count} times.", len(times)),
        t("The next ones: {dates}; the last on {last}.", dates=_listed(times[1 : 1 + DATES]), last=Moment(times[-1], Style.DAY)),
    ]
    if left_out:
        lines.append(t("Not on public holidays: {dates}.", dates=_listed(left_out[:DATES])))
    return tuple(lines)


def _listed(times: Sequence[Instant]) -> Text:
    names = [f"d{number}" for number in range(len(times))]
    return Text(", ".join(f"{{{name}}}" for name in names), {name: Moment(at, Style.DATE) for name, at in zip(names, times, strict=True)})
