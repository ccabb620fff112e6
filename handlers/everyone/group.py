"""In a group we say one sentence to whoever speaks to us: matters of residents are for private chats. A team's code links its group."""

from __future__ import annotations

from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue
from handlers.everyone.invite import CODE_IS_WRONG, TOO_MANY_TRIES, opened, tell_supervisors, too_many_tries
from handlers.rules.codes import read_code
from handlers.texts import t
from storage.models import HOUR, Prompt, Role
from storage.repositories import conversations, invites, staff

group = Dialogue("everyone.group")

_SAID = "sent to private chat"


@group.link("spoken")
async def spoken(ctx: Context, words: str) -> None:
    """Somebody has spoken to us: with a code of a coordination team, or with anything else."""
    code = read_code(words)
    if code is None:
        await _privately(ctx)
    elif await too_many_tries(ctx):
        ctx.say(TOO_MANY_TRIES)
    else:
        await _link(ctx, code)


async def _privately(ctx: Context) -> None:
    """Once an hour, however often we are spoken to."""
    if await conversations.acts_since(ctx.unit, ctx.me.id, _SAID, ctx.now - HOUR):
        return
    ctx.did(_SAID, f"contact:{ctx.me.id}")
    ctx.say(Prompt((t("Please write to me in a private chat: here everybody reads along. Danger to life: 112."),)))


async def _link(ctx: Context, code: str) -> None:
    found = await opened(ctx, code)
    if found is None:
        ctx.say(CODE_IS_WRONG)
    elif found.role is not Role.TEAM:
        ctx.say(Prompt((t("This code is for one person. Please write it to me in a private chat; it was not used here."),)))
    elif not await invites.use(ctx.unit, found.id, ctx.me.id, ctx.now):
        ctx.say(CODE_IS_WRONG)
    else:
        staff.grant(ctx.unit, ctx.me.id, Role.TEAM, district=found.district, since=ctx.now, until=found.ends(ctx.now))
        ctx.did("role", f"invite:{found.id}")
        await tell_supervisors(ctx, found)
        ctx.say(
            Prompt(
                (
                    t("This group is linked with the team: {label}.", label=found.label),
                    t("The team's notices come here. Matters of residents are for a private chat. Danger to life: 112."),
                )
            )
        )
