"""A dialogue: what one room of a persona listens to. Registered in `handlers.ROUTES` by one line.

A room says with decorators what it takes: links (buttons), steps (the next message of its conversation), words
("pomoc"), patterns ("#42 …"), replies to its bubbles, free text, and timers.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from handlers.dialogue.context import Context
from handlers.dialogue.update import fold
from storage.models import Contact, Role

Act = Callable[[Context], Awaitable[None]]
ActOn = Callable[[Context, str], Awaitable[None]]
Try = Callable[[Context], Awaitable[bool]]
TryOn = Callable[[Context, str], Awaitable[bool]]
TryMatch = Callable[[Context, "re.Match[str]"], Awaitable[bool]]
F = TypeVar("F", bound=Callable[..., Awaitable[object]])

RESTING = ""
"""A step that waits for nothing: what it remembers is there, but the next message is free."""


def anyone(_: Contact) -> bool:
    return True


def staff(contact: Contact) -> bool:
    """Officers and supervisors."""
    return contact.is_staff


def residents(contact: Contact) -> bool:
    """People who act in no role."""
    return not contact.is_staff and not contact.has(Role.DESK)


class Dialogue:
    """One room. `version` changes when the meaning of remembered state changes; older conversations start again kindly.

    `left_by_any_act` names steps that end when the person does anything else: the next words are then no longer theirs.
    """

    def __init__(self, name: str, *, version: int = 1, who: Callable[[Contact], bool] = anyone, left_by_any_act: tuple[str, ...] = ()) -> None:
        self.name = name
        self.left_by_any_act = left_by_any_act
        self.version = version
        self.who = who
        self.links: dict[str, ActOn] = {}
        self.steps: dict[str, Act] = {}
        self.spoken: dict[str, Act] = {}
        self.patterns: list[tuple[re.Pattern[str], TryMatch, bool]] = []
        self.replies: dict[str, TryOn] = {}
        self.texts: list[Try] = []
        self.timers: dict[str, ActOn] = {}
        self.resumed: dict[str, Act] = {}
        self.turned_to: set[str] = set()
        self.is_asked_again = False
        """Whether its question stands again below a greeting, which asks for an address. Not where a chat must not tell of it."""
        self.for_others: set[str] = set()
        """Steps at which a text for other people is written: what it tells of does not happen to whoever writes."""
        self.takes_attachments: Try | None = None

    def to(self, link: str, argument: object = "") -> str:
        """The value of a button that leads to a link of this room."""
        return f"{self.name}.{link}:{argument}" if argument != "" else f"{self.name}.{link}"

    def link(self, name: str) -> Callable[[ActOn], ActOn]:
        """A button ``room.name:argument``."""
        return _into(self.links, f"{self.name}.{name}")

    def step(self, name: str) -> Callable[[Act], Act]:
        """The next message while the conversation stands at this step."""
        return _into(self.steps, name)

    def words(self, *words: str) -> Callable[[Act], Act]:
        """A message that is exactly one of these words, in any case and without diacritics."""

        def register(act: Act) -> Act:
            for word in words:
                self.spoken[fold(word)] = act
            return act

        return register

    def pattern(self, pattern: str, *, with_attachments: bool = False) -> Callable[[TryMatch], TryMatch]:
        """A message of this form; the handler returns whether it took it, and what came along if it asks for that."""

        def register(act: TryMatch) -> TryMatch:
            self.patterns.append((re.compile(pattern, re.DOTALL | re.IGNORECASE), act, with_attachments))
            return act

        return register

    def reply(self, noun: str) -> Callable[[TryOn], TryOn]:
        """A reply to a bubble about ``noun:42``; the handler returns whether it took it."""
        return _into(self.replies, noun)

    def text(self, act: Try) -> Try:
        """Free text, when nothing more particular took it; the handler returns whether it did."""
        self.texts.append(act)
        return act

    def attachments(self, act: Try) -> Try:
        """Pictures and the like at any step: kept with the state. Returns whether that was all, words included."""
        self.takes_attachments = act
        return act

    def timer(self, name: str) -> Callable[[ActOn], ActOn]:
        """A due timer ``room.name``; the argument is its subject."""
        return _into(self.timers, f"{self.name}.{name}")

    def resumes(self, *steps: str, links: tuple[str, ...] = ()) -> Callable[[Act], Act]:
        """Steps that outlive an interruption by another room; the handler shows where the conversation stands afterwards.

        `links` are the buttons of these steps (another room's by its full name): pressing one turns to the conversation
        that was set aside."""

        def register(act: Act) -> Act:
            self.turned_to |= {link if "." in link else f"{self.name}.{link}" for link in links}
            for step in steps:
                self.resumed[step] = act
            return act

        return register

    def goto(self, ctx: Context, step: str, state: Mapping[str, Any]) -> None:
        """The conversation goes on at a step of this room."""
        if step != RESTING and step not in self.steps:
            raise KeyError(f"{self.name} has no step {step!r}")
        ctx.remember(self.name, self.version, step, state)

    def is_aside(self, ctx: Context) -> bool:
        """Whether a conversation of this room waits for the present one to end."""
        return any(each.dialogue == self.name for each in ctx.aside)

    def is_at(self, ctx: Context, *steps: str) -> bool:
        """Whether the stored conversation stands at one of these steps of this room, in this version."""
        session = ctx.session
        return session is not None and session.dialogue == self.name and session.version == self.version and session.step in steps


def _into(table: dict[str, F], name: str) -> Callable[[F], F]:
    def register(act: F) -> F:
        if name in table:
            raise ValueError(f"{name} is registered twice")
        table[name] = act
        return act

    return register
