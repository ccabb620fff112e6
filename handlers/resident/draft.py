"""What a draft holds: kept as JSON in the conversation, looked at afresh whenever it is shown or sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.dialogue.context import Context
from handlers.dialogue.ports import Found
from handlers.views import attached
from handlers.views import place as places
from storage.repositories import attachments

State = Mapping[str, Any]


async def alive(ctx: Context, state: State) -> State:
    """The draft with what is really there: a file may have been refused, or have turned out to be something else."""
    if not state.get("attachments"):
        return state
    return {**state, "attachments": attached.joined({}, await attachments.alive(ctx.unit, attached.ids(state)))}


def remembered_place(ctx: Context) -> State | None:
    """The remembered address, if the map still knows it."""
    resolution = None if ctx.me.address is None else ctx.town.resolve(ctx.me.address.line)
    return places.dump(resolution) if isinstance(resolution, Found) else None


def with_waiting(ctx: Context) -> State:
    """The draft, and what waited for "which one?" when the person chose the open draft for it."""
    waiting = next((each for each in ctx.aside if "pending" in each.state), None)
    if waiting is None:
        return ctx.state
    ctx.aside = tuple(each for each in ctx.aside if each is not waiting)
    words = "\n".join(each for each in (ctx.state.get("words"), waiting.state["pending"]) if each)
    both = [*ctx.state.get("attachments", ()), *waiting.state.get("attachments", ())]
    place = ctx.state.get("place") or waiting.state.get("place")
    return {**ctx.state, "words": words or ctx.state.get("words"), "attachments": both, "place": place}
