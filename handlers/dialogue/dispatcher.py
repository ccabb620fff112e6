"""One Update, one unit: opens it, finds the room, keeps everything together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from handlers.dialogue import robots
from handlers.dialogue.context import Context
from handlers.dialogue.ports import Level, Services
from handlers.dialogue.routes import Routes
from handlers.dialogue.update import Kind, Update, clean, fold
from handlers.texts import t
from storage.database import Writer
from storage.models import Instant, Prompt
from storage.repositories import attachments, contacts, conversations, inbox
from storage.repositories.inbox import Opened, Part

_LONGEST_TYPED_ANSWER = 40
_SHORTEST_MISSPELT = 5
"""Letters; "tak" and "nie" are never taken for something that looks like them."""
_OF_THE_ADDRESS = (Kind.STOPPED, Kind.BACK, Kind.MOVED)
_NUMBER = re.compile(r"(?:#|\b(?:nr|no\.|№)\s*)(\d{1,9})\b", re.IGNORECASE)
"""A report's number in our own words that were replied to, should their bubble be forgotten."""
_LATIN = str.maketrans("тнд", "tnd")
"""A Ukrainian keypad gives Т and Н for T and N."""


def meant(typed: str, menu: Mapping[str, str], *, misspelt: bool) -> str | None:
    """The link of what was typed: a digit, a letter, a choice's words; with `misspelt` also with one wrong letter, where only one is near."""
    if len(typed) == 1:
        typed = typed.translate(_LATIN)
    exact = menu.get(typed) or menu.get(f"~{typed}")
    if exact is not None or not misspelt or len(typed) < _SHORTEST_MISSPELT:
        return exact
    near = {link for words, link in menu.items() if words.startswith("~") and Levenshtein.distance(typed, words[1:], score_cutoff=1) <= 1}
    return near.pop() if len(near) == 1 else None


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
        if opened.kind in _OF_THE_ADDRESS:
            self._of_the_address(unit, opened, now)
            inbox.settle(unit, id, "handled", now)
            return True
        parts = await inbox.album(unit, opened.urn, opened.album) if opened.urn is not None and opened.album is not None else []
        ctx = Context(unit, await self._update(unit, opened, parts), opened.contact, now, self._services, opened.session, opened.aside)
        if await self._goes_round_in_circles(ctx, opened):
            pass  # it is kept, and not answered
        elif opened.kind == Kind.TIMER or ctx.update.text or ctx.update.link or ctx.update.attachments:
            await self._routes.handle(ctx, await self._about(unit, opened, ctx.update))
        self._supersede_menu(unit, opened, ctx)
        ctx.keep()
        for number in {id, *(part.id for part in parts if not part.handled)}:
            inbox.settle(unit, number, "handled", now)
            if ctx.forgets_words:
                inbox.forget(unit, number)
        return True

    def _of_the_address(self, unit: Writer, opened: Opened, now: Instant) -> None:
        """Not a word, but something about the address itself. (Whoever is back was resumed when the update was written down.)"""
        if opened.urn is None:
            return
        if opened.kind == Kind.STOPPED:
            contacts.stop(unit, opened.urn, now)
        elif opened.kind == Kind.MOVED:
            contacts.moved(unit, opened.urn, str(opened.payload["link"]))

    async def _goes_round_in_circles(self, ctx: Context, opened: Opened) -> bool:
        """An SMS that a machine seems to send; a person in danger is answered however often they write."""
        if opened.kind != Kind.MESSAGE or opened.urn is None or opened.channel not in self._services.typed_channels:
            return False
        before = await inbox.lately(ctx.unit, opened.urn, ctx.now - robots.WITHIN, opened.id, robots.MOST + 1)
        answer = robots.deserves(str(opened.payload.get("text") or ""), before)
        if answer is robots.Answer.AS_USUAL or ctx.judge(str(opened.payload.get("text") or "")).level is Level.NOW:
            return False
        if answer is robots.Answer.ONCE_MORE:
            said = t("There were very many messages from this number; we answer again in an hour. Duty desk: {phone}", phone=ctx.desk.duty_phone)
            ctx.say(Prompt((said,), short=said))
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

    async def _update(self, unit: Writer, opened: Opened, parts: Sequence[Part]) -> Update:
        payload = opened.payload
        if parts:  # an album's messages that wait together are one
            together = [part for part in parts if not part.handled]
            texts = [str(part.payload.get("text") or "") for part in together]
            payload = {**payload, "text": "\n".join(text for text in texts if text), "attachments": len(together)}
        update = Update(
            id=opened.id,
            kind=Kind(opened.kind),
            channel=opened.channel,
            received_at=opened.received_at,
            text=clean(str(payload.get("text") or "")),
            link=str(payload.get("link") or ""),
            subject=str(payload.get("subject") or ""),
            reply_to=payload.get("reply_to"),
            attachments=await attachments.of_updates(unit, [part.id for part in parts if not part.handled] or [opened.id])
            if payload.get("attachments")
            else (),
            urn=opened.urn,
            album=tuple(part.id for part in parts if part.handled),
        )
        if update.kind is Kind.MESSAGE and not update.attachments and opened.urn is not None and opened.channel in self._services.typed_channels:
            return await self._typed(unit, opened.urn, update)
        return update

    async def _typed(self, unit: Writer, urn: int, update: Update) -> Update:
        """A typed "1" or "T" is the button of the last list that was shown."""
        if len(update.text) > _LONGEST_TYPED_ANSWER:
            return update
        calm = self._services.guard.judge(update.text).level is Level.NO  # "Pomocy!" is no misspelt [Pomoc]
        link = meant(fold(update.text), await conversations.menu(unit, urn), misspelt=calm)
        if link is None:
            return update
        return replace(update, kind=Kind.PRESS, text="", link=link)

    async def _about(self, unit: Writer, opened: Opened, update: Update) -> str | None:
        if update.reply_to is None or opened.urn is None or update.kind is not Kind.MESSAGE:
            return None
        about = await conversations.bubble(unit, opened.channel, opened.urn, update.reply_to)
        number = None if about is not None else _NUMBER.search(str(opened.payload.get("quoted") or ""))
        return about if number is None else f"report:{number[1]}"
