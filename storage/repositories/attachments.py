"""What people send besides words: pictures, documents, positions. Bytes are files; here are the rows that know them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from storage.database import Row, Rows, Writer
from storage.models import Attachment, AttachmentKind, AttachmentState, HandedOver, Instant, Refusal
from storage.queries import queries
from storage.repositories import reports

_SQL = queries("attachments")


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something to be fetched: `reference` is its channel's own."""

    id: int
    channel: str
    reference: str
    attempts: int
    then: str
    """The timer that follows when it is kept or refused."""
    kind: AttachmentKind = AttachmentKind.DOCUMENT


async def add(unit: Writer, *, contact: int, update: int, channel: str, handed: Iterable[HandedOver], now: Instant) -> list[Attachment]:
    """Writes down what an update brought. A position, and what cannot be fetched, is kept with its row; everything else is fetched later."""
    added = []
    for each in handed:
        latitude, longitude = each.position or (None, None)
        parameters = {
            "contact": contact,
            "inbox_id": update,
            "kind": each.kind.value,
            "channel": channel,
            "reference": each.reference,
            "state": (AttachmentState.WAITING if each.position is None and not each.stays else AttachmentState.KEPT).value,
            "latitude": latitude,
            "longitude": longitude,
            "now": now,
        }
        added.append(_attachment((await unit.fetch(_SQL["add"], parameters))[0]))
    return added


async def order(
    unit: Writer, *, contact: int, update: int, maker: str, reference: str, then: str, now: Instant, announcement: int | None = None
) -> int:
    """Asks for a document that is made after this unit; it may go with an announcement. Returns its number."""
    parameters = {
        "contact": contact,
        "inbox_id": update,
        "maker": maker,
        "reference": reference,
        "then_timer": then,
        "now": now,
        "announcement": announcement,
    }
    return int((await unit.fetch(_SQL["order"], parameters))[0]["id"])


async def calendar_of(rows: Rows, announcement: int) -> int | None:
    """The number of the latest calendar file of an invitation that is there; None where none is."""
    found: int | None = (await rows.fetch(_SQL["calendar_of"], {"announcement": announcement}))[0]["id"]
    return found


async def of_updates(rows: Rows, updates: Iterable[int]) -> tuple[Attachment, ...]:
    """What some updates brought."""
    return tuple(_attachment(row) for row in await rows.fetch(_SQL["of_updates"], {"updates": json.dumps(list(updates))}))


async def by_ids(rows: Rows, ids: Iterable[int]) -> tuple[Attachment, ...]:
    """Some attachments; those that are gone are missing."""
    return tuple(_attachment(row) for row in await rows.fetch(_SQL["by_ids"], {"ids": json.dumps(sorted(set(ids)))}))


async def alive(rows: Rows, ids: Iterable[int]) -> tuple[Attachment, ...]:
    """Those of some attachments that are kept or may yet be."""
    return tuple(each for each in await by_ids(rows, ids) if each.state in (AttachmentState.KEPT, AttachmentState.WAITING))


async def of_report(rows: Rows, number: int) -> tuple[Attachment, ...]:
    """All that belongs to a report, without what was refused."""
    return tuple(_attachment(row) for row in await rows.fetch(_SQL["of_report"], {"report": number}))


async def of_announcement(rows: Rows, announcement: int) -> tuple[Attachment, ...]:
    """What goes with an announcement, as far as it is kept."""
    return tuple(_attachment(row) for row in await rows.fetch(_SQL["of_announcement"], {"announcement": announcement}))


def announce(unit: Writer, ids: Iterable[int], *, contact: int, announcement: int) -> None:
    """Some of a person's attachments go with an announcement; others do not go with it any more."""
    unit.write(_SQL["announce"], {"ids": json.dumps(list(ids)), "contact": contact, "announcement": announcement})


async def visible_to(rows: Rows, viewer: int, id: int, now: Instant, *, at: int) -> Attachment | None:
    """The one door to a file: for whoever sent it, for whoever may see its report, for whoever got the announcement with which it goes.

    `at` is the address at which it would be seen.

    Where somebody else looks into the sender's phone it is closed to that phone; what is confidential, a copy of one's data, and what
    belongs to no report yet are seen only where they were sent or asked for."""
    found = await by_ids(rows, [id])
    if not found:
        return None
    if await rows.fetch(_SQL["announced_to"], {"id": id, "viewer": viewer, "recipient": f"contact:{viewer}", "now": now}):
        return found[0]
    number = found[0].report
    kept = None if number is None else await reports.visible_to(rows, viewer, number, now)
    if found[0].contact != viewer:
        return None if kept is None else found[0]
    if kept is not None:
        agreed = kept.confidential
        return found[0] if agreed is None or (agreed.reply_here and agreed.urn in (None, at)) else None
    return found[0] if await rows.fetch(_SQL["came_from"], {"id": id, "urn": at}) else None


