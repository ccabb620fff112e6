"""Announcements: composed, approved, fanned out by slices, counted. `visible_to` is the only way for a person to get at one."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from storage import prompts
from storage.announcing import TEAM, Announcement, Audience, Draft, Figure, Severity, Stage
from storage.database import Row, Rows, Writer
from storage.models import HourOfDay, Instant, Place, Prompt
from storage.outgoing import IfUncertain, Priority
from storage.queries import queries

_SQL = queries("announcements")
_TEAM = queries("announcements", audience="team_people")
_TO_TEAM = queries("announcements", audience="team_and_groups")
_TO_FOLLOWERS = queries("announcements", audience="followers")
_TO_EITHER = queries("announcements", audience="either")


async def visible_to(rows: Rows, viewer: int, id: int, now: Instant) -> Announcement | None:
    """The announcement, if the viewer is of the district's team, its officer, or a supervisor now."""
    found = await rows.fetch(_SQL["visible"], {"id": id, "viewer": viewer, "now": now})
    return _announcement(found[0]) if found else None


async def unattended(rows: Rows, id: int) -> Announcement | None:
    """An announcement as a due timer sees it, when no person looks."""
    found = await rows.fetch(_SQL["by_id"], {"id": id})
    return _announcement(found[0]) if found else None


async def invitation(rows: Rows, meeting: int) -> Announcement | None:
    """The announcement by which people are asked to a meeting."""
    found = await rows.fetch(_SQL["invitation"], {"meeting": meeting})
    return _announcement(found[0]) if found else None


async def for_address(rows: Rows, district: int, place: Place, now: Instant, limit: int) -> list[Announcement]:
    """The latest announcements that are valid and for an address."""
    number = re.match(r"\d+", place.house)
    known = {
        "district": district,
        "street": place.street,
        "house": place.house,
        "house_number": None if number is None else int(number[0]),
        "detail": place.detail,
    }
    return [_announcement(row) for row in await rows.fetch(_SQL["for_address"], {**known, "now": now, "limit": limit})]


async def districts_of(rows: Rows, contact: int, now: Instant) -> list[int]:
    """The districts for which a person may write announcements."""
    found = await rows.fetch(_SQL["districts_of"], {"contact": contact, "now": now})
    return [row["district"] for row in found]


async def team(rows: Rows, district: int, now: Instant) -> list[int]:
    """The members of a district's team, its officer among them."""
    found = await rows.fetch(_SQL["team"], {"district": district, "now": now})
    return [row["contact_id"] for row in found]


async def add(
    unit: Writer, draft: Draft, *, author: int, urn: int | None, now: Instant, corrects: int | None = None, meeting: int | None = None
) -> int:
    """Keeps a draft, written at the address `urn`; returns its number. With `corrects` it goes to whoever got that announcement;
    with `meeting` it invites to it."""
    parameters = _parameters(draft, now) | {"author": author, "urn": urn, "corrects": corrects, "meeting": meeting}
    return int((await unit.fetch(_SQL["add"], parameters))[0]["id"])


def change(unit: Writer, id: int, draft: Draft, now: Instant) -> None:
    """Another version: whatever was approved before is not any more."""
    unit.write(_SQL["change"], _parameters(draft, now) | {"id": id})


async def ask(unit: Writer, id: int, version: int, now: Instant) -> bool:
    """The draft waits for a second person; False if it has changed, or waits already."""
    return bool(await unit.fetch(_SQL["ask"], {"id": id, "version": version, "now": now}))


async def approve(unit: Writer, id: int, version: int, contact: int, *, due_at: Instant, expires_at: Instant, now: Instant) -> bool:
    """Exactly this version may leave; False for its author, and when somebody else was faster or it has changed."""
    parameters = {"id": id, "version": version, "contact": contact, "due_at": due_at, "expires_at": expires_at, "now": now}
    return bool(await unit.fetch(_SQL["approve"], parameters))


async def release(unit: Writer, id: int, version: int, *, due_at: Instant, now: Instant) -> bool:
    """It leaves without a second person, who signs afterwards."""
    return bool(await unit.fetch(_SQL["release"], {"id": id, "version": version, "due_at": due_at, "now": now}))


async def countersign(unit: Writer, id: int, version: int, contact: int, now: Instant) -> bool:
    """This version is signed afterwards; False for its author, when it was signed already, and when it is a draft again."""
    return bool(await unit.fetch(_SQL["countersign"], {"id": id, "version": version, "contact": contact, "now": now}))


