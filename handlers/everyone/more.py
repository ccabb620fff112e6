"""DALEJ: the rest of a message that was longer than an SMS may be."""

from __future__ import annotations

from dataclasses import replace

from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue
from handlers.dialogue.update import as_number
from handlers.texts import t
from storage.models import Prompt
from storage.repositories import outbox

more = Dialogue("everyone.more")


@more.link("rest")
async def rest(ctx: Context, argument: str) -> None:
    """The same message from where it was cut; only for whoever it was said to, and where it was."""
    id, _, shown = argument.partition(".")
    number, begins_at = as_number(id), as_number(shown)
    said = None if number is None or ctx.update.urn is None else await outbox.said_at(ctx.unit, number, ctx.update.urn)
    if said is None or begins_at is None:
        await nothing(ctx)
        return
    ctx.say(replace(said.prompt, begins_at=begins_at), about=said.about, here=True)


@more.words("dalej", "далі", "more")
async def nothing(ctx: Context) -> None:
    """The word, when nothing was cut."""
    said = t("There is nothing more to read. Danger to life: 112")
    ctx.say(Prompt((said,), short=said))
