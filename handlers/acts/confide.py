"""A report becomes confidential when its author has said nothing of it: by the officer's category."""

from __future__ import annotations

from dataclasses import replace

from handlers.dialogue.context import Context
from storage.models import MINUTE, Confidence, Report
from storage.repositories import personal, reports, staff


async def confide(ctx: Context, found: Report) -> Report:
    """The report, confidential from now on. What of it stands in the duty desk's chat goes; its author is told only that there is a message."""
    if found.confidential is not None:
        return found
    agreed = Confidence(found.urn, reply_here=True, named=True)
    reports.confide(ctx.unit, found.number, agreed)
    desks = set(await staff.desks(ctx.unit, ctx.now))
    for each in await personal.standing(ctx.unit, found.number):
        if each.contact in desks:
            ctx.withdraw(f"contact:{each.contact}", each.key, due_at=ctx.now + MINUTE if each.under_way else None)
    return replace(found, confidential=agreed)