async def take_back(unit: Writer, id: int, now: Instant) -> bool:
    """A draft again, while nothing has left."""
    return bool(await unit.fetch(_SQL["back"], {"id": id, "now": now}))


async def end(unit: Writer, id: int, stage: Stage, now: Instant) -> bool:
    """Sent as a whole, stopped, expired or dropped; False if it had ended already."""
    return bool(await unit.fetch(_SQL["end"], {"id": id, "state": stage.value, "now": now}))


async def repeat(unit: Writer, id: int, *, due_at: Instant, expires_at: Instant, now: Instant) -> int:
    """The next time of a repeated one, as it was approved; its number."""
    return int((await unit.fetch(_SQL["repeat"], {"id": id, "due_at": due_at, "expires_at": expires_at, "now": now}))[0]["id"])


async def next_of(rows: Rows, id: int) -> tuple[int, Instant] | None:
    """The number of the next time of a repeated one, and when it leaves; None where there is none."""
    found = await rows.fetch(_SQL["next_of"], {"id": id})
    return (found[0]["id"], found[0]["due_at"]) if found else None


def reword_following(unit: Writer, id: int, approved: Announcement, now: Instant, *, instead_of: Announcement | None = None) -> None:
    """The times that follow this one leave with a text that was approved; only those that say what `instead_of` says, where that is given."""
    parameters = {"words": _words(approved), "approved_by": approved.approved_by, "former": "" if instead_of is None else _words(instead_of)}
    unit.write(_SQL["reword_following"], {"id": id, "now": now, **parameters})


def _words(announcement: Announcement) -> str:
    return json.dumps(announcement.words, ensure_ascii=False)


async def drop_draft(unit: Writer, id: int, now: Instant) -> bool:
    """A draft is deleted; False if somebody was asked about it already."""
    return bool(await unit.fetch(_SQL["drop_draft"], {"id": id, "now": now}))


def skip_waiting(unit: Writer, contact: int, now: Instant) -> None:
    """What waits for somebody who wants no announcements does not leave."""
    unit.write(_SQL["skip_waiting"], {"recipient": f"contact:{contact}", "contact": contact, "now": now})


async def head_count(rows: Rows, announcement: Announcement, active: Iterable[str], now: Instant) -> dict[tuple[str, str], int]:
    """How many people it is for, by the channel on which each would get it and their language; channel '': they cannot be reached now."""
    if announcement.corrects is not None:
        found = await rows.fetch(_SQL["head_count_of_correction"], _parameters_of(announcement) | _of_correction(announcement) | {"now": now})
    else:
        known = _parameters_of(announcement) | {"active": json.dumps(sorted(active)), "now": now}
        found = await rows.fetch((_TEAM if announcement.audience.role == TEAM else _TO_EITHER)["head_count"], known)
    return {(row["channel"], row["language"]): row["count"] for row in found}


async def groups(rows: Rows, district: int, now: Instant) -> int:
    """How many groups are linked with a district's team."""
    return int((await rows.fetch(_SQL["groups"], {"district": district, "now": now}))[0]["count"])


@dataclass(frozen=True, slots=True)
class Slice:
    """What one slice has put into the outbox: up to whom, and whether it was the last."""

    last: int
    is_last: bool


async def fan_out(
    unit: Writer,
    announcement: Announcement,
    prompt: Prompt,
    priority: Priority,
    if_uncertain: IfUncertain,
    *,
    size: int,
    now: Instant,
    hour: HourOfDay,
    active: Iterable[str],
    sequence: int = 0,
) -> Slice:
    """Puts the next slice of the audience into the outbox, a row for each person; repeated, it puts nothing twice.

    `hour`: a notice waits for the end of a person's own quiet hours. Whoever is invited to a meeting is asked to it;
    `sequence` is its last change."""
    ways = _ways(announcement)
    sql = ways[announcement.way]
    known = _parameters_of(announcement) | {
        "after": announcement.fanned_to,
        "limit": size,
        "now": now,
        **_of_correction(announcement),
    }
    slice_end, query = ("slice_end", "fan_out") if announcement.corrects is None else ("slice_end_of_correction", "fan_out_correction")
    row = (await unit.fetch(sql[slice_end], known))[0]
    last = announcement.fanned_to if row["id"] is None else int(row["id"])
    parameters = known | {
        "id": announcement.id,
        "last": last,
        "lane": "bulk" if priority is Priority.BULK else "reply",
        "priority": int(priority),
        "prompt": prompts.dump(prompt),
        "if_uncertain": if_uncertain.value,
        "minute": hour.minute,
        "change_at": hour.change_at,
        "change": hour.change,
        "urgent": int(announcement.severity is Severity.ALERT),
        "expires_at": announcement.expires_at,
        "active": json.dumps(sorted(active)),
    }
    unit.write(sql[query], parameters)
    if announcement.meeting is not None and announcement.corrects is None:
        unit.write(sql["fan_out_asked"], known | {"last": last, "meeting": announcement.meeting, "sequence": sequence})
    is_last_way = announcement.way + 1 == len(ways)
    way_ends = row["count"] < size
    goes_on = {"fanned_to": 0, "way": announcement.way + 1} if way_ends and not is_last_way else {"fanned_to": last, "way": announcement.way}
    unit.write(_SQL["sending"], {"id": announcement.id, **goes_on})
    return Slice(last, way_ends and is_last_way)


