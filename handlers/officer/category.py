"""The officer corrects what a report was taken for: two taps."""

from __future__ import annotations

from dataclasses import replace

from handlers.acts.confide import confide
from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue, staff
from handlers.officer.case import case
from handlers.texts import t
from handlers.views.case_card import current_card, no_such_case
from storage.models import Button, Prompt
from storage.repositories import reports

category = Dialogue("officer.category", who=staff)


@category.link("change")
async def change(ctx: Context, number: str) -> None:
    """The first tap: the groups."""
    found = await case(ctx, number)
    if found is None:
        ctx.say(no_such_case())
        return
    buttons = tuple(
        Button(t("{candidate}", candidate=group.name), category.to("group", f"{found.number}.{group.key}")) for group in ctx.categories.groups
    )
    ctx.say(Prompt((t("What kind of matter is no. {number}?", number=found.number),), buttons), about=found.about)


@category.link("group")
async def group(ctx: Context, argument: str) -> None:
    """The group's categories."""
    number, _, key = argument.partition(".")
    found = await case(ctx, number)
    chosen = next((each for each in ctx.categories.groups if each.key == key), None)
    if found is None or chosen is None:
        ctx.say(no_such_case())
        return
    buttons = tuple(Button(t("{candidate}", candidate=each.name), category.to("set", f"{found.number}.{each.key}")) for each in chosen.categories)
    ctx.say(Prompt((t("What kind of matter is no. {number}?", number=found.number),), buttons), about=found.about)


@category.link("set")
async def set_category(ctx: Context, argument: str) -> None:
    """The last tap: kept, and the card follows."""
    number, _, key = argument.partition(".")
    found = await case(ctx, number)
    chosen = ctx.categories.category(key)
    if found is None or chosen is None:
        ctx.say(no_such_case())
        return
    reports.categorise(ctx.unit, found.number, key)
    ctx.did("category", found.about)
    changed = replace(found, category=key)
    if chosen.confidential:
        changed = await confide(ctx, changed)
    ctx.replace(f"duty:{found.district}", found.card_key, await current_card(ctx, changed), about=found.about)
    ctx.say(Prompt((t("No. {number}: {category}.", number=found.number, category=chosen.name),)), about=found.about)
