"""The nouns of the post office: what waits in the outbox, and how it ends."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from storage.models import Instant, Prompt


class Priority(IntEnum):
    """The lower the sooner. Replies and emergencies never wait behind bulk."""

    URGENT = 0
    REPLY = 1
    NOTICE = 2
    BULK = 3


class IfUncertain(StrEnum):
    """What to do with a message that may or may not have left."""

    REPEAT = "repeat"
    REPEAT_MARKED = "repeat_marked"
    LEAVE = "leave"


class Verb(StrEnum):
    SAY = "say"
    REPLACE = "replace"
    WITHDRAW = "withdraw"
    CLEAR = "clear"
    """Takes everything out of a chat that was said there, by whom ever, between two instants (`target`: ``since:until``)."""


class Otherwise(StrEnum):
    """What happens on a channel that cannot do it: replace a message, or show the attachments that a message is about."""

    SAY = "say"
    SKIP = "skip"


class Outcome(StrEnum):
    """How a message ended. Every settled row has exactly one, so that figures add up."""

    SENT = "sent"
    REJECTED = "rejected"
    UNREACHABLE = "unreachable"
    UNCERTAIN = "uncertain"
    EXPIRED = "expired"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A row for the outbox. `recipient` is ``contact:12`` or ``duty:5`` (whoever answers for district 5 when it leaves)."""

    key: str
    recipient: str
    prompt: Prompt
    due_at: Instant
    verb: Verb = Verb.SAY
    target: str | None = None
    otherwise: Otherwise = Otherwise.SAY
    priority: Priority = Priority.REPLY
    if_uncertain: IfUncertain = IfUncertain.REPEAT
    about: str | None = None
    expires_at: Instant | None = None
    only_urn: int | None = None
    """The one address that it may go to; None: any of the person's, preferred first."""
    first_urn: int | None = None
    """The address that it goes to if it can; None: the person's order of preference."""
    then: str = ""
    """A timer that is set, about ``message:ID``, when the row is settled: somebody waits to hear how it ended."""

    @property
    def lane(self) -> str:
        """Order is promised within a lane: one for replies and one for bulk, per recipient."""
        return f"{self.recipient}/{'bulk' if self.priority is Priority.BULK else 'reply'}"
