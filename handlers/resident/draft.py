"""What a draft holds: kept as JSON in the conversation, looked at afresh whenever it is shown or sent."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from handlers.dialogue.context import Context
from handlers.dialogue.ports import Found
from handlers.texts import t
from handlers.views import attached
from handlers.views import place as places
from handlers.views.confidence import with_exit
from storage.models import HOUR, Attachment, Place, Prompt
from storage.repositories import attachments, contacts, conversations

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


CHILD_CARD = "child card"
"""The act of being shown the card for children; what is written within the hour is written by a child."""


async def by_child(ctx: Context) -> bool:
    """Whether a child writes: no consent is asked, no picture, no address."""
    return bool(await conversations.acts_since(ctx.unit, ctx.me.id, CHILD_CARD, ctx.now - HOUR))


def needs_no_place(state: State) -> bool:
    """A child, or somebody in fear, need not say where they live; the supervisor then decides who takes it."""
    return bool(state.get("child") or state.get("confidential"))


def nothing_sent() -> Prompt:
    """After [Cancel]."""
    return Prompt(
        (t("Nothing was sent. You can write again at any moment. Danger to life: 112."),),
        short=t("Nothing was sent. You can write again at any moment. Danger to life: 112"),
    )


def place_shown(ctx: Context, brought: Sequence[Attachment]) -> dict[str, Any] | None:
    """The place of a position, if its district can be told."""
    for each in brought:
        resolution = None if each.position is None else ctx.town.resolve(Place.point(*each.position).line)
        if isinstance(resolution, Found):
            return places.dump(resolution)
    return None


def place_in(ctx: Context, words: str) -> dict[str, Any] | None:
    """The only whole address in the words, if there is exactly one."""
    found = ctx.town.named(words)
    return places.dump(found[0]) if len(found) == 1 and isinstance(found[0], Found) else None


def speak(ctx: Context, state: State, prompt: Prompt, *, about: str | None = None, key: str | None = None) -> None:
    """What is said about a draft. Of a confidential matter it is said where that was begun and nowhere else, with a way out."""
    if state.get("confidential"):
        ctx.say(with_exit(prompt), about=about, here=True)
    else:
        ctx.say(prompt, about=about, key=key)


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


_NUMBER = re.compile(r"\+?\d{9,15}")


async def own_number(ctx: Context) -> str | None:
    """The telephone number that the message came from; None where it is no telephone."""
    urn = None if ctx.update.urn is None or not ctx.is_typed else await contacts.urn(ctx.unit, ctx.update.urn)
    return urn.address if urn is not None and _NUMBER.fullmatch(urn.address) else None
