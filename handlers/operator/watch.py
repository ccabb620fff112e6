"""Once a minute: is something stuck? The operator is told in the chat, once an hour while it lasts."""

from __future__ import annotations

from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue
from handlers.texts import t
from handlers.texts.moments import instant, local
from storage.models import HOUR, MINUTE, Prompt, Text
from storage.outgoing import Priority
from storage.repositories import vitals

watch = Dialogue("operator.watch")

EVERY = MINUTE
WARNED_AT = 80
"""Percent of a month's budget."""
STUCK = 10 * MINUTE
"""A message that should have left this long ago is stuck."""
TIMER = "operator.watch.look"
SUBJECT = "system:0"


@watch.timer("look")
async def look(ctx: Context, subject: str) -> None:
    """Looks, tells, and sets itself again."""
    ctx.set_timer(TIMER, SUBJECT, ctx.now + EVERY)
    await _budgets(ctx)
    found = await vitals.vitals(ctx.unit, ctx.now, ctx.now - HOUR)
    lines: list[Text] = []
    for each in found.waiting:
        if ctx.now - each.oldest >= STUCK:
            minutes = (ctx.now - each.oldest) // MINUTE
            lines.append(
                t(
                    "Channel {channel}: {count} waiting, the oldest for {minutes} minutes.",
                    channel=each.channel or "-",
                    count=each.count,
                    minutes=minutes,
                )
            )
    if found.failed:
        lines.append(t("Given up within an hour: {count}. The log says why.", count=found.failed))
    if found.rejected:
        lines.append(t("Refused by a channel within an hour: {count}. The log says which.", count=found.rejected))
    if not lines:
        return
    for operator in await vitals.operators(ctx.unit, ctx.now):
        ctx.tell(
            f"contact:{operator}",
            Prompt((t("**Something is stuck**"), *lines)),
            key=f"watch:{ctx.now // HOUR}:{operator}",
            priority=Priority.URGENT,
        )


async def _budgets(ctx: Context) -> None:
    """The month's SMS parts: said once when four fifths are used, and once when all are. Nothing is held back by it."""
    if not ctx.budgets:
        return
    month = local(ctx.now, ctx.zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    used = await vitals.parts(ctx.unit, instant(month))
    for channel, most in ctx.budgets.items():
        count = used.get(channel, 0)
        reached = 100 if count >= most else WARNED_AT if count * 100 >= most * WARNED_AT else 0
        if not reached:
            continue
        said = Prompt(
            (
                t(
                    "**SMS, channel {channel}: {count} of this month's {most} parts are used.** Everything still leaves.",
                    channel=channel,
                    count=count,
                    most=most,
                ),
            )
        )
        for operator in await vitals.operators(ctx.unit, ctx.now):
            ctx.tell(f"contact:{operator}", said, key=f"budget:{channel}:{month:%Y-%m}:{reached}:{operator}", priority=Priority.URGENT)
