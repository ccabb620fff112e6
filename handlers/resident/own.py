"""A person's own report, and what is said when there is none: for every room of the resident."""

from __future__ import annotations

from handlers.dialogue.context import Context
from handlers.dialogue.update import as_number
from handlers.texts import t
from storage.models import Button, Prompt, Report
from storage.repositories import reports


async def own_report(ctx: Context, number: str) -> Report | None:
    """The report with this number, if whoever writes is its author; a confidential one has a room of its own (in_confidence)."""
    kept = await _mine(ctx, number)
    return kept if kept is not None and kept.confidential is None else None


async def made_confidential(ctx: Context, number: str) -> Report | None:
    """The own report that the officer has made confidential: its author knows it by a number, unlike those that began so."""
    kept = await _mine(ctx, number)
    agreed = None if kept is None else kept.confidential
    return kept if agreed is not None and agreed.named and agreed.reply_here and agreed.urn in (None, ctx.update.urn) else None


async def _mine(ctx: Context, number: str) -> Report | None:
    wanted = as_number(number)
    kept = None if wanted is None else await reports.visible_to(ctx.unit, ctx.me.id, wanted, ctx.now)
    return kept if kept is not None and kept.author == ctx.me.id else None


async def not_among_own(ctx: Context, number: str) -> None:
    """The same for "there is none" and "it is not yours"; one that was made confidential meanwhile is opened on purpose."""
    if await made_confidential(ctx, number) is not None:
        body = t("In this matter we write more carefully now. Its words are shown only when you open it.")
        ctx.say(Prompt((body,), (Button(t("Read it"), f"resident.in_confidence.read:{number}", key="1"),)), here=True)
        return
    ctx.say(
        Prompt(
            (t("There is no such report from you. Please look under “My reports”."),),
            (Button(t("My reports"), "resident.my_reports.list"), Button(t("A new matter"), "resident.report.new")),
        )
    )
