"""Who answers for a district now, when somebody reads, and by when an answer is promised."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.dialogue.context import Context
from handlers.rules import service
from handlers.rules.ownership import Owner, Via, owner
from handlers.rules.service import Period
from handlers.texts import t
from storage.models import NO_PLACE, District, Instant, Moment, Role, Style, Text
from storage.repositories import staff


@dataclass(frozen=True, slots=True)
class Answering:
    """What is said of a district at one moment. `substitute` is the district of the officer who stands in."""

    district: District
    owner: Owner | None
    substitute: District | None
    serving: Period | None
    reads_at: Instant
    promised_at: Instant

    @property
    def name(self) -> Text:
        """Who reads: "dzielnicowy rejonu 6"."""
        if self.substitute is not None:
            return officer_name(self.substitute.number)
        if self.owner is None or self.owner.via in (Via.SUPERVISOR_ABSENT, Via.SUPERVISOR_VACANT):
            return t("the officers' supervisor")
        return officer_name(self.district.number)

    def phone(self, supervisor_phone: str) -> str:
        """The telephone of whoever reads."""
        if self.substitute is not None:
            return self.substitute.phone
        if self.owner is not None and self.owner.via is Via.ASSIGNED:
            return self.district.phone
        return supervisor_phone


def officer_name(district: int) -> Text:
    """An officer is named by the district, never by person; without a place it is the supervisor."""
    if district == NO_PLACE:
        return t("the officers' supervisor")
    return t("the officer of district {district}", district=district)


def role_name(role: Role, district: int | None) -> Text:
    """A role as its holder reads it."""
    if role is Role.OFFICER and district is not None:
        return officer_name(district)
    if role is Role.COORDINATOR and district is not None:
        return t("a member of the coordination team of district {district}", district=district)
    if role is Role.CHAIR and district is not None:
        return t("the chair of the coordination team of district {district}", district=district)
    if role is Role.DESK:
        return t("the duty desk")
    if role is Role.TEAM:
        return t("a coordination team's group")
    return t("the operator of the system") if role is Role.OPERATOR else t("the officers' supervisor")


async def answering(ctx: Context, number: int) -> Answering:
    """Who answers for district `number` at `ctx.now`. Hours are those of whoever answers: officer, substitute or supervisor."""
    district = ctx.town.district(number)
    found = owner(number, ctx.now, await staff.roster(ctx.unit, [number], ctx.now))
    substitute = None
    if found is not None and found.via is Via.SUBSTITUTE:
        own = await staff.own_district(ctx.unit, found.contact, ctx.now)
        substitute = None if own is None else ctx.town.district(own)
    if found is not None and found.via in (Via.SUPERVISOR_ABSENT, Via.SUPERVISOR_VACANT):
        hours = ctx.town.supervisor_hours
    else:
        hours = (substitute or district).hours
    return Answering(
        district=district,
        owner=found,
        substitute=substitute,
        serving=service.serving(hours, ctx.now, ctx.zone),
        reads_at=service.next_reading(hours, ctx.now, ctx.zone),
        promised_at=service.promise(hours, ctx.now, ctx.zone),
    )


def when_read(known: Answering) -> Text:
    """Whether a person reads it now, and when one will: every receipt says so."""
    if known.owner is None:
        return t("Nobody receives messages for this district yet; it waits until somebody does.")
    if known.serving is not None:
        return t("In service today until {clock}.", clock=Moment(known.serving.end, Style.CLOCK))
    return t("Nobody reads it now; it is read {on}.", on=on(known.reads_at))


def until(at: Instant, *, short: bool = False) -> Moment:
    """A term, as in "by Wednesday 12 June, 16"."""
    return Moment(at, Style.UNTIL_SHORT if short else Style.UNTIL)


def on(at: Instant, *, short: bool = False) -> Moment:
    """A beginning, as in "on Monday 10 June after 8"."""
    return Moment(at, Style.ON_SHORT if short else Style.ON)
