"""What announcements and meetings ask in the same words: whom they are for, when something is to happen, whether somebody is named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from handlers.dialogue.context import Context
from handlers.dialogue.ports import Found, NumberNeeded
from handlers.dialogue.update import fold
from handlers.rules import public, recurrence, when
from handlers.rules.points import lines_of
from handlers.rules.public import Personal
from handlers.rules.recurrence import NoRule
from handlers.rules.when import At, Not
from handlers.texts import t
from storage.models import Button, Instant, Prompt


def personal_in(ctx: Context, text: str) -> frozenset[Personal]:
    """What in a text seems to name a person, a flat, a car; streets of the town are no names."""
    return public.found_in(text, lambda words: isinstance(ctx.town.resolve(words), Found | NumberNeeded))


LONGEST_LINE = 120
MOST_POINTS = 12


def agenda_in(ctx: Context, text: str) -> list[str] | None:
    """The subject and the points that a text means, a line each; None if it was said why it means none."""
    lines = lines_of(text)
    if len(lines) > MOST_POINTS + 1 or any(len(line) > LONGEST_LINE for line in lines):
        body = t("Please write at most {points} points, each with at most {most} characters.", points=MOST_POINTS, most=LONGEST_LINE)
        ctx.say(Prompt((body,)))
        return None
    if not lines:
        ctx.say(Prompt((t("Please write the text in words, too."),)))
        return None
    return lines


_HOUSES_ARE = t("Please write houses of this district from the lower number to the higher one: Podmiejska 11-15.")
_HOUSES = re.compile(r"(.+?)\s+(\d{1,4})\s*[-–—]\s*(\d{1,4})")


def audience(ctx: Context, district: int, text: str) -> dict[str, Any] | None:
    """The audience that a text means, as `Audience` takes it: a street, houses of it, or one; None if it was said why it means none."""
    houses = _HOUSES.fullmatch(text)
    if houses is None and re.search(r"\d\w*\s*[-–—]|[-–—]\s*\d", text):
        ctx.say(Prompt((_HOUSES_ARE,)))
        return None
    if houses is not None:
        first, last = (ctx.town.resolve(f"{houses[1]} {houses[number]}") for number in (2, 3))
        lowest, highest = int(houses[2]), int(houses[3])
        here = all(isinstance(each, Found) and each.district == district for each in (first, last))
        if here and isinstance(first, Found) and lowest <= highest:
            return {"district": district, "street": first.place.street, "from_house": lowest, "to_house": highest}
        ctx.say(Prompt((_HOUSES_ARE,)))
        return None
    resolution = ctx.town.resolve(text)
    if isinstance(resolution, NumberNeeded):
        return {"district": district, "street": resolution.street}
    if isinstance(resolution, Found) and resolution.place.detail and not resolution.place.detail.startswith("kl."):
        ctx.say(Prompt((t("Please write the house without a flat: everybody in the house gets it. A staircase: Podmiejska 13 kl. 2."),)))
        return None
    if isinstance(resolution, Found) and resolution.district == district:
        place = resolution.place
        return {"district": district, "street": place.street, "house": place.house, "staircase": place.detail}
    if isinstance(resolution, Found):
        ctx.say(Prompt((t("This address is in district {other}, not in {district}.", other=resolution.district, district=district),)))
    else:
        ctx.say(Prompt((t("This street is not known here. Please write it as on the map, for example: Podmiejska 11-15."),)))
    return None


_WHY = {
    Not.READ: t("This time is not understood. Please write for example: tomorrow 18, Friday at 17:30, 12.06 18:00."),
    Not.PAST: t("This time is over. Please write one that is still to come."),
    Not.NEVER: t("There is no such day or hour. Please write for example: tomorrow 18, 12.06 18:00."),
    Not.NO_HOUR: t("At what hour? Please write the day with it, for example: tomorrow 18."),
}


def moment(ctx: Context, text: str) -> At | None:
    """The instant that a text means; None if it was said why it means none."""
    found = when.read(text, ctx.now, ctx.zone)
    if isinstance(found, At):
        return found
    ctx.say(Prompt((_WHY[found],)))
    return None


LONGEST_PLACE = 100


def place_in(ctx: Context, known: Mapping[str, Any]) -> dict[str, Any] | None:
    """The place that a message names, with the position that came along or before; "" where only a position has come so far.

    None if it was said why it names none."""
    text = ctx.update.text
    position = next((each.position for each in ctx.update.attachments if each.position is not None), None) or known.get("position")
    if not text and position is not None:
        ctx.say(Prompt((t("The position is kept. Please write the place in words too, for those who get an SMS."),)))
        return {"place": "", "position": list(position)}
    if any(each.position is not None for each in ctx.update.attachments):
        text = ", ".join(text.splitlines())  # a venue: its title, its address
    if not text or len(text) > LONGEST_PLACE or "\n" in text:
        ctx.say(Prompt((t("Please write the place in one line of at most {most} characters.", most=LONGEST_PLACE),)))
        return None
    return {"place": text, "position": None if position is None else list(position)}


ONCE = {"rule": "", "skips_holidays": False}
RULES = (
    t("Once, or repeated? Please choose, or write for example: every second Tuesday until 31.12 except holidays."),
    t("Other examples: every week 10 times; the first Tuesday of the month until 06.2025."),
)
_WHY_NO_RULE = {
    NoRule.READ: t("This is not understood. Please write for example: every second Tuesday until 31.12, or every week 10 times."),
    NoRule.ENDLESS: t("Until when? Please write the end with it, for example: every week until 31.12, or every week 10 times."),
    NoRule.OTHER_DAY: t("The first time is on another day than this rule says. Please write a rule for that day, or choose another time."),
    NoRule.ONCE: t("By this rule there is only one time. Please choose [Once], or a later end."),
    NoRule.TOO_OFTEN: t("That is too often. Please choose an end within ten years, and at most 530 times."),
}


def rule(ctx: Context, text: str, first: Instant, ways_out: tuple[Button, ...]) -> dict[str, Any] | None:
    """The rule that a text means for something that happens first at `first`; None if it was said why it means none."""
    if fold(text) in ("raz", "jednorazowo", "once", "один раз"):
        return ONCE
    found = recurrence.read(text, first, ctx.zone)
    if isinstance(found, NoRule):
        ctx.say(Prompt((_WHY_NO_RULE[found],), ways_out))
        return None
    return {"rule": found.rrule, "skips_holidays": found.skips_holidays}
