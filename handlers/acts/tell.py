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
) -> None:
    """A message to a report's author, bound to it; `key` is unique within the report.

    In a confidential matter only that there is a message, where it was made and nowhere else, and not again before it is
    read; where somebody else looks into the phone, nothing."""
    if report.author is None:
        return
    recipient = f"contact:{report.author}"
    agreed = report.confidential
    if agreed is None:
        ctx.tell(recipient, prompt, key=f"{report.about}:{key}", about=report.about, priority=priority, if_uncertain=if_uncertain)
    elif agreed.reply_here:
        ctx.tell(recipient, _notice(report), key=f"{report.about}:notice:{agreed.readings}", about=report.about, only_urn=agreed.urn)


def _notice(report: Report) -> Prompt:
    return Prompt(
        (t("There is a new message."),),
        (Button(t("Read it"), f"resident.in_confidence.read:{report.number}"),),
        short=t("There is a new message. To read it, please reply with your code."),
    )
