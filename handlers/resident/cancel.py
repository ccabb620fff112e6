""" "anuluj": whatever stands is not sent, and the person hears that nothing was."""

from __future__ import annotations

import re

from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import RESTING, Dialogue, residents
from handlers.resident import complaint, confidential, emergency, report
from handlers.texts import t
from storage.models import Prompt

cancel = Dialogue("resident.cancel", who=residents)


@cancel.pattern(r"\s*/?(?:anuluj|cancel|скасувати)\s*[.!]?")
async def words(ctx: Context, _: re.Match[str]) -> bool:
    """The card that stands decides what is dropped; a draft of a team's member has a room of its own."""
    if ctx.session is not None and ctx.session.dialogue.startswith("coordinator.") and ctx.session.step != RESTING:
        return False
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
    return True
