"""The receipt of a report: its number, whether a person reads it now, and by when there is an answer."""

from __future__ import annotations

from handlers.dialogue.ports import Desk
from handlers.texts import t
from handlers.views.answering import Answering, on, until, when_read
from storage.models import Button, Moment, Prompt, Report, Style


def child_receipt(kept: Report, known: Answering, desk: Desk) -> Prompt:
    """For a child."""
    return Prompt(
        (
            t("Your message is kept, it has the number {number}. {name} reads it.", number=kept.number, name=known.name),
            when_read(known),
            t("If you are afraid: call 112. You can talk at {phone}, free, day and night.", phone=desk.children_phone),
        ),
        (Button(t("Call: 112"), "tel:112"), Button(t("Call: {phone}", phone=desk.children_phone), f"tel:{desk.children_phone.replace(' ', '')}")),
        short=t(
            "Your message is kept, number {number}. If you are afraid, call 112. You can talk: {phone}, free, day and night.",
            number=kept.number,
            phone=desk.children_phone,
        ),
    )


def receipt(kept: Report, known: Answering, duty_phone: str) -> Prompt:
    """Says the number, whether a person reads it now, and by when there is an answer."""
    neither = t("This is neither a formal notice of a crime nor a complaint.")
    buttons: tuple[Button, ...] = (
        Button(t("My reports"), "resident.my_reports.list"),
        Button(t("How to make one?"), "everyone.start.crime", minor=True),
    )
    if kept.announcement is not None:
        buttons = (Button(t("Let the team read it too"), f"resident.news.share:{kept.number}"), *buttons)
    term = until(kept.promised_at)
    urgent = t("It cannot wait? Duty desk, day and night: {phone}. Danger to life: 112.", phone=duty_phone)
    if known.owner is None:
        return Prompt(
            (t("Report **no. {number}** is kept. **Nobody reads it now.**", number=kept.number), when_read(known), urgent, neither),
            buttons,
            short=t(
                "Report {number} is kept. NOBODY READS IT NOW, it waits for an officer. Urgent: duty desk {phone}, day and night. Danger: 112",
                number=kept.number,
                phone=duty_phone,
            ),
        )
    if known.serving is not None:
        return Prompt(
            (
                t("Report **no. {number}** is sent to {name}.", number=kept.number, name=known.name),
                t(
                    "In service today until {clock}. Answer by {until}.",
                    clock=Moment(known.serving.end, Style.CLOCK),
                    until=term,
                ),
                t("Here you can add details and see how it stands."),
                neither,
            ),
            buttons,
            short=t(
                "Report {number} is sent. The officer answers by {until}. It is no formal notice of a crime. "
                "How it stands: STATUS {number}. Danger: 112",
                number=kept.number,
                until=until(kept.promised_at, short=True),
            ),
        )
    return Prompt(
        (
            t("Report **no. {number}** is kept. **Nobody reads it now.**", number=kept.number),
            t("It is read {on}. Answer by {until}.", on=on(known.reads_at), until=term),
            urgent,
            neither,
        ),
        buttons,
        short=t(
            "Report {number} is kept. NOBODY READS IT NOW. The officer reads it {on}. Urgent: duty desk {phone}, day and night. Danger to life: 112",
            number=kept.number,
            on=on(known.reads_at, short=True),
            phone=duty_phone,
        ),
    )
