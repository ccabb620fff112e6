"""The frozen nouns that every floor shares.

Instants are integers of UTC microseconds since 1970 everywhere (`Instant`); local time exists only where people read it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Instant = int
SECOND: Instant = 1_000_000
MINUTE: Instant = 60 * SECOND
HOUR: Instant = 60 * MINUTE
DAY: Instant = 24 * HOUR


@dataclass(frozen=True, slots=True)
class HourOfDay:
    """What the wall clock shows: minutes since midnight; and when it is changed next, by how much (never, if not within a day)."""

    minute: int
    change_at: Instant
    change: Instant


@dataclass(frozen=True, slots=True)
class Urn:
    """Where a contact can be reached: ``telegram:42``, ``tel:+48600100200``, ``web:f3a9``.

    `id` is the number of the row that holds it; outside `repositories/contacts.py` only that number is kept.
    """

    id: int
    channel: str
    address: str
    contact: int


class Role(StrEnum):
    """What a contact may do beyond being a resident; granted for a time."""

    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"
    DESK = "desk"
    """The duty desk (dyżurny): sees urgent reports only."""
    COORDINATOR = "coordinator"
    """A member of a district's coordination team: writes announcements, sees no report."""
    CHAIR = "chair"
    """Who chairs a team: a member who also runs what others have called, and sees who comes."""
    TEAM = "team"
    """A coordination team's group: gets the team's notices, sees no report."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role of a contact, for an officer in one district (`district` is None for town-wide roles)."""

    role: Role
    district: int | None


@dataclass(frozen=True, slots=True)
class Contact:
    """A person. `language` is an ISO 639-1 code of a catalog."""

    id: int
    language: str
    grants: tuple[Grant, ...] = ()
    address: Place | None = None
    """The address that the person asked us to remember."""
    discreet: bool = False
    """Notices about cases say the number and the street only."""
    warned: bool = False
    """Whether the warning against fraud was said."""

    def has(self, role: Role) -> bool:
        return any(grant.role is role for grant in self.grants)

    @property
    def is_staff(self) -> bool:
        """Whether the contact answers reports (an officer or a supervisor)."""
        return self.has(Role.OFFICER) or self.has(Role.SUPERVISOR)

    @property
    def is_member(self) -> bool:
        """Whether the contact belongs to a coordination team, or chairs one."""
        return self.has(Role.COORDINATOR) or self.has(Role.CHAIR)


# --- districts ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ServiceHours:
    """When an officer answers: for each weekday (Monday first) the minutes of the day from–to, or None."""

    week: tuple[tuple[int, int] | None, ...]


@dataclass(frozen=True, slots=True)
class District:
    """An officer's area. Telephone and e-mail belong to the district, not to the person."""

    number: int
    name: str
    phone: str
    email: str
    reception: str
    hours: ServiceHours


# --- what we say -------------------------------------------------------------------------------------------------


class Style(StrEnum):
    """How an instant is said; the words are chosen by language at rendering."""

    UNTIL = "until"  # (do) środy 12 czerwca, do godz. 16
    UNTIL_SHORT = "until_short"  # (do) środy 12.06 godz. 16
    ON = "on"  # w poniedziałek 10 czerwca po godz. 8
    ON_SHORT = "on_short"  # w pn 10.06 po godz. 8
    DAY = "day"  # w środę 12 czerwca 2024
    DATE = "date"  # 12 czerwca
    DATE_SHORT = "date_short"  # 12.06
    CLOCK = "clock"  # 22:00
    AT_SHORT = "at_short"  # w śr 12.06 godz. 16


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant as a parameter of a `Text`."""

    at: Instant
    style: Style


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence by its English source (the gettext msgid) and its parameters; rendered in the reader's language.

    `**…**` in the sentence (never in a parameter) is emphasis. With `plural`, `count` chooses the form.
    """

    msgid: str
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    plural: str | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """Words that a person wrote, by language; never translated by us."""

    words: Mapping[str, str]


Parameter = str | int | Moment | Text | Written


@dataclass(frozen=True, slots=True)
class Button:
    """A choice. `value` is a link, ``room.link:argument``, resolved in `handlers.ROUTES`.

    `key` is the letter or digit typed where there are no buttons; without one it is a running number, except in a
    prompt with a `short` text, which names its answers itself: there only a choice with a key can be typed.
    `minor` is one of the small links below, not part of the decision.
    """

    label: Text
    value: str
    key: str = ""
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something we say: paragraphs and choices, without language or form.

    `short` is the whole message where one part of 160 characters is all there is; it names its answers itself.
    """

    body: tuple[Text | Written, ...]
    buttons: tuple[Button, ...] = ()
    short: Text | None = None
    attachments: tuple[int, ...] = ()
    """Numbers of attachments, shown where the channel can show them; the body says in words what they are."""
    discreet: Text | None = None
    """All that is said, besides the choices, to a reader whose phone others may look at."""
    whole: bool = False
    """Its choices count only for whoever has got all of it: where it comes in pieces, they come with the last one."""
    begins_at: int = 0
    """How many characters of the words were shown before, where a message was longer than its channel carries."""


# --- what people send besides words ------------------------------------------------------------------------------


class AttachmentKind(StrEnum):
    PICTURE = "picture"
    DOCUMENT = "document"
    POSITION = "position"
    VIDEO = "video"
    VOICE = "voice"


class AttachmentState(StrEnum):
    """`WAITING`: its bytes are not fetched yet. `REFUSED`: they never will be kept. `GONE`: deleted before they were fetched."""

    WAITING = "waiting"
    KEPT = "kept"
    REFUSED = "refused"
    GONE = "gone"


class Refusal(StrEnum):
    """Why an attachment cannot be kept. What people read for it is in `handlers/everyone/attachments.py`."""

    UNKNOWN_TYPE = "unknown_type"
    BROKEN = "broken"
    TOO_LARGE = "too_large"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class HandedOver:
    """An attachment as a channel hands it in: a reference for fetching its bytes, or a position (degrees north, east)."""

    kind: AttachmentKind
    reference: str = ""
    position: tuple[float, float] | None = None
    stays: bool = False
    """Too large to be fetched: it can only be passed on within its own channel."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture, document or position. `sha256` names the file of its bytes, from which everything personal was taken out."""

    id: int
    kind: AttachmentKind
    state: AttachmentState
    sha256: str | None
    mime: str | None
    position: tuple[float, float] | None
    report: int | None
    entry: int | None
    contact: int | None
    channel: str = ""
    reference: str = ""
    """How its own channel names it, so that it can be passed on there as it came."""

    @property
    def stays_in_its_channel(self) -> bool:
        """Whether its bytes are not here."""
        return self.sha256 is None and self.position is None and self.state is AttachmentState.KEPT


