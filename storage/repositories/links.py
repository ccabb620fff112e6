"""Two channels that are one person's: proved by a code, joined into one contact, parted again at a word."""

from __future__ import annotations

import json
from dataclasses import dataclass

from storage.database import Row, Rows, Writer
from storage.models import Instant
from storage.queries import queries

_SQL = queries("links")


@dataclass(frozen=True, slots=True)
class Link:
    """A code, or what came of it. `urn` is the address at which it was asked for, `contact` whose that is (or was, once joined)."""

    id: int
    urn: int
    telephone: bool
    """Whether answers are typed there: people call it their telephone."""
    contact: int
    urns: tuple[int, ...] = ()
    """The addresses that came along."""


async def ask(unit: Writer, *, seal: str, urn: int, telephone: bool, now: Instant, expires_at: Instant) -> bool:
    """Keeps the seal of a new code; older ones of the same address are void. False: the same code is open somewhere else."""
    unit.write(_SQL["void"], {"urn": urn, "now": now})
    parameters = {"seal": seal, "urn": urn, "telephone": int(telephone), "now": now, "expires_at": expires_at}
    return bool(await unit.fetch(_SQL["add"], parameters))


async def opened_by(rows: Rows, seal: str, now: Instant) -> Link | None:
    """What a code stands for, if it can still be used."""
    return _link(await rows.fetch(_SQL["open"], {"seal": seal, "now": now}))


async def by_id(rows: Rows, id: int, now: Instant) -> Link | None:
    """A code that somebody has entered, if it can still be used."""
    return _link(await rows.fetch(_SQL["by_id"], {"id": id, "now": now}))


async def standing(rows: Rows, contact: int) -> list[Link]:
    """What stands joined to a person; `contact` of each is who it was before."""
    return [_of(row) for row in await rows.fetch(_SQL["standing"], {"into": contact})]


async def join(unit: Writer, link: Link, into: int, now: Instant) -> bool:
    """From now on whoever asked for the code is the contact `into`: one history, its addresses after the other's.

    False when somebody else was faster."""
    known = _both(link, into, now)
    if not await unit.fetch(_SQL["use"], {"id": link.id, "contact": link.contact, "into": into, "now": now}):
        return False
    for name in (
        "join_known",
        "join_contact",
        "join_urns",
        "join_sessions",
        "join_reports",
        "join_announcements",
        "join_meetings",
        "join_asked",
        "join_attendance",
        "join_followed",
        "join_topics",
        "join_questions",
        "end_calendars",
        "join_attachments",
        "join_roles",
        "join_absences",
        "join_substitutions",
        "join_exclusions",
        "join_inbox",
        "join_outbox",
        "join_twice",
        "join_flights",
        "join_timers",
        "join_timers_of_person",
        "drop_timers_of_person",
        "join_links",
    ):
        unit.write(_SQL[name], known)
    return True


def part(unit: Writer, link: Link, into: int, now: Instant) -> None:
    """The addresses are their own person's again, with what was reported from there and the roles that had come along."""
    known = _both(link, into, now)
    for name in (
        "part_urns",
        "part_contact",
        "part_address",
        "part_links",
        "part_sessions",
        "part_reports",
        "part_announcements",
        "part_meetings",
        "part_questions",
        "end_calendars",
        "part_attachments",
        "part_roles",
        "part_absences",
        "part_substitutions",
        "part_inbox",
        "part_outbox",
        "part_said",
        "part_timers",
    ):
        unit.write(_SQL[name], known)
    unit.write(_SQL["end"], {"id": link.id, "now": now})


def _both(link: Link, into: int, now: Instant) -> dict[str, object]:
    return {
        "id": link.id,
        "now": now,
        "urns": json.dumps(link.urns),
        "contact": link.contact,
        "into": into,
        "lane": f"contact:{link.contact}",
        "into_lane": f"contact:{into}",
    }


def _link(found: list[Row]) -> Link | None:
    return _of(found[0]) if found else None


def _of(row: Row) -> Link:
    return Link(row["id"], row["urn_id"], bool(row["telephone"]), row["contact_id"], tuple(json.loads(row["urns"])))
