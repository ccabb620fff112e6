"""When handling failed on our side: the words are kept, and the person is told what to do instead."""

from __future__ import annotations

from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue
from handlers.texts import t
from storage.models import Prompt

trouble = Dialogue("everyone.trouble")


@trouble.link("unreadable")
async def unreadable(ctx: Context, _: str) -> None:
    """A sticker, a poll, a game: nothing that could be read or passed on."""
    ctx.say(Prompt((t("This we cannot read. Please write it in words, or send a photo, a film, a recording or a document."),)))


@trouble.link("sorry")
async def sorry(ctx: Context, _: str) -> None:
    """Said once, after the last attempt."""
    ctx.say(
        Prompt(
            (
                t("Something went wrong on our side. Your message is kept, but nobody has got it yet."),
                t("Please write it once more, or call the duty desk: {phone}, day and night. Danger to life: 112.", phone=ctx.desk.duty_phone),
            ),
            short=t(
                "Something went wrong here, nobody has got your message yet. Please send it again or call {phone}, day and night. Danger: 112",
                phone=ctx.desk.duty_phone,
            ),
        )
    )
