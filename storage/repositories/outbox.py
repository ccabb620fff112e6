"""Messages that wait, leave, and have left. The only way out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from storage import prompts
from storage.database import Row, Rows, Writer
from storage.models import Instant, Prompt
from storage.outgoing import IfUncertain, Otherwise, Outcome, Outgoing, Priority, Verb
from storage.queries import queries
from storage.repositories import FOREVER

_SQL = queries("outbox")


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row under lease. `started_at` set means that a crash left it uncertain; `prompt` is JSON (`prompts.load`)."""

    id: int
    key: str
    lane: str
    recipient: str
    priority: Priority
    verb: Verb
    target: str | None
    otherwise: Otherwise
    prompt: str
    about: str | None
    if_uncertain: IfUncertain
    expires_at: Instant | None
    attempts: int
    uncertain: int
    contact: int | None
    urn: int | None
    started_at: Instant | None
    only_urn: int | None = None
    first_urn: int | None = None
    fell_back: bool = False
    """It could not leave where it was first tried."""
    then: str | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """How a message ended, for whoever sent it. `told` is the key of what they were told, `recipient` who they are."""

    told: str
    recipient: str
    about: str | None
    outcome: Outcome
    stopped: bool
    reported: str | None = None
    """``delivered`` or ``undelivered``, where the channel reports such a thing."""


@dataclass(frozen=True, slots=True)
class Start:
    """What is known of a row when its request is about to leave."""

    id: int
    contact: int
    urn: int
    uncertain: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an earlier message stands in its chat."""

    urn: int
    external_id: str


def put(unit: Writer, messages: Sequence[Outgoing], now: Instant, *, active: Iterable[str]) -> None:
    """Puts messages into the outbox; a key that is there already is left as it is.

    `active` are the channels that are switched on: only they are hinted at.
    """
    channels = json.dumps(sorted(active))
    for query, group in (("enqueue_contact", "contact"), ("enqueue_duty", "duty")):
        parameters = [_parameters(message, now, channels) for message in messages if message.recipient.startswith(group + ":")]
        if parameters:
            unit.write(_SQL[query], parameters)


def _parameters(message: Outgoing, now: Instant, active: str) -> dict[str, object]:
    number = int(message.recipient.partition(":")[2])
    return {
        "key": message.key,
        "lane": message.lane,
        "kind": message.lane.removeprefix(message.recipient),
        "recipient": message.recipient,
        "contact": number,
        "district": number,
        "priority": int(message.priority),
        "verb": message.verb.value,
        "target": message.target,
        "otherwise": message.otherwise.value,
        "prompt": prompts.dump(message.prompt),
        "about": message.about,
        "if_uncertain": message.if_uncertain.value,
        "now": now,
        "due_at": message.due_at,
        "expires_at": message.expires_at,
        "only_urn": message.only_urn,
        "first_urn": message.first_urn,
        "then_timer": message.then or None,
        "forever": FOREVER,
        "active": active,
    }


async def claim(unit: Writer, channel: str, *, now: Instant, lease: Instant, limit: int, bulk: int) -> list[Claimed]:
    """Leases up to `limit` rows of a channel until `lease`, the more urgent and the older first; of broadcasts at most `bulk`."""
    rows = await unit.fetch(_SQL["claim"], {"channel": channel, "now": now, "lease": lease, "limit": limit, "bulk": bulk})
    return sorted((_claimed(row) for row in rows), key=lambda row: (row.priority, row.id))


def _claimed(row: Row) -> Claimed:
    return Claimed(
        id=row["id"],
        key=row["key"],
        lane=row["lane"],
        recipient=row["recipient"],
        priority=Priority(row["priority"]),
        verb=Verb(row["verb"]),
        target=row["target"],
        otherwise=Otherwise(row["otherwise"]),
        prompt=row["prompt"],
        about=row["about"],
        if_uncertain=IfUncertain(row["if_uncertain"]),
        expires_at=row["expires_at"],
        attempts=row["attempts"],
        uncertain=row["uncertain"],
        contact=row["contact_id"],
        urn=row["urn_id"],
        started_at=row["started_at"],
        only_urn=row["only_urn_id"],
        first_urn=row["first_urn_id"],
        fell_back=bool(row["fell_back"]),
        then=row["then_timer"],
    )


async def next_due(rows: Rows, channel: str, *, bulk_from: Instant = 0) -> Instant | None:
    """When the next row of a channel may be claimed, broadcasts not before `bulk_from`; None when nothing waits."""
    found: Instant | None = (await rows.fetch(_SQL["next_due"], {"channel": channel, "bulk_from": bulk_from}))[0]["due_at"]
    return found


def start(unit: Writer, starts: Sequence[Start], now: Instant) -> None:
    """Marks rows as started: from here a crash makes them uncertain."""
    if starts:
        unit.write(_SQL["start"], [{"id": s.id, "contact_id": s.contact, "urn_id": s.urn, "uncertain": s.uncertain, "now": now} for s in starts])


def rewrite(unit: Writer, key: str, prompt: Prompt) -> None:
    """Changes what a message says that has not left yet."""
    unit.write(_SQL["rewrite"], {"key": key, "prompt": prompts.dump(prompt)})


def retry(unit: Writer, id: int, *, available_at: Instant, uncertain: int) -> None:
    """The row is due again later."""
    unit.write(_SQL["retry"], {"id": id, "available_at": available_at, "uncertain": uncertain})


def wait(unit: Writer, id: int, *, available_at: Instant, uncertain: int) -> None:
    """The row is due later, and was not tried."""
    unit.write(_SQL["wait"], {"id": id, "available_at": available_at, "uncertain": uncertain})


def park(unit: Writer, recipient: str, urn: int, until: Instant) -> None:
    """Nothing for this recipient at this address is claimed before `until`."""
    unit.write(_SQL["park"], {"recipient": recipient, "urn": urn, "available_at": until})


def unpin(unit: Writer, id: int, *, uncertain: int, now: Instant) -> None:
    """The row goes to whoever answers now, not to whom it went first."""
    unit.write(_SQL["unpin"], {"id": id, "uncertain": uncertain, "now": now})


def orphans(unit: Writer, active: Iterable[str]) -> None:
    """Rows of channels that are switched off look for another way."""
    unit.write(_SQL["orphans"], {"active": json.dumps(sorted(active))})


async def waiting_elsewhere(rows: Rows, channel: str, lanes: Iterable[str]) -> bool:
    """Whether one of these lanes goes on with another channel's row."""
    return bool(await rows.fetch(_SQL["waiting_elsewhere"], {"channel": channel, "lanes": json.dumps(sorted(set(lanes)))}))


