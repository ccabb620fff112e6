"""A picture or document has arrived, or could not be kept: whoever waits for it hears of it.

What arrives before its report is sent goes with the report's card. What comes later, or in several parts, is told of
once, when the last part of a row is in.
"""

from __future__ import annotations

from handlers.acts.tell import tell_author
from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue
from handlers.texts import t
from handlers.views import attached
from handlers.views.case_card import building, discreet, short_place
from storage.models import SECOND, Attachment, Prompt, Refusal, Report, Text
from storage.outgoing import IfUncertain
from storage.repositories import attachments as kept_attachments
from storage.repositories import reports

attachments = Dialogue("everyone.attachments")

SETTLING = 2 * SECOND
"""Pictures that follow each other faster than this are told of together."""


@attachments.timer("arrived")
async def arrived(ctx: Context, subject: str) -> None:
    """The bytes are in, or never will be."""
    number = int(subject.partition(":")[2])
    for found in await kept_attachments.by_ids(ctx.unit, [number]):
        refusal = await kept_attachments.refusal(ctx.unit, found.id)
        if refusal is not None:
            _tell_sender(ctx, found, refusal)
        elif found.report is not None:
            ctx.set_timer(attachments.to("settled"), f"report:{found.report}", ctx.now + SETTLING)


def _tell_sender(ctx: Context, found: Attachment, refusal: Refusal) -> None:
    if found.contact is not None:
        ctx.tell(f"contact:{found.contact}", Prompt((_why(refusal, ctx.largest_file),)), key=f"attachment:{found.id}:refused")


def _why(refusal: Refusal, largest: int) -> Text:
    match refusal:
        case Refusal.UNKNOWN_TYPE:
            return t("We cannot take this kind of file, so nobody got it. Please send a picture (JPEG, PNG, WebP, GIF) or a PDF document.")
        case Refusal.TOO_LARGE:
            return t("This file is too large, so nobody got it. Please send one of at most {size} MB.", size=largest)
        case Refusal.BROKEN:
            return t("We could not open this file, so nobody got it. Please send it once more, best as a photo.")
        case Refusal.GONE:
            return t("The file did not reach us, so nobody got it. Please send it once more.")


@attachments.timer("settled")
async def settled(ctx: Context, about: str) -> None:
    """Everything that came in a row is in: the other side gets it in one message."""
    report = await reports.unattended(ctx.unit, int(about.partition(":")[2]))
    brought = await kept_attachments.take_unshown(ctx.unit, int(about.partition(":")[2]))
    if report is None:
        return
    if report.author is None:  # kept by an officer for somebody, or its author has left
        of_resident, of_officer = list(brought), []
    else:
        of_resident = [each for each in brought if each.contact == report.author]
        of_officer = [each for each in brought if each.contact != report.author]
    if of_resident:
        ctx.tell(f"duty:{report.district}", _for_officer(report, of_resident), key=f"{about}:attached:{ctx.update.id}", about=about)
    if of_officer:
        tell_author(ctx, report, f"sent:{ctx.update.id}", _for_resident(report, of_officer), if_uncertain=IfUncertain.REPEAT)


def _for_officer(report: Report, brought: list[Attachment]) -> Prompt:
    said = attached.in_words(each.kind for each in brought)
    assert said is not None, "something was brought"
    return Prompt(
        (t("**No. {number} · {place}**: +{attached}", number=report.number, place=building(report), attached=said),),
        short=t("#{number} {street}: +{attached}. To look at it: web chat.", number=report.number, street=short_place(report), attached=said),
        discreet=discreet(report, t("addition")),
        attachments=attached.files(brought) if report.confidential is None else (),
    )


def _for_resident(report: Report, brought: list[Attachment]) -> Prompt:
    said = attached.in_words(each.kind for each in brought)
    assert said is not None, "something was brought"
    return Prompt(
        (t("**Report no. {number}**: the officer sends {attached}", number=report.number, attached=said),),
        short=t(
            "Report {number}: the officer sends {attached}. It can be seen at the officer's or in the chat.", number=report.number, attached=said
        ),
        attachments=attached.files(brought),
    )
