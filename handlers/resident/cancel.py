""" "anuluj": whatever stands is not sent, and the person hears that nothing was."""

from __future__ import annotations

from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue, residents
from handlers.resident import complaint, confidential, emergency, report
from handlers.texts import t
from storage.models import Prompt

cancel = Dialogue("resident.cancel", who=residents)


@cancel.words("anuluj", "/anuluj", "cancel", "скасувати")
async def words(ctx: Context) -> None:
    """The card that stands decides what is dropped."""
    state = ctx.state
    if emergency.emergency.is_at(ctx, "waiting"):
        emergency.dropped(ctx)
    elif confidential.stands(ctx) and "matter" in state:
        await confidential.drop(ctx, str(state["matter"]))
    elif complaint.complaint.is_at(ctx, "card"):
        await complaint.delete(ctx, str(state["complaint"]))
    elif "draft" in state:
        await report.cancel(ctx, str(state["draft"]))
    else:
        ctx.say(Prompt((t("There is nothing that waits to be sent."),)))
