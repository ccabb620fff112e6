"""PROSZĘ DZWONIĆ: the officer calls back. For whoever would rather talk: the number, the place, and by when.

On a telephone the number is the one that the message came from: asking for a call there agrees to the officer's seeing it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from handlers.acts.add import add
from handlers.acts.keep import NewReport, keep
from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue, residents
from handlers.dialogue.ports import Found, Undecided
from handlers.dialogue.slots import Slots
from handlers.dialogue.update import fold
from handlers.resident import confidential, emergency
from handlers.resident.draft import own_number, remembered_place
from handlers.resident.own import own_report
from handlers.texts import t
from handlers.views import place as places
from handlers.views.answering import Answering, answering, officer_name, until
from storage.models import NO_PLACE, Button, Prompt
from storage.repositories import reports

call_back = Dialogue("resident.call_back", who=residents)
State = Mapping[str, Any]

_PHONE = re.compile(r"\+?\d(?:[ -]?\d){8,14}")
"""A telephone number of nine digits or more, as people write it."""


_ASKED = frozenset(
    fold(words)
    for words in (
        "proszę dzwonić",
        "proszę zadzwonić",
        "proszę do mnie zadzwonić",
        "proszę oddzwonić",
        "proszę o telefon",
        "proszę o kontakt telefoniczny",
        "zadzwońcie do mnie",
        "oddzwońcie",
        "oddzwonić",
        "dzwonić",
        "/zadzwon",
        "передзвоніть",
        "зателефонуйте",
        "please call me",
        "call me",
    )
)


@call_back.pattern(r".{5,40}")
async def asked(ctx: Context, match: re.Match[str]) -> bool:
    """To the only open report, or as a matter of its own. While a 112 card or a confidential matter stands, these are words of that."""
    if fold(match[0]) not in _ASKED or emergency.emergency.is_at(ctx, "waiting") or confidential.stands(ctx):
        return False
    own = [each for each in await reports.of_author(ctx.unit, ctx.me.id) if each.is_open]
    known: dict[str, Any] = {"words": ctx.update.text, "phone": await own_number(ctx), "report": None, "place": remembered_place(ctx)}
    if len(own) == 1:
        known.update(report=own[0].number, place=places.dump(Found(own[0].place, own[0].district)))
    if known["phone"] is not None and known["place"] is not None:
        await _keep(ctx, known)
    else:
        await slots.advance(ctx, known)
    return True


async def _keep(ctx: Context, state: State) -> None:
    """Everything is known: the officer gets it."""
    found = places.load(state["place"])
    if call_back.is_at(ctx, "phone", "place"):
        ctx.end()
    kept = None if state["report"] is None else await own_report(ctx, str(state["report"]))
    if kept is not None and kept.is_open:
        await add(ctx, kept, f"{state['words']}: {state['phone']}")
        number, known = kept.number, await answering(ctx, kept.district)
    else:
        new = NewReport(found.district, found.place, state["words"], ctx.categories.guess(state["words"]).key, identity=state["phone"])
        made, known = await keep(ctx, new, author=ctx.me.id)
        number = made.number
    ctx.say(_promised(number, known), about=f"report:{number}")


def _promised(number: int, known: Answering) -> Prompt:
    name, term = officer_name(known.district.number) if known.owner is None else known.name, known.promised_at
    return Prompt(
        (
            t("No. {number}: {name} calls back by {until}.", number=number, name=name, until=until(term)),
            t("The officer never asks for money, a PIN or a password."),
            t("It cannot wait? Danger to life: 112."),
        ),
        (Button(t("My reports"), "resident.my_reports.list"),),
        short=t(
            "All right. {name} calls this number by {until}. The call is never about money, a PIN or a password. Danger: 112",
            name=name,
            until=until(term, short=True),
        ),
    )


slots = Slots(call_back, "phone", "place", then=_keep)


@slots.asks("phone")
async def ask_phone(ctx: Context, state: State) -> None:
    ctx.say(Prompt((t("Which number shall the officer call? Only the officer sees it. Danger to life: 112."),), (_not_after_all(),)))


@slots.takes("phone")
async def take_phone(ctx: Context, state: State, text: str) -> State | None:
    number = _PHONE.search(text)
    if number is None:
        ctx.say(Prompt((t("Please write a telephone number of nine digits, for example: 600 100 200."),), (_not_after_all(),)))
        return None
    return {**state, "phone": number[0]}


@slots.asks("place")
async def ask_place(ctx: Context, state: State) -> None:
    short = t("Which officer shall call? Please write street and house number, e.g. Podmiejska 13. Not after all: N. Danger to life: 112")
    body = t("Which officer shall call? Please write the street and the house number that it is about.")
    ctx.say(Prompt((body,), (_not_after_all(),), short=short))


@slots.takes("place")
async def take_place(ctx: Context, state: State, text: str) -> State | None:
    resolution = ctx.town.resolve(text)
    if isinstance(resolution, Undecided):
        resolution = Found(resolution.place, NO_PLACE)  # the supervisor reads it and decides whose it is
    if isinstance(resolution, Found):
        return {**state, "place": places.dump(resolution)}
    ctx.say(places.question(resolution, ctx.desk, pick=lambda index: call_back.to("pick", index), others=(_not_after_all(),)))
    call_back.goto(ctx, "place", {**state, "candidates": places.candidates(resolution)})
    return None


@call_back.link("pick")
async def pick(ctx: Context, index: str) -> None:
    """One of several streets."""
    offered = ctx.state.get("candidates") or []
    if not call_back.is_at(ctx, "place") or not index.isdecimal() or int(index) >= len(offered):
        await cancel(ctx, "")
        return
    state = await take_place(ctx, ctx.state, offered[int(index)])
    if state is not None:
        await slots.advance(ctx, state)


@call_back.resumes("phone", "place", links=("pick", "cancel"))
async def resumed(ctx: Context) -> None:
    """Something else came in between: the question stands again."""
    await slots.advance(ctx, ctx.state)


def _not_after_all() -> Button:
    return Button(t("Not after all"), call_back.to("cancel"), key="N", minor=True)


@call_back.link("cancel")
async def cancel(ctx: Context, _: str) -> None:
    """[Not after all]."""
    if call_back.is_at(ctx, "phone", "place"):
        ctx.end()
    said = t("Nothing was sent. You can write again at any moment. Danger to life: 112.")
    ctx.say(Prompt((said,), short=said))
