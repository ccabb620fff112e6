"""A part of an album that comes late goes where the first parts went; what it says decides nothing."""

from __future__ import annotations

from handlers.dialogue.context import Context
from handlers.views import attached
from storage.models import SECOND
from storage.repositories import attachments

SETTLING = 2 * SECOND
_OFFICER_TOLD = "everyone.attachments.settled"
_DRAFT_SHOWN_AGAIN = "resident.report.settled"


async def late_part(ctx: Context) -> bool:
    """Puts it to the report of the others (its officer is told of it when the bytes are in), or to the draft that holds them."""
    earlier = await attachments.of_updates(ctx.unit, ctx.update.album)
    sent = next((each for each in earlier if each.report is not None), None)
    if sent is not None and sent.report is not None:
        brought = [each.id for each in ctx.update.attachments]
        attachments.attach(ctx.unit, brought, contact=ctx.me.id, report=sent.report, entry=sent.entry)
        ctx.set_timer(_OFFICER_TOLD, f"report:{sent.report}", ctx.now + SETTLING)
        return not ctx.update.text  # words beside it are words like any other
    known = {each.id for each in earlier}
    if ctx.session is None or not known.intersection(attached.ids(ctx.state)):
        return False
    state = {**ctx.state, "attachments": attached.joined(ctx.state, ctx.update.attachments)}
    if ctx.update.text and "words" in state:
        state["words"] = "\n".join(part for part in (state["words"], ctx.update.text) if part)
    ctx.remember(ctx.session.dialogue, ctx.session.version, ctx.session.step, state)
    ctx.set_timer(_DRAFT_SHOWN_AGAIN, f"contact:{ctx.me.id}", ctx.now + SETTLING)
    return True
