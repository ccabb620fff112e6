"""Discreet mode: on a phone that others may look at, notices say the number and the street only; "#42" shows the rest."""

from __future__ import annotations

from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue, staff
from handlers.texts import t
from storage.models import Button, Prompt
from storage.repositories import contacts

discreet = Dialogue("officer.discreet", who=staff)


@discreet.words("dyskretnie", "tryb dyskretny", "/dyskretnie", "discreet", "непомітно")
async def turn(ctx: Context) -> None:
    """On, or off again."""
    await switch(ctx, "off" if ctx.me.discreet else "on")


@discreet.link("switch")
async def switch(ctx: Context, wanted: str) -> None:
    """[Discreet mode]."""
    on = wanted == "on"
    contacts.set_discreet(ctx.unit, ctx.me.id, on)
    ctx.did("discreet" if on else "not discreet", f"contact:{ctx.me.id}")
    if on:
        text = t("Discreet mode is on: notices say the number and the street only. To read a case: #42. What came before stays as it is.")
        ctx.say(Prompt((text,), (Button(t("Turn it off"), discreet.to("switch", "off"), minor=True),)))
    else:
        ctx.say(Prompt((t("Discreet mode is off: notices show the words again."),)))
