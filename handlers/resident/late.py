"""The promised answer does not come: the resident hears it, the supervisor gets the case, with a new term."""

from __future__ import annotations

from handlers.acts.tell import tell_author
from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue
from handlers.rules import service
from handlers.texts import t
from handlers.views.answering import officer_name, until
from handlers.views.case_card import case_card, discreet, quote, where
from storage.models import Instant, Prompt, Report, Text, Written
from storage.outgoing import IfUncertain, Priority
from storage.repositories import reports, staff

late = Dialogue("resident.late")

SHOWN_WORDS = 600


@late.timer("overdue")
async def overdue(ctx: Context, about: str) -> None:
    """The promised answer did not come: the resident hears it, the supervisor gets it, with a new term."""
    kept = await reports.unattended(ctx.unit, int(about.partition(":")[2]))
    if kept is None or not kept.is_open:
        return
    roster = await staff.roster(ctx.unit, [kept.district], ctx.now)
    promised_at = service.promise(ctx.town.district(kept.district).hours, ctx.now, ctx.zone)
    reports.move(ctx.unit, kept.number, kept.state, promised_at=promised_at, now=ctx.now, reason=kept.reason)
    ctx.set_timer(late.to("overdue"), about, promised_at)
    for supervisor in roster.supervisors:
        ctx.tell(
            f"contact:{supervisor.contact}",
            _overdue_card(kept),
            key=f"{about}:overdue:{kept.promised_at}:{supervisor.contact}",
            about=about,
            priority=Priority.URGENT,
        )
    if roster.supervisors and kept.confidential is None:  # no reminder on a phone that somebody else may hold
        notice = _late_notice(kept, promised_at, ctx.desk.duty_phone)
        tell_author(ctx, kept, f"late:{kept.promised_at}", notice, if_uncertain=IfUncertain.REPEAT)


def _overdue_card(report: Report) -> Prompt:
    """For the supervisor, with the buttons of the case."""
    return Prompt(
        (
            t("**Overdue: no. {number} · {place}**", number=report.number, place=where(report)),
            t("{name} promised an answer by {until}.", name=officer_name(report.district), until=until(report.promised_at)),
            *_words(report),
        ),
        case_card(report).buttons,
        discreet=discreet(report, t("overdue")),
        short=t(
            "#{number} overdue, district {district}. Its words: #{number} C. Reply: #{number} text",
            number=report.number,
            district=report.district,
        ),
    )


def _words(report: Report) -> tuple[Text | Written, ...]:
    if report.confidential is not None:
        return ()
    return (quote(report.words, SHOWN_WORDS) if report.words else t("Without a description."),)


def _late_notice(report: Report, promised_at: Instant, duty_phone: str) -> Prompt:
    """For the resident: an apology and the new term."""
    return Prompt(
        (
            t("Report no. {number} has waited longer than we promised. We are sorry.", number=report.number),
            t("The officers' supervisor has it now and will write by {until}.", until=until(promised_at)),
        ),
        short=t(
            "Report {number} has waited longer than we promised. Sorry. The supervisor has it now, answer by {until}. Urgent: duty desk {phone}",
            number=report.number,
            until=until(promised_at, short=True),
            phone=duty_phone,
        ),
    )
