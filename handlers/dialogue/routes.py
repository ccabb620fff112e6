"""The table of contents: which room takes an Update. Order matters where several could."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import RESTING, ActOn, Dialogue, Try
from handlers.dialogue.update import Kind, fold
from storage.models import Grant
from storage.repositories import attachments
from storage.repositories.conversations import StoredSession


class Routes:
    """Rooms in order of precedence, and the two answers for what no room takes."""

    def __init__(self, *rooms: Dialogue, guard: Try, stale: ActOn, restart: ActOn, edited: Try, late_part: Try) -> None:
        names = [room.name for room in rooms]
        if len(set(names)) != len(names):
            raise ValueError("two rooms have the same name")
        self.rooms = rooms
        self._by_name = {room.name: room for room in rooms}
        self._open: dict[tuple[Grant, ...], list[Dialogue]] = {}
        self._guard = guard
        self._stale = stale
        self._restart = restart
        self._edited = edited
        self._late_part = late_part

    async def handle(self, ctx: Context, about: str | None) -> None:
        """Gives the Update to the room that takes it. `about` is what the bubble replied to was about."""
        self._turn(ctx)
        ctx.is_for_others = about is None and ctx.update.kind is Kind.MESSAGE and self._is_for_others(ctx)
        if ctx.update.kind is Kind.TIMER:
            await self._due(ctx)
        elif ctx.update.kind is Kind.PRESS:
            await self._pressed(ctx)
        elif ctx.update.kind is Kind.EDIT:
            if not await self._guard(ctx) and not await self._edited(ctx):
                ctx.update = replace(ctx.update, kind=Kind.MESSAGE, link="")
                await self._said(ctx, None)
        elif ctx.update.album:
            if not (ctx.update.text and await self._guard(ctx)) and not await self._late_part(ctx):
                await self._said(ctx, about)
        elif self._is_order(ctx) or not await self._guard(ctx):
            await self._said(ctx, about)
        if ctx.again is not None:
            await self._as_ordinary(ctx, *ctx.again)
        await self._interrupted_or_resumed(ctx)

    def _is_order(self, ctx: Context) -> bool:
        """Whether the message is one of the words that rooms know ("moje dane"): there is nothing to guard."""
        spoken = fold(ctx.update.text)
        return not ctx.update.attachments and any(spoken in room.spoken for room in self._open_to(ctx))

    def _is_for_others(self, ctx: Context) -> bool:
        session = ctx.session
        room = None if session is None else self._by_name.get(session.dialogue)
        return session is not None and room is not None and session.step in room.for_others and room.who(ctx.me)

    async def _as_ordinary(self, ctx: Context, text: str, numbers: Sequence[int]) -> None:
        """A message that a room has given back goes the way of any other."""
        brought = await attachments.by_ids(ctx.unit, numbers)
        ctx.update = replace(ctx.update, kind=Kind.MESSAGE, text=text, link="", attachments=brought)
        if ctx.aside:
            ctx.turn_to(ctx.aside[0])
        else:
            ctx.session = None
        await self._said(ctx, None)

    # --- conversations that interrupt each other ---

    def _turn(self, ctx: Context) -> None:
        """A button of a conversation that was set aside, or words while nothing else waits for them, turn to it again."""
        session = ctx.session
        if session is None or not ctx.aside or ctx.update.kind is Kind.TIMER:
            return
        if ctx.update.kind is Kind.PRESS:
            link = ctx.update.link.partition(":")[0]
            chosen = next((each for each in ctx.aside if link in self._links(each)), None)
        else:
            chosen = ctx.aside[0] if session.step == RESTING else None
        if chosen is not None:
            ctx.turn_to(chosen)
            if self._lasts(session):
                ctx.aside = (session, *ctx.aside)

    async def _interrupted_or_resumed(self, ctx: Context) -> None:
        """A lasting step that another room's step has replaced is set aside; when that one is done, it goes on."""
        before, step = ctx.session, ctx.step
        replaced = step is not None and before is not None and (step.dialogue != before.dialogue or not self._lasts(step))
        if replaced and before is not None and not ctx.finished and self._lasts(before):
            ctx.aside = (before, *ctx.aside)
            return
        done = ctx.finished if step is None else step.step == RESTING and (before is None or before.step != RESTING)
        if done and ctx.aside:
            ctx.turn_to(ctx.aside[0])
            await self._show(ctx)
        elif step is None and not ctx.finished and ctx.update.kind is not Kind.TIMER and self._hides_the_question(ctx):
            await self._show(ctx)

    def _hides_the_question(self, ctx: Context) -> bool:
        """Whether what was said asks for something else than the question that stands; where answers are typed, its list is gone under it."""
        room = None if ctx.session is None else self._by_name.get(ctx.session.dialogue)
        without_choices = bool(ctx.outgoing) and not any(message.prompt.buttons for message in ctx.outgoing)
        asks_for_something_else = ctx.shows_where_it_stands and room is not None and room.is_asked_again
        return asks_for_something_else or (ctx.is_typed and without_choices)

    async def _show(self, ctx: Context) -> None:
        """Where a lasting conversation stands, if one does."""
        session = ctx.session
        room = None if session is None else self._by_name.get(session.dialogue)
        if session is not None and room is not None and self._lasts(session) and room.who(ctx.me):
            await room.resumed[session.step](ctx)

    def _lasts(self, session: StoredSession) -> bool:
        room = self._by_name.get(session.dialogue)
        return room is not None and room.version == session.version and session.step in room.resumed

    def _links(self, session: StoredSession) -> Set[str]:
        room = self._by_name.get(session.dialogue)
        return set() if room is None else room.turned_to

    # --- who takes it ---

    async def _due(self, ctx: Context) -> None:
        for room in self.rooms:
            if ctx.update.link in room.timers:
                await room.timers[ctx.update.link](ctx, ctx.update.subject)
                return
        raise LookupError(f"no room knows the timer {ctx.update.link}")

    async def _pressed(self, ctx: Context) -> None:
        link, _, argument = ctx.update.link.partition(":")
        for room in self._open_to(ctx):
            if link in room.links:
                await room.links[link](ctx, argument)
                self._left(ctx)
                return
        await self._stale(ctx, argument)

    async def _said(self, ctx: Context, about: str | None) -> None:
        rooms = self._open_to(ctx)
        if about is not None:
            noun, _, number = about.partition(":")
            for room in rooms:
                if noun in room.replies and await room.replies[noun](ctx, number):
                    self._left(ctx)
                    return
        spoken = fold(ctx.update.text)
        for room in rooms:
            if spoken in room.spoken and not ctx.update.attachments:  # what a picture is called is no order
                await room.spoken[spoken](ctx)
                self._left(ctx)
                return
        for room in rooms:
            for pattern, act, with_attachments in room.patterns:
                if ctx.update.attachments and not with_attachments:
                    continue
                match = pattern.fullmatch(ctx.update.text)
                if match is not None and await act(ctx, match):
                    self._left(ctx)
                    return
        if await self._continued(ctx):
            return
        await self.free(ctx)

    def _left(self, ctx: Context) -> None:
        """Something else was done: a step that does not outlive that is over."""
        session = ctx.session
        room = self._by_name.get(session.dialogue) if session is not None else None
        if session is not None and room is not None and session.step in room.left_by_any_act and not ctx.went_on:
            ctx.end()

    async def _continued(self, ctx: Context) -> bool:
        session = ctx.session
        if session is None or (session.step == RESTING and session.dialogue in self._by_name):
            return False
        room = self._by_name.get(session.dialogue)
        if room is None or not room.who(ctx.me) or room.version != session.version or session.step not in room.steps:
            # An older program's conversation: begin again, and keep the words that it had.
            await self._restart(ctx, str(session.state.get("words") or ""))
            return True
        if ctx.update.attachments and room.takes_attachments is not None and await room.takes_attachments(ctx):
            return True
        await room.steps[session.step](ctx)
        return True

    async def free(self, ctx: Context) -> None:
        """Gives a free text to the first room that takes it; the last room takes everything."""
        for room in self._open_to(ctx):
            for text in room.texts:
                if await text(ctx):
                    return
        raise LookupError("no room takes free text")

    def _open_to(self, ctx: Context) -> list[Dialogue]:
        """The rooms that are open to whoever wrote. It depends on nothing but their roles, and is asked several times an Update."""
        grants = ctx.me.grants
        found = self._open.get(grants)
        if found is None:
            found = self._open[grants] = [room for room in self.rooms if room.who(ctx.me)]
        return found
