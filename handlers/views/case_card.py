"""A report as the officer sees it, in full or as one line of a list, and what to say when there is none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from handlers.dialogue.context import Context
from handlers.rules import ready
from handlers.texts import t
from handlers.views import attached
from handlers.views.answering import until
from handlers.views.status import reason_name, state_for_staff
from storage.models import (
    Alarm,
    AlarmAnswer,
    Attachment,
    AttachmentState,
    Button,
    Confidence,
    Entry,
    EntryKind,
    Moment,
    Place,
    Prompt,
    Reason,
    Report,
    State,
    Style,
    Text,
    Written,
)
from storage.repositories import attachments

LONGEST_WORDS = 1500
"""Characters of a report's words on a card; the whole is one tap away."""


def case_card(report: Report, category: Written | None = None, brought: Sequence[Attachment] = ()) -> Prompt:
    """The card with its buttons, and what came along. The resident has no name here, only the report's number.

    Of a confidential matter it says how to get in touch, and neither words nor place: those are read on purpose."""
    if report.confidential is not None:
        return _confidential_card(report, report.confidential)
    if category is None:
        head = t("**No. {number} · {place}**", number=report.number, place=where(report))
    else:
        head = t("**No. {number} · {category} · {place}**", number=report.number, category=category, place=where(report))
    return Prompt(
        body=(
            head,
            *(() if report.alarm is None else (urgent_line(report.alarm),)),
            *(() if report.announcement is None else (t("An answer to announcement no. {number}.", number=report.announcement),)),
            quote(report.words, LONGEST_WORDS) if report.words else _first_words(report),
            *attached.lines(brought),
            _who(report),
            _standing(report),
        ),
        buttons=_buttons(report),
        short=_short(report, brought),
        attachments=attached.files(brought),
        discreet=discreet(report, t("addition")),
    )


async def current_card(ctx: Context, report: Report) -> Prompt:
    """The card as it is now, with the name of its kind and all that came with the first words."""
    brought: Sequence[Attachment] = ()
    if report.attached:
        brought = [each for each in await attachments.of_report(ctx.unit, report.number) if each.entry is None and each.state is AttachmentState.KEPT]
    return case_card(report, kind(ctx, report), brought)


def discreet(report: Report, what: Text | None = None) -> Text:
    """What an officer whose phone others may look at is told of a case: that there is something, never its words."""
    street = t("confidential matter") if report.confidential is not None else report.place.street or t("no place given")
    if what is None:
        return t("**No. {number} · {street}**. To read it: #{number}", number=report.number, street=street)
    return t(
        "**No. {number} · {street}** · {what}. To read it: #{number}",
        number=report.number,
        street=street,
        what=what,
    )


def _short(report: Report, brought: Sequence[Attachment]) -> Text:
    if report.alarm is not None:
        return t(
            "#{number} URGENT {street}: the resident was told to call 112. Nobody may be on the way. Words: #{number} C. Reply: #{number} text",
            number=report.number,
            street=_street(report) or "-",
        )
    along = attached.in_words(each.kind for each in brought)
    term = until(report.promised_at, short=True)
    if along is not None:
        return t(
            "#{number} {street}: report, {attached}. Answer by {until}. Reply #{number} text. Take: #{number} W. "
            "Close: #{number} Z. Words: #{number} C",
            number=report.number,
            street=_street(report),
            attached=along,
            until=term,
        )
    return t(
        "#{number} {street}: report from a resident. Answer by {until}. Reply #{number} text. Taking it: #{number} W. Close: #{number} Z. "
        "Its words: #{number} C",
        number=report.number,
        street=_street(report),
        until=term,
    )


