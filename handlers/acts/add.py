"""One more line of a report's conversation from its author: kept, and brought to whoever answers."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.acts.move import move
from handlers.dialogue.context import Context
from handlers.rules.lifecycle import Action
from handlers.texts import t
from handlers.views.case_card import addition
from storage.models import EntryKind, Report
from storage.outgoing import Priority
from storage.repositories import attachments, reports


async def add(ctx: Context, kept: Report, words: str, brought: Sequence[int] = (), *, correction: bool = False) -> tuple[Report, int]:
    """Adds words and attachments; a report that was over opens again. Returns the report and the number of the line.

    A `correction` of earlier words says so; the old ones stay."""
    moved = await move(ctx, kept, Action.ADD if kept.is_open else Action.REOPEN)
    entry = await reports.add_entry(ctx.unit, kept.number, EntryKind.WORDS, words, ctx.now)
    ctx.did("add", kept.about)
    attachments.attach(ctx.unit, brought, contact=ctx.me.id, report=kept.number, entry=entry)
    shown = await attachments.take_unshown(ctx.unit, kept.number, by=ctx.me.id) if brought else ()
    opened = () if kept.is_open else (t("Opened again by the resident."),)
    if correction:
        opened = (*opened, t("The resident has corrected an earlier message; its old words stay above."))
    priority = Priority.REPLY if kept.alarm is None and kept.confidential is None else Priority.URGENT
    ctx.tell(f"duty:{kept.district}", addition(moved, words, shown, opened), key=entry_key(kept, entry), about=kept.about, priority=priority)
    return moved, entry


def entry_key(kept: Report, entry: int) -> str:
    """The key of the message about a line."""
    return f"{kept.about}:entry:{entry}"
