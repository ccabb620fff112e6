"""The nouns of announcements: what a team or an officer tells the people of a district."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from storage.models import Instant


class Severity(StrEnum):
    """How much it matters. People never read the word "alert": it is a *pilny komunikat*."""

    NOTICE = "notice"
    ALERT = "alert"
    """Passes quiet hours; an officer's leaves at once and is countersigned afterwards."""


class Topic(StrEnum):
    """What an announcement is about; what has none goes to everybody."""

    SAFETY = "safety"
    WORKS = "works"
    CHILDREN = "children"
    EVENTS = "events"


class Stage(StrEnum):
    """Where an announcement stands."""

    DRAFT = "draft"
    WAITING = "waiting"
    """For a second person."""
    APPROVED = "approved"
    SENDING = "sending"
    SENT = "sent"
    STOPPED = "stopped"
    EXPIRED = "expired"
    DROPPED = "dropped"


TEAM = "team"


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom it is for: a district, or in it a street, some houses of it (numbers from–to), or one house ("13a")."""

    district: int
    street: str = ""
    from_house: int | None = None
    to_house: int | None = None
    house: str = ""
    role: str = ""
    """`TEAM`: the district's team instead of the people who live there."""
    staircase: str = ""
    """Of the one house ("kl. 2")."""

    @property
    def place(self) -> str:
        """One line for people; empty for the whole district."""
        if self.from_house is not None:
            return f"{self.street} {self.from_house}–{self.to_house}"
        return " ".join(part for part in (self.street, self.house, self.staircase) if part)


Words = Mapping[str, str]
"""A text by language; `""` is what everybody reads for whose language there is none."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What its author decides. `by_officer`: its head says that the district's officer wrote it; `soon`: it leaves once it is approved."""

    audience: Audience
    words: Words
    severity: Severity
    due_at: Instant
    expires_at: Instant
    by_officer: bool = False
    soon: bool = True
    topic: str = ""
    first_at: Instant = 0
    """When it was asked for: what falls into quiet hours is due later."""
    rule: str = ""
    """RFC 5545 with a COUNT, from `first_at` on; empty for once."""
    skips_holidays: bool = False
    also_following: bool = False
    """Of a correction: whether the following times of what it corrects leave with its text too."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """`version` is raised by every change; what is approved is a version."""

    id: int
    author: int
    audience: Audience
    words: Words
    severity: Severity
    stage: Stage
    version: int
    due_at: Instant
    expires_at: Instant
    approved_by: int | None
    fanned_to: int
    """The last person to whom it was put into the outbox (of a correction: the last message that it corrects)."""
    corrects: int | None = None
    """The announcement of which this is the correction."""
    by_officer: bool = False
    """Whether its head says that the district's officer wrote it."""
    soon: bool = True
    """Whether it leaves as soon as it is approved."""
    meeting: int | None = None
    """The meeting to which it invites."""
    rule: str = ""
    """RFC 5545 with a COUNT, from `first_at` on; empty for once."""
    skips_holidays: bool = False
    first_at: Instant = 0
    origin: int | None = None
    """The first of a repeated one, which was approved."""
    topic: str = ""
    also_following: bool = False
    """Of a correction: whether the following times of what it corrects leave with its text too."""
    way: int = 0
    """Which of the ways to its people is being fanned out."""

    @property
    def about(self) -> str:
        return f"announcement:{self.id}"

    @property
    def text(self) -> str:
        """As it was written first."""
        return self.words[""]

    @property
    def card(self) -> str:
        """What the team's cards are about: a reply to one is none to the announcement."""
        return f"card:{self.id}"

    @property
    def to_author(self) -> str:
        """Whoever wrote it, as the recipient of a message."""
        return f"contact:{self.author}"


@dataclass(frozen=True, slots=True)
class Figure:
    """So many messages of an announcement, on one channel, that ended in one way."""

    channel: str
    ended: str
    """``waiting``, ``under_way``, ``delivered``, or an `Outcome`."""
    count: int
