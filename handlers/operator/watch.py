"""Once a minute: is something stuck? The operator is told in the chat, once an hour while it lasts."""

from __future__ import annotations

from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue
from handlers.texts import t
from storage.models import HOUR, MINUTE, Prompt, Text
from storage.outgoing import Priority
from storage.repositories import vitals

watch = Dialogue("operator.watch")

EVERY = MINUTE
STUCK = 10 * MINUTE
"""A message that should have left this long ago is stuck."""
TIMER = "operator.watch.look"
SUBJECT = "system:0"


@watch.timer("look")
async def look(ctx: Context, subject: str) -> None:
    """Looks, tells, and sets itself again."""
    ctx.set_timer(TIMER, SUBJECT, ctx.now + EVERY)
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
