"""What a conversation keeps: where it stands, what its bubbles and typed answers mean, who did what, when it goes on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from storage.database import Rows, Writer
from storage.models import Instant
from storage.queries import queries

_SQL = queries("dialogue")


@dataclass(frozen=True, slots=True)
class StoredSession:
    """Where the conversation at an address stands."""

    dialogue: str
    version: int
    step: str
    state: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Timer:
    """A promise of the clock: ``(name, subject)`` is unique.

    A subject is ``report:42``, a person ``contact:12``, or a person's conversation at one address ``contact:12@34``."""

    name: str
    subject: str
    due_at: Instant


def remember(unit: Writer, urn: int, contact: int, session: StoredSession, aside: Sequence[StoredSession], now: Instant) -> None:
    """Where the conversation at an address stands, and those that it has interrupted."""
    unit.write(
        _SQL["remember"],
        {
            "urn": urn,
            "contact": contact,
            "dialogue": session.dialogue,
            "version": session.version,
            "step": session.step,
            "state": json.dumps(session.state, ensure_ascii=False),
            "aside": json.dumps([asdict(each) for each in aside], ensure_ascii=False),
            "now": now,
        },
    )


def forget(unit: Writer, urn: int) -> None:
    """The conversation at an address is over."""
    unit.write(_SQL["forget"], {"urn": urn})


async def bubble(rows: Rows, channel: str, urn: int, external_id: str) -> str | None:
    """What an earlier message was about (``report:42``), if anything."""
    found = await rows.fetch(_SQL["bubble"], {"channel": channel, "urn_id": urn, "external_id": external_id})
    return found[0]["about"] if found else None


def bind(unit: Writer, channel: str, urn: int, external_id: str, about: str) -> None:
    """A reply to this message is about that."""
    unit.write(_SQL["bind"], {"channel": channel, "urn_id": urn, "external_id": external_id, "about": about})


async def menu(rows: Rows, urn: int) -> Mapping[str, str]:
    """What typed answers mean now: ``{"1": "resident.report.send:…"}``."""
    found = await rows.fetch(_SQL["menu"], {"urn_id": urn})
    answers: Mapping[str, str] = json.loads(found[0]["answers"]) if found else {}
    return answers


def offer(unit: Writer, urn: int, answers: Mapping[str, str], now: Instant, words: Mapping[str, str] = {}) -> None:
    """The list of choices that was shown last, and the words that may be typed instead; an empty one takes its place."""
    letters = {key: link for key, link in answers.items() if not key.isdecimal()}
    unit.write(_SQL["offer"], {"urn_id": urn, "answers": json.dumps({**words, **answers}), "letters": json.dumps(letters), "now": now})


def fade(unit: Writer, urn: int) -> None:
    """Something without choices was shown after the list: only its letters still hold."""
    unit.write(_SQL["fade"], {"urn_id": urn})


def audit(unit: Writer, actor: int, verb: str, subject: str, now: Instant) -> None:
    """One act of a person, without words."""
    unit.write(_SQL["audit"], {"actor": actor, "verb": verb, "subject": subject, "now": now})


def set_timer(unit: Writer, name: str, subject: str, due_at: Instant) -> None:
    """Sets a timer; setting it again moves it."""
    unit.write(_SQL["set_timer"], {"name": name, "subject": subject, "due_at": due_at})


def cancel_timer(unit: Writer, name: str, subject: str) -> None:
    """The timer is not needed any more; cancelling twice is fine."""
    unit.write(_SQL["cancel_timer"], {"name": name, "subject": subject})


async def due_timers(rows: Rows, now: Instant, limit: int) -> list[Timer]:
    """The timers that are due, the oldest first."""
    found = await rows.fetch(_SQL["due_timers"], {"now": now, "limit": limit})
    return [Timer(row["name"], row["subject"], row["due_at"]) for row in found]


async def next_timer(rows: Rows) -> Instant | None:
    """When the bell must ring next."""
    found: Instant | None = (await rows.fetch(_SQL["next_timer"]))[0]["due_at"]
    return found


async def last_act(rows: Rows, actor: int, verb: str) -> Instant | None:
    """When somebody did something last; None if never."""
    found: Instant | None = (await rows.fetch(_SQL["last_act"], {"actor": actor, "verb": verb}))[0]["at"]
    return found


async def acts_since(rows: Rows, actor: int, verb: str, since: Instant) -> int:
    """How often somebody did something since an instant."""
    return int((await rows.fetch(_SQL["acts_since"], {"actor": actor, "verb": verb, "since": since}))[0]["count"])
