"""Withdrawing a report: said what that means, then one more tap."""

from __future__ import annotations

from handlers.acts.move import move
from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue, residents
from handlers.resident.own import not_among_own, own_report
from handlers.rules.lifecycle import Action
from handlers.texts import t
from handlers.views.case_card import building, discreet, short_place
from storage.models import Button, Prompt, Report

withdraw = Dialogue("resident.withdraw", who=residents)
EX_OFFICIO = t("If its words point to a crime that is prosecuted ex officio, the police must look into it all the same.")


@withdraw.link("ask")
async def ask(ctx: Context, number: str) -> None:
    """[Withdraw]: what it means (crimes prosecuted ex officio go on)."""
    kept = await _open(ctx, number)
    if kept is None:
        return
    ctx.say(
        Prompt(
            (
                t("Withdraw report no. {number}? The officer will stop working on it.", number=kept.number),
                EX_OFFICIO,
            ),
            (Button(t("Withdraw"), withdraw.to("yes", kept.number)), Button(t("Leave it"), withdraw.to("leave", kept.number))),
        ),
        about=kept.about,
    )


@withdraw.link("leave")
async def leave(ctx: Context, number: str) -> None:
    """[Leave it]."""
    ctx.say(Prompt((t("Nothing was changed."),)))


@withdraw.link("yes")
async def yes(ctx: Context, number: str) -> None:
    """[Withdraw]: the officer is told, every promise about it ends."""
    kept = await _open(ctx, number)
    if kept is None:
        return
    await take_back(ctx, kept)
    ctx.say(Prompt((t("Report no. {number} is withdrawn.", number=kept.number),)), about=kept.about)


async def take_back(ctx: Context, kept: Report) -> None:
    """The report is withdrawn, and the officer told."""
    await move(ctx, kept, Action.WITHDRAW)
    ctx.did("withdraw", kept.about)
    ctx.tell(
        f"duty:{kept.district}",
        Prompt(
            (t("**No. {number} · {place}**: withdrawn by the resident.", number=kept.number, place=building(kept)),),
            short=t("#{number} {street}: withdrawn by the resident.", number=kept.number, street=short_place(kept)),
            discreet=discreet(kept, t("withdrawn")),
        ),
        key=f"{kept.about}:withdrawn:{ctx.update.id}",
        about=kept.about,
    )


async def _open(ctx: Context, number: str) -> Report | None:
    """The own open report; otherwise says what is wrong."""
    kept = await own_report(ctx, number)
    if kept is None:
        await not_among_own(ctx, number)
        return None
    if not kept.is_open:
        ctx.say(Prompt((t("Report no. {number} is not open any more.", number=kept.number),)), about=kept.about)
        return None
    return kept
