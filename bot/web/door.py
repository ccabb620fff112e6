"""The web chat's door in: what a page hands in becomes an Update, and its own bubble, in one unit."""

from __future__ import annotations

from dataclasses import dataclass

from bot.channels.webchat import WebChat
from bot.delivery.intake import Incoming, Intake
from handlers.dialogue.update import Kind, clean
from storage.database import Writer
from storage.models import Instant, Urn
from storage.repositories import webchat


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A message or a pressed button. `client_id` is the page's own; handing in the same twice is one message."""

    client_id: str
    text: str = ""
    link: str = ""
    reply_to: int | None = None
    pressed_in: int | None = None


async def hand_in(intake: Intake, channel: WebChat, address: str, given: HandedIn, now: Instant) -> bool:
    """Returns after the commit; False when it was known already."""
    kind = Kind.PRESS if given.link else Kind.MESSAGE

    async def bubble(unit: Writer, urn: Urn) -> None:
        if kind is Kind.PRESS:
            if given.pressed_in is not None:
                webchat.choose(unit, urn.id, given.pressed_in, given.link)
        else:
            words = clean(given.text)
            await webchat.add(unit, urn.id, from_us=False, dedupe=f"in:{given.client_id}", text=words, reply_to=given.reply_to, now=now)
        unit.after(lambda: channel.changed(address))

    incoming = Incoming(
        channel=channel.name,
        external_id=f"{address}:{given.client_id}",
        address=address,
        kind=kind,
        text=given.text,
        link=given.link,
        reply_to=None if given.reply_to is None else str(given.reply_to),
    )
    return await intake.accept(incoming, bubble)
