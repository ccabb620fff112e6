"""In a group we are silent, but for one sentence to whoever speaks to us: matters of residents are for private chats."""

from __future__ import annotations

from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue
from handlers.texts import t
from storage.models import HOUR, Prompt
from storage.repositories import conversations

group = Dialogue("everyone.group")

_SAID = "sent to private chat"


@group.link("privately")
async def privately(ctx: Context, _: str) -> None:
    """Once an hour, however often we are spoken to."""
    if await conversations.acts_since(ctx.unit, ctx.me.id, _SAID, ctx.now - HOUR):
        return
    ctx.did(_SAID, f"contact:{ctx.me.id}")
    ctx.say(Prompt((t("Please write to me in a private chat: here everybody reads along. Danger to life: 112."),)))
