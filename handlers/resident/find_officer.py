"""Who is my officer: an address gives the card. Needs no registration and no consent."""

from __future__ import annotations

import re

from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import RESTING, Dialogue
from handlers.dialogue.ports import Found, NumberNeeded, OnBorder, Outside, Resolution, Unknown
from handlers.dialogue.update import as_number
from handlers.resident.my_reports import the_question
from handlers.resident.report import begin
from handlers.rules import deep_link
from handlers.texts import t
from handlers.views import attached, place
from handlers.views.answering import answering
from handlers.views.fraud import fraud_warning
from handlers.views.officer_card import officer_card
from handlers.views.place import without_label
from storage.models import Button, Place, Prompt
from storage.repositories import contacts

find_officer = Dialogue("resident.find_officer")


@find_officer.pattern(r"/start\s+([\w-]{1,64})")
async def linked(ctx: Context, match: re.Match[str]) -> bool:
    """A link from a poster: the building's card, or the district's; anything else is a greeting."""
    meant = deep_link.read(match[1])
    if isinstance(meant, str) and isinstance(resolution := ctx.town.resolve(meant), Found):
        await card(ctx, resolution)
        return True
    if isinstance(meant, int) and meant in ctx.town.districts:
        known = await answering(ctx, meant)
        buttons = () if ctx.me.is_staff else (Button(t("Write about a matter"), "resident.report.new"),)
        ctx.say(officer_card(known, Place(known.district.name), ctx.desk, is_example=ctx.town.is_example, buttons=buttons))
        return True
    return False


@find_officer.text
async def address(ctx: Context) -> bool:
    """A text that is an address, or looks like one. Anything else is left to the rooms behind."""
    if ctx.update.attachments:
        return await _position(ctx)  # a picture is a report, or belongs to one
    resolution = ctx.town.resolve(ctx.update.text)
    if isinstance(resolution, Unknown) and not resolution.like_an_address:
        return False
    if ctx.me.is_staff and not (isinstance(resolution, Found) and resolution.place.house):
        return False  # "Dobra" of an officer is no street: words go to a case, a whole address gives its card
    if not ctx.me.is_staff and await the_question(ctx) is not None:
        return False  # "Podmiejska 13" may be what the officer asked for
    await answer(ctx, resolution, ctx.update.text)
    return True


async def _position(ctx: Context) -> bool:
    """A position and nothing else is an address too, where the map has polygons."""
    shown = [each.position for each in ctx.update.attachments if each.position is not None]
    if ctx.update.text or len(shown) != 1 or len(ctx.update.attachments) != 1 or ctx.me.is_staff or await the_question(ctx) is not None:
        return False
    resolution = ctx.town.resolve(Place.point(*shown[0]).line)
    if isinstance(resolution, Found):
        await card(ctx, resolution)
    elif isinstance(resolution, OnBorder | Outside):
        find_officer.goto(ctx, RESTING, {"pending": "", "attachments": attached.joined({}, ctx.update.attachments)})
        matter = Button(t("Write about a matter"), "resident.report.new")
        ctx.say(place.question(resolution, ctx.desk, pick=lambda index: find_officer.to("pick", index), others=(matter,)))
    else:
        return False  # the map has no polygons: it goes with a report
    return True


async def answer(ctx: Context, resolution: Resolution, words: str) -> None:
    """The card, or the question that leads to it. The words stay, in case they were meant as a report."""
    if isinstance(resolution, Found):
        await card(ctx, resolution)
        return
    state = {"words": words, "candidates": place.candidates(resolution)}
    if isinstance(resolution, NumberNeeded):
        find_officer.goto(ctx, "house", {**state, "street": resolution.street})
    else:
        find_officer.goto(ctx, RESTING, state)
    way_out = Button(t("It is a description of a matter"), find_officer.to("matter"))
    ctx.say(place.question(resolution, ctx.desk, pick=lambda index: find_officer.to("pick", index), others=(way_out,)))


async def card(ctx: Context, found: Found) -> None:
    """The officer's card; the address rests in the conversation as a suggestion, until the person uses it."""
    if ctx.me.is_staff:
        buttons: tuple[Button, ...] = ()
    else:
        find_officer.goto(ctx, RESTING, {"place": place.dump(found)})
        remember = () if found.place.is_point else (Button(t("Remember my address"), "resident.my_address.ask", minor=True),)
        buttons = (Button(t("Write about a matter"), "resident.report.new"), Button(t("Another address"), find_officer.to("again")), *remember)
    ctx.say(officer_card(await answering(ctx, found.district), found.place, ctx.desk, is_example=ctx.town.is_example, buttons=buttons))
    if not ctx.me.is_staff and not ctx.me.warned:
        contacts.warned(ctx.unit, ctx.me.id)
        ctx.say(fraud_warning())


@find_officer.step("house")
async def house(ctx: Context) -> None:
    """The number for a divided street; anything that is no number is read afresh."""
    if ctx.update.attachments:
        await begin(ctx, words=ctx.update.text, suggestion=None, brought=ctx.update.attachments)
        return
    words = ctx.update.text
    number = without_label(words)
    resolution = ctx.town.resolve(f"{ctx.state['street']} {number}") if number[:1].isdecimal() else ctx.town.resolve(words)
    await answer(ctx, resolution, words)


@find_officer.link("pick")
async def pick(ctx: Context, index: str) -> None:
    """One of the offered streets."""
    offered = ctx.state.get("candidates", []) if find_officer.is_at(ctx, RESTING, "house") else []
    chosen = as_number(index)
    if chosen is None or chosen >= len(offered):
        await again(ctx, "")
        return
    await answer(ctx, ctx.town.resolve(offered[chosen]), offered[chosen])


@find_officer.link("again")
async def again(ctx: Context, _: str) -> None:
    """Another address."""
    ctx.say(Prompt((t("Please write the street and the house number, for example: Podmiejska 13."),)))


@find_officer.link("matter")
async def matter(ctx: Context, _: str) -> None:
    """The words were no address but a matter: the report room takes them over."""
    if not find_officer.is_at(ctx, RESTING, "house") or "words" not in ctx.state:
        await again(ctx, "")
        return
    await begin(ctx, words=str(ctx.state["words"]), suggestion=None)
