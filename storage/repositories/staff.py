"""Who answers for which district, and when."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from storage.database import Rows, Writer
from storage.models import Absence, Assignment, Instant, Role
from storage.queries import queries
from storage.repositories import FOREVER

_SQL = queries("staff")


@dataclass(frozen=True, slots=True)
class Roster:
    """All that `handlers.rules.owner` needs to know of some districts."""

    assignments: Mapping[int, tuple[Assignment, ...]]
    absences: tuple[Absence, ...]
    supervisors: tuple[Assignment, ...]


def grant(unit: Writer, contact: int, role: Role, *, district: int | None = None, since: Instant, until: Instant | None = None) -> None:
    """Gives a role for a time."""
    unit.write(_SQL["grant"], {"contact": contact, "role": role.value, "district": district, "since": since, "until": until})


def absent(unit: Writer, contact: int, *, since: Instant, until: Instant, substitute: int | None) -> None:
    """Notes an absence and who answers meanwhile."""
    unit.write(_SQL["absent"], {"contact": contact, "since": since, "until": until, "substitute": substitute})


async def roster(rows: Rows, districts: Iterable[int], now: Instant) -> Roster:
    """Who answers for some districts, from now on."""
    assignments: dict[int, list[Assignment]] = defaultdict(list)
    absences: list[Absence] = []
    supervisors: list[Assignment] = []
    for row in await rows.fetch(_SQL["roster"], {"districts": json.dumps(sorted(set(districts))), "now": now, "forever": FOREVER}):
        if row["kind"] == "assignment":
            assignments[row["district"]].append(Assignment(row["contact_id"], row["since"], row["until"]))
        elif row["kind"] == "absence":
            absences.append(Absence(row["contact_id"], row["since"], row["until"], row["substitute_id"]))
        else:
            supervisors.append(Assignment(row["contact_id"], row["since"], row["until"]))
    return Roster({district: tuple(found) for district, found in assignments.items()}, tuple(absences), tuple(supervisors))


@dataclass(frozen=True, slots=True)
class StaffChat:
    """A chat of somebody who answers reports, or has (`serving` False)."""

    address: str
    language: str
    serving: bool


async def chats(rows: Rows, channel: str, now: Instant) -> list[StaffChat]:
    """The chats of staff on a channel."""
    found = await rows.fetch(_SQL["menus"], {"channel": channel, "now": now, "forever": FOREVER})
    return [StaffChat(row["address"], row["language"], bool(row["serving"])) for row in found]


async def desks(rows: Rows, now: Instant) -> list[int]:
    """The contacts of the duty desk; none where it does not take part."""
    return [row["contact_id"] for row in await rows.fetch(_SQL["desks"], {"now": now, "forever": FOREVER})]


async def holds_a_role(rows: Rows, contact: int, now: Instant) -> bool:
    """Whether a contact acts in any role now."""
    return bool(await rows.fetch(_SQL["holds_a_role"], {"contact": contact, "now": now, "forever": FOREVER}))


async def own_district(rows: Rows, contact: int, now: Instant) -> int | None:
    """The district an officer is assigned to."""
    found = await rows.fetch(_SQL["own_district"], {"contact": contact, "now": now, "forever": FOREVER})
    return found[0]["district"] if found else None


@dataclass(frozen=True, slots=True)
class Held:
    """An officer's role, or a group's, that holds now."""

    id: int
    district: int
    until: Instant | None
    label: str | None
    """Rank and name, as the invitation said them."""


async def officers(rows: Rows, now: Instant) -> list[Held]:
    """All officers, by district."""
    found = await rows.fetch(_SQL["officers"], {"now": now, "forever": FOREVER})
    return [Held(row["id"], row["district"], row["until"], row["label"]) for row in found]


async def groups(rows: Rows, now: Instant) -> list[Held]:
    """The groups that are linked with teams, by district."""
    found = await rows.fetch(_SQL["groups"], {"now": now, "forever": FOREVER})
    return [Held(row["id"], row["district"], row["until"], row["label"]) for row in found]


@dataclass(frozen=True, slots=True)
class Member:
    """A membership in a district's team that holds now."""

    id: int
    district: int
    role: Role
    until: Instant | None
    label: str | None
    """As the invitation said it."""


async def members(rows: Rows, districts: Iterable[int], now: Instant) -> list[Member]:
    """The members of some districts' teams, and who chairs them."""
    found = await rows.fetch(_SQL["members"], {"districts": json.dumps(sorted(set(districts))), "now": now, "forever": FOREVER})
    return [Member(row["id"], row["district"], Role(row["role"]), row["until"], row["label"]) for row in found]


async def end_member(unit: Writer, id: int, now: Instant) -> tuple[int, int] | None:
    """Ends a membership; returns whose and in which district, None if it does not hold."""
    found = await unit.fetch(_SQL["end_member"], {"id": id, "now": now, "forever": FOREVER})
    return (found[0]["contact_id"], found[0]["district"]) if found else None


def end_all(unit: Writer, contact: int, role: Role, now: Instant) -> None:
    """Somebody gives a role back, in every district."""
    unit.write(_SQL["end_all"], {"contact": contact, "role": role.value, "now": now, "forever": FOREVER})


async def end(unit: Writer, id: int, now: Instant) -> tuple[int, int, Role] | None:
    """Ends the role of an officer, or of a team's group; returns whose, of which district, and which; None if it does not hold."""
    found = await unit.fetch(_SQL["end"], {"id": id, "now": now, "forever": FOREVER})
    return (found[0]["contact_id"], found[0]["district"], Role(found[0]["role"])) if found else None


async def team_contacts(rows: Rows, district: int, now: Instant) -> list[int]:
    """The contacts of a district's team, without its officer."""
    return [row["contact_id"] for row in await rows.fetch(_SQL["team_contacts"], {"district": district, "now": now})]