def take_over(unit: Writer, channel: str, others: Iterable[str], *, before: Instant, now: Instant) -> None:
    """Urgent messages that were due `before` and have not left on the other channels go by this one, as far as people can be reached here."""
    unit.write(_SQL["take_over"], {"channel": channel, "others": json.dumps(sorted(others)), "before": before, "now": now})


async def next_take_over(rows: Rows, channel: str, others: Iterable[str]) -> Instant | None:
    """Since when the oldest of these has been due; None if there is none."""
    found: Instant | None = (await rows.fetch(_SQL["next_take_over"], {"channel": channel, "others": json.dumps(sorted(others))}))[0]["due_at"]
    return found


def recover(unit: Writer, channel: str, now: Instant) -> None:
    """Ends the leases that a dead process left on a channel's started rows."""
    unit.write(_SQL["recover"], {"channel": channel, "now": now})


def reroute(unit: Writer, id: int, channel: str, now: Instant) -> None:
    """The row belongs to another channel's sender."""
    unit.write(_SQL["reroute"], {"id": id, "channel": channel, "now": now})


def settle(
    unit: Writer, id: int, outcome: Outcome, *, now: Instant, uncertain: int, external_id: str | None = None, parts: int | None = None
) -> None:
    """A final outcome: the lane is free. `parts` is what it cost as SMS."""
    unit.write(_SQL["settle"], {"id": id, "outcome": outcome.value, "external_id": external_id, "now": now, "uncertain": uncertain, "parts": parts})


async def ended(rows: Rows, id: int) -> Ended | None:
    """How a message ended; None while it has not, and where nobody was told that it was sent."""
    found = await rows.fetch(_SQL["landed"], {"id": id})
    if not found:
        return None
    row = found[0]
    return Ended(f"{row['key']}:told", row["recipient"], row["about"], Outcome(row["outcome"]), bool(row["stopped"]), row["reported"])


async def urn_of(rows: Rows, id: int) -> int | None:
    """The number of the address that a message went to, or was to go to."""
    found = await rows.fetch(_SQL["urn_of"], {"id": id})
    return (found[0]["only_urn_id"] or found[0]["urn_id"]) if found else None


@dataclass(frozen=True, slots=True)
class Said:
    """A message that has left, and what it was about."""

    prompt: Prompt
    about: str | None


async def said_at(rows: Rows, id: int, urn: int) -> Said | None:
    """A message that was sent to an address; None for any other."""
    found = await rows.fetch(_SQL["said_at"], {"id": id, "urn": urn})
    return Said(prompts.load(found[0]["prompt"]), found[0]["about"]) if found else None


async def report(unit: Writer, key: str, state: str) -> tuple[int, str | None] | None:
    """Writes a delivery report beside its message; returns the message and the timer of whoever waits to hear. None: nothing new."""
    found = await unit.fetch(_SQL["reported"], {"key": key, "state": state})
    return (found[0]["id"], found[0]["then_timer"]) if found else None


async def said_in(rows: Rows, recipient: str, urn: int, since: Instant, before: int) -> list[str]:
    """The channel's ids of what we said in a chat since an instant, before the row `before`."""
    found = await rows.fetch(_SQL["said_in"], {"recipient": recipient, "urn": urn, "since": since, "before": before})
    return [row["external_id"] for row in found]


def forget_said(unit: Writer, recipient: str, urn: int, since: Instant) -> None:
    """The words of what we said in a chat since an instant are gone."""
    unit.write(_SQL["forget_said"], {"recipient": recipient, "urn": urn, "since": since, "empty": prompts.EMPTY})


async def targets(rows: Rows, keys: Iterable[str]) -> dict[str, Standing]:
    """Where earlier messages stand; those that never arrived are missing."""
    found = await rows.fetch(_SQL["targets"], {"keys": json.dumps(sorted(set(keys)))})
    return {row["key"]: Standing(row["urn_id"], row["external_id"]) for row in found}