def stop_waiting(unit: Writer, announcement: Announcement, now: Instant) -> None:
    """What has not left does not leave."""
    unit.write(_SQL["stop"], {"about": announcement.about, "keys": f"{announcement.about}:contact:%", "now": now})


async def figures(rows: Rows, announcement: Announcement) -> list[Figure]:
    """What became of every message, by channel; the counts add up to all that were put into the outbox."""
    counted: Counter[tuple[str, str]] = Counter()
    for row in await rows.fetch(_SQL["figures"], {"about": announcement.about, "keys": f"{announcement.about}:contact:%"}):
        ended = row["outcome"] or ("under_way" if row["started"] else "waiting")
        if ended == "sent" and row["reported"]:
            ended = row["reported"]
        counted[row["channel"], ended] += row["count"]
    return [Figure(channel, ended, count) for (channel, ended), count in sorted(counted.items())]


def _parameters(draft: Draft, now: Instant) -> dict[str, Any]:
    return _audience(draft.audience) | {
        "words": json.dumps(draft.words, ensure_ascii=False),
        "severity": draft.severity.value,
        "due_at": draft.due_at,
        "expires_at": draft.expires_at,
        "topic": draft.topic,
        "first_at": draft.first_at or draft.due_at,
        "rule": draft.rule,
        "skips_holidays": int(draft.skips_holidays),
        "by_officer": int(draft.by_officer),
        "soon": int(draft.soon),
        "also_following": int(draft.also_following),
        "now": now,
    }


def _parameters_of(announcement: Announcement) -> dict[str, Any]:
    """Whom it is for; what is urgent is for everybody, whatever topics they want."""
    topic = "" if announcement.severity is Severity.ALERT else announcement.topic
    return _audience(announcement.audience) | {"topic": topic}


def _of_correction(announcement: Announcement) -> dict[str, Any]:
    """What it corrects; the meeting whose agenda it is."""
    return {"old": f"announcement:{announcement.corrects}", "meeting": announcement.meeting}


def _audience(audience: Audience) -> dict[str, Any]:
    return {
        "district": audience.district,
        "street": audience.street,
        "from_house": audience.from_house,
        "to_house": audience.to_house,
        "house": audience.house,
        "staircase": audience.staircase,
        "role": audience.role,
    }


def _ways(announcement: Announcement) -> tuple[Mapping[str, str], ...]:
    """The ways to its people, one after another: those who live there, those who follow the place; or a district's team."""
    if announcement.corrects is not None:
        return (_SQL,)
    return (_TO_TEAM,) if announcement.audience.role == TEAM else (_SQL, _TO_FOLLOWERS)


def _announcement(row: Row) -> Announcement:
    return Announcement(
        id=row["id"],
        author=row["author_id"],
        audience=Audience(row["district"], row["street"], row["from_house"], row["to_house"], row["house"], row["role"], row["staircase"]),
        words=json.loads(row["words"]),
        severity=Severity(row["severity"]),
        stage=Stage(row["state"]),
        version=row["version"],
        due_at=row["due_at"],
        expires_at=row["expires_at"],
        approved_by=row["approved_by"],
        fanned_to=row["fanned_to"],
        corrects=row["corrects"],
        by_officer=bool(row["by_officer"]),
        soon=bool(row["soon"]),
        meeting=row["meeting"],
        rule=row["rule"],
        skips_holidays=bool(row["skips_holidays"]),
        first_at=row["first_at"],
        origin=row["origin"],
        topic=row["topic"],
        also_following=bool(row["also_following"]),
        way=row["way"],
    )
