"""A report moves on: its state, its promise, its timers, its card. Officer and resident move it in the same way."""

from __future__ import annotations

from dataclasses import replace

from handlers.acts.keep import OVERDUE
from handlers.dialogue.context import Context
from handlers.rules import lifecycle
from handlers.rules.lifecycle import KEPT_AFTER_ITS_END, Action
from handlers.views.answering import answering
from handlers.views.case_card import current_card
from storage.models import DAY, Reason, Report, State
from storage.repositories import reports

QUESTION_WAITS = 14 * DAY
"""How long a question waits for its answer (said to the resident, kept by a timer)."""
UNANSWERED = "officer.answer.unanswered"
OLD = "resident.my_data.old"


async def move(ctx: Context, found: Report, action: Action, reason: Reason | None = None) -> Report:
    """The report after an action, with its next promise and timers; the card in the officer's chat follows.

    What somebody adds to a report that goes on anyway changes nothing of it."""
    state = lifecycle.after(found.state, action) or found.state
    if action is Action.ADD and state is found.state:
        return found
    promised_at = found.promised_at
    if state in (State.IN_PROGRESS, State.REOPENED):
        promised_at = (await answering(ctx, found.district)).promised_at
    moved = replace(found, state=state, reason=reason, promised_at=promised_at)
    reports.move(ctx.unit, moved.number, state, promised_at=promised_at, now=ctx.now, reason=reason)
    if not moved.is_open:
        ctx.set_timer(OLD, moved.about, ctx.now + KEPT_AFTER_ITS_END)
    if not moved.is_open or state is State.QUESTION:
        ctx.cancel_timer(OVERDUE, moved.about)
    else:
        ctx.set_timer(OVERDUE, moved.about, promised_at)
    if state is State.QUESTION:
        ctx.set_timer(UNANSWERED, moved.about, ctx.now + QUESTION_WAITS)
    else:
        ctx.cancel_timer(UNANSWERED, moved.about)
    ctx.replace(f"duty:{moved.district}", moved.card_key, await current_card(ctx, moved), about=moved.about)
    return moved
