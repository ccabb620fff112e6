"""[Change] on the summary card: the words, the place, or leaving out what is attached."""

from __future__ import annotations

from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue, residents
from handlers.resident.draft import speak
from handlers.resident.report import draft, over, stands
from handlers.texts import t
from storage.models import Button, Prompt

change = Dialogue("resident.change", who=residents)


@change.link("ask")
async def ask(ctx: Context, number: str) -> None:
    """[Change]: the words or the place."""
    if not stands(ctx, number):
        await over(ctx)
        return
    speak(
        ctx,
        ctx.state,
        Prompt(
            (t("What should be changed?"),),
            (
                Button(t("Change the words"), change.to("words", number)),
                Button(t("Change the place"), change.to("place", number)),
                *((Button(t("Leave the attachments out"), change.to("attached", number)),) if ctx.state.get("attachments") else ()),
            ),
        ),
    )


@change.link("words")
async def words(ctx: Context, number: str) -> None:
    """[Change the words]."""
    if not stands(ctx, number):
        await over(ctx)
        return
    await draft.advance(ctx, {**ctx.state, "words": None})


@change.link("attached")
async def without_attachments(ctx: Context, number: str) -> None:
    """[Without attachments]."""
    if not stands(ctx, number):
        await over(ctx)
        return
    await draft.advance(ctx, {**ctx.state, "attachments": []})


@change.link("place")
async def place(ctx: Context, number: str) -> None:
    """[Change the place]."""
    if not stands(ctx, number):
        await over(ctx)
        return
    await draft.advance(ctx, {**ctx.state, "place": None, "suggestion": None})
