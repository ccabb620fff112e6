"""Where it is: asked about, chosen from a list, found in what the person writes. A step of a report's draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue, residents
from handlers.dialogue.ports import Found, Undecided, Unknown
from handlers.dialogue.update import as_number
from handlers.resident.draft import needs_no_place, speak
from handlers.resident.report import SETTLING, cancel_button, draft, over, report
from handlers.texts import t
from handlers.views import attached
from handlers.views import place as places
from storage.models import NO_PLACE, Button, Place, Prompt

where = Dialogue("resident.where", who=residents)
State = Mapping[str, Any]


@draft.asks("place")
async def ask_place(ctx: Context, state: State) -> None:
    report.goto(ctx, "place", {**state, "asked_at": ctx.now})
    speak(ctx, state, _where(state))


def _where(state: State) -> Prompt:
    suggestion = state.get("suggestion")
    nowhere = (Button(t("Without an address"), where.to("nowhere", state["draft"])),) if needs_no_place(state) else ()
    others = (*nowhere, cancel_button(state))
    brought = attached.remembered(state)
    here = () if brought is None else (t("It is here: {attached}.", attached=brought),)
    if state.get("child"):
        return Prompt((t("Where is it? Write the street and the number. You can also send it without."),), others)
    if suggestion is None:
        return Prompt(
            (*here, t("Where is it? Please write the street and the house number.")),
            others,
            short=None if nowhere else t("Where is it? Please write street and house number. To stop: N"),
        )
    line = places.load(suggestion).place.line
    return Prompt(
        (*here, t("Where is it? Please choose, or write the street and the house number.")),
        (Button(t("{candidate}", candidate=line), where.to("suggested")), Button(t("Another address"), where.to("elsewhere")), *others),
    )


@where.link("nowhere")
async def nowhere(ctx: Context, number: str) -> None:
    """[Without an address]."""
    if not report.is_at(ctx, "place") or str(ctx.state.get("draft")) != number or not needs_no_place(ctx.state):
        await over(ctx)
        return
    await draft.advance(ctx, {**ctx.state, "place": places.dump(Found(Place(""), NO_PLACE))})


@draft.takes("place")
async def take_place(ctx: Context, state: State, text: str) -> State | None:
    street = state.get("street")
    number = places.without_label(text)
    resolution = ctx.town.resolve(f"{street} {number}" if street and number[:1].isdecimal() else text)
    if isinstance(resolution, Undecided):
        resolution = Found(resolution.place, NO_PLACE)  # the supervisor reads it and decides whose it is
    if isinstance(resolution, Found):
        return {**state, "words": _with_unresolved(state, resolution), "place": places.dump(resolution), "unresolved": None}
    offered = places.candidates(resolution)
    # What is no address may be more of the story: it stays with the words, unless it turns out to be a misspelt address.
    a_place = bool(offered) or not isinstance(resolution, Unknown)
    told = "\n".join(part for part in (state["words"], state.get("unresolved"), None if a_place else text) if part)
    asked = {
        **state,
        "words": told,
        "candidates": offered,
        "unresolved": text if a_place else None,
        "street": getattr(resolution, "street", None),
    }
    if isinstance(resolution, Unknown) and not offered and ctx.now - state.get("asked_at", 0) < SETTLING:
        report.goto(ctx, "place", asked)
        ctx.set_timer(report.to("settled"), ctx.talk, ctx.now + SETTLING)  # many lines are asked about once
    elif isinstance(resolution, Unknown) and not resolution.like_an_address:
        await ask_place(ctx, asked)
    else:
        report.goto(ctx, "place", {**asked, "asked_at": ctx.now})
        speak(ctx, asked, places.question(resolution, ctx.desk, pick=lambda index: where.to("pick", index), others=(cancel_button(asked),)))
    return None


def _with_unresolved(state: State, found: Found) -> str:
    """The words; what was taken for a misspelt address belongs to them, unless it was this address."""
    unresolved, offered = state.get("unresolved"), state.get("candidates") or []
    if not unresolved or state.get("street") == found.place.street or any(each.startswith(found.place.street) for each in offered):
        return str(state["words"])
    return f"{state['words']}\n{unresolved}"


@where.link("suggested")
async def suggested(ctx: Context, _: str) -> None:
    """The address that was offered."""
    if not report.is_at(ctx, "place") or ctx.state.get("suggestion") is None:
        await over(ctx)
        return
    await draft.advance(ctx, {**ctx.state, "place": ctx.state["suggestion"]})


@where.link("elsewhere")
async def elsewhere(ctx: Context, _: str) -> None:
    """Not the address that was offered."""
    if not report.is_at(ctx, "place"):
        await over(ctx)
        return
    await draft.advance(ctx, {**ctx.state, "suggestion": None})


@where.link("pick")
async def pick(ctx: Context, index: str) -> None:
    """One of several streets."""
    offered = ctx.state.get("candidates") or []
    chosen = as_number(index)
    if not report.is_at(ctx, "place") or chosen is None or chosen >= len(offered):
        await over(ctx)
        return
    state = await take_place(ctx, ctx.state, offered[chosen])
    if state is not None:
        await draft.advance(ctx, state)
