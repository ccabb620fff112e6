"""A complaint about an officer never reaches that officer: the card says where complaints are made, and no text stays.

[It is no complaint] sends the words to the supervisor only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.acts.keep import NewReport, keep
from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue, residents
from handlers.dialogue.update import as_number
from handlers.texts import t
from handlers.views import attached
from handlers.views.case_card import quote
from handlers.views.receipt import receipt
from storage.models import DAY, MINUTE, NO_PLACE, Button, Place, Prompt
from storage.repositories import personal

complaint = Dialogue("resident.complaint", who=residents)

KEPT = DAY
"""Said on the card: by then the words are gone."""


async def stopped(ctx: Context, waited: Mapping[str, Any] | None = None) -> None:
    """Instead of any other answer: where a complaint is made; the words wait for the person's choice, at most a day."""
    ctx.did("stopped", f"contact:{ctx.me.id}")
    brought = attached.joined(waited or {}, ctx.update.attachments)
    words = ctx.update.text if waited is None else waited["words"]
    complaint.goto(ctx, "card", {"complaint": ctx.update.id, "words": words, "updates": [], "attachments": brought})
    _goes_within_the_day(ctx)
    _say_card(ctx)


def _say_card(ctx: Context) -> None:
    number = ctx.state["complaint"]
    ctx.say(
        Prompt(
            (
                t("We **do not send this to the officer**. A complaint about a police officer is decided by: {office}.", office=ctx.desk.complaints),
                t("It needs first name, surname and address; without them it is left undecided."),
                t("A crime of a police officer can be reported to the prosecutor or to the Internal Affairs Bureau of the Police."),
                t("No police officer has got this text. We delete it within a day."),
                t("In danger please call 112."),
            ),
            (
                Button(t("Copy my text"), complaint.to("copy", number), key="1"),
                Button(t("Delete now"), complaint.to("delete", number), key="2"),
                Button(t("It is no complaint"), complaint.to("ordinary", number), key="3"),
            ),
            short=t(
                "We do not send this to the officer. Complaints: {office}, with name and address. Copy: 1. Delete: 2. No complaint: 3",
                office=ctx.desk.complaints,
            ),
        )
    )


@complaint.attachments
async def more_pictures(ctx: Context) -> bool:
    """Pictures while the card stands are kept with the words."""
    complaint.goto(ctx, "card", {**ctx.state, "attachments": attached.joined(ctx.state, ctx.update.attachments)})
    return not ctx.update.text


@complaint.step("card")
async def more(ctx: Context) -> None:
    """More of it: also these words go nowhere without a choice, and are gone within a day."""
    complaint.goto(ctx, "card", {**ctx.state, "words": f"{ctx.state['words']}\n{ctx.update.text}"})
    _goes_within_the_day(ctx)
    _say_card(ctx)


@complaint.link("copy")
async def copy(ctx: Context, number: str) -> None:
    """[Copy my text]: once more, to be taken along."""
    if not _stands(ctx, number):
        _over(ctx)
        return
    ctx.say(Prompt((quote(ctx.state["words"], 15_000),)), key=f"complaint:{ctx.update.id}:copy")
    _goes_within_the_day(ctx)


@complaint.link("delete")
async def delete(ctx: Context, number: str) -> None:
    """[Delete now]."""
    wanted = as_number(number)
    if _stands(ctx, number):
        updates = ctx.state["updates"]
        ctx.end()
    elif wanted is not None and await personal.waits_to_be_deleted(ctx.unit, ctx.me.id, wanted):
        updates = [wanted]  # the card was replaced by something else; its words can still go at once
    else:
        _over(ctx)
        return
    for update in updates:
        await _forget(ctx, ctx.me.id, update)
    ctx.say(
        Prompt(
            (t("Deleted. No police officer has got it."),),
            short=t("Deleted. No police officer has got it. Danger to life: 112"),
        )
    )


@complaint.link("ordinary")
async def ordinary(ctx: Context, number: str) -> None:
    """[It is no complaint]: a report to the supervisor, whom no officer looks over the shoulder."""
    if not _stands(ctx, number):
        _over(ctx)
        return
    state = ctx.state
    ctx.end()
    for update in state["updates"]:
        ctx.cancel_timer(complaint.to("day"), f"update:{update}")
    new = NewReport(NO_PLACE, Place(""), state["words"], ctx.categories.guess(state["words"]).key, attached.ids(state), about_officer=True)
    kept, known = await keep(ctx, new, author=ctx.me.id)
    ctx.say(receipt(kept, known, ctx.desk.duty_phone), key=f"{kept.about}:receipt", about=kept.about)


def _goes_within_the_day(ctx: Context) -> None:
    """What this Update said of the complaint is deleted by then."""
    complaint.goto(ctx, "card", {**ctx.state, "updates": [*ctx.state["updates"], ctx.update.id]})
    ctx.set_timer(complaint.to("day"), f"update:{ctx.update.id}", ctx.now + KEPT)


async def _forget(ctx: Context, contact: int, update: int) -> None:
    ctx.cancel_timer(complaint.to("day"), f"update:{update}")
    for each in await personal.forget_words(ctx.unit, contact, update, ctx.now):
        ctx.withdraw(f"contact:{contact}", each.key, due_at=ctx.now + MINUTE if each.under_way else None)
    ctx.erased()


def _stands(ctx: Context, number: str) -> bool:
    return complaint.is_at(ctx, "card") and str(ctx.state["complaint"]) == number


def _over(ctx: Context) -> None:
    ctx.say(Prompt((t("This card is no longer valid. What was not sent is deleted within a day."),)))


@complaint.timer("day")
async def day(ctx: Context, subject: str) -> None:
    """A day has passed: the words are gone, wherever they stood."""
    number = as_number(subject.partition(":")[2])
    contact = None if number is None else await personal.writer_of(ctx.unit, number)
    if number is None or contact is None:
        return
    await _forget(ctx, contact, number)
