"""The duty desk takes note of an urgent report by one tap; then nobody is told again that it is unread."""

from __future__ import annotations

import re

from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue
from handlers.dialogue.update import as_number
from handlers.texts import t
from handlers.views.alarm import desk_card
from handlers.views.case_card import no_such_case
from storage.models import Contact, Prompt, Report, Role
from storage.repositories import reports


def desks(contact: Contact) -> bool:
    """Whoever acts for the duty desk and for nobody else."""
    return contact.has(Role.DESK) and not contact.is_staff


urgent = Dialogue("desk.urgent", who=desks)


@urgent.link("noted")
async def noted(ctx: Context, number: str) -> None:
    """[Noted]."""
    found = await _urgent(ctx, number)
    if found is None:
        ctx.say(no_such_case())
        return
    reports.note(ctx.unit, found.number, ctx.now)
    ctx.did("note", found.about)
    ctx.cancel_timer("resident.emergency.unread", found.about)
    ctx.say(Prompt((t("No. {number}: noted. The officer still gets it.", number=found.number),)), about=found.about)


@urgent.pattern(r"(?:#\s*|nr\.?\s*)(\d{1,9})(?:\s+c)?")
async def show(ctx: Context, match: re.Match[str]) -> bool:
    """ "#42": the short view once more."""
    found = await _urgent(ctx, match[1])
    ctx.say(no_such_case() if found is None else desk_card(found, unread=False))
    return True


async def _urgent(ctx: Context, number: str) -> Report | None:
    wanted = as_number(number)
    found = None if wanted is None else await reports.visible_to(ctx.unit, ctx.me.id, wanted, ctx.now)
    return found if found is not None and found.alarm is not None and found.author != ctx.me.id else None


@urgent.text
async def anything(ctx: Context) -> bool:
    """The desk writes to nobody here."""
    ctx.say(Prompt((t("Urgent reports come here by themselves. One of them once more: #42"),)))
    return True
