"""An edited message: a draft has the new words, a report gets them as a correction beside the old ones.

What belonged to nothing is read as if it had just been written. The guard has seen the new words before.
"""

from __future__ import annotations

from dataclasses import replace

from handlers.acts.add import add
from handlers.dialogue.context import Context
from handlers.texts import t
from storage.models import SECOND, Prompt, Report
from storage.repositories import inbox, reports
from storage.repositories.conversations import StoredSession

SETTLING = 2 * SECOND
_DRAFT_SHOWN_AGAIN = "resident.report.settled"


async def edited(ctx: Context) -> None:
    """`ctx.update.link` names the message that was changed."""
    before = await inbox.words_of(ctx.unit, ctx.update.channel, ctx.update.link)
    words = ctx.update.text
    if words == before:
        return
    inbox.reword(ctx.unit, ctx.update.channel, ctx.update.link, words)
    if ctx.me.grants:
        ctx.say(Prompt((t("What was sent stays as it was. Please write the correction as a new message."),)))
    elif before and _in_draft(ctx, before, words):
        ctx.set_timer(_DRAFT_SHOWN_AGAIN, f"contact:{ctx.me.id}", ctx.now + SETTLING)
    elif before and (kept := await _report_with(ctx, before)) is not None:
        await _corrected(ctx, kept, words)
    else:
        ctx.take_as_ordinary(words, ())


def _in_draft(ctx: Context, before: str, words: str) -> bool:
    """Changes the words of the conversation that holds them, also of one that was set aside."""
    session = ctx.session
    if session is not None and before in str(session.state.get("words") or ""):
        ctx.remember(session.dialogue, session.version, session.step, _changed(session, before, words).state)
        return True
    for each in ctx.aside:
        if before in str(each.state.get("words") or ""):
            ctx.aside = tuple(_changed(each, before, words) if other is each else other for other in ctx.aside)
            return True
    return False


def _changed(session: StoredSession, before: str, words: str) -> StoredSession:
    return replace(session, state={**session.state, "words": str(session.state["words"]).replace(before, words, 1)})


async def _report_with(ctx: Context, before: str) -> Report | None:
    """The own report, the newest first, in which these words stand."""
    own = [*await reports.of_author(ctx.unit, ctx.me.id), *await reports.confidential_of(ctx.unit, ctx.me.id)]
    for each in own:
        if before in each.words or any(before in entry.text for entry in await reports.entries(ctx.unit, each.number)):
            return each
    return None


async def _corrected(ctx: Context, kept: Report, words: str) -> None:
    """The officer gets the new words and keeps the old ones; in a confidential matter nothing is said about it."""
    await add(ctx, kept, words, correction=True)
    agreed = kept.confidential
    if agreed is None:
        ctx.say(Prompt((t("Report no. {number}: the officer gets the corrected words beside the old ones.", number=kept.number),)), about=kept.about)
    elif not agreed.reply_here:
        ctx.clear_chat(ctx.update.urn)
