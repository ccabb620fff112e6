"""Reports and their conversations. `visible_to` is the only way for a person to get at one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from storage.database import Row, Rows, Writer
from storage.models import Alarm, AlarmAnswer, Confidence, Entry, EntryKind, Instant, Place, Reason, Report, State
from storage.queries import queries
from storage.repositories import FOREVER

_SQL = queries("reports")


async def visible_to(rows: Rows, viewer: int, number: int, now: Instant) -> Report | None:
    """The report, if this contact may see it now; None for both "no such report" and "not yours"."""
    found = await rows.fetch(_SQL["visible"], {"viewer": viewer, "number": number, "now": now, "forever": FOREVER})
    return _report(found[0]) if found else None


async def unattended(rows: Rows, number: int) -> Report | None:
    """The report as a due timer sees it; never to be shown to a person who is not already entitled to it."""
    found = await rows.fetch(_SQL["unattended"], {"number": number})
    return _report(found[0]) if found else None


async def of_author(rows: Rows, author: int, limit: int = 20) -> list[Report]:
    """A person's own reports, the newest first, without the confidential ones: no list shows those."""
    return [_report(row) for row in await rows.fetch(_SQL["of_author"], {"author": author, "limit": limit})]


async def confidential_of(rows: Rows, author: int) -> list[Report]:
    """A person's confidential reports, the newest first; for the room that deals with them, never for a list."""
    return [_report(row) for row in await rows.fetch(_SQL["confidential_of"], {"author": author})]


async def districts_of(rows: Rows, viewer: int, now: Instant) -> list[int]:
    """The districts a person answers for now, as the assigned officer or the active substitute."""
    found = await rows.fetch(_SQL["districts_of"], {"viewer": viewer, "now": now, "forever": FOREVER})
    return sorted(row["district"] for row in found)


async def open_in(rows: Rows, viewer: int, districts: Iterable[int], limit: int) -> list[Report]:
    """What is open in some districts and not closed to whoever looks, the oldest promise first."""
    found = await rows.fetch(_SQL["open_in_districts"], {"viewer": viewer, "districts": json.dumps(sorted(districts)), "limit": limit})
    return [_report(row) for row in found]


async def add(
    unit: Writer,
    *,
    author: int | None,
    district: int,
    place: Place,
    words: str,
    promised_at: Instant,
    now: Instant,
    identity: str | None = None,
    category: str = "",
    alarm: Alarm | None = None,
    confidential: Confidence | None = None,
    closed_to: Iterable[int] = (),
    urn: int | None = None,
    announcement: int | None = None,
) -> Report:
    """Keeps a new report, made at the address `urn`, perhaps an answer to an announcement.

    `identity` is what the resident chose to tell about themselves; `alarm` makes it urgent.

    `closed_to` are contacts who never see it, whatever their role: whom it is about."""
    parameters = {
        "author": author,
        "district": district,
        "street": place.street,
        "house": place.house,
        "detail": place.detail,
        "words": words,
        "state": State.SENT.value,
        "promised_at": promised_at,
        "now": now,
        "identity": identity,
        "category": category,
        "alarmed_at": None if alarm is None else alarm.at,
        "alarm_answer": None if alarm is None else alarm.answer.value,
        "urn": urn,
        "announcement": announcement,
    }
    number = (await unit.fetch(_SQL["add"], parameters))[0]["number"]
    if confidential is not None:
        confide(unit, number, confidential)
    for contact in closed_to:
        unit.write(_SQL["exclude"], {"number": number, "contact": contact})
    return Report(
        number,
        author,
        district,
        place,
        State.SENT,
        None,
        words,
        promised_at,
        now,
        identity,
        category,
        alarm=alarm,
        confidential=confidential,
        urn=urn,
        announcement=announcement,
    )


def confide(unit: Writer, number: int, agreed: Confidence) -> None:
    """The report is confidential from now on; one that is already stays as it was agreed."""
    parameters = {
        "number": number,
        "urn": agreed.urn,
        "reply_here": int(agreed.reply_here),
        "safe_contact": agreed.safe_contact,
        "code": agreed.code,
        "named": int(agreed.named),
    }
    unit.write(_SQL["confide"], parameters)


def read_by_author(unit: Writer, number: int, entry: int) -> None:
    """The author has read what was answered in a confidential matter, up to this line."""
    unit.write(_SQL["read_by_author"], {"number": number, "entry": entry})


def add_numbered(unit: Writer, report: Report) -> None:
    """Keeps a report under the number that it has already (the example town)."""
    unit.write(
        _SQL["add_numbered"],
        {
            "number": report.number,
            "author": report.author,
            "district": report.district,
            "street": report.place.street,
            "house": report.place.house,
            "detail": report.place.detail,
            "words": report.words,
            "state": report.state.value,
            "reason": report.reason,
            "promised_at": report.promised_at,
            "now": report.created_at,
            "category": report.category,
        },
    )