# --- reports -----------------------------------------------------------------------------------------------------


class State(StrEnum):
    """Where a report stands. The words that residents read are in `handlers/views/status.py`."""

    SENT = "sent"
    READ = "read"
    IN_PROGRESS = "in_progress"
    QUESTION = "question"
    HANDED_OVER = "handed_over"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"


class Reason(StrEnum):
    """Why a report was closed."""

    DONE = "done"
    NOT_FOUND = "not_found"
    ACTED = "acted"
    FILE_A_CRIME = "file_a_crime"
    NOT_POLICE = "not_police"
    SAME_MATTER = "same_matter"
    MISTAKE = "mistake"


@dataclass(frozen=True, slots=True)
class Place:
    """An address of the town. `house` is "13" or "13a"; `detail` what came behind it ("4", "kl. 2")."""

    street: str
    house: str = ""
    detail: str = ""

    @property
    def line(self) -> str:
        """One line for people: ``Podmiejska 13/4`` or ``Podmiejska 13 kl. 2``."""
        joint = "/" if self.detail[:1].isdigit() else " "
        return f"{self.street} {self.house}".strip() + (f"{joint}{self.detail}" if self.detail else "")

    @classmethod
    def point(cls, latitude: float, longitude: float) -> Place:
        """A position, in degrees (WGS 84), to about a metre."""
        return cls(f"{latitude:.5f},{longitude:.5f}")

    @property
    def is_point(self) -> bool:
        """Whether it is a position, and no address."""
        return self.street[:1] in "-0123456789" and "," in self.street and "." in self.street

    @property
    def short(self) -> str:
        """The line for an SMS: of the street only its last word."""
        return Place(self.street.split()[-1] if self.street else "", self.house, self.detail).line

    @property
    def building(self) -> str:
        """The line without flat or staircase."""
        return f"{self.street} {self.house}".strip()


class AlarmAnswer(StrEnum):
    """What the resident answered to the 112 card."""

    KNOWS = "knows"
    MUTE = "mute"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Alarm:
    """When the resident was told to call 112, what the answer was, and when the duty desk took note."""

    at: Instant
    answer: AlarmAnswer
    noted_at: Instant | None = None


NO_PLACE = 0
"""The district of an urgent report without a place: the supervisor answers."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """What is agreed about a confidential report (violence at home, threats, stalking, sexual harm)."""

    urn: int | None
    """Where it was made; nothing about it is ever said to its author anywhere else."""
    reply_here: bool
    """Whether anything may be said there; otherwise nothing is, ever."""
    safe_contact: str = ""
    """How to get in touch safely, in the author's words."""
    code: str | None = None
    """Where answers are typed: the author's own code, sealed; typed, it opens what was answered."""
    readings: int = 0
    """How often the author has read what was answered."""
    read_entry: int = 0
    """The last line of the conversation that the author has read."""
    named: bool = False
    """Whether its author knows it by its number: an officer has made it confidential afterwards."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a resident told the officer. Only `repositories.reports.visible_to` hands one out."""

    number: int
    author: int | None
    district: int
    place: Place
    state: State
    reason: Reason | None
    words: str
    promised_at: Instant
    created_at: Instant
    identity: str | None = None
    """Name and telephone as the resident gave them for this report; None: without personal data."""
    category: str = ""
    """A key of the town's categories; guessed, corrected by the officer."""
    card: str = ""
    attached: bool = False
    """Whether pictures, documents or a position belong to it."""
    alarm: Alarm | None = None
    """Set for an urgent report."""
    confidential: Confidence | None = None
    urn: int | None = None
    """The address where it was made."""
    announcement: int | None = None
    """The announcement to which it is an answer."""

    @property
    def card_key(self) -> str:
        """The key of the message that is the case's card: the first one's, until the case is handed over."""
        return self.card or f"{self.about}:officer"

    @property
    def is_open(self) -> bool:
        return self.state not in (State.CLOSED, State.WITHDRAWN)

    @property
    def about(self) -> str:
        return f"report:{self.number}"


class EntryKind(StrEnum):
    """One line of a report's conversation."""

    WORDS = "words"
    ANSWER = "answer"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Entry:
    id: int
    kind: EntryKind
    text: str
    created_at: Instant


@dataclass(frozen=True, slots=True)
class Assignment:
    """An officer of a district, for a time (`until` is None while it lasts)."""

    contact: int
    since: Instant
    until: Instant | None


@dataclass(frozen=True, slots=True)
class Absence:
    """An officer away from–to, and who answers meanwhile."""

    contact: int
    since: Instant
    until: Instant
    substitute: int | None
