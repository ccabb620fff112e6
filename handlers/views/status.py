"""The words that residents and officers read for the state of a report."""

from __future__ import annotations

from handlers.dialogue.ports import Desk
from handlers.texts import t
from handlers.views.answering import until
from storage.models import Reason, Report, State, Text


def state_name(state: State) -> Text:
    """One or two words, for lists."""
    match state:
        case State.SENT:
            return t("sent")
        case State.READ:
            return t("read")
        case State.IN_PROGRESS:
            return t("in progress")
        case State.QUESTION:
            return t("question to the resident")
        case State.HANDED_OVER:
            return t("handed over")
        case State.CLOSED:
            return t("closed")
        case State.WITHDRAWN:
            return t("withdrawn")
        case State.REOPENED:
            return t("reopened")


def state_for_staff(state: State) -> Text:
    """The same as officers read it."""
    return t("waits for the resident's answer") if state is State.QUESTION else state_name(state)


def sentence(report: Report, desk: Desk) -> Text:
    """What the state means for the resident."""
    term = until(report.promised_at)
    match report.state:
        case State.SENT:
            return t("It waits for the officer. Answer by {until}.", until=term)
        case State.READ:
            return t("The officer has read the report. Answer by {until}.", until=term)
        case State.IN_PROGRESS:
            return t("The officer is taking care of it. Next message by {until}.", until=term)
        case State.QUESTION:
            return t("The officer asks a question. We wait 14 days for the answer.")
        case State.HANDED_OVER:
            return t("Somebody else takes care of it now.")
        case State.CLOSED:
            return reason_sentence(report.reason or Reason.DONE, desk)
        case State.WITHDRAWN:
            return t("The report is withdrawn.")
        case State.REOPENED:
            return t("The matter is open again. The officer answers by {until}.", until=term)


def reason_name(reason: Reason) -> Text:
    """The officer's button."""
    match reason:
        case Reason.DONE:
            return t("Done")
        case Reason.NOT_FOUND:
            return t("Checked, nothing found")
        case Reason.ACTED:
            return t("Steps taken")
        case Reason.FILE_A_CRIME:
            return t("Please report the crime")
        case Reason.NOT_POLICE:
            return t("Not for the police")
        case Reason.SAME_MATTER:
            return t("Same matter")
        case Reason.MISTAKE:
            return t("A mistake")


def reason_sentence(reason: Reason, desk: Desk) -> Text:
    """What the resident reads for the officer's reason."""
    match reason:
        case Reason.DONE:
            return t("The matter is settled.")
        case Reason.NOT_FOUND:
            return t(
                "Checked on the spot: what was described was not there then. That does not mean the report was wrong. "
                "If it happens again, please write, best with the hour."
            )
        case Reason.ACTED:
            return t("We have taken steps. The law does not allow us to say against whom and which.")
        case Reason.FILE_A_CRIME:
            return t(
                "This may be a crime. A message to the officer is not a formal notice of a crime: any police unit takes it day and night, "
                "here: {office}. Please take an identity document, pictures and notes.",
                office=desk.crime_office,
            )
        case Reason.NOT_POLICE:
            return t("This is not a matter for the police. The duty desk says who takes care of it: {phone}.", phone=desk.duty_phone)
        case Reason.SAME_MATTER:
            return t("We join this with similar matters nearby. The answer comes here.")
        case Reason.MISTAKE:
            return t("Closed as a mistake. Should something happen after all, please write.")


def reason_short(reason: Reason) -> Text:
    """The reason in at most 45 characters, for an SMS."""
    match reason:
        case Reason.DONE:
            return t("settled")
        case Reason.NOT_FOUND:
            return t("checked, not there then")
        case Reason.ACTED:
            return t("steps taken, the law forbids details")
        case Reason.FILE_A_CRIME:
            return t("please report the crime at a police unit")
        case Reason.NOT_POLICE:
            return t("not for the police")
        case Reason.SAME_MATTER:
            return t("joined with similar matters")
        case Reason.MISTAKE:
            return t("closed as a mistake")
