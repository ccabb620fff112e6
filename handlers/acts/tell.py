"""Telling a report's author something that they have not just asked for. The only way to: a confidential matter is never named."""

from __future__ import annotations

from handlers.dialogue.context import Context
from handlers.texts import t
from storage.models import Button, Prompt, Report
from storage.outgoing import IfUncertain, Priority


def tell_author(
    ctx: Context,
    report: Report,
    key: str,
    prompt: Prompt,
    *,
    priority: Priority = Priority.REPLY,
    if_uncertain: IfUncertain = IfUncertain.REPEAT_MARKED,
    then: str = "",
) -> None:
    """A message to a report's author, bound to it; `key` is unique within the report; the timer `then` hears of its end.

    In a confidential matter only that there is a message, where it was made and nowhere else, and not again before it is
    read; where somebody else looks into the phone, nothing."""
    if report.author is None:
        return
    recipient = f"contact:{report.author}"
    agreed = report.confidential
    if agreed is None:
        whole = f"{report.about}:{key}"
        ctx.tell(recipient, prompt, key=whole, about=report.about, priority=priority, if_uncertain=if_uncertain, then=then)
    else:
        tell_of_message(ctx, report)


def tell_of_message(ctx: Context, report: Report) -> None:
    """That there is a message in a confidential matter: once until it is read."""
    agreed = report.confidential
    if agreed is None or not agreed.reply_here or report.author is None:
        return
    prompt = _notice(report, agreed.code is not None)
    ctx.tell(f"contact:{report.author}", prompt, key=f"{report.about}:notice:{agreed.readings}", about=report.about, only_urn=agreed.urn)


def _notice(report: Report, with_code: bool) -> Prompt:
    """`with_code`: where answers are typed, the author's own code opens it."""
    return Prompt(
        (t("There is a new message."),),
        (Button(t("Read it"), f"resident.in_confidence.read:{report.number}", key="" if with_code else "1"),),
        short=t("There is a new message. To read it, please reply with your code.") if with_code else t("There is a new message. To read it: 1"),
    )
