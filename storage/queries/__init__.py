"""Named SQL: ``-- name: claim``, one sentence of comment, the statement. Only repositories call these."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

_NAME = re.compile(r"^-- name: (?P<name>\w+)\n-- (?P<sentence>[^\n]+)\n(?P<sql>.*?)(?=^-- name: |\Z)", re.MULTILINE | re.DOTALL)


def queries(noun: str) -> Mapping[str, str]:
    """The statements of ``queries/<noun>.sql`` by name."""
    text = (Path(__file__).parent / f"{noun}.sql").read_text(encoding="utf-8")
    found = {match["name"]: match["sql"].strip().rstrip(";") for match in _NAME.finditer(text)}
    if len(found) != text.count("-- name: "):
        raise ValueError(f"queries/{noun}.sql: a query has no sentence, or its name stands twice")
    return found
