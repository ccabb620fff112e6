"""The nouns of meetings: what a team calls, when it happens, who comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from storage.models import MINUTE, Instant


class Answer(StrEnum):
    """Whether somebody comes."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Called(StrEnum):
    """Where a meeting stands: composed, called, or called off as a whole."""

    DRAFT = "draft"
    CALLED = "called"
    CANCELLED = "cancelled"


class Occurs(StrEnum):
    """Whether one time of a meeting takes place."""

    PLANNED = "planned"
    CANCELLED = "cancelled"
    HOLIDAY = "holiday"
    """Left out by the rule: a day on which nobody works."""


@dataclass(frozen=True, slots=True)
class MeetingDraft:
    """What its author decides. `agenda`: the first line is what it is about; `rule` is RFC 5545 with a COUNT, empty for once."""

    district: int
    agenda: tuple[str, ...]
    place: str
    starts_at: Instant
    minutes: int
    position: tuple[float, float] | None = None
    rule: str = ""
    skips_holidays: bool = False
    seats: int | None = None
    is_open: bool = True
    """Whether it is told of in the district, and not only to whoever is asked."""
    of_team: bool = False
    """Whether the team is asked, and nobody else."""
    by_officer: bool = False


@dataclass(frozen=True, slots=True)
class Meeting:
    """`sequence` is raised by every change that people are told of."""

    id: int
    uid: str
    author: int
    draft: MeetingDraft
    state: Called
    sequence: int
    changed_at: Instant
    extra: tuple[str, ...] = ()
    """Questions that have joined the agenda, without whoever asked."""

    @property
    def about(self) -> str:
        return f"meeting:{self.id}"

    @property
    def title(self) -> str:
        """What it is about."""
        return self.draft.agenda[0]

    @property
    def points(self) -> tuple[str, ...]:
        """The agenda: its author's lines, and the questions that joined it."""
        return (*self.draft.agenda[1:], *self.extra)

    @property
    def to_author(self) -> str:
        """Whoever called it, as the recipient of a message."""
        return f"contact:{self.author}"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time of a meeting. `planned_at` is where the rule puts it, and stays."""

    id: int
    meeting: int
    planned_at: Instant
    starts_at: Instant
    state: Occurs
    sequence: int = 0
    """The meeting's at the last change of this time; 0 while it is as it was called."""

    @property
    def about(self) -> str:
        return f"occurrence:{self.id}"

    def ends_at(self, meeting: Meeting) -> Instant:
        return self.starts_at + meeting.draft.minutes * MINUTE


@dataclass(frozen=True, slots=True)
class Comers:
    """The answers for one time: how many, and how many have not answered."""

    counts: Mapping[Answer, int] = field(default_factory=dict)
    silent: int = 0

    def __getitem__(self, answer: Answer) -> int:
        return self.counts.get(answer, 0)


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks beforehand; `contact` is for answering only, nobody is shown it."""

    id: int
    meeting: int
    contact: int | None
    urn: int | None
    text: str
    for_team: bool
    state: str
