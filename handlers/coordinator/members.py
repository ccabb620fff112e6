"""Who belongs to a district's coordination team: invited by a code, for a year, leaving at a word."""

from __future__ import annotations

import re

from handlers.acts.invite import HAND_OVER, hand_out
from handlers.coordinator.authors import writes
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


_CHAIR = r"przewodnicz[ąa]c(?:[ąa]|ego)|chair|голов[уи]"


@members.pattern(rf"\s*(?:zaproś|zapros|invite|запросити)\s+(?:do\s+zespo[łl]u|member|до\s+команди|({_CHAIR}))\s+(\d{{1,9}})\s+(.{{2,80}}?)\s*")
async def invited(ctx: Context, match: re.Match[str]) -> bool:
    """ "zaproś do zespołu 5 prezes SM Dobrzec", "zaproś przewodniczącą 5 Rada Osiedla": the supervisor for any district, an officer for the own."""
    if not ctx.me.is_staff:
        return False
    district, label = as_number(match[2]), match[3]
    role = Role.CHAIR if match[1] else Role.COORDINATOR
    mine = ctx.town.districts if ctx.me.has(Role.SUPERVISOR) else await reports.districts_of(ctx.unit, ctx.me.id, ctx.now)
    if district is None or district not in mine:
        known = ", ".join(str(each) for each in mine)
        ctx.say(Prompt((t("Members can be invited for these districts: {districts}.", districts=known),)))
        return True
    about = t("For: {label}, {role}. It works once, within a day.", label=label, role=role_name(role, district))
    hand_out(ctx, role, district, label, (about, HAND_OVER), role_days=ROLE_DAYS)
    return True


@members.words("opuszczam zespół", "leave the team", "залишаю команду")
async def leave(ctx: Context) -> None:
    """A member leaves at once; what waits for approval stays."""
    if not ctx.me.is_member:
        ctx.say(Prompt((t("You do not belong to a coordination team."),)))
        return
    for role in (Role.COORDINATOR, Role.CHAIR):
        staff.end_all(ctx.unit, ctx.me.id, role, ctx.now)
    ctx.did("leave team", f"contact:{ctx.me.id}")
    ctx.say(Prompt((t("You do not belong to the coordination team any more. Reports and answers go on as before."),)))
