"""The card of a district's officer: who, how to reach, when, and what to do when it cannot wait."""

from __future__ import annotations

from handlers.dialogue.ports import Desk
from handlers.rules.ownership import Via
from handlers.texts import t
from handlers.views.answering import Answering, officer_name, on, until, when_read
from storage.models import Button, Moment, Place, Prompt, Style, Text


def officer_card(answering: Answering, place: Place, desk: Desk, *, is_example: bool, buttons: tuple[Button, ...]) -> Prompt:
    """The card for an address."""
    district = answering.district
    if is_example:
        head = t("{place} · district {district} (example division)", place=place.line, district=district.number)
    else:
        head = t("{place} · district {district}", place=place.line, district=district.number)
    return Prompt(
        body=(
            head,
            *_who(answering, desk),
            _when(answering),
            *_promise(answering),
            t("Reception: {reception}", reception=district.reception),
            t("Urgent, day and night: duty desk {phone}. Danger to life: 112.", phone=desk.duty_phone),
        ),
        buttons=buttons,
        short=_short(answering, place, desk),
    )


def _who(answering: Answering, desk: Desk) -> tuple[Text, ...]:
    district = answering.district
    email = t("E-mail of the district: {email}", email=district.email)
    owner = answering.owner
    if owner is not None and owner.via is Via.ASSIGNED:
        phone = t("tel. {phone} (in hours of service) · {email}", phone=district.phone, email=district.email)
        return (t("**Officer of district {district}**", district=district.number), phone)
    if owner is not None and owner.until is not None:
        back = Moment(owner.until - 1, Style.DATE)
        if answering.substitute is not None:
            return (
                t(
                    "**The officer of district {district} is away until {back}.** Standing in: {name}, tel. {phone}. "
                    "Messages go straight to the substitute.",
                    district=district.number,
                    back=back,
                    name=officer_name(answering.substitute.number),
                    phone=answering.substitute.phone,
                ),
                email,
            )
        return (
            t(
                "**The officer of district {district} is away until {back}.** The officers' supervisor takes care, tel. {phone}.",
                district=district.number,
                back=back,
                phone=desk.supervisor_phone,
            ),
            email,
        )
    return (
        t(
            "**District {district} has no officer now.** The officers' supervisor takes care, tel. {phone}.",
            district=district.number,
            phone=desk.supervisor_phone,
        ),
        email,
    )


def _when(answering: Answering) -> Text:
    if answering.owner is None:
        return when_read(answering)
    if answering.serving is not None:
        return t("Answers messages today until {clock}.", clock=Moment(answering.serving.end, Style.CLOCK))
    return t("Not in service now; messages are read {on}.", on=on(answering.reads_at))


def _promise(answering: Answering) -> tuple[Text, ...]:
    return () if answering.owner is None else (t("A message sent now is answered by {until}.", until=until(answering.promised_at)),)


def _short(answering: Answering, place: Place, desk: Desk) -> Text:
    owner = answering.owner
    if owner is not None and owner.via is Via.ASSIGNED:
        return t(
            "{place}: officer of district {district}, tel. {phone}. Describe the matter by SMS, answer by {until}. Urgent: 112.",
            place=place.short,
            district=answering.district.number,
            phone=answering.district.phone,
            until=until(answering.promised_at, short=True),
        )
    if owner is not None and owner.until is not None and answering.substitute is not None:
        return t(
            "{place}: district {district}. The officer is back {back}, standing in: officer of district {other}, tel. {phone}. "
            "Describe the matter by SMS. Urgent: 112",
            place=place.short,
            district=answering.district.number,
            back=Moment(owner.until, Style.DATE_SHORT),
            other=answering.substitute.number,
            phone=answering.substitute.phone,
        )
    return t(
        "{place}: district {district} is in the supervisor's care, tel. {phone}. Describe the matter by SMS. Urgent: 112",
        place=place.short,
        district=answering.district.number,
        phone=desk.supervisor_phone,
    )
