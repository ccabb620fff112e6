"""The web chat's door in: what a page hands in becomes an Update, and its own bubble, in one unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.channels.channel import Incoming
from bot.channels.uploads import Uploads
from bot.channels.webchat import WebChat
from bot.delivery.intake import Intake
from handlers.dialogue.update import Kind, clean
from storage.database import Rows, Writer
from storage.models import Attachment, AttachmentKind, HandedOver, Instant, Urn
from storage.repositories import inbox, webchat
from storage.repositories.webchat import ShownAttachment


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A message or a pressed button. `client_id` is the page's own; handing in the same twice is one message."""

    client_id: str
    text: str = ""
    link: str = ""
    reply_to: int | None = None
    files: tuple[str, ...] = ()
    """The page's own numbers of what it has uploaded for this message."""
    position: tuple[float, float] | None = None
    """Degrees north and east."""
    pressed_in: int | None = None


async def is_known(rows: Rows, channel: WebChat, address: str, given: HandedIn) -> bool:
    """Whether this message was handed in before (its files may have moved on since)."""
    return await inbox.is_known(rows, channel.name, _external_id(address, given))


def _external_id(address: str, given: HandedIn) -> str:
    return f"{address}:{given.client_id}"


async def hand_in(intake: Intake, channel: WebChat, address: str, given: HandedIn, now: Instant, kinds: Sequence[AttachmentKind | None] = ()) -> bool:
    """`kinds` are what the files look like. Returns after the commit; False when it was known already."""
    kind = Kind.PRESS if given.link else Kind.MESSAGE

    async def bubble(unit: Writer, urn: Urn, brought: Sequence[Attachment]) -> None:
        if kind is Kind.PRESS:
            if given.pressed_in is not None:
                webchat.choose(unit, urn.id, given.pressed_in, given.link)
        else:
            words = clean(given.text)
            shown = [ShownAttachment(each.id, each.kind) for each in brought]
            await webchat.add(
                unit, urn.id, from_us=False, dedupe=f"in:{given.client_id}", text=words, reply_to=given.reply_to, attachments=shown, now=now
            )
        unit.after(lambda: channel.changed(address))

    incoming = Incoming(
        channel=channel.name,
        external_id=_external_id(address, given),
        address=address,
        kind=kind,
        text=given.text,
        link=given.link,
        reply_to=None if given.reply_to is None else str(given.reply_to),
        attachments=handed_over(address, given, kinds),
    )
    return await intake.accept(incoming, bubble)


def handed_over(address: str, given: HandedIn, kinds: Sequence[AttachmentKind | None] = ()) -> tuple[HandedOver, ...]:
    """What a message brings along, as the intake takes it."""
    looks = dict(zip(given.files, kinds, strict=False))
    files = tuple(HandedOver(looks.get(name) or AttachmentKind.PICTURE, Uploads.reference(address, name)) for name in given.files)
    return files if given.position is None else (*files, HandedOver(AttachmentKind.POSITION, position=given.position))
