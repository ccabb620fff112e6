"""Slots: the next question is the first missing answer, so that answers may come in any order."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue

State = Mapping[str, Any]
Ask = Callable[[Context, State], Awaitable[None]]
Take = Callable[[Context, State, str], Awaitable[State | None]]


class Slots:
    """Answers that a dialogue collects, in the order of their questions.

    `then` is called with the full state when nothing is missing.
    """

    def __init__(self, dialogue: Dialogue, *names: str, then: Ask) -> None:
        self._dialogue = dialogue
        self.names = names
        self._then = then
        self._asks: dict[str, Ask] = {}

    def asks(self, name: str) -> Callable[[Ask], Ask]:
        """The question for a slot."""

        def register(ask: Ask) -> Ask:
            self._asks[name] = ask
            return ask

        return register

    def takes(self, name: str) -> Callable[[Take], Take]:
        """How a message fills a slot: the new state, or None if it did not (the handler has said why)."""

        def register(take: Take) -> Take:
            async def step(ctx: Context) -> None:
                state = await take(ctx, ctx.state, ctx.update.text)
                if state is not None:
                    await self.advance(ctx, state)

            self._dialogue.step(name)(step)
            return take

        return register

    async def answer(self, ctx: Context, name: str, given: State) -> bool:
        """A button has answered the question of a slot; False if that question does not stand."""
        if not self._dialogue.is_at(ctx, name):
            return False
        await self.advance(ctx, {**ctx.state, **given})
        return True

    async def advance(self, ctx: Context, state: State) -> None:
        """Asks the first missing answer, or goes on when there is none."""
        for name in self.names:
            if state.get(name) is None:
                self._dialogue.goto(ctx, name, state)
                await self._asks[name](ctx, state)
                return
        await self._then(ctx, state)
