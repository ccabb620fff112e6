"""A number to which we do not write: a landline, or one of another country. Told kindly, once a day; nothing of the message is kept."""

from __future__ import annotations

from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue
from handlers.texts import t
from storage.models import DAY, Prompt
from storage.repositories import conversations

refused = Dialogue("everyone.refused")
_SAID = "refused number"


@refused.link("number")
async def number(ctx: Context, sort: str) -> None:
    """`sort` is ``landline`` or ``foreign``."""
    if await conversations.acts_since(ctx.unit, ctx.me.id, _SAID, ctx.now - DAY):
        return
    ctx.did(_SAID, f"contact:{ctx.me.id}")
    phone = ctx.desk.duty_phone
    said = (
        t(
            "Please write from a mobile phone or call {phone}, day and night: we do not write to landlines. Nothing was kept. Danger: 112",
            phone=phone,
        )
        if sort == "landline"
        else t(
            "Please call {phone}, day and night: we write to Polish numbers only. Nothing of this message was kept. Danger to life: 112",
            phone=phone,
        )
    )
    ctx.say(Prompt((said,), short=said))