def addition(report: Report, words: str, brought: Sequence[Attachment] = (), opened: tuple[Text, ...] = ()) -> Prompt:
    """What the officer gets when the resident adds something."""
    return Prompt(
        (
            t("**No. {number} · {place}**: the resident adds", number=report.number, place=building(report)),
            *opened,
            *(((quote(words, LONGEST_WORDS),) if words else ()) if report.confidential is None else (_ON_PURPOSE,)),
            *attached.lines(brought),
        ),
        _buttons(report) if report.is_open else (),
        short=t(
            "#{number} {street}: the resident adds something. Its words: #{number} C. Reply: #{number} text",
            number=report.number,
            street=short_place(report),
        ),
        attachments=attached.files(brought) if report.confidential is None else (),
        discreet=discreet(report),
    )


_CONFIDENTIAL = t("confidential matter")
_ON_PURPOSE = t("The words are not shown here: [Whole conversation].")


def where(report: Report) -> str | Text:
    """Where it is, for officers; an urgent report may have no place, and that of a confidential matter is read on purpose only."""
    return _CONFIDENTIAL if report.confidential is not None else report.place.line or t("no place given")


def building(report: Report) -> str | Text:
    """The same without flat or staircase."""
    return _CONFIDENTIAL if report.confidential is not None else report.place.building


def short_place(report: Report) -> str | Text:
    """The same for an SMS."""
    return _CONFIDENTIAL if report.confidential is not None else report.place.short


def _confidential_card(report: Report, agreed: Confidence) -> Prompt:
    if agreed.reply_here:
        touch = (t("The resident can be answered here, and is told only that there is a new message."),)
    elif agreed.safe_contact:
        touch = (t("**Do not answer to this phone.** Safe contact: “{contact}”", contact=agreed.safe_contact),)
    else:
        touch = (t("**Do not answer to this phone.** The resident will get in touch when it is safe."),)
    return Prompt(
        (
            t("**No. {number} · confidential matter**", number=report.number),
            *touch,
            _ON_PURPOSE,
            t("To consider: the Blue Card (Niebieska Karta)."),
            _standing(report),
        ),
        _buttons(report),
        short=t(
            "#{number} CONFIDENTIAL MATTER. Answer only if the card says so. The whole: #{number} C. Taking it: #{number} W. Close: #{number} Z",
            number=report.number,
        ),
        discreet=discreet(report),
    )


def not_to_be_answered(report: Report) -> Text | None:
    """Why nothing may be said to the author of a confidential matter; None if something may."""
    agreed = report.confidential
    if agreed is None or agreed.reply_here:
        return None
    if agreed.safe_contact:
        return t(
            "No. {number}: nothing was sent, somebody else looks into that phone. Safe contact: “{contact}”",
            number=report.number,
            contact=agreed.safe_contact,
        )
    return t("No. {number}: nothing was sent, somebody else looks into that phone. The resident will get in touch.", number=report.number)


_ANSWERS = {
    AlarmAnswer.KNOWS: t("“112 knows already”"),
    AlarmAnswer.MUTE: t("“I cannot speak”"),
    AlarmAnswer.SILENT: t("no answer"),
}


def urgent_line(alarm: Alarm) -> Text:
    """What the police must know of an urgent report at once."""
    return t(
        "**URGENT: at {clock} the resident was told to call 112.** The answer: {answer}. It is not known whether anybody is on the way.",
        clock=Moment(alarm.at, Style.CLOCK),
        answer=_ANSWERS[alarm.answer],
    )


def kind(ctx: Context, report: Report) -> Written | None:
    """The name of a report's category, if the configuration still has it."""
    found = ctx.categories.category(report.category)
    return None if found is None else found.name


def _who(report: Report) -> Text:
    if report.identity is None:
        return t("Resident {number}, without personal data. Do not reveal that a report came from this address.", number=report.number)
    return t("Given by the resident: {identity}. Do not reveal that a report came from this address.", identity=report.identity)


def _street(report: Report) -> str:
    return Place(report.place.street, report.place.house).short


def _standing(report: Report) -> Text:
    if report.state is State.CLOSED and report.reason is not None:
        return t("State: closed · {reason}", reason=reason_name(report.reason))
    return t("State: {state}. Promised: answer by {until}.", state=state_for_staff(report.state), until=until(report.promised_at))


