"""What the local web chat shows: the memory of a channel that has no server of its own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from storage.database import Row, Rows, Writer
from storage.models import AttachmentKind, Instant
from storage.queries import queries

_SQL = queries("webchat")


@dataclass(frozen=True, slots=True)
class ShownButton:
    label: str
    value: str
    minor: bool


@dataclass(frozen=True, slots=True)
class ShownAttachment:
    """A file under a message: the page asks for it by its number."""

    id: int
    kind: AttachmentKind
    is_calendar: bool = False
    """A document that programs put into a calendar."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A bubble on the page. `revision` grows with every change in its chat."""

    id: int
    from_us: bool
    dedupe: str
    text: str
    buttons: tuple[ShownButton, ...]
    reply_to: int | None
    chosen: str | None
    withdrawn: bool
    revision: int
    sent_at: Instant
    attachments: tuple[ShownAttachment, ...] = ()


async def add(
    unit: Writer,
    urn: int,
    *,
    from_us: bool,
    dedupe: str,
    text: str,
    now: Instant,
    buttons: Sequence[ShownButton] = (),
    reply_to: int | None = None,
    attachments: Sequence[ShownAttachment] = (),
) -> int:
    """Shows a message once: the same `dedupe` in a chat is the same message, and its first number is returned."""
    parameters = {
        "urn_id": urn,
        "from_us": int(from_us),
        "dedupe": dedupe,
        "text": text,
        "buttons": _buttons(buttons),
        "attachments": _attachments(attachments),
        "reply_to": reply_to,
        "now": now,
    }
    rows = await unit.fetch(_SQL["add"], parameters) or await unit.fetch(_SQL["by_dedupe"], {"urn_id": urn, "dedupe": dedupe})
    return int(rows[0]["id"])


def edit(unit: Writer, urn: int, id: int, text: str, buttons: Sequence[ShownButton], attachments: Sequence[ShownAttachment]) -> None:
    """Changes what a message says."""
    shown = {"text": text, "buttons": _buttons(buttons), "attachments": _attachments(attachments)}
    unit.write(_SQL["edit"], {"urn_id": urn, "id": id, **shown})


def _buttons(buttons: Sequence[ShownButton]) -> str:
    return json.dumps([[button.label, button.value, button.minor] for button in buttons], ensure_ascii=False)


def _attachments(attachments: Sequence[ShownAttachment]) -> str:
    return json.dumps([[each.id, each.kind.value, *([True] if each.is_calendar else ())] for each in attachments])


def withdraw(unit: Writer, urn: int, id: int) -> None:
    """Takes a message back."""
    unit.write(_SQL["withdraw"], {"urn_id": urn, "id": id})


def withdraw_own(unit: Writer, urn: int, address: str, external_id: str) -> None:
    """Takes a person's own bubble out of their chat, by the external id of the update that it came with (`bot/web/door.py`)."""
    unit.write(_SQL["withdraw_own"], {"urn_id": urn, "dedupe": f"in:{external_id.removeprefix(f'{address}:')}"})


def choose(unit: Writer, urn: int, id: int, value: str) -> None:
    """The message shows which of its buttons was pressed."""
    unit.write(_SQL["choose"], {"urn_id": urn, "id": id, "value": value})


async def since(rows: Rows, urn: int, revision: int, limit: int = 200) -> list[Shown]:
    """What changed in a chat after a revision, the oldest change first."""
    return [_shown(row) for row in await rows.fetch(_SQL["since"], {"urn_id": urn, "revision": revision, "limit": limit})]


async def latest(rows: Rows, urn: int, limit: int = 200) -> list[Shown]:
    """The end of a chat, in reading order."""
    return [_shown(row) for row in reversed(await rows.fetch(_SQL["latest"], {"urn_id": urn, "limit": limit}))]


def _shown(row: Row) -> Shown:
    return Shown(
        id=row["id"],
        from_us=bool(row["from_us"]),
        dedupe=row["dedupe"],
        text=row["text"],
        buttons=tuple(ShownButton(*button) for button in json.loads(row["buttons"])),
        reply_to=row["reply_to"],
        chosen=row["chosen"],
        withdrawn=bool(row["withdrawn"]),
        revision=row["revision"],
        sent_at=row["sent_at"],
        attachments=tuple(ShownAttachment(id, AttachmentKind(kind), bool(more)) for id, kind, *more in json.loads(row["attachments"])),
    )
