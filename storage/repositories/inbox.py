"""Updates that were written down, and what became of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from storage.database import Row, Rows, Writer
from storage.models import Contact, Grant, Instant, Place, Role, Urn
from storage.queries import queries
from storage.repositories import FOREVER
from storage.repositories.conversations import StoredSession, Timer

_SQL = queries("inbox")

TIMERS = "timer"
"""The channel of updates that come from the clock."""


@dataclass(frozen=True, slots=True)
class Opened:
    """One waiting update with all that its handling begins with."""

    id: int
    channel: str
    urn: int | None
    kind: str
    payload: Mapping[str, Any]
    received_at: Instant
    attempts: int
    contact: Contact | None
    session: StoredSession | None
    aside: tuple[StoredSession, ...]
    """Conversations that the present one has interrupted, the latest first."""
    album: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One message of an album."""

    id: int
    payload: Mapping[str, Any]
    handled: bool


Name = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update as a channel handed it in, to be handled from `available_at` on. Its external id is unique within the channel."""

    channel: str
    external_id: str
    address: str
    kind: str
    payload: Mapping[str, Any]
    available_at: Instant
    album: str | None = None

    @property
    def name(self) -> Name:
        """Channel, external id, address."""
        return self.channel, self.external_id, self.address


async def accept(unit: Writer, arrival: Arrival, urn: Urn, now: Instant) -> int | None:
    """Writes an update down. None: it is known already."""
    described = _described(arrival) | {"lane": f"contact:{urn.contact}", "urn_id": urn.id, "now": now}
    rows = await unit.fetch(_SQL["accept"], described)
    return int(rows[0]["id"]) if rows else None


async def accept_known(unit: Writer, arrivals: Sequence[Arrival], now: Instant) -> dict[Name, tuple[int, Urn]]:
    """The same in one trip for many of people who have written before: the numbers and senders of those that were not known.

    Left out are those of a stranger and of whoever had stopped, and what JSON in SQLite cannot carry."""
    wanted = [_described(each) for each in arrivals if "\0" not in each.address + each.external_id]
    if not wanted:
        return {}
    rows = await unit.fetch(_SQL["accept_known"], {"arrivals": json.dumps(wanted, ensure_ascii=False), "now": now})
    return {
        (row["channel"], row["external_id"], row["address"]): (
            row["id"],
            Urn(row["urn_id"], row["channel"], row["address"], int(row["lane"].partition(":")[2])),
        )
        for row in rows
    }


def _described(arrival: Arrival) -> dict[str, object]:
    return {
        "channel": arrival.channel,
        "external_id": arrival.external_id,
        "address": arrival.address,
        "kind": arrival.kind,
        "payload": json.dumps(arrival.payload, ensure_ascii=False),
        "album": arrival.album,
        "available_at": arrival.available_at,
    }


async def is_known(rows: Rows, channel: str, external_id: str) -> bool:
    """Whether an update was written down already."""
    return bool(await rows.fetch(_SQL["known"], {"channel": channel, "external_id": external_id}))


def accept_timers(unit: Writer, timers: Sequence[Timer], now: Instant) -> None:
    """Writes due timers down as updates, in the unit that takes them from the timers: that makes them happen once.

    Each is an update of its own, even if its handler has set it again for the very same instant."""
    if timers:
        unit.write(_SQL["accept_timer"], [_timer(timer, now) for timer in timers])


def _timer(timer: Timer, now: Instant) -> dict[str, object]:
    lane, _, urn = timer.subject.partition("@")
    noun, _, number = lane.partition(":")
    return {
        "channel": TIMERS,
        "external_id": f"{timer.name}/{timer.subject}@{timer.due_at}#{token_hex(4)}",
        "lane": lane,
        "contact": int(number) if noun == "contact" else None,
        "urn": int(urn) if urn else None,
        "payload": json.dumps({"link": timer.name, "subject": timer.subject}),
        "now": now,
    }


async def due(rows: Rows, now: Instant, limit: int) -> list[int]:
    """The oldest waiting update of each lane."""
    return [row["id"] for row in await rows.fetch(_SQL["due"], {"now": now, "limit": limit})]


async def next_due(rows: Rows) -> Instant | None:
    """When the next update may be handled; None when nothing waits."""
    found = await rows.fetch(_SQL["next_due"])
    return found[0]["due_at"] if found else None


async def open_update(rows: Rows, id: int, now: Instant) -> Opened | None:
    """The update with its person and conversation; None if it is settled."""
    found = await rows.fetch(_SQL["open"], {"id": id, "now": now, "forever": FOREVER})
    if not found:
        return None
    row = found[0]
    grants = tuple(Grant(Role(r["role"]), r["district"]) for r in found if r["role"] is not None)
    return Opened(
        id=row["id"],
        channel=row["channel"],
        urn=row["urn_id"],
        kind=row["kind"],
        payload=json.loads(row["payload"]),
        received_at=row["received_at"],
        attempts=row["attempts"],
        contact=None
        if row["contact_id"] is None
        else Contact(row["contact_id"], row["language"], grants, _address(row), bool(row["discreet"]), bool(row["warned"])),
        session=_session(row),
        aside=() if row["aside"] is None else tuple(StoredSession(**each) for each in json.loads(row["aside"])),
        album=row["album"],
    )


def _contact(row: Row, grants: tuple[Grant, ...]) -> Contact:
    return Contact(row["contact_id"], row["language"], grants, _address(row), bool(row["discreet"]), bool(row["warned"]))


def _address(row: Row) -> Place | None:
    return None if row["street"] is None else Place(row["street"], row["house"], row["detail"])


def _session(row: Row) -> StoredSession | None:
    if row["dialogue"] is None:
        return None
    return StoredSession(row["dialogue"], row["version"], row["step"], json.loads(row["state"]))


async def album(rows: Rows, urn: int, name: str) -> list[Part]:
    """The parts of an album that have come, in order."""
    found = await rows.fetch(_SQL["album"], {"urn": urn, "album": name})
    return [Part(row["id"], json.loads(row["payload"]), bool(row["handled"])) for row in found]


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as it is known now, and when it came. Its text is empty where it was forgotten."""

    text: str
    at: Instant


