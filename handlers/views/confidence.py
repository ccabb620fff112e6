"""What is said to somebody who writes of violence, threats, stalking or sexual harm. Every screen has a way out."""

from __future__ import annotations

from dataclasses import replace

from handlers.dialogue.ports import Desk
from handlers.texts import t
from handlers.views.answering import Answering, when_read
from storage.models import Button, Prompt, Report

_CALL_112 = Button(t("Call: 112"), "tel:112")


def with_exit(prompt: Prompt) -> Prompt:
    """The same with the button that leaves the page at once (shown where a page can be left)."""
    return replace(prompt, buttons=(*prompt.buttons, Button(t("Close this page"), "exit:", minor=True)))


def before_sending(desk: Desk, *, now: bool, safe: Button, unsafe: Button, others: tuple[Button, ...]) -> Prompt:
    """Three things to know before anything is sent; `now`: something happens just now, and 112 comes first."""
    phone = desk.violence_phone
    act = t(
        "A police officer who learns of violence may have to act, for example start the Blue Card procedure (Niebieska Karta). "
        "Sometimes also without the consent of the person concerned."
    )
    talk = t("To talk, free, day and night: {phone}.", phone=phone)
    look = t("**Does anybody else look into this phone?**")
    if now:
        body = (
            t("**Please call 112. Now.**"),
            t("This bot does not call for help. Perhaps nobody reads this message now. Nothing has been sent yet."),
            act,
            talk,
            look,
        )
        short = t(
            "PLEASE CALL 112. NOW. This SMS calls no help. To talk: {phone}. Safe to write here? T or N. After N we send nothing. Ordinary matter: Z",
            phone=phone,
        )
    else:
        body = (t("We are sorry that it is so. Before we send anything:"), t("When something threatens now: 112."), act, talk, look)
        short = t(
            "If something threatens now: 112. To talk: {phone}, free, day and night. Safe to write here? T or N. "
            "After N we send nothing. Ordinary matter: Z",
            phone=phone,
        )
    call = Button(t("I want to talk first: {phone}", phone=phone), f"tel:{phone.replace(' ', '')}")
    return Prompt(body, (_CALL_112, safe, unsafe, call, *others), short=short)


def silent_from_now(known: Answering, later: Button, drop: Button) -> Prompt:
    """The last thing that is said on a phone into which somebody else looks."""
    return Prompt(
        (
            t("All right. In this matter we write nothing more here."),
            t("**How can we get in touch safely?** For example: “my sister's phone, Friday morning”."),
            t("It is sent only after your answer; then we are silent here."),
            when_read(known),
            t("In danger please call 112: nobody answers here."),
            t("Please delete this conversation from the phone. We take messages of the last 48 hours out of it; older ones stay."),
        ),
        (later, drop),
    )


def kept_in_confidence(report: Report, known: Answering) -> Prompt:
    """The receipt: no number, no place, nothing that says what it was about."""
    return Prompt(
        (t("Kept. Thank you."), when_read(known), t("In danger: 112.")),
        (*_add(report), *_take_back(report), _clear()),
        short=t("Kept. Thank you. {when} To add something: 1. Withdraw: W", when=when_read(known)),
    )


def _add(report: Report) -> tuple[Button, ...]:
    return (Button(t("Add something"), f"resident.in_confidence.write:{report.number}", key="1"),)


def _take_back(report: Report) -> tuple[Button, ...]:
    return (Button(t("Withdraw"), f"resident.in_confidence.withdraw:{report.number}", key="W", minor=True),) if report.is_open else ()


def _clear() -> Button:
    return Button(t("Empty this conversation"), "resident.in_confidence.clear", minor=True)


def reading_buttons(report: Report) -> tuple[Button, ...]:
    """Under what was answered."""
    return (*_add(report), *_take_back(report), _clear())
