"""The 112 card and what follows it. Nothing here says that help is coming, and nothing gives advice on rescue."""

from __future__ import annotations

from handlers.dialogue.ports import Desk
from handlers.texts import t
from handlers.views.answering import Answering, when_read
from handlers.views.case_card import case_card, discreet
from storage.models import AlarmAnswer, Button, Prompt, Report


def card_112(buttons: tuple[Button, ...]) -> Prompt:
    """Call 112, now."""
    return Prompt(
        (
            t("**Please call 112. Now.**"),
            t("This bot does not call for help. Perhaps nobody reads this message now."),
        ),
        (Button(t("Call: 112"), "tel:112"), *buttons),
        short=t("PLEASE CALL 112. NOW. This SMS calls no help, perhaps nobody reads it. When 112 knows: reply 1. I cannot speak: 2. Not urgent: 3"),
    )


def card_suicide(desk: Desk, buttons: tuple[Button, ...]) -> Prompt:
    """To somebody who does not want to live, or about such a person."""
    return Prompt(
        (
            t("It is good that you write. Nobody has to be alone with this."),
            t("If it happens now, please call 112. To talk, at any hour and free of charge: {phone}.", phone=desk.crisis_phone),
            t("Perhaps nobody reads this conversation now, that is why we ask you to call."),
        ),
        (
            Button(t("Call: 112"), "tel:112"),
            Button(t("Call: {phone}", phone=desk.crisis_phone), f"tel:{desk.crisis_phone.replace(' ', '')}"),
            *buttons,
        ),
        short=t(
            "It is good that you write. Nobody has to be alone with this. Please call 112 or {phone}, free, day and night. "
            "Perhaps nobody reads this SMS.",
            phone=desk.crisis_phone,
        ),
    )


def card_child(desk: Desk, buttons: tuple[Button, ...]) -> Prompt:
    """To a child: no form, no consent, no photo."""
    return Prompt(
        (
            t("It is good that you write. It is not your fault."),
            t("If somebody hurts you now or you are afraid: call 112. You can talk at {phone}, free, day and night.", phone=desk.children_phone),
            t("A police officer will read what you write. You need not give your name."),
        ),
        (
            Button(t("Call: 112"), "tel:112"),
            Button(t("Call: {phone}", phone=desk.children_phone), f"tel:{desk.children_phone.replace(' ', '')}"),
            *buttons,
        ),
        short=t(
            "It is good that you write. It is not your fault. If you are afraid, call 112. You can talk: {phone}, free, day and night. "
            "A police officer will read it too.",
            phone=desk.children_phone,
        ),
    )


def soft_note(desk: Desk) -> Prompt:
    """A danger that is over, or a fear: a word beside the usual way."""
    return Prompt(
        (
            t("If it happens again, or happens now: 112."),
            t("Theft, beating, threats and fraud can be reported as a crime: {office}, day and night.", office=desk.crime_office),
        ),
        short=t("If it happens now or again: 112. A crime can be reported at {office}, day and night.", office=desk.crime_office),
    )


def kept_112(report: Report, known: Answering, answer: AlarmAnswer) -> Prompt:
    """The words are kept as an urgent report; says whether anybody reads it now."""
    number = report.number
    if answer is AlarmAnswer.KNOWS:
        first = t("Thank you. The words are kept as urgent report **no. {number}**. If something changes, please call 112 again.", number=number)
        short = t("Thank you. The words are kept as urgent report {number}. If something changes, please call 112 again.", number=number)
    elif answer is AlarmAnswer.MUTE:
        return Prompt(
            (
                t("Please ask somebody near, or write to somebody close, to call 112 and give the address."),
                t("The app Alarm112 works without speaking, but only after an earlier registration."),
                t("The words are kept as urgent report **no. {number}**. That does not take the place of a call to 112.", number=number),
                when_read(known),
            ),
            short=t(
                "Please ask somebody near or write to somebody close to call 112 and give the address. "
                "Alarm112 works only after an earlier registration."
            ),
        )
    else:
        first = t("The message is kept as urgent report **no. {number}**. That does not take the place of a call to 112.", number=number)
        short = t("The message is kept as urgent report {number}. That does not take the place of a call to 112.", number=number)
    return Prompt((first, when_read(known)), short=short)


def unread_112(report: Report) -> Prompt:
    """To the resident, after ten minutes."""
    return Prompt(
        (t("Nobody has read report no. {number} yet. If it still goes on, please call 112.", number=report.number),),
        short=t("Nobody has read report {number} yet. If it still goes on, please call 112.", number=report.number),
    )


def desk_card(report: Report, *, unread: bool) -> Prompt:
    """The duty desk's short view: number, place, words, and one tap."""
    head = (t("Nobody has read it for ten minutes."),) if unread else ()
    return Prompt(
        (*case_card(report).body, *head),
        (Button(t("Noted"), f"desk.urgent.noted:{report.number}", key="1"),),
        short=t(
            "#{number} URGENT {place}. The resident was told to call 112. Words: #{number} C. Noted: 1",
            number=report.number,
            place=report.place.short or t("no place given"),
        ),
        discreet=discreet(report),
    )