def move(unit: Writer, number: int, state: State, *, promised_at: Instant, now: Instant, reason: Reason | None = None) -> None:
    """The report's new state and promise."""
    unit.write(_SQL["move"], {"number": number, "state": state.value, "reason": reason, "promised_at": promised_at, "now": now})


async def add_entry(unit: Writer, number: int, kind: EntryKind, text: str, now: Instant) -> int:
    """One more line of the conversation; returns its number, for the keys of messages about it."""
    return int((await unit.fetch(_SQL["add_entry"], {"report": number, "kind": kind.value, "text": text, "now": now}))[0]["id"])


@dataclass(frozen=True, slots=True)
class Whose:
    """The district that a report belongs to now, and the contacts to whom it is closed."""

    district: int
    closed_to: frozenset[int] = frozenset()


async def whose(rows: Rows, numbers: Iterable[int]) -> dict[int, Whose]:
    """For each report, who may be asked about it."""
    found: dict[int, Whose] = {}
    for row in await rows.fetch(_SQL["whose"], {"numbers": json.dumps(sorted(set(numbers)))}):
        closed = frozenset() if row["contact_id"] is None else frozenset((row["contact_id"],))
        before = found.get(row["number"], Whose(row["district"]))
        found[row["number"]] = Whose(row["district"], before.closed_to | closed)
    return found


def hand_over(unit: Writer, number: int, district: int, card: str) -> None:
    """Another district answers from now on; `card` is the key of its message."""
    unit.write(_SQL["hand_over"], {"number": number, "district": district, "card": card})


def set_place(unit: Writer, number: int, place: Place, district: int, card: str) -> None:
    """An urgent report without a place gets one; `card` is the key of the message to its officer."""
    unit.write(
        _SQL["set_place"],
        {"number": number, "street": place.street, "house": place.house, "detail": place.detail, "district": district, "card": card},
    )


async def was_read(rows: Rows, number: int) -> bool:
    """Whether anybody has acted on a report."""
    return bool(await rows.fetch(_SQL["was_read"], {"number": number}))


def note(unit: Writer, number: int, now: Instant) -> None:
    """The duty desk has taken note of an urgent report."""
    unit.write(_SQL["note"], {"number": number, "now": now})


def categorise(unit: Writer, number: int, category: str) -> None:
    """The officer's correction."""
    unit.write(_SQL["categorise"], {"number": number, "category": category})


def rate(unit: Writer, number: int, rating: str) -> None:
    """Whether it helped: "yes" or "no"."""
    unit.write(_SQL["rate"], {"number": number, "rating": rating})


async def waits_for_rating(rows: Rows, number: int, since: Instant) -> bool:
    """Whether a report was closed after `since` and its author has not said whether it helped."""
    return bool(await rows.fetch(_SQL["waits_for_rating"], {"number": number, "since": since}))


async def extend_entry(unit: Writer, id: int, text: str) -> str:
    """More lines for an entry; returns the whole of it."""
    return str((await unit.fetch(_SQL["extend_entry"], {"id": id, "text": text}))[0]["text"])


async def entries(rows: Rows, number: int) -> list[Entry]:
    """The conversation, in order."""
    return [Entry(row["id"], EntryKind(row["kind"]), row["text"], row["created_at"]) for row in await rows.fetch(_SQL["entries"], {"report": number})]


def _report(row: Row) -> Report:
    return Report(
        number=row["number"],
        author=row["author_id"],
        district=row["district"],
        place=Place(row["street"], row["house"], row["detail"]),
        state=State(row["state"]),
        reason=None if row["reason"] is None else Reason(row["reason"]),
        words=row["words"],
        promised_at=row["promised_at"],
        created_at=row["created_at"],
        identity=row["identity"],
        category=row["category"],
        card=row["card"],
        attached=bool(row["attached"]),
        confidential=None if row["confidential"] is None else _confidence(row),
        alarm=None if row["alarmed_at"] is None else Alarm(row["alarmed_at"], AlarmAnswer(row["alarm_answer"]), row["noted_at"]),
        urn=row["made_at_urn"],
        announcement=row["announcement"],
    )


def _confidence(row: Row) -> Confidence:
    return Confidence(
        row["urn_id"], bool(row["reply_here"]), row["safe_contact"], row["code"], row["readings"], row["read_entry"], bool(row["named"])
    )


async def share(unit: Writer, number: int, author: int) -> bool:
    """An answer to an announcement: its author lets the team read the words; False if it is none, or the team has read it."""
    return bool(await unit.fetch(_SQL["share"], {"number": number, "author": author}))
