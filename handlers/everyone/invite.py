"""An invitation code, entered on any channel, gives a role. The supervisor hears of each use."""

from __future__ import annotations

import re

from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue
from handlers.dialogue.update import as_number, fold
from handlers.rules.codes import TRIES, TRIES_WITHIN, read_code
from handlers.texts import t
from handlers.views.answering import role_name
from storage.models import Button, Prompt, Role
from storage.outgoing import Priority
from storage.repositories import conversations, invites, staff
from storage.repositories.invites import Invite

invite = Dialogue("everyone.invite")
OF_TEAM = (Role.COORDINATOR, Role.CHAIR)
_WRONG = "invite.wrong"
CODE_IS_WRONG = Prompt((t("This code does not work: it is wrong, used or too old. Please ask for a new one."),))
TOO_MANY_TRIES = Prompt((t("Too many wrong codes. Please wait an hour, or ask for a new code."),))


@invite.pattern(r".{8,16}")
async def entered(ctx: Context, match: re.Match[str]) -> bool:
    """A message that is nothing but a code."""
    code = read_code(match[0])
    if code is None:
        return False
    if await too_many_tries(ctx):
        ctx.say(TOO_MANY_TRIES)
        return True
    found = await opened(ctx, code)
    if found is None:
        if "-" not in match[0] and not match[0].casefold().lstrip().startswith("kod"):
            return False  # "PKA34567" may be a number plate: words like any other
        ctx.say(CODE_IS_WRONG)
        return True
    if found.role is Role.TEAM:
        ctx.say(Prompt((t("This code is for a team's group. Please write it there, behind the name of this bot."),)))
        return True
    ctx.say(
        Prompt(
            (
                t("The code is for: {label}.", label=found.label),
                t("It gives the role: {role}. Is that you?", role=role_name(found.role, found.district)),
            ),
            (Button(t("Yes, that is me"), invite.to("accept", found.id)), Button(t("No"), invite.to("refuse"))),
        )
    )
    invite.goto(ctx, "confirm", {"invite": found.id})
    return True


@invite.step("confirm")
async def unsure(ctx: Context) -> None:
    """Anything but the tap: the code stays unused, and what was written goes its usual way."""
    ctx.end()
    ctx.say(Prompt((t("The code was not used. It can be entered again while it is valid."),)))
    if fold(ctx.update.text) not in ("nie", "ні", "no") or ctx.update.attachments:
        ctx.take_as_ordinary(ctx.update.text, [each.id for each in ctx.update.attachments])


@invite.link("refuse")
async def refuse(ctx: Context, _: str) -> None:
    """[No]."""
    if invite.is_at(ctx, "confirm"):
        ctx.end()
    ctx.say(Prompt((t("The code was not used. It can be entered again while it is valid."),)))


@invite.link("accept")
async def accept(ctx: Context, argument: str) -> None:
    """[Yes, that is me]: only whoever has just entered the code, and only once."""
    number = as_number(argument)
    if number is None or not invite.is_at(ctx, "confirm") or ctx.state.get("invite") != number:
        ctx.say(Prompt((t("Please enter the code first."),)))
        return
    found = await invites.by_id(ctx.unit, number, ctx.now)
    ctx.end()
    if found is None or not await invites.use(ctx.unit, number, ctx.me.id, ctx.now):
        ctx.say(CODE_IS_WRONG)
        return
    if not ctx.me.is_staff and found.role not in OF_TEAM:
        ctx.aside = ()  # a resident's draft is no officer's
    staff.grant(ctx.unit, ctx.me.id, found.role, district=found.district, since=ctx.now, until=found.ends(ctx.now))
    ctx.did("role", f"invite:{number}")
    name = role_name(found.role, found.district)
    goes_on = (
        Button(t("Write an announcement"), "coordinator.announce.begin", key="O")
        if found.role in OF_TEAM
        else Button(t("Cases"), "officer.cases.list", key="S")
    )
    ctx.say(Prompt((t("Done. Your role from now on: {role}.", role=name),), (goes_on,)))
    await tell_supervisors(ctx, found)


async def too_many_tries(ctx: Context) -> bool:
    """Whether this chat has to wait."""
    return await conversations.acts_since(ctx.unit, ctx.me.id, _WRONG, ctx.now - TRIES_WITHIN) >= TRIES


async def opened(ctx: Context, code: str) -> Invite | None:
    """The invitation of a code; a wrong one is counted."""
    found = await invites.opened_by(ctx.unit, ctx.seal(code), ctx.now)
    if found is None:
        ctx.did(_WRONG, f"contact:{ctx.me.id}")
    return found


async def tell_supervisors(ctx: Context, found: Invite) -> None:
    """Every use of a code is heard of."""
    name = role_name(found.role, found.district)
    roster = await staff.roster(ctx.unit, [], ctx.now)
    for supervisor in roster.supervisors:
        if supervisor.contact != ctx.me.id:
            ctx.tell(
                f"contact:{supervisor.contact}",
                Prompt(
                    (
                        t("**A code was used**: {label}, role: {role}.", label=found.label, role=name),
                        t("If that is not right, please end the role at once: write team."),
                    ),
                    (Button(t("Team"), "officer.team.list"),),
                ),
                key=f"invite:{found.id}:used:{supervisor.contact}",
                priority=Priority.URGENT,
            )