def attach(unit: Writer, ids: Iterable[int], *, contact: int, report: int, entry: int | None = None) -> None:
    """Puts a person's attachments to a report, or to one entry of its conversation."""
    wanted = list(ids)
    if wanted:
        unit.write(_SQL["attach"], {"ids": json.dumps(wanted), "contact": contact, "report": report, "entry": entry})


async def take_unshown(unit: Writer, number: int, by: int | None = None) -> tuple[Attachment, ...]:
    """What has arrived for a report (from one person) and was shown to nobody but its sender; from now on it counts as shown."""
    query, parameters = ("take_all_unshown", {"report": number}) if by is None else ("take_unshown", {"report": number, "by": by})
    return tuple(sorted((_attachment(row) for row in await unit.fetch(_SQL[query], parameters)), key=lambda each: each.id))


def take_unshown_of_entry(unit: Writer, number: int, entry: int) -> None:
    """What came with one entry counts as shown."""
    unit.write(_SQL["take_unshown_of_entry"], {"report": number, "entry": entry})


async def due(rows: Rows, now: Instant, limit: int) -> list[Waiting]:
    """What is to be fetched now, the oldest first."""
    return [_waiting(row) for row in await rows.fetch(_SQL["due"], {"now": now, "limit": limit})]


def _waiting(row: Row) -> Waiting:
    return Waiting(row["id"], row["channel"], row["reference"], row["attempts"], row["then_timer"], AttachmentKind(row["kind"]))


async def next_due(rows: Rows) -> Instant | None:
    """When something is to be fetched next."""
    found: Instant | None = (await rows.fetch(_SQL["next_due"]))[0]["due_at"]
    return found


def keep(unit: Writer, id: int, *, sha256: str, mime: str, kind: AttachmentKind) -> None:
    """The bytes are in their file, which is synced. `kind` is what they turned out to be."""
    unit.write(_SQL["keep"], {"id": id, "sha256": sha256, "mime": mime, "kind": kind.value})


def refuse(unit: Writer, id: int, refusal: Refusal) -> None:
    """It cannot be kept."""
    unit.write(_SQL["refuse"], {"id": id, "refusal": refusal.value})


async def refusal(rows: Rows, id: int) -> Refusal | None:
    """Why it could not be kept."""
    found = await rows.fetch(_SQL["refusal"], {"id": id})
    return Refusal(found[0]["refusal"]) if found and found[0]["refusal"] is not None else None


def postpone(unit: Writer, id: int, available_at: Instant) -> None:
    """It could not be fetched now."""
    unit.write(_SQL["postpone"], {"id": id, "available_at": available_at})


async def files(rows: Rows) -> set[str]:
    """All files that a row knows, by their SHA-256."""
    return {row["sha256"] for row in await rows.fetch(_SQL["files"])}


def forget_unused(unit: Writer, before: Instant, active_since: Instant) -> None:
    """Attachments of drafts that were never sent; not of people whose conversation still goes on."""
    unit.write(_SQL["unused"], {"before": before, "active_since": active_since})


async def gone(rows: Rows) -> list[Waiting]:
    """What was deleted before it was fetched."""
    return [_waiting(row) for row in await rows.fetch(_SQL["gone"])]


def forget(unit: Writer, id: int) -> None:
    """Nothing is left of it."""
    unit.write(_SQL["forget"], {"id": id})


async def references(rows: Rows) -> set[str]:
    """What is still to be fetched from a channel."""
    return {row["reference"] for row in await rows.fetch(_SQL["references"])}


def _attachment(row: Row) -> Attachment:
    return Attachment(
        id=row["id"],
        kind=AttachmentKind(row["kind"]),
        state=AttachmentState(row["state"]),
        sha256=row["sha256"],
        mime=row["mime"],
        position=None if row["latitude"] is None else (row["latitude"], row["longitude"]),
        report=row["report"],
        entry=row["entry_id"],
        contact=row["contact_id"],
        channel=row["channel"],
        reference=row["reference"],
    )
