"""ROUTES: the table of contents of all that people can say.

Order matters where two rooms could take the same words: the more particular room stands first, the last takes what is left.
"""

from __future__ import annotations

from handlers.coordinator.agenda import agenda
from handlers.coordinator.announce import announce
from handlers.coordinator.approve import approve
from handlers.coordinator.convene import convene
from handlers.coordinator.meet import meet
from handlers.coordinator.meetings import meetings
from handlers.coordinator.members import members
from handlers.desk.urgent import urgent
from handlers.dialogue.context import Context
from handlers.dialogue.routes import Routes
from handlers.everyone.album import late_part
from handlers.everyone.attachments import attachments
from handlers.everyone.forgotten import forgotten
from handlers.everyone.group import group
from handlers.everyone.invite import invite
from handlers.everyone.linking import linking
from handlers.everyone.more import more
from handlers.everyone.refused import refused
from handlers.everyone.start import stale, start
from handlers.everyone.stop import stop
from handlers.everyone.trouble import trouble
from handlers.officer.answer import answer
from handlers.officer.cases import cases
from handlers.officer.category import category
from handlers.officer.discreet import discreet
from handlers.officer.handover import handover
from handlers.officer.on_behalf import on_behalf
from handlers.officer.progress import progress
from handlers.officer.questions import questions
from handlers.officer.team import team
from handlers.operator.watch import watch
from handlers.resident.call_back import call_back
from handlers.resident.cancel import cancel
from handlers.resident.change import change
from handlers.resident.come import come
from handlers.resident.complaint import complaint
from handlers.resident.confidential import confidential
from handlers.resident.edited import edited
from handlers.resident.emergency import emergency, guard
from handlers.resident.find_officer import find_officer
from handlers.resident.in_confidence import in_confidence
from handlers.resident.late import late
from handlers.resident.my_address import my_address
from handlers.resident.my_data import my_data
from handlers.resident.my_reports import my_reports
from handlers.resident.new_officer import new_officer
from handlers.resident.news import news
from handlers.resident.rating import rating
from handlers.resident.report import begin, report
from handlers.resident.where import where
from handlers.resident.withdraw import withdraw
from handlers.texts import t
from storage.models import Prompt


async def restart(ctx: Context, words: str) -> None:
    """A conversation that an older program began: start again kindly, and keep the words."""
    ctx.end()
    ctx.say(Prompt((t("We have improved this conversation meanwhile, so we begin once more. Your words are kept."),)))
    said = "\n".join(part for part in (words, ctx.update.text) if part)
    if ctx.me.is_staff:
        await ROUTES.free(ctx)
    else:
        await begin(ctx, words=said, suggestion=None, brought=ctx.update.attachments)


ROUTES = Routes(
    # who                what they do
    emergency,  #         resident: the 112 card (first: what follows an urgent report belongs to it)
    complaint,  #         resident: never to the officer whom it is about
    confidential,  #      resident: violence, threats; is it safe to write here?
    in_confidence,  #     resident: such a matter, answered, read on purpose
    stop,  #              resident on SMS: nothing more to this number; again
    invite,  #            anyone: a code gives a role
    more,  #              anyone on SMS: the rest of a long message
    linking,  #           anyone: two phones or chats of one person
    members,  #           officer, supervisor: who belongs to a district's team; leaving it
    announce,  #          team, officer: an announcement, composed
    approve,  #           team, officer: the second signature, sending, stopping, figures
    meet,  #              team, officer: a meeting, composed
    agenda,  #            team, officer: another agenda of a called meeting
    convene,  #           nobody: a meeting's reminders, and changes told
    meetings,  #          team, officer: what is called, who comes, another time, calling off
    team,  #              supervisor: who is officer where, inviting, ending a role
    questions,  #         officer: questions sent in before a meeting
    progress,  #          officer: takes, closes, reopens
    handover,  #          officer: not my district; supervisor: hands over
    on_behalf,  #         officer: a report for somebody met in the street
    category,  #          officer: corrects what a report was taken for
    discreet,  #          officer: notices without words
    cases,  #             officer: the list, one case in full
    find_officer,  #      anyone: an address gives the card
    answer,  #            officer: answers by bubble, "#42 text", or says which case
    my_address,  #        resident: an address to remember, or to forget
    come,  #              anyone: will I come, what meetings are coming, a question, the calendar
    news,  #              anyone: announcements off and on, what is new, an answer
    my_data,  #           resident: what is kept, a copy, deleting it
    new_officer,  #       resident: a new map has begun
    rating,  #            resident: did it help
    withdraw,  #          resident: takes a report back
    call_back,  #         resident: please call me
    my_reports,  #        resident: how it stands, adding to it
    cancel,  #            resident: not after all
    where,  #             resident: where it is
    change,  #            resident: changing a draft before it is sent
    late,  #              resident: the promised answer did not come
    report,  #            resident: a new report (takes every other text)
    urgent,  #            duty desk: takes note of urgent reports
    watch,  #             operator: told when something is stuck
    attachments,  #       anyone: a picture has arrived, or could not be kept
    trouble,  #           anyone: when we failed, when we cannot read what was sent
    refused,  #           a landline or foreign number: we do not write to it
    forgotten,  #         a telephone number that was given away
    group,  #             a group: we answer in private chats only
    start,  #             anyone: first words, help, privacy, language (last: takes what is left of staff's words)
    guard=guard,
    stale=stale,
    restart=restart,
    edited=edited,
    late_part=late_part,
)
