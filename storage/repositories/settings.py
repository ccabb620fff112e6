"""Single values of this installation."""

from __future__ import annotations

from storage.database import Rows, Writer
from storage.queries import queries

_SQL = queries("settings")


async def get(rows: Rows, name: str) -> str | None:
    """The value, or None if it was never put."""
    found = await rows.fetch(_SQL["get"], {"name": name})
    return found[0]["value"] if found else None


def put(unit: Writer, name: str, value: str) -> None:
    """Keeps the value."""
    unit.write(_SQL["put"], {"name": name, "value": value})
