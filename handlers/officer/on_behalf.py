"""A report for somebody met in the street or on the phone, in one message: "ZA Podmiejska 13 pani z parteru, hałas w nocy".

The words behind the address are the report; a telephone number in them is how to reach the person, for this report only.
"""

from __future__ import annotations

import re

from handlers.acts.keep import NewReport, keep
from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue, staff
from handlers.dialogue.ports import Found
from handlers.texts import t
from handlers.views.answering import officer_name
from storage.models import Prompt

on_behalf = Dialogue("officer.on_behalf", who=staff)
LONGEST_ADDRESS = 6
"""Words that an address may have."""
_PHONE = re.compile(r"(?<!\d)(?:\+48[\s-]?)?\d(?:[\s-]?\d){8}(?!\d)")
"""Nine digits, as Polish numbers have them; a date has eight."""


@on_behalf.pattern(r"\s*za[\s:]+(\S.*)", with_attachments=True)
async def take(ctx: Context, match: re.Match[str]) -> bool:
    """Keeps the report, and gives it to whoever answers for the place."""
    found, words = _split(ctx, match[1])
    if found is None and not ctx.update.text.lstrip().startswith("ZA"):
        return False  # "Za godzinę będę na miejscu" is an answer like any other
    if found is None:
        ctx.say(Prompt((t("Please begin with the address: ZA Podmiejska 13, then what happened."),)))
        return True
    if not words:
        ctx.say(Prompt((t("Please write what happened, behind the address: ZA Podmiejska 13 noise at night."),)))
        return True
    phone = _PHONE.search(words)
    new = NewReport(
        found.district,
        found.place,
        words if phone is None else (words[: phone.start()] + words[phone.end() :]).strip(" ,;."),
        ctx.categories.guess(words).key,
        [each.id for each in ctx.update.attachments],
        identity=None if phone is None else phone[0],
    )
    kept, _ = await keep(ctx, new, author=None, act="report on behalf")
    ctx.say(
        Prompt((t("No. {number} is kept: {place}, {name}.", number=kept.number, place=kept.place.line, name=officer_name(kept.district)),)),
        about=kept.about,
    )
    return True


def _split(ctx: Context, text: str) -> tuple[Found | None, str]:
    """The longest beginning that is an address with a house number, and the rest."""
    words = text.split()
    for count in range(min(LONGEST_ADDRESS, len(words)), 1, -1):
        resolution = ctx.town.resolve(" ".join(words[:count]).strip(" ,;:"))
        if isinstance(resolution, Found) and resolution.place.house:
            return resolution, " ".join(words[count:]).strip(" ,;:")
    return None, ""
