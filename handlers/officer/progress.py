"""The officer takes a case, closes it with a reason in two taps, opens it again."""

from __future__ import annotations

from handlers.acts.move import move
from handlers.acts.tell import tell_author
from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue, staff
from handlers.officer.case import case, closed
from handlers.rules.lifecycle import Action
from handlers.texts import t
from handlers.views.answering import until
from handlers.views.case_card import closing_buttons, no_such_case, not_to_be_answered
from handlers.views.status import reason_name, reason_sentence, reason_short
from storage.models import Button, Prompt, Reason, State

progress = Dialogue("officer.progress", who=staff)


@progress.link("take")
async def take(ctx: Context, number: str) -> None:
    """[I take it]."""
    found = await case(ctx, number)
    if found is None:
        ctx.say(no_such_case())
        return
    if not found.is_open:
        ctx.say(closed(found))
        return
    if found.state is State.IN_PROGRESS:
        ctx.say(Prompt((t("No. {number} is in progress already.", number=found.number),)), about=found.about)
        return
    moved = await move(ctx, found, Action.TAKE)
    ctx.did("take", found.about)
    tell_author(
        ctx,
        moved,
        f"taken:{ctx.update.id}",
        Prompt(
            (
                t(
                    "Report no. {number}: the officer is taking care of it. Next message by {until}.",
                    number=moved.number,
                    until=until(moved.promised_at),
                ),
            ),
            short=t(
                "Report {number}: the officer is taking care of it. Next message by {until}. Danger to life: 112",
                number=moved.number,
                until=until(moved.promised_at, short=True),
            ),
        ),
    )
    if not_to_be_answered(moved) is None:
        said = t(
            "No. {number}: in progress. The resident knows; next message promised by {until}.", number=moved.number, until=until(moved.promised_at)
        )
    else:
        said = t("No. {number}: in progress. The resident is told nothing there.", number=moved.number)
    ctx.say(Prompt((said,)), about=moved.about)


@progress.link("close")
async def close(ctx: Context, number: str) -> None:
    """The first tap: the reasons."""
    found = await case(ctx, number)
    if found is None:
        ctx.say(no_such_case())
        return
    if not found.is_open:
        ctx.say(closed(found))
        return
    ctx.say(
        Prompt(
            (t("Why is no. {number} closed? The resident reads the reason at once.", number=found.number),),
            closing_buttons(found.number),
            short=t(
                "#{number} reason: 1 done 2 not there 3 steps taken 4 report the crime 5 not for the police 6 same matter 7 mistake. Reply: a digit",
                number=found.number,
            ),
        ),
        about=found.about,
    )


@progress.link("because")
async def because(ctx: Context, argument: str) -> None:
    """The second tap: closed, and the resident reads why."""
    number, _, name = argument.partition(".")
    found = await case(ctx, number)
    if found is None or name not in set(Reason):
        ctx.say(no_such_case())
        return
    if not found.is_open:
        ctx.say(closed(found), about=found.about)
        return
    reason = Reason(name)
    moved = await move(ctx, found, Action.CLOSE, reason)
    ctx.did("close", found.about)
    tell_author(
        ctx,
        moved,
        f"closed:{ctx.update.id}",
        Prompt(
            (t("**Report no. {number} is closed.**", number=moved.number), reason_sentence(reason, ctx.desk), t("Did it help?")),
            (
                Button(t("Yes"), f"resident.rating.yes:{moved.number}"),
                Button(t("No, open again"), f"resident.rating.no:{moved.number}"),
            ),
            short=t(
                "Report {number} is closed: {reason}. Did it help? Reply YES {number} or NO {number} (opens it again).",
                number=moved.number,
                reason=reason_short(reason),
            ),
        ),
    )
    if not_to_be_answered(moved) is None:
        sentence = reason_sentence(reason, ctx.desk)
        said = t("No. {number} closed: {reason}. The resident read: “{sentence}”", number=moved.number, reason=reason_name(reason), sentence=sentence)
    else:
        said = t("No. {number} closed: {reason}. The resident is told nothing there.", number=moved.number, reason=reason_name(reason))
    ctx.say(Prompt((said,), (Button(t("Open again"), progress.to("reopen", moved.number), minor=True),)), about=moved.about)


@progress.link("reopen")
async def reopen(ctx: Context, number: str) -> None:
    """A closing that was too early: back in the list, with a new promise."""
    found = await case(ctx, number)
    if found is None or found.state is not State.CLOSED:
        ctx.say(no_such_case())
        return
    moved = await move(ctx, found, Action.REOPEN)
    ctx.did("reopen", found.about)
    tell_author(
        ctx,
        moved,
        f"reopened:{ctx.update.id}",
        Prompt(
            (t("Report no. {number} is open again. The officer answers by {until}.", number=moved.number, until=until(moved.promised_at)),),
            short=t(
                "Report {number} is open again. The officer answers by {until}. Danger to life: 112",
                number=moved.number,
                until=until(moved.promised_at, short=True),
            ),
        ),
    )
    ctx.say(Prompt((t("No. {number} is open again.", number=moved.number),)), about=moved.about)
