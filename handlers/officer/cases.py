"""The officer's cases: the list, and one of them in full."""

from __future__ import annotations

from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue, staff
from handlers.officer.case import case, mark_read
from handlers.texts import t, tn
from handlers.views.case_card import case_line, conversation, no_such_case, which
from storage.models import NO_PLACE, Prompt, Role
from storage.repositories import attachments, reports

cases = Dialogue("officer.cases", who=staff)

LISTED = 10
BUTTONS = 4


@cases.words("sprawy", "moje sprawy", "/sprawy", "lista", "s", "cases", "справи")
async def list_words(ctx: Context) -> None:
    await list_link(ctx, "")


@cases.link("list")
async def list_link(ctx: Context, _: str) -> None:
    """What is open in the own districts (a supervisor: in all), the oldest promise first."""
    districts = [NO_PLACE, *ctx.town.districts] if ctx.me.has(Role.SUPERVISOR) else await reports.districts_of(ctx.unit, ctx.me.id, ctx.now)
    found = await reports.open_in(ctx.unit, ctx.me.id, districts, LISTED + 1)
    if not found:
        ctx.say(Prompt((t("No open cases. New reports come here by themselves."),)))
        return
    head = tn("**{count} open case**", "**{count} open cases**", len(found[:LISTED]))
    rest = (t("There are more. Any case opens with its number: #42"),) if len(found) > LISTED else ()
    ctx.say(Prompt((head, *(case_line(each) for each in found[:LISTED]), *rest), which(found[:BUTTONS], cases.to("open"))))


@cases.link("open")
async def open_case(ctx: Context, number: str) -> None:
    """One case with its whole conversation. Opening it is reading it."""
    found = await case(ctx, number)
    if found is None:
        ctx.say(no_such_case())
        return
    ctx.did("open", found.about)
    found = await mark_read(ctx, found)
    entries = await reports.entries(ctx.unit, found.number)
    ctx.say(conversation(found, entries, await attachments.of_report(ctx.unit, found.number)), about=found.about)
