"""Telephone numbers pass from hand to hand: one that was switched off, or long silent, is nobody's any more.

Whoever writes from it then is a stranger, and reads nothing of what was there. Reports stay with the officer.
"""

from __future__ import annotations

from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue
from storage.models import DAY
from storage.repositories import contacts

forgotten = Dialogue("everyone.forgotten")

AFTER_STOP = 30 * DAY
AFTER_SILENCE = 365 * DAY
"""An operator gives a number away again within months of its owner's leaving."""
TIMER = "everyone.forgotten.look"
SUBJECT = "system:forgotten"
EVERY = DAY
AT_ONCE = 500
"""Numbers in one unit; the others wait for the next day."""


@forgotten.timer("look")
async def look(ctx: Context, _: str) -> None:
    """Once a day."""
    ctx.set_timer(TIMER, SUBJECT, ctx.now + EVERY)
    for urn in await contacts.given_away(ctx.unit, ctx.typed_channels, stopped=ctx.now - AFTER_STOP, silent=ctx.now - AFTER_SILENCE, limit=AT_ONCE):
        contacts.forget_number(ctx.unit, urn, ctx.now)
