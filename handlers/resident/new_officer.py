"""The day on which a new map begins: whoever asked us to remember their address, and has another officer now, is told once.

Nothing else changes hands by itself: open reports stay with the officer who has them until they are handed over.
"""

from __future__ import annotations

from dataclasses import replace

from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue
from handlers.dialogue.ports import Found, Town
from handlers.texts import t
from handlers.views.answering import answering
from handlers.views.officer_card import officer_card
from storage.models import HOUR, Button, Place
from storage.outgoing import IfUncertain, Priority
from storage.repositories import FOREVER, contacts

new_officer = Dialogue("resident.new_officer")

BEGIN = "resident.new_officer.tell"
HOUR_OF_DAY = 9 * HOUR
"""Behind the first instant of the map: nobody is woken."""
SLICE = 200
"""People looked at in one unit."""


@new_officer.timer("tell")
async def tell(ctx: Context, subject: str) -> None:
    """A slice of the people; `subject` is ``map:BEGINS:AFTER``: the first instant of the map, and the person behind whom to go on."""
    _, begins, after = subject.split(":")
    before, now = ctx.town_at(int(begins) - 1), ctx.town_at(int(begins))
    people = await contacts.remembered_after(ctx.unit, int(after), SLICE)
    for contact, place in people:
        becomes = now.resolve(place.line)
        contacts.place_in(ctx.unit, contact, becomes.district if isinstance(becomes, Found) else None)
        if isinstance(becomes, Found) and has_new_officer(before, now, place):
            await _say(ctx, contact, becomes, begins)
    last = people[-1][0] if len(people) == SLICE else FOREVER
    for contact, place in await contacts.followed_between(ctx.unit, int(after), last):
        becomes = now.resolve(place.line)
        contacts.place_followed(ctx.unit, contact, place, becomes.district if isinstance(becomes, Found) else None)
    if len(people) == SLICE:
        ctx.set_timer(new_officer.to("tell"), f"map:{begins}:{people[-1][0]}", ctx.now)


def has_new_officer(before: Town, after: Town, place: Place) -> bool:
    """Whether the address belongs to another district afterwards; what no officer has afterwards is no news of one."""
    was, becomes = before.resolve(place.line), after.resolve(place.line)
    return isinstance(becomes, Found) and not (isinstance(was, Found) and was.district == becomes.district)


async def _say(ctx: Context, contact: int, found: Found, begins: str) -> None:
    """Once, ever; the street and the house only, as others may read along."""
    known = await answering(ctx, found.district)
    card = officer_card(known, replace(found.place, detail=""), ctx.desk, is_example=ctx.town.is_example, buttons=())
    prompt = replace(
        card,
        body=(t("The remembered address has another officer from today."), *card.body),
        buttons=(Button(t("Write about a matter"), "resident.report.new"),),
    )
    ctx.tell(f"contact:{contact}", prompt, key=f"map:{begins}:contact:{contact}", priority=Priority.NOTICE, if_uncertain=IfUncertain.LEAVE)
