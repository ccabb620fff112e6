"""Who belongs to a district's coordination team: invited by a code, for a year, leaving at a word."""

from __future__ import annotations

import re

from handlers.acts.invite import HAND_OVER, hand_out
from handlers.coordinator.announce import writes
from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue
from handlers.dialogue.update import as_number
from handlers.texts import t
from handlers.views.answering import role_name
from storage.models import Prompt, Role
from storage.repositories import reports, staff

members = Dialogue("coordinator.members", who=writes)

ROLE_DAYS = 365
"""A membership ends by itself; another code renews it."""


@members.pattern(r"\s*(?:zaproś|zapros|invite|запросити)\s+(?:do\s+zespo[łl]u|member|до\s+команди)\s+(\d{1,9})\s+(.{2,80}?)\s*")
async def invited(ctx: Context, match: re.Match[str]) -> bool:
    """ "zaproś do zespołu 5 prezes SM Dobrzec": the supervisor for any district, an officer for the own ones."""
    if not ctx.me.is_staff:
        return False
    district = as_number(match[1])
    mine = ctx.town.districts if ctx.me.has(Role.SUPERVISOR) else await reports.districts_of(ctx.unit, ctx.me.id, ctx.now)
    if district is None or district not in mine:
        known = ", ".join(str(each) for each in mine)
        ctx.say(Prompt((t("Members can be invited for these districts: {districts}.", districts=known),)))
        return True
    about = t("For: {label}, {role}. It works once, within a day.", label=match[2], role=role_name(Role.COORDINATOR, district))
    hand_out(ctx, Role.COORDINATOR, district, match[2], (about, HAND_OVER), role_days=ROLE_DAYS)
    return True


@members.words("opuszczam zespół", "leave the team", "залишаю команду")
async def leave(ctx: Context) -> None:
    """A member leaves at once; what waits for approval stays."""
    if not ctx.me.has(Role.COORDINATOR):
        ctx.say(Prompt((t("You do not belong to a coordination team."),)))
        return
    staff.end_all(ctx.unit, ctx.me.id, Role.COORDINATOR, ctx.now)
    ctx.did("leave team", f"contact:{ctx.me.id}")
    ctx.say(Prompt((t("You do not belong to the coordination team any more. Reports and answers go on as before."),)))
