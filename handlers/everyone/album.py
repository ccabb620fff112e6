"""A part of an album that comes late goes where the first parts went; what it says decides nothing. (The guard has seen its words.)"""

from __future__ import annotations

from dataclasses import replace

from handlers.acts.add import add
from handlers.dialogue.context import Context
from handlers.views import attached
from storage.models import SECOND
from storage.repositories import attachments, reports

SETTLING = 2 * SECOND
_OFFICER_TOLD = "everyone.attachments.settled"
_DRAFT_SHOWN_AGAIN = "resident.report.settled"


async def late_part(ctx: Context) -> bool:
    """Puts it to the report of the others (its officer is told of it when the bytes are in), or to the draft that holds them.

    False: its words are still to be read, without the picture, which has found its place."""
    earlier = await attachments.of_updates(ctx.unit, ctx.update.album)
    sent = next((each for each in earlier if each.report is not None), None)
    if sent is not None and sent.report is not None:
        return await _to_report(ctx, sent.report, sent.entry)
    known = {each.id for each in earlier}
    if ctx.session is None or not known.intersection(attached.ids(ctx.state)):
        return False
    state = {**ctx.state, "attachments": attached.joined(ctx.state, ctx.update.attachments)}
    if ctx.update.text and "words" in state:
        state["words"] = "\n".join(part for part in (state["words"], ctx.update.text) if part)
    ctx.remember(ctx.session.dialogue, ctx.session.version, ctx.session.step, state)
    ctx.set_timer(_DRAFT_SHOWN_AGAIN, ctx.talk, ctx.now + SETTLING)
    return True


async def _to_report(ctx: Context, number: int, entry: int | None) -> bool:
    brought = [each.id for each in ctx.update.attachments]
    attachments.attach(ctx.unit, brought, contact=ctx.me.id, report=number, entry=entry)
    ctx.set_timer(_OFFICER_TOLD, f"report:{number}", ctx.now + SETTLING)
    kept = await reports.unattended(ctx.unit, number)
    silent = kept is not None and kept.author == ctx.me.id and kept.confidential is not None and not kept.confidential.reply_here
    if silent and kept is not None:
        if ctx.update.text:
            await add(ctx, kept, ctx.update.text)
        ctx.clear_chat(ctx.update.urn)
        return True
    ctx.update = replace(ctx.update, attachments=())
    return not ctx.update.text
