"""The promised answer did not come: what the supervisor gets, and what the resident hears."""

from __future__ import annotations

from handlers.texts import t
from handlers.views.answering import officer_name, until
from handlers.views.case_card import case_card, discreet, quote
from storage.models import Instant, Prompt, Report

SHOWN_WORDS = 600


def overdue_card(late: Report) -> Prompt:
    """For the supervisor, with the buttons of the case."""
    return Prompt(
        (
            t("**Overdue: no. {number} · {place}**", number=late.number, place=late.place.line),
            t("{name} promised an answer by {until}.", name=officer_name(late.district), until=until(late.promised_at)),
            quote(late.words, SHOWN_WORDS) if late.words else t("Without a description."),
        ),
        case_card(late).buttons,
        discreet=discreet(late),
        short=t(
            "#{number} overdue, district {district}. Its words: #{number} C. Reply: #{number} text",
            number=late.number,
            district=late.district,
        ),
    )


def late_notice(late: Report, promised_at: Instant, duty_phone: str) -> Prompt:
    """For the resident: an apology and the new term."""
    return Prompt(
        (
            t("Report no. {number} has waited longer than we promised. We are sorry.", number=late.number),
            t("The officers' supervisor has it now and will write by {until}.", until=until(promised_at)),
        ),
        short=t(
            "Report {number} has waited longer than we promised. Sorry. The supervisor has it now, answer by {until}. Urgent: duty desk {phone}",
            number=late.number,
            until=until(promised_at, short=True),
            phone=duty_phone,
        ),
    )
