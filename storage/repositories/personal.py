"""All that is kept about one person: to be shown to them, and to be deleted at their word (GDPR articles 15, 17 and 20)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from storage.database import Row, Rows, Writer
from storage.models import Instant, Report
from storage.prompts import EMPTY
from storage.queries import queries
from storage.repositories import webchat

_SQL = queries("personal")


@dataclass(frozen=True, slots=True)
class Everything:
    """The rows about one person, by where they come from. Instants are UTC microseconds, as everywhere."""

    contact: Row
    channels: list[Row]
    reports: list[Row]
    entries: list[Row]
    attachments: list[Row]
    received: list[Row]
    sent: list[Row]
    chat: list[Row]
    acts: list[Row]
    meetings: list[Row]
    questions: list[Row]
    followed: list[Row]
    unwanted_topics: list[Row]


async def everything(rows: Rows, contact: int, urn: int) -> Everything:
    """All that is kept about a person, to be read at one address.

    Of conversations only those that were held there, and no confidential report that was made elsewhere: they never cross."""
    known: dict[str, Any] = {"contact": contact, "urn": urn}
    return Everything(
        contact=(await rows.fetch(_SQL["contact"], known))[0],
        channels=await rows.fetch(_SQL["channels"], known),
        reports=await rows.fetch(_SQL["reports"], known),
        entries=await rows.fetch(_SQL["entries"], known),
        attachments=await rows.fetch(_SQL["attachments"], known),
        received=await rows.fetch(_SQL["received"], known),
        sent=await rows.fetch(_SQL["sent"], {"recipient": f"contact:{contact}", "urn": urn}),
        chat=await rows.fetch(_SQL["chat"], known),
        acts=await rows.fetch(_SQL["acts"], known),
        meetings=await rows.fetch(_SQL["meetings"], known),
        questions=await rows.fetch(_SQL["questions"], known),
        followed=await rows.fetch(_SQL["followed"], known),
        unwanted_topics=await rows.fetch(_SQL["unwanted_topics"], known),
    )


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A message about a person's report in somebody else's chat."""

    key: str
    contact: int
    under_way: bool = False
    """It has left and nobody knows yet whether it arrived."""


@dataclass(frozen=True, slots=True)
class Left:
    """What an erased person leaves: open and closed reports, and messages about the closed ones in other people's chats."""

    open: tuple[int, ...]
    closed: tuple[int, ...]
    elsewhere: tuple[Elsewhere, ...]


async def erase(unit: Writer, contact: int, now: Instant) -> Left:
    """Deletes everything about a person but the way to say goodbye. Open reports stay, without identity."""
    known = {"contact": contact, "now": now, "recipient": f"contact:{contact}", "subject": f"contact:{contact}", "empty": EMPTY}
    open_numbers = tuple(row["number"] for row in await unit.fetch(_SQL["open_numbers"], {"contact": contact}))
    closed = tuple(row["number"] for row in await unit.fetch(_SQL["closed_numbers"], {"contact": contact}))
    elsewhere = await _shown_to_others(unit, closed, contact)
    empty_reports(unit, closed, now)
    unit.write(_SQL["empty_outbox_about"], {"numbers": json.dumps(open_numbers), "empty": EMPTY})
    unit.write(_SQL["drop_waiting_naming"], {"contact": contact, "now": now, "empty": EMPTY})
    for name in (
        "nobodys_reports",
        "drop_drafts",
        "empty_meetings",
        "nobodys_attachments",
        "attachments_under_way",
        "own_attachments",
        "forget_contact",
        "forget_followed",
        "forget_topics",
        "forget_asked",
        "forget_attendance",
        "nobodys_questions",
        "forget_calendars",
        "forget_session",
        "forget_menus",
        "forget_bubbles",
        "forget_timers",
        "forget_received",
        "forget_waiting",
        "forget_sent",
        "clear_chat",
    ):
        unit.write(_SQL[name], known)
    return Left(open_numbers, closed, elsewhere)


