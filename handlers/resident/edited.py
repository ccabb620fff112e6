"""An edited message: a draft has the new words, a report gets them as a correction beside the old ones.

The guard has seen the new words before. What belonged to nothing is read as if it had just been written, in the conversation
that stands.
"""

from __future__ import annotations

from dataclasses import replace

from handlers.acts.add import add
from handlers.dialogue.context import Context
from handlers.resident import confidential
from handlers.rules.points import lines_of
from handlers.texts import t
from storage.models import SECOND, EntryKind, Prompt, Report
from storage.repositories import inbox, questions, reports
from storage.repositories.conversations import StoredSession
from storage.repositories.inbox import Heard

SETTLING = 2 * SECOND
_DRAFT_SHOWN_AGAIN = "resident.report.settled"
_DRAFTS = {"resident.report": "words", "resident.my_reports": "pending"}
"""Where words wait that may simply be changed."""
_OF_TEAMS = {"coordinator.announce": "words", "coordinator.meet": "agenda", "coordinator.agenda": "agenda"}
"""Drafts of texts for other people, and what they call them."""


async def edited(ctx: Context) -> bool:
    """`ctx.update.link` names the message that was changed. False: the new words are a message like any other."""
    before = await inbox.heard(ctx.unit, ctx.update.channel, ctx.update.link)
    words = ctx.update.text
    if before is not None and words == before.text:
        return True
    if before is not None:
        inbox.reword(ctx.unit, ctx.update.channel, ctx.update.link, words)
    if before is not None and _written_for_others(ctx, before.text):
        return False
    if ctx.me.grants:
        ctx.say(Prompt((t("What was sent stays as it was. Please write the correction as a new message."),)))
        return True
    if confidential.edited_in_silence(ctx):
        return True
    if before is None or not before.text:
        return False
    if await questions.was_asked(ctx.unit, ctx.me.id, before.text):
        ctx.say(Prompt((t("Your question was sent as it was. Please send the new words as another question."),)))
        return True
    if _in_draft(ctx, before.text, words):
        ctx.set_timer(_DRAFT_SHOWN_AGAIN, ctx.talk, ctx.now + SETTLING)
        return True
    kept = await _report_with(ctx, before)
    if kept is None:
        return False
    await _corrected(ctx, kept, words)
    return True


def _in_draft(ctx: Context, before: str, words: str) -> bool:
    """Changes the words of the draft that holds them, also of one that was set aside."""
    session = ctx.session
    if session is not None and (changed := _changed(session, before, words)) is not None:
        ctx.remember(session.dialogue, session.version, session.step, changed.state)
        return True
    for each in ctx.aside:
        if (changed := _changed(each, before, words)) is not None:
            ctx.aside = tuple(changed if other is each else other for other in ctx.aside)
            return True
    return False


def _written_for_others(ctx: Context, before: str) -> bool:
    """A team's draft that stands, with these words: they are asked for again, so that the new ones are their answer."""
    session = ctx.session
    slot = None if session is None else _OF_TEAMS.get(session.dialogue)
    if session is None or slot is None or not before:
        return False
    said = session.state.get(slot)
    if said != (before if isinstance(said, str) else lines_of(before)):
        return False
    ctx.session = replace(session, step=slot, state={**session.state, slot: None, "checked": None})
    return True


def _changed(session: StoredSession, before: str, words: str) -> StoredSession | None:
    key = _DRAFTS.get(session.dialogue)
    said = str(session.state.get(key) or "") if key is not None else ""
    if key is None or not _has_lines(said, before):
        return None
    return replace(session, state={**session.state, key: f"\n{said}\n".replace(f"\n{before}\n", f"\n{words}\n", 1)[1:-1]})


def _has_lines(said: str, before: str) -> bool:
    """Whether a message stands among the words as whole lines: "ta" is not found in "taksówki"."""
    return f"\n{before}\n" in f"\n{said}\n"


async def _report_with(ctx: Context, before: Heard) -> Report | None:
    """The own report, the newest first, in which the person's words stand that came when this message came, or later."""
    here = [each for each in await reports.confidential_of(ctx.unit, ctx.me.id) if each.confidential and each.confidential.urn == ctx.update.urn]
    for each in [*await reports.of_author(ctx.unit, ctx.me.id), *here]:
        if each.created_at >= before.at and _has_lines(each.words, before.text):
            return each
        for entry in await reports.entries(ctx.unit, each.number):
            if entry.kind is EntryKind.WORDS and entry.created_at >= before.at and _has_lines(entry.text, before.text):
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
