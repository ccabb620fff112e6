"""[Not my district]: back to the map, and to the supervisor; the supervisor hands a case to another district."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.acts.keep import OVERDUE
from handlers.acts.move import UNANSWERED
from handlers.acts.tell import tell_author
from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue, staff
from handlers.dialogue.ports import Found
from handlers.dialogue.update import as_number
from handlers.officer.case import case
from handlers.officer.team import supervisors
from handlers.rules import lifecycle
from handlers.rules.ownership import chain
from handlers.texts import t
from handlers.views.answering import answering, officer_name, until
from handlers.views.case_card import case_card, current_card, discreet, no_such_case, short_place, where
from storage.models import Prompt, Report, State
from storage.outgoing import Priority
from storage.repositories import reports
from storage.repositories import staff as roster_of

handover = Dialogue("officer.handover", who=staff)


@handover.link("not_mine")
async def not_mine(ctx: Context, number: str) -> None:
    """The map is asked again; where it still says the same, the supervisor decides."""
    found = await case(ctx, number)
    if found is None or not found.is_open:
        ctx.say(no_such_case())
        return
    ctx.did("not mine", found.about)
    resolution = ctx.town.resolve(found.place.line)
    if isinstance(resolution, Found) and resolution.district != found.district:
        await move(ctx, found, resolution.district)
        return
    for boss in (await roster_of.roster(ctx.unit, [], ctx.now)).supervisors:
        ctx.tell(
            f"contact:{boss.contact}",
            Prompt(
                (
                    t("**No. {number} · {place}**: {name} says that it is not in this district.", number=found.number, place=where(found),
                      name=officer_name(found.district)),
                    t("To hand it over: #{number} district 6.", number=found.number),
                ),
                case_card(found).buttons,
                discreet=discreet(found),
                short=t("#{number} {street}: not this district. To hand it over: #{number} rejon 6", number=found.number, street=short_place(found)),
            ),
            key=f"{found.about}:not_mine:{ctx.update.id}:{boss.contact}",
            about=found.about,
        )  # fmt: skip
    ctx.say(Prompt((t("No. {number}: the supervisor decides. Until then it stays with you.", number=found.number),)), about=found.about)


@handover.pattern(r"\s*#\s*(\d{1,9})\s+(?:rejon|district|дільниця)\s+(\d{1,4})\s*\.?")
async def order(ctx: Context, match: re.Match[str]) -> bool:
    """ "#42 rejon 6" of a supervisor. Of anybody else these are words for the resident."""
    if not supervisors(ctx.me):
        return False
    found, district = await case(ctx, match[1]), as_number(match[2])
    if found is None or not found.is_open:
        ctx.say(no_such_case())
    elif district not in ctx.town.districts:
        numbers = ", ".join(str(number) for number in ctx.town.districts)
        ctx.say(Prompt((t("There is no district {district}. Districts: {districts}.", district=match[2], districts=numbers),)))
    elif district == found.district:
        ctx.say(Prompt((t("No. {number} is in this district already.", number=found.number),)), about=found.about)
    elif await _is_about(ctx, found, district):
        ctx.say(
            Prompt((t("No. {number} is about an officer and cannot go to district {district}.", number=found.number, district=district),)),
            about=found.about,
        )
    else:
        ctx.did("handover", found.about)
        await move(ctx, found, district)
    return True


async def _is_about(ctx: Context, found: Report, district: int) -> bool:
    """Whether the case is closed to somebody who answers in that district."""
    whose = (await reports.whose(ctx.unit, [found.number]))[found.number]
    return bool(whose.closed_to & chain(district, ctx.now, await roster_of.roster(ctx.unit, [district], ctx.now)))


async def move(ctx: Context, found: Report, district: int) -> None:
    """The case with its history goes to another district; the resident is told; a new promise begins."""
    known_before = found.district
    card = f"{found.about}:officer:{ctx.update.id}"
    reports.hand_over(ctx.unit, found.number, district, card)
    known = await answering(ctx, district)
    moved = replace(found, district=district, state=State.SENT, promised_at=known.promised_at, card=card)
    reports.move(ctx.unit, moved.number, moved.state, promised_at=moved.promised_at, now=ctx.now)
    ctx.set_timer(OVERDUE, moved.about, moved.promised_at)
    if moved.alarm is not None:
        ctx.set_timer("resident.emergency.unread", moved.about, ctx.now + lifecycle.ALARM_UNREAD)  # the next officer has not read it yet
    ctx.cancel_timer(UNANSWERED, moved.about)
    priority = Priority.REPLY if moved.alarm is None else Priority.URGENT
    ctx.tell(f"duty:{district}", await current_card(ctx, moved), key=card, about=moved.about, priority=priority)
    gone = Prompt((t("No. {number} has gone to {name}.", number=moved.number, name=officer_name(district)),))
    ctx.replace(f"duty:{known_before}", found.card_key, gone)
    phone = known.phone(ctx.desk.supervisor_phone)
    if moved.identity is None:
        along = t("The words and the place went along, without your data. Answer by {until}.", until=until(moved.promised_at))
    else:
        along = t("The words, the place and the data that you gave went along. Answer by {until}.", until=until(moved.promised_at))
    tell_author(
        ctx,
        moved,
        f"handover:{ctx.update.id}",
        Prompt(
            (t("Report no. {number} is now with {name}, tel. {phone}.", number=moved.number, name=known.name, phone=phone), along),
            short=t(
                "Report {number} is now with {name}, tel. {phone}. Answer by {until}. Danger to life: 112",
                number=moved.number,
                name=known.name,
                phone=phone,
                until=until(moved.promised_at, short=True),
            ),
        ),
    )
    ctx.say(Prompt((t("No. {number} has gone to {name}.", number=moved.number, name=officer_name(district)),)))
