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
from storage.models import Button, Instant, Moment, Prompt, Role, Style, Text
from storage.repositories import announcements, meetings, reports, staff
from storage.repositories.staff import Member

members = Dialogue("coordinator.members", who=writes)

MOST = 12
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


@members.words("członkowie", "członkowie zespołu", "/czlonkowie", "members", "учасники")
async def list_words(ctx: Context) -> None:
    """Who belongs to the teams of the own districts; the chair and the officer can end a membership."""
    mine = ctx.town.districts if ctx.me.has(Role.SUPERVISOR) else await announcements.districts_of(ctx.unit, ctx.me.id, ctx.now)
    found = await staff.members(ctx.unit, mine, ctx.now)
    if not found:
        ctx.say(Prompt((t("Nobody belongs to the team yet."), _how())))
        return
    lines, buttons = [], []
    for each in found:
        who = each.label or t("a member of the team")
        name = t("{who} (chair)", who=who) if each.role is Role.CHAIR else who
        lines.append(
            t("District {district}: {who}", district=each.district, who=name) if each.until is None else _until(each.district, name, each.until)
        )
        if await meetings.runs(ctx.unit, ctx.me.id, each.district, ctx.now):
            buttons.append(Button(t("End: {who}", who=name), members.to("ask_end", each.id), minor=True))
    ctx.say(Prompt((*lines, _how()), tuple(buttons[:MOST])))


def _until(district: int, who: Text | str, until: Instant) -> Text:
    return t("District {district}: {who}, until {until}", district=district, who=who, until=Moment(until - 1, Style.DATE))


def _how() -> Text:
    return t("To invite: invite member 5 co-op president, or: invite chair 5 estate council.")


async def _meant(ctx: Context, argument: str) -> Member | None:
    number = as_number(argument)
    known = await staff.members(ctx.unit, ctx.town.districts, ctx.now)
    found = next((each for each in known if each.id == number), None)
    if found is not None and await meetings.runs(ctx.unit, ctx.me.id, found.district, ctx.now):
        return found
    ctx.say(Prompt((t("Nothing was changed."),)))
    return None


@members.link("ask_end")
async def ask_end(ctx: Context, argument: str) -> None:
    """[End: co-op president]: and one more tap."""
    found = await _meant(ctx, argument)
    if found is not None:
        who = found.label or t("a member of the team")
        buttons = (Button(t("Yes, end it"), members.to("end", found.id), key="T"), Button(t("Leave it"), members.to("leave"), key="N"))
        ctx.say(Prompt((t("End the membership in the team of district {district}: {who}?", district=found.district, who=who),), buttons))


@members.link("leave")
async def leave_it(ctx: Context, _: str) -> None:
    """[Leave it]."""
    ctx.say(Prompt((t("Nothing was changed."),)))


@members.link("end")
async def end(ctx: Context, argument: str) -> None:
    """[Yes, end it]: at once; whoever it was is told."""
    found = await _meant(ctx, argument)
    ended = None if found is None else await staff.end_member(ctx.unit, found.id, ctx.now)
    if found is None or ended is None:
        return
    contact, district = ended
    ctx.did("end role", f"role:{found.id}")
    ctx.say(Prompt((t("Ended: {role}.", role=role_name(found.role, district)),)))
    told = t("You do not belong to the coordination team any more. Reports and answers go on as before.")
    ctx.tell(f"contact:{contact}", Prompt((told,)), key=f"role:{found.id}:ended")


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
