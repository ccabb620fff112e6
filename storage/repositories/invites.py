"""Invitations to a role: one-time, short-lived, sealed."""

from __future__ import annotations

from dataclasses import dataclass

from storage.database import Row, Rows, Writer
from storage.models import DAY, Instant, Role
from storage.queries import queries

_SQL = queries("invites")

OPERATOR = 0
"""Stands for the operator at the command line, who is no contact."""


@dataclass(frozen=True, slots=True)
class Invite:
    """`label` says for whom it was made; the role lasts `role_days` from its use, or until `role_until`, or until it is ended."""

    id: int
    role: Role
    district: int | None
    label: str
    role_days: int | None
    role_until: Instant | None

    def ends(self, used_at: Instant) -> Instant | None:
        """When the role is over that begins at `used_at`; None: when it is ended."""
        return self.role_until if self.role_days is None else used_at + self.role_days * DAY


def add(
    unit: Writer,
    *,
    seal: str,
    role: Role,
    district: int | None,
    label: str,
    made_by: int,
    now: Instant,
    expires_at: Instant,
    role_days: int | None = None,
    role_until: Instant | None = None,
) -> None:
    """Keeps a new invitation; the code itself is never kept."""
    unit.write(
        _SQL["add"],
        {
            "seal": seal,
            "role": role.value,
            "district": district,
            "label": label,
            "role_days": role_days,
            "role_until": role_until,
            "made_by": made_by,
            "now": now,
            "expires_at": expires_at,
        },
    )


async def opened_by(rows: Rows, seal: str, now: Instant) -> Invite | None:
    """The invitation of a code, if it can still be used."""
    return _invite(await rows.fetch(_SQL["open"], {"seal": seal, "now": now}))


async def by_id(rows: Rows, id: int, now: Instant) -> Invite | None:
    """An invitation that somebody is entering, if it can still be used."""
    return _invite(await rows.fetch(_SQL["by_id"], {"id": id, "now": now}))


async def use(unit: Writer, id: int, contact: int, now: Instant) -> bool:
    """Spends the invitation; False when somebody else was faster."""
    return bool(await unit.fetch(_SQL["use"], {"id": id, "contact": contact, "now": now}))


def _invite(found: list[Row]) -> Invite | None:
    if not found:
        return None
    row = found[0]
    return Invite(row["id"], Role(row["role"]), row["district"], row["label"], row["role_days"], row["role_until"])