async def _shown_to_others(rows: Rows, numbers: Iterable[int], contact: int) -> tuple[Elsewhere, ...]:
    found = await rows.fetch(_SQL["shown_to_others"], {"numbers": json.dumps(list(numbers)), "contact": contact})
    return tuple(Elsewhere(row["key"], row["contact_id"]) for row in found)


async def naming(rows: Rows, report: Report, contact: int) -> tuple[Elsewhere, ...]:
    """Messages in other people's chats that say what the report's author told of themselves. To be asked before `erase`."""
    if report.identity is None:
        return ()
    in_json = json.dumps(report.identity, ensure_ascii=False)[1:-1]
    found = await rows.fetch(_SQL["naming"], {"about": report.about, "contact": contact, "identity": in_json})
    return tuple(Elsewhere(row["key"], row["contact_id"], row["under_way"] == 1) for row in found)


async def standing(rows: Rows, number: int) -> tuple[Elsewhere, ...]:
    """Messages about a report that stand in people's chats."""
    return await _shown_to_others(rows, [number], 0)


def empty_reports(unit: Writer, numbers: Iterable[int], now: Instant) -> None:
    """Reports that are over stay as figures only."""
    listed = {"numbers": json.dumps(list(numbers)), "empty": EMPTY, "now": now}
    for name in (
        "empty_entries",
        "attachments_of_reports_under_way",
        "empty_attachments",
        "empty_report",
        "empty_confidential",
        "drop_waiting_about",
        "empty_outbox_about",
    ):
        unit.write(_SQL[name], listed)


async def vanish(unit: Writer, contact: int, last_words: Instant | None, now: Instant) -> bool:
    """The address goes too, a day after `erase`; False if the person has written again meanwhile."""
    erased_at = (await unit.fetch(_SQL["erased_at"], {"contact": contact}))[0]["erased_at"]
    if erased_at is None:
        return False
    if last_words is not None and last_words > erased_at:
        unit.write(_SQL["came_back"], {"contact": contact})
        return False
    known = {"contact": contact, "now": now, "recipient": f"contact:{contact}", "empty": EMPTY}
    for name in ("forget_session", "forget_menus", "forget_bubbles", "forget_waiting", "forget_sent", "drop_received", "drop_chat", "drop_address"):
        unit.write(_SQL[name], known)
    return True


async def writer_of(rows: Rows, update: int) -> int | None:
    """Whose update it was; None if it is not kept any more."""
    found = await rows.fetch(_SQL["writer_of"], {"id": update})
    return found[0]["contact_id"] if found else None


async def waits_to_be_deleted(rows: Rows, contact: int, update: int) -> bool:
    """Whether this update is the contact's own, and a timer is going to delete its words."""
    return bool(await rows.fetch(_SQL["waits_to_be_deleted"], {"id": update, "contact": contact, "subject": f"update:{update}"}))


async def forget_words(unit: Writer, contact: int, update: int, now: Instant) -> list[Elsewhere]:
    """Deletes the words and files of one update wherever they stand; returns the messages that gave them back."""
    for row in await unit.fetch(_SQL["words_of"], {"id": update}):
        webchat.withdraw_own(unit, row["urn_id"], row["address"], row["external_id"])
        unit.write(_SQL["forget_update"], {"id": row["id"]})
    for name in ("update_files_under_way", "forget_update_files", "uncover_aside", "forget_card"):
        unit.write(_SQL[name], {"contact": contact, "id": update})
    known = {"key": f"complaint:{update}:copy", "empty": EMPTY, "now": now}
    unit.write(_SQL["drop_waiting_copy"], known)
    found = [Elsewhere(row["key"], contact, row["under_way"] == 1) for row in await unit.fetch(_SQL["copies"], known)]
    unit.write(_SQL["forget_copies"], known)
    return found
