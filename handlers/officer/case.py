"""What every room of the officer does with a case: get at it through the one door, move it, tell the resident."""

from __future__ import annotations

from dataclasses import replace

from handlers.dialogue.context import Context
from handlers.dialogue.update import as_number
from handlers.rules import lifecycle, service
from handlers.rules.lifecycle import KEPT_AFTER_ITS_END, Action
from handlers.texts import t
from handlers.views.answering import officer_name, until
from handlers.views.case_card import current_card
from storage.models import DAY, Button, IfUncertain, Prompt, Reason, Report, State
from storage.repositories import reports

QUESTION_WAITS = 14 * DAY
"""How long a question waits for its answer (said to the resident, kept by a timer)."""
OVERDUE = "resident.late.overdue"
UNANSWERED = "officer.answer.unanswered"
OLD = "resident.my_data.old"


async def case(ctx: Context, number: str) -> Report | None:
    """The case, if whoever asks may see it as staff; None also for a report of one's own."""
    wanted = as_number(number)
    if wanted is None:
        return None
    found = await reports.visible_to(ctx.unit, ctx.me.id, wanted, ctx.now)
    return found if found is not None and found.author != ctx.me.id else None


def closed(found: Report) -> Prompt:
    """For what can only be done with an open case."""
    return Prompt((t("No. {number} is closed.", number=found.number),), (Button(t("Open again"), f"officer.progress.reopen:{found.number}"),))


async def move(ctx: Context, found: Report, action: Action, reason: Reason | None = None) -> Report:
    """The case after an action, with its next promise and timers; the card in the officer's chat follows."""
    state = lifecycle.after(found.state, action) or found.state
    promised_at = found.promised_at
    if state in (State.IN_PROGRESS, State.REOPENED):
        promised_at = service.promise(ctx.town.district(found.district).hours, ctx.now, ctx.zone)
    moved = replace(found, state=state, reason=reason, promised_at=promised_at)
    reports.move(ctx.unit, moved.number, state, promised_at=promised_at, now=ctx.now, reason=reason)
    if state is State.CLOSED:
        ctx.set_timer(OLD, moved.about, ctx.now + KEPT_AFTER_ITS_END)
    if state in (State.CLOSED, State.QUESTION):
        ctx.cancel_timer(OVERDUE, moved.about)
    else:
        ctx.set_timer(OVERDUE, moved.about, promised_at)
    if state is State.QUESTION:
        ctx.set_timer(UNANSWERED, moved.about, ctx.now + QUESTION_WAITS)
    else:
        ctx.cancel_timer(UNANSWERED, moved.about)
    ctx.replace(f"duty:{moved.district}", moved.card_key, await current_card(ctx, moved), about=moved.about)
    return moved


async def mark_read(ctx: Context, found: Report) -> Report:
    """The first look: the resident hears that the report was read. Later looks change nothing."""
    if not lifecycle.is_unread(found.state):
        return found
    moved = await move(ctx, found, Action.OPEN)
    tell_resident(
        ctx,
        moved,
        f"read:{ctx.update.id}",
        Prompt(
            (
                t(
                    "Report no. {number} has been read by {name}. Answer by {until}.",
                    number=moved.number,
                    name=officer_name(moved.district),
                    until=until(moved.promised_at),
                ),
            ),
            short=t(
                "Report {number} has been read by the officer. Answer by {until}. Danger to life: 112",
                number=moved.number,
                until=until(moved.promised_at, short=True),
            ),
        ),
    )
    return moved


def tell_resident(ctx: Context, found: Report, key: str, prompt: Prompt) -> None:
    """A message to the author of a case, bound to it. Repeated after a doubt it says that it is a repetition."""
    if found.author is None:
        return
    ctx.tell(f"contact:{found.author}", prompt, key=f"{found.about}:{key}", about=found.about, if_uncertain=IfUncertain.REPEAT_MARKED)
