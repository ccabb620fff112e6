"""One Update, one unit: opens it, finds the room, keeps everything together."""

from __future__ import annotations

from dataclasses import replace

from handlers.dialogue.context import Context
from handlers.dialogue.ports import Services
from handlers.dialogue.routes import Routes
from handlers.dialogue.update import Kind, Update, clean, fold
from storage.database import Writer
from storage.models import Instant
from storage.repositories import attachments, conversations, inbox
from storage.repositories.inbox import Opened

_LONGEST_TYPED_ANSWER = 20
_LATIN = str.maketrans("тнд", "tnd")
"""A Ukrainian keypad gives Т and Н for T and N."""


class Dispatcher:
    """What `bot/delivery/intake.py` calls for each update that was written down."""

    def __init__(self, routes: Routes, services: Services) -> None:
        self._routes = routes
        self._services = services

    async def handle(self, unit: Writer, id: int, now: Instant) -> bool:
        """Handles the update `id` once; False if it is settled already, or an older one of its lane still waits."""
        opened = await inbox.open_update(unit, id, now)
        if opened is None:
            return False
        ctx = Context(unit, await self._update(unit, opened), opened.contact, now, self._services, opened.session, opened.aside)
        if opened.kind == Kind.TIMER or ctx.update.text or ctx.update.link or ctx.update.attachments:
            await self._routes.handle(ctx, await self._about(unit, opened, ctx.update))
        self._supersede_menu(unit, opened, ctx)
        ctx.keep()
        inbox.settle(unit, id, "handled", now)
        if ctx.forgets_words:
            inbox.forget(unit, id)
        return True

    def _supersede_menu(self, unit: Writer, opened: Opened, ctx: Context) -> None:
        """Our answer takes the place of the list that was shown before: "1" may be a house number now."""
        if opened.urn is None or opened.contact is None or opened.channel not in self._services.typed_channels:
            return
        if any(message.recipient == f"contact:{opened.contact.id}" for message in ctx.outgoing):
            conversations.offer(unit, opened.urn, {}, ctx.now)

    async def give_up(self, unit: Writer, id: int, now: Instant) -> None:
        """The update could not be handled: it stays in the inbox as failed, and whoever wrote is told kindly."""
        opened = await inbox.open_update(unit, id, now)
        if opened is None:
            return
        if opened.contact is not None:
            update = Update(opened.id, Kind.PRESS, opened.channel, opened.received_at, link="everyone.trouble.sorry")
            ctx = Context(unit, update, opened.contact, now, self._services, opened.session, opened.aside)
            await self._routes.handle(ctx, None)
            ctx.keep()
        inbox.settle(unit, id, "failed", now)

    async def _update(self, unit: Writer, opened: Opened) -> Update:
        payload = opened.payload
        update = Update(
            id=opened.id,
            kind=Kind(opened.kind),
            channel=opened.channel,
            received_at=opened.received_at,
            text=clean(str(payload.get("text") or "")),
            link=str(payload.get("link") or ""),
            subject=str(payload.get("subject") or ""),
            reply_to=payload.get("reply_to"),
            attachments=await attachments.of_update(unit, opened.id) if payload.get("attachments") else (),
            urn=opened.urn,
        )
        if update.kind is Kind.MESSAGE and not update.attachments and opened.urn is not None and opened.channel in self._services.typed_channels:
            return await self._typed(unit, opened.urn, update)
        return update

    async def _typed(self, unit: Writer, urn: int, update: Update) -> Update:
        """A typed "1" or "T" is the button of the last list that was shown."""
        if len(update.text) > _LONGEST_TYPED_ANSWER:
            return update
        link = (await conversations.menu(unit, urn)).get(fold(update.text).translate(_LATIN))
        if link is None:
            return update
        return replace(update, kind=Kind.PRESS, text="", link=link)

    async def _about(self, unit: Writer, opened: Opened, update: Update) -> str | None:
        if update.reply_to is None or opened.urn is None or update.kind is not Kind.MESSAGE:
            return None
        return await conversations.bubble(unit, opened.channel, opened.urn, update.reply_to)
