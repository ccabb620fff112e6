"""Questions sent in before a meeting: the officer's, and the team's where their author says so."""

from __future__ import annotations

from storage.database import Row, Rows, Writer
from storage.meeting import Question
from storage.models import Instant
from storage.queries import queries

_SQL = queries("questions")


async def ask(unit: Writer, meeting: int, text: str, *, contact: int, urn: int | None, for_team: bool, now: Instant) -> int:
    """Keeps a question that was sent in beforehand."""
    known = {"meeting": meeting, "contact": contact, "urn": urn, "text": text, "for_team": int(for_team), "now": now}
    return int((await unit.fetch(_SQL["ask"], known))[0]["id"])


async def by_id(rows: Rows, id: int) -> Question | None:
    """One question; whoever calls this has looked at its meeting through one of the doors."""
    found = await rows.fetch(_SQL["by_id"], {"id": id})
    return _question(found[0]) if found else None


async def settle(unit: Writer, id: int, text: str, *, taken: bool) -> bool:
    """It joins the agenda in these words, or is left out; False if that was decided already."""
    return bool(await unit.fetch(_SQL["settle"], {"id": id, "text": text, "state": "taken" if taken else "left"}))


async def was_asked(rows: Rows, contact: int, text: str) -> bool:
    """Whether somebody has sent these words in as a question."""
    return bool(await rows.fetch(_SQL["was_asked"], {"contact": contact, "text": text}))


async def count(rows: Rows, meeting: int, contact: int) -> int:
    """How many questions somebody has sent in to a meeting."""
    return int((await rows.fetch(_SQL["count"], {"meeting": meeting, "contact": contact}))[0]["count"])


def _question(row: Row) -> Question:
    return Question(row["id"], row["meeting_id"], row["contact_id"], row["urn_id"], row["text"], bool(row["for_team"]), row["state"])
