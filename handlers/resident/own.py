"""A person's own report, and what is said when there is none: for every room of the resident."""

from __future__ import annotations

from handlers.dialogue.context import Context
from handlers.dialogue.update import as_number
from handlers.texts import t
from storage.models import Button, Prompt, Report
from storage.repositories import reports


async def own_report(ctx: Context, number: str) -> Report | None:
    """The report with this number, if whoever writes is its author; a confidential one has a room of its own (in_confidence)."""
    wanted = as_number(number)
    kept = None if wanted is None else await reports.visible_to(ctx.unit, ctx.me.id, wanted, ctx.now)
    return kept if kept is not None and kept.author == ctx.me.id and kept.confidential is None else None


def no_such_report(ctx: Context) -> None:
    """The same for "there is none" and "it is not yours"."""
    ctx.say(
        Prompt(
            (t("There is no such report from you. Please look under “My reports”."),),
            (Button(t("My reports"), "resident.my_reports.list"), Button(t("A new matter"), "resident.report.new")),
        )
    )
