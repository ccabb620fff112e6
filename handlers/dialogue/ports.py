"""What conversations need from above; `bot/app.py` hands it over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from storage.models import District, Instant, Place, Prompt, ServiceHours, Written


@dataclass(frozen=True, slots=True)
class Found:
    """Exactly one address, in exactly one district."""

    place: Place
    district: int


@dataclass(frozen=True, slots=True)
class NumberNeeded:
    """The street is divided between districts, and no house number was given."""

    street: str


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several streets could be meant; `house` and `detail` are what was typed with the name."""

    streets: tuple[str, ...]
    house: str
    detail: str


@dataclass(frozen=True, slots=True)
class Outside:
    """A known street, but no district covers this address."""

    place: Place


@dataclass(frozen=True, slots=True)
class OnBorder:
    """A position so near to a border that its district cannot be told; the street can tell."""

    place: Place


@dataclass(frozen=True, slots=True)
class Undecided:
    """A known address of which the list of districts is not clear: two claim it, or a person must decide. Nobody is named for it."""

    place: Place


@dataclass(frozen=True, slots=True)
class Unknown:
    """No such address. `like_an_address`: it looks like one; otherwise it is some other text."""

    nearest: tuple[str, ...]
    house: str
    detail: str
    like_an_address: bool


Resolution = Found | NumberNeeded | Ambiguous | Outside | Undecided | OnBorder | Unknown


class Town(Protocol):
    """One version of the map, and what is published about each district."""

    @property
    def name(self) -> str:
        """The town, as people say it."""

    @property
    def is_example(self) -> bool:
        """Whether the division into districts is made up; then every card says so."""

    @property
    def supervisor_hours(self) -> ServiceHours:
        """When the officers' supervisor reads what has no officer."""

    @property
    def districts(self) -> tuple[int, ...]:
        """The numbers of all districts of this version."""

    def district(self, number: int) -> District:
        """A district; one that a later map gave up is still known."""

    def resolve(self, text: str) -> Resolution:
        """What address a text means, or what place the coordinates of a position (``51.76119,18.09102``); never a guess."""

    def named(self, text: str) -> tuple[Found | Ambiguous, ...]:
        """The addresses, with their houses, that a story names; what may be something else is left out."""


class Maps(Protocol):
    """The versions of the map."""

    def in_force(self, now: Instant) -> Town:
        """The one that is in force at an instant."""


@dataclass(frozen=True, slots=True)
class Body:
    """Another institution that handles some matters faster; `hint` says so to the resident."""

    name: Written
    phone: str
    hint: Written


@dataclass(frozen=True, slots=True)
class Category:
    """What a report is about; `goes_to` is whoever handles it faster."""

    key: str
    name: Written
    goes_to: Body | None = None
    may_be_urgent: bool = False
    """Things of this kind tend to happen just now: whoever reports one is asked."""
    confidential: bool = False
    """Violence at home, threats, stalking, sexual harm: a path of its own."""


@dataclass(frozen=True, slots=True)
class Group:
    """Categories that stand together on one screen."""

    key: str
    name: Written
    categories: tuple[Category, ...]


class Level(StrEnum):
    """How urgent a message is: something happens now; it is over, or a fear; neither."""

    NOW = "now"
    SOFT = "soft"
    NO = "no"


class Matter(StrEnum):
    """What needs a card of its own."""

    NONE = "none"
    SUICIDE = "suicide"
    CHILD = "child"
    CONFIDENTIAL = "confidential"
    COMPLAINT = "complaint"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the guard takes a message for."""

    level: Level
    matter: Matter = Matter.NONE
    about_officer: bool = False
    """It may be about an officer, whatever else it is: such words never go to the district's officer."""


class Guard(Protocol):
    """The text layer of the emergency guard."""

    def judge(self, text: str) -> Judgement:
        """What a message is. Fast enough to be asked for every one of them (milliseconds)."""


class Categories(Protocol):
    """The tree of categories."""

    @property
    def groups(self) -> tuple[Group, ...]:
        """The top of the tree."""

    def category(self, key: str) -> Category | None:
        """A category by its key; None for one that the configuration no longer has."""

    def guess(self, words: str) -> Category:
        """What the words seem to be about; the last category when nothing fits."""

    def confidential(self, words: str) -> Category:
        """The kind of a confidential matter: what the words seem to be about, else the first such kind, if the town has one."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Who is there when no officer is, and who runs the system; from the configuration."""

    duty_phone: str
    supervisor_phone: str
    administrator: str
    crime_office: str
    crisis_phone: str
    children_phone: str
    violence_phone: str
    complaints: str
    """Who decides complaints about officers, and where."""
    sms_number: str = ""
    """The number to which residents write; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A message as one channel would show it; `parts` is 0 where nothing is paid, `price` what a part costs."""

    channel: str
    text: str
    parts: int
    price: Decimal
    is_cut: bool = False
    """Whether its end would be missing."""


class Previews(Protocol):
    """What a message would look like and cost."""

    def of(self, prompt: Prompt, language: str) -> tuple[Preview, ...]:
        """One for each channel that is switched on."""


class Quiet(Protocol):
    """The hours of the night, in which only what is urgent goes out."""

    def over(self, at: Instant) -> Instant:
        """The same instant, or the end of the quiet hours in which it lies."""


@dataclass(frozen=True, slots=True)
class Services:
    """All that conversations get from above."""

    maps: Maps
    categories: Categories
    guard: Guard
    previews: Previews
    desk: Desk
    zone: ZoneInfo
    channels: frozenset[str]
    """The channels that are switched on."""
    typed_channels: frozenset[str]
    """Channels without buttons: there "1" or "T" is an answer to the last list."""
    budgets: Mapping[str, int]
    """SMS parts that a month may take, by channel; a channel without a budget is missing."""
    largest_file: int
    """Megabytes of a picture or document."""
    quiet: Quiet
    reminders: tuple[str, ...]
    """How long before a meeting people are reminded, the earliest first: "7d", "1d", "2h"."""
    site: str
    """The public address of the web server, without a slash at its end."""
    seal: Callable[[str], str]
    """Turns an invitation code into what is kept of it."""
    said: Callable[[], None]
    """Called when a unit puts something into the outbox (a hint: it may yet be undone)."""
    ordered: Callable[[], None]
    """Called after a commit that asked for a document."""
    erased: Callable[[], None]
    """Called after a commit that deleted attachments."""
    timed: Callable[[], None]
    """Called after a commit that set a timer."""