async def heard(rows: Rows, channel: str, external_id: str) -> Heard | None:
    """A message by the channel's name for it."""
    found = await rows.fetch(_SQL["heard"], {"channel": channel, "external_id": external_id})
    return Heard(str(json.loads(found[0]["payload"]).get("text") or ""), found[0]["received_at"]) if found else None


def reword(unit: Writer, channel: str, external_id: str, text: str) -> None:
    """The message says something else from now on; what was done with its old words stays."""
    unit.write(_SQL["reword"], {"channel": channel, "external_id": external_id, "text": json.dumps(text, ensure_ascii=False)})


def settle(unit: Writer, id: int, outcome: str, now: Instant) -> None:
    """The update is done; its lane goes on."""
    unit.write(_SQL["settle"], {"id": id, "outcome": outcome, "now": now})


def postpone(unit: Writer, id: int, available_at: Instant) -> None:
    """The update is tried again later."""
    unit.write(_SQL["postpone"], {"id": id, "available_at": available_at})


async def lately(rows: Rows, urn: int, since: Instant, before: int, limit: int) -> list[str]:
    """The texts that came from an address since an instant, before the update `before`, the latest first."""
    found = await rows.fetch(_SQL["lately"], {"urn": urn, "since": since, "id": before, "limit": limit})
    return [str(json.loads(row["payload"]).get("text") or "") for row in found]


async def heard_in(rows: Rows, urn: int, since: Instant, until: Instant) -> list[str]:
    """The channel's ids of what a person wrote in a chat between two instants."""
    return [row["external_id"] for row in await rows.fetch(_SQL["heard_in"], {"urn": urn, "since": since, "until": until})]


def forget_heard(unit: Writer, urn: int, since: Instant) -> None:
    """The words of what a person wrote in a chat since an instant, as far as they are handled, are gone."""
    unit.write(_SQL["forget_heard"], {"urn": urn, "since": since})


def forget(unit: Writer, id: int) -> None:
    """The words of one update are gone."""
    unit.write(_SQL["forget"], {"id": id})