def _buttons(report: Report) -> tuple[Button, ...]:
    if not report.is_open:
        return (Button(t("Open again"), f"officer.progress.reopen:{report.number}"),)
    take = () if report.state is State.IN_PROGRESS else (Button(t("I take it"), f"officer.progress.take:{report.number}", key="W"),)
    confidential = report.confidential is not None
    talk = (
        Button(t("Answer"), f"officer.answer.reply:{report.number}"),
        *take,
        Button(t("Ask"), f"officer.answer.ask:{report.number}"),
    )
    return (
        *(take if report.author is None or not_to_be_answered(report) is not None else talk),
        Button(t("Close…"), f"officer.progress.close:{report.number}", key="Z"),
        Button(t("Whole conversation"), f"officer.cases.open:{report.number}", minor=not confidential, key="C" if confidential else ""),
        Button(t("Change the kind"), f"officer.category.change:{report.number}", minor=True),
        Button(t("Not my district"), f"officer.handover.not_mine:{report.number}", minor=True),
    )


def quote(words: str, longest: int) -> Written:
    """A person's words in quotation marks, cut where a card would burst."""
    cut = words if len(words) <= longest else words[:longest].rstrip() + " […]"
    return Written({"": f"„{cut}”"})


def conversation(report: Report, entries: Sequence[Entry], brought: Sequence[Attachment] = ()) -> Prompt:
    """The whole conversation of a report with all that came along, then its card's buttons."""
    lines: list[Text | Written] = [
        t("**No. {number} · {place}**", number=report.number, place=report.place.line or t("no place given")),
        *(() if report.confidential is None else _confidential_card(report, report.confidential).body[1:2]),
        *(() if report.alarm is None else (urgent_line(report.alarm),)),
        _first_words(report),
        *attached.lines([each for each in brought if each.entry is None]),
    ]
    for entry in entries:
        if not entry.text:
            lines.append(t("Resident:") if entry.kind is EntryKind.WORDS else t("Answer:"))
        elif entry.kind is EntryKind.WORDS:
            lines.append(t("Resident: {words}", words=entry.text))
        elif entry.kind is EntryKind.QUESTION:
            lines.append(t("Question: {words}", words=ready.words(entry.text)))
        else:
            lines.append(t("Answer: {words}", words=entry.text))
        lines += attached.lines([each for each in brought if each.entry == entry.id])
    return Prompt((*lines, _who(report), _standing(report)), _buttons(report), attachments=attached.files(brought))


def _first_words(report: Report) -> Text:
    if not report.place.street and not report.words and not report.is_open:
        return t("Its words have been deleted.")
    return t("Resident: {words}", words=report.words) if report.words else t("Without a description.")


def case_line(report: Report) -> Text:
    """One line of a list of cases."""
    return t(
        "{number} · {place} · {state} · by {until}",
        number=report.number,
        place=building(report),
        state=state_for_staff(report.state),
        until=until(report.promised_at),
    )


def which(reports: Iterable[Report], link: str) -> tuple[Button, ...]:
    """One button per report, for "which one is meant?"."""
    return tuple(Button(t("{number} {street}", number=report.number, street=building(report)), f"{link}:{report.number}") for report in reports)


def closing_buttons(number: int) -> tuple[Button, ...]:
    """The reasons for closing: four decisions, three rarer ones as small links; all seven by digit."""
    rare = (Reason.NOT_POLICE, Reason.SAME_MATTER, Reason.MISTAKE)
    return tuple(
        Button(reason_name(reason), f"officer.progress.because:{number}.{reason.value}", key=str(digit), minor=reason in rare)
        for digit, reason in enumerate(Reason, start=1)
    )


def no_such_case() -> Prompt:
    """The same for "there is none" and "it is not yours"."""
    return Prompt((t("There is no such report here. Please check the number, or write: cases."),))
