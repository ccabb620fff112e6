"""Who writes for a district: its officer, whoever stands in, the supervisor, the members of its coordination team."""

from __future__ import annotations

from handlers.dialogue.context import Context
from handlers.dialogue.update import as_number
from handlers.rules.ownership import answers_for
from handlers.texts import t
from storage.models import Button, Contact, Prompt
from storage.repositories import announcements, staff


def writes(contact: Contact) -> bool:
    """Officers, supervisors and members of a team."""
    return contact.is_staff or contact.is_member


async def is_officer_of(ctx: Context, district: int) -> bool:
    """Whether whoever writes answers for the district now: its officer, who stands in, a supervisor."""
    return answers_for(ctx.me.id, district, ctx.now, await staff.roster(ctx.unit, [district], ctx.now))


async def chosen_district(ctx: Context, argument: str, again: str) -> int | None:
    """The district for which somebody writes; whoever belongs to several says which, by a button that leads to `again`.

    None: it was said why nothing can be written, or asked which."""
    mine = await announcements.districts_of(ctx.unit, ctx.me.id, ctx.now)
    chosen = as_number(argument)
    if not mine:
        ctx.say(Prompt((t("Announcements are written by the officer of a district and its coordination team."),)))
        return None
    if chosen in mine or len(mine) == 1:
        return chosen if chosen in mine else mine[0]
    ctx.say(Prompt((t("For which district?"),), tuple(Button(t("District {district}", district=each), f"{again}:{each}") for each in mine)))
    return None
