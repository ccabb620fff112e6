"""What every room of the officer does with a case: get at it through the one door, note the first look."""

from __future__ import annotations

from handlers.acts.move import move
from handlers.acts.tell import tell_author
from handlers.dialogue.context import Context
from handlers.dialogue.update import as_number
from handlers.rules import lifecycle
from handlers.rules.lifecycle import Action
from handlers.texts import t
from handlers.views.answering import officer_name, until
from storage.models import Button, Prompt, Report
from storage.repositories import reports


async def case(ctx: Context, number: str) -> Report | None:
    """The case, if whoever asks may see it as staff; None also for a report of one's own."""
    wanted = as_number(number)
    if wanted is None:
        return None
    found = await reports.visible_to(ctx.unit, ctx.me.id, wanted, ctx.now)
    return found if found is not None and found.author != ctx.me.id else None


def closed(found: Report) -> Prompt:
    """For what can only be done with an open case."""
    return Prompt((t("No. {number} is closed.", number=found.number),), (Button(t("Open again"), f"officer.progress.reopen:{found.number}"),))


async def mark_read(ctx: Context, found: Report) -> Report:
    """The first look: the resident hears that the report was read. Later looks change nothing."""
    if not lifecycle.is_unread(found.state):
        return found
    moved = await move(ctx, found, Action.OPEN)
    tell_author(
        ctx,
        moved,
        f"read:{ctx.update.id}",
        Prompt(
            (
                t(
                    "Report no. {number} has been read by {name}. Answer by {until}.",
                    number=moved.number,
                    name=officer_name(moved.district),
                    until=until(moved.promised_at),
                ),
            ),
            short=t(
                "Report {number} has been read by the officer. Answer by {until}. Danger to life: 112",
                number=moved.number,
                until=until(moved.promised_at, short=True),
            ),
        ),
    )
    return moved
