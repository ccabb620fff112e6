"""A new report: kept, put before whoever answers, its term set. Every way of reporting ends here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.dialogue.context import Context
from handlers.dialogue.ports import Found
from handlers.rules.ownership import chain
from handlers.views.answering import Answering, answering
from handlers.views.case_card import case_card, kind
from storage.models import Alarm, Confidence, Place, Report
from storage.outgoing import Priority
from storage.repositories import attachments, reports, staff

OVERDUE = "resident.late.overdue"


@dataclass(frozen=True, slots=True)
class NewReport:
    """What is known of a report when it is sent."""

    district: int
    place: Place
    words: str
    category: str = ""
    attached: Sequence[int] = ()
    """Numbers of the attachments that go with it."""
    identity: str | None = None
    alarm: Alarm | None = None
    confidential: Confidence | None = None
    announcement: int | None = None
    """The announcement to which it is an answer."""
    about_officer: bool = False
    """Closed to the officers whom it may be about, and to whoever stands in for them."""


async def keep(ctx: Context, new: NewReport, *, author: int | None, act: str = "report") -> tuple[Report, Answering]:
    """Keeps a report and tells whoever answers; returns it with what its receipt says. `act` is its word in the audit."""
    known = await answering(ctx, new.district)
    kept = await reports.add(
        ctx.unit,
        author=author,
        district=new.district,
        place=new.place,
        words=new.words,
        promised_at=known.promised_at,
        now=ctx.now,
        identity=new.identity,
        category=new.category,
        alarm=new.alarm,
        confidential=new.confidential,
        closed_to=await _meant(ctx, new.words) if new.about_officer else (),
        urn=None if author is None else ctx.update.urn,
        announcement=new.announcement,
    )
    ctx.did(act, kept.about)
    attachments.attach(ctx.unit, new.attached, contact=ctx.me.id, report=kept.number)
    brought = await attachments.take_unshown(ctx.unit, kept.number, by=ctx.me.id) if new.attached else ()
    priority = Priority.REPLY if new.alarm is None and new.confidential is None else Priority.URGENT
    ctx.tell(f"duty:{kept.district}", case_card(kept, kind(ctx, kept), brought), key=kept.card_key, about=kept.about, priority=priority)
    ctx.set_timer(OVERDUE, kept.about, kept.promised_at)
    return kept, known


async def _meant(ctx: Context, words: str) -> frozenset[int]:
    """Whom words about an officer may mean: those of the places in the words and of the writer's address; else all of them."""
    named = ctx.town.named(words)
    places = {found.district for found in named if isinstance(found, Found)}
    if ctx.me.address is not None and isinstance(home := ctx.town.resolve(ctx.me.address.line), Found):
        places.add(home.district)
    sure = places and all(isinstance(found, Found) for found in named)
    districts = sorted(places) if sure else list(ctx.town.districts)
    roster = await staff.roster(ctx.unit, districts, ctx.now)
    everyone = frozenset[int]().union(*(chain(district, ctx.now, roster) for district in districts))
    return everyone - {each.contact for each in roster.supervisors}
