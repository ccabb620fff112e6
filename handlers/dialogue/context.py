"""All that a handler may touch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from handlers.dialogue.ports import Categories, Desk, Judgement, Previews, Quiet, Services, Town
from handlers.dialogue.update import Update
from storage.database import Writer
from storage.models import HOUR, Contact, Instant, Prompt
from storage.outgoing import IfUncertain, Otherwise, Outgoing, Priority, Verb
from storage.repositories import attachments, conversations, inbox, outbox
from storage.repositories.conversations import StoredSession

_NOTHING = Prompt(())
CLEARED = 48 * HOUR
"""How far back a chat is cleared: further back Telegram does not let a bot delete (Bot API, deleteMessage)."""


class NobodyWrote(Exception):
    """A timer's handler asked who wrote."""


class Context:
    """One Update being handled. What is said, remembered and timed here is kept with the unit, or not at all."""

    def __init__(
        self,
        unit: Writer,
        update: Update,
        contact: Contact | None,
        now: Instant,
        services: Services,
        session: StoredSession | None = None,
        aside: tuple[StoredSession, ...] = (),
    ) -> None:
        self.unit = unit
        self.update = update
        self.now = now
        self.session = session
        self._contact = contact
        self._services = services
        self._outgoing: list[Outgoing] = []
        self._step: StoredSession | None = None
        self._ended = False
        self.finished = False
        """Whether the conversation that stood was ended by this Update, so that nothing of it is set aside."""
        self.aside = aside
        """Conversations that were interrupted and go on later, the latest first."""
        self._stored = (session, aside)
        self.forgets_words = False
        """Whether the words of this Update are not kept any longer than it takes to handle it."""
        self.is_for_others = False
        """Whether these words are a text for other people, which a draft has asked for."""
        self.shows_where_it_stands = False
        """Whether the question that stands is asked once more below what was said."""
        self.again: tuple[str, tuple[int, ...]] | None = None
        """A text that the rooms are to take as an ordinary message."""

    @property
    def me(self) -> Contact:
        """Whoever wrote."""
        if self._contact is None:
            raise NobodyWrote(self.update.link)
        return self._contact

    def becomes(self, contact: int) -> None:
        """Whoever wrote is another contact from now on: what follows is theirs."""
        self._contact = replace(self.me, id=contact, address=None)

    @property
    def town(self) -> Town:
        """The map that is in force now."""
        return self.town_at(self.now)

    def town_at(self, at: Instant) -> Town:
        """The map that was, is or will be in force at an instant."""
        return self._services.maps.in_force(at)

    @property
    def categories(self) -> Categories:
        return self._services.categories

    @property
    def previews(self) -> Previews:
        return self._services.previews

    @property
    def channels(self) -> frozenset[str]:
        """The channels that are switched on."""
        return self._services.channels

    def said(self) -> None:
        """A repository has put messages into the outbox by itself: they may leave with this commit."""
        self._services.said()

    @property
    def desk(self) -> Desk:
        return self._services.desk

    @property
    def largest_file(self) -> int:
        """Megabytes of a picture or document."""
        return self._services.largest_file

    @property
    def quiet(self) -> Quiet:
        """The hours of the night, in which only what is urgent goes out."""
        return self._services.quiet

    @property
    def reminders(self) -> tuple[str, ...]:
        """How long before a meeting people are reminded, the earliest first: "7d", "1d", "2h"."""
        return self._services.reminders

    @property
    def site(self) -> str:
        """The public address of the web server."""
        return self._services.site

    @property
    def budgets(self) -> Mapping[str, int]:
        """SMS parts that a month may take, by channel."""
        return self._services.budgets

    @property
    def typed_channels(self) -> frozenset[str]:
        """Channels on which answers are typed: their addresses are telephone numbers, which pass from hand to hand."""
        return self._services.typed_channels

    @property
    def zone(self) -> ZoneInfo:
        return self._services.zone

    @property
    def state(self) -> Mapping[str, Any]:
        """What the conversation has remembered so far."""
        if self._step is not None:
            return self._step.state
        return self.session.state if self.session is not None and not self._ended else {}

    @property
    def talk(self) -> str:
        """What a timer is about that goes on with this conversation, where it is held."""
        return f"contact:{self.me.id}" if self.update.urn is None else f"contact:{self.me.id}@{self.update.urn}"

    @property
    def is_typed(self) -> bool:
        """Whether answers are typed here: a list that was shown is gone when another one has been."""
        return self.update.channel in self._services.typed_channels

    def take_as_ordinary(self, text: str, attachments: Sequence[int]) -> None:
        """This Update goes on as if the person had just sent this text and nothing had waited for it."""
        self.again = (text, tuple(attachments))

    def erased(self) -> None:
        """Rows of attachments were deleted: their files go too, right after the commit."""
        self.unit.after(self._services.erased)

    def judge(self, text: str) -> Judgement:
        """What the emergency guard takes a text for."""
        return self._services.guard.judge(text)

    def seal(self, code: str) -> str:
        """What is kept of an invitation code."""
        return self._services.seal(code)

    # --- saying ------------------------------------------------------------------------------------------------

    def say(self, prompt: Prompt, *, about: str | None = None, key: str | None = None, here: bool = False) -> None:
        """Answers whoever wrote, where they wrote; `here`: nowhere else. A reply to a message `about` something is bound to it."""
        here_only, here_first = (self.update.urn, None) if here else (None, self.update.urn)
        self.tell(f"contact:{self.me.id}", prompt, key=key or self._key(), about=about, only_urn=here_only, first_urn=here_first)

    def tell(
        self,
        recipient: str,
        prompt: Prompt,
        *,
        key: str,
        about: str | None = None,
        priority: Priority = Priority.REPLY,
        if_uncertain: IfUncertain = IfUncertain.REPEAT,
        otherwise: Otherwise = Otherwise.SAY,
        only_urn: int | None = None,
        first_urn: int | None = None,
        then: str = "",
    ) -> None:
        """Puts a message for ``contact:12`` or ``duty:5``; the same `key` is said once, ever.

        With `otherwise` SKIP it is not said where its attachments cannot be shown; with `only_urn` it goes there or nowhere,
        with `first_urn` there if it can.
        The timer `then` is about it when its end is known."""
        self._outgoing.append(
            Outgoing(
                key,
                recipient,
                prompt,
                self.now,
                otherwise=otherwise,
                about=about,
                priority=priority,
                if_uncertain=if_uncertain,
                only_urn=only_urn,
                first_urn=first_urn,
                then=then,
            )
        )

    def replace(self, recipient: str, target: str, prompt: Prompt, *, about: str | None = None, otherwise: Otherwise = Otherwise.SKIP) -> None:
        """Changes what the message with the key `target` says; `otherwise` is for channels that cannot."""
        key = self._key()
        self._outgoing.append(Outgoing(key, recipient, prompt, self.now, Verb.REPLACE, target, otherwise, about=about))

    def withdraw(self, recipient: str, target: str, *, due_at: Instant | None = None) -> None:
        """Takes the message with the key `target` back, where the channel can."""
        self._outgoing.append(Outgoing(self._key(), recipient, _NOTHING, due_at or self.now, Verb.WITHDRAW, target, Otherwise.SKIP))

    def clear_chat(self, urn: int | None) -> None:
        """Takes what was said in this chat in the last 48 hours out of it, the person's own words too, where the channel can.

        We forget these words at once, this Update's own and the choices that could still be typed included."""
        if urn is None:
            return
        since = self.now - CLEARED
        conversations.offer(self.unit, urn, {}, self.now)
        outbox.forget_said(self.unit, f"contact:{self.me.id}", urn, since)
        inbox.forget_heard(self.unit, urn, since)
        self.forgets_words = True
        recipient, target = f"contact:{self.me.id}", f"{since}:{self.now}"
        self._outgoing.append(Outgoing(self._key(), recipient, _NOTHING, self.now, Verb.CLEAR, target, Otherwise.SKIP, only_urn=urn))

    def rewrite(self, key: str, prompt: Prompt) -> None:
        """Changes what a message says that has not left yet; nothing happens to one that has."""
        outbox.rewrite(self.unit, key, prompt)

    async def order(self, maker: str, reference: str, *, then: str = "", announcement: int | None = None, whose: int | None = None) -> int:
        """Has a document made after this unit, perhaps to go with an announcement; its number. When it is there, the timer `then` is about it.

        It is of the contact `whose`, else of whoever wrote."""
        self.unit.after(self._services.ordered)
        return await attachments.order(
            self.unit,
            contact=self.me.id if whose is None else whose,
            update=self.update.id,
            maker=maker,
            reference=reference,
            then=then,
            now=self.now,
            announcement=announcement,
        )

    def _key(self) -> str:
        return f"update:{self.update.id}:{len(self._outgoing)}"

    # --- remembering ---------------------------------------------------------------------------------------------

    def remember(self, dialogue: str, version: int, step: str, state: Mapping[str, Any]) -> None:
        """Where the conversation goes on; `Dialogue.goto` is the way to call this."""
        self._step, self._ended = StoredSession(dialogue, version, step, state), False

    @property
    def step(self) -> StoredSession | None:
        """The step that this Update has set."""
        return self._step

    def turn_to(self, session: StoredSession) -> None:
        """One of those that were set aside is the conversation again."""
        self.aside = tuple(each for each in self.aside if each is not session)
        self.session, self._step, self._ended, self.finished = session, None, False, False

    @property
    def went_on(self) -> bool:
        """Whether this Update has set a step, or ended the conversation."""
        return self._step is not None or self._ended

    def end(self) -> None:
        """The conversation is over."""
        self._step, self._ended, self.finished = None, True, True

    def did(self, verb: str, subject: str) -> None:
        """Notes an act of whoever wrote, without words."""
        conversations.audit(self.unit, self.me.id, verb, subject, self.now)

    # --- the clock -----------------------------------------------------------------------------------------------

    def set_timer(self, name: str, subject: str, due_at: Instant) -> None:
        """The timer ``name`` (a link of a room) becomes an Update at `due_at`; setting it again moves it."""
        conversations.set_timer(self.unit, name, subject, due_at)
        self.unit.after(self._services.timed)

    def cancel_timer(self, name: str, subject: str) -> None:
        conversations.cancel_timer(self.unit, name, subject)

    # --- the end of the unit ---------------------------------------------------------------------------------------

    @property
    def outgoing(self) -> tuple[Outgoing, ...]:
        return tuple(self._outgoing)

    def keep(self) -> None:
        """Writes down what was said and remembered; called once by the dispatcher."""
        if self._outgoing:
            self._services.said()
            outbox.put(self.unit, self._outgoing, self.now, active=self._services.channels)
        stored, _ = self._stored
        standing = None if self._ended else self._step or self.session
        if self.update.urn is None:
            return  # a timer of no conversation
        if standing is None:
            if stored is not None:
                conversations.forget(self.unit, self.update.urn)
        elif (standing, self.aside) != self._stored or standing is self._step:
            conversations.remember(self.unit, self.update.urn, self.me.id, standing, self.aside, self.now)
