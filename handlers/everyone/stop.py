"""STOP by SMS: nothing more is sent to this number until somebody writes from it again. NIE ("no") is an answer and never this.

START says that messages come again."""

from __future__ import annotations

import re

from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue, residents
from handlers.texts import t
from storage.models import DAY, Prompt, Report, Text
from storage.repositories import contacts, conversations, outbox, reports

stop = Dialogue("everyone.stop", who=residents)

STOPPED, RESUMED = "stop messages", "messages again"
"""The acts."""


@stop.pattern(r"(?i)\W*(?:stop|stop ?sms|wypisz(?: mnie)?|rezygnuj[eę]|стоп)\W*")
async def said(ctx: Context, _: re.Match[str]) -> bool:
    """Confirmed once, then silence: said again within a day it is not answered."""
    urn = ctx.update.urn
    if not ctx.is_typed or urn is None:
        return False  # elsewhere a chat is left or blocked, and "stop" is a word like any other
    again = await _lately(ctx)
    mine = [report for report in await reports.of_author(ctx.unit, ctx.me.id) if report.is_open]
    secret = [report for report in await reports.confidential_of(ctx.unit, ctx.me.id) if report.is_open and report.urn == urn]
    ctx.end()
    ctx.did(STOPPED, f"contact:{ctx.me.id}")
    if again:
        contacts.stop(ctx.unit, urn, ctx.now)
        return True
    ctx.tell(
        f"contact:{ctx.me.id}",
        _nothing_else() if secret else _confirmed(ctx, mine),
        key=f"update:{ctx.update.id}:stopped",
        only_urn=urn,
        then=stop.to("confirmed"),
    )
    elsewhere = [each for found in (await contacts.reachable(ctx.unit, [ctx.me.id])).values() for each in found.urns if each.id != urn]
    for report in (*(() if elsewhere else mine), *secret):
        told = t("No. {number}: the resident has switched messages off. An answer stays with the report.", number=report.number)
        ctx.tell(f"duty:{report.district}", Prompt((told,)), key=f"{report.about}:stopped:{ctx.update.id}", about=report.about)
    return True


@stop.timer("confirmed")
async def confirmed(ctx: Context, message: str) -> None:
    """The confirmation has left, or never will: from now on nothing does."""
    urn = await outbox.urn_of(ctx.unit, int(message.partition(":")[2]))
    if urn is not None:
        contacts.stop(ctx.unit, urn, ctx.now)


async def came_back(ctx: Context) -> bool:
    """START: whoever had stopped hears that we write again. False: there was nothing to resume, and it is a greeting."""
    if not ctx.is_typed:
        return False
    stopped_at = await conversations.last_act(ctx.unit, ctx.me.id, STOPPED)
    if stopped_at is None or (await conversations.last_act(ctx.unit, ctx.me.id, RESUMED) or 0) >= stopped_at:
        return False
    ctx.did(RESUMED, f"contact:{ctx.me.id}")
    mine = await reports.of_author(ctx.unit, ctx.me.id, limit=1)
    if mine and mine[0].district in ctx.town.districts:
        district = ctx.town.district(mine[0].district)
        said: Text = t(
            "We write again. Officer of district {district}, tel. {phone}. Please describe a matter by SMS. To end: STOP. Danger to life: 112",
            district=district.number,
            phone=district.phone,
        )
    else:
        said = t("We write again. Please write an address, or describe a matter by SMS. Duty desk: {phone}. To end: STOP", phone=ctx.desk.duty_phone)
    ctx.say(Prompt((said,), short=said))
    return True


async def _lately(ctx: Context) -> bool:
    return bool(await conversations.acts_since(ctx.unit, ctx.me.id, STOPPED, ctx.now - DAY))


def _nothing_else() -> Prompt:
    """For whoever has written of violence: somebody else may read it."""
    said = t("We write no more to this number.")
    return Prompt((said,), short=said)


def _confirmed(ctx: Context, mine: list[Report]) -> Prompt:
    """One part: that it is over, whom to call, what becomes of an open report, how to go on."""
    if mine:
        district = ctx.town.district(mine[0].district)
        phone = district.phone or ctx.desk.supervisor_phone
        text: Text = t(
            "We write no more to this number. Report {number} stays with the officer, tel. {phone}. To go on: START",
            number=mine[0].number,
            phone=phone,
        )
    else:
        text = t("We write no more to this number. Duty desk: {phone}, day and night. To go on: START", phone=ctx.desk.duty_phone)
    return Prompt((text,), short=text)
