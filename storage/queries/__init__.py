"""Named SQL: ``-- name: claim``, one sentence of comment, the statement. Only repositories call these.

What several statements of a file have in common stands once, as ``-- part: report``, and is put in where they say ``{report}``;
what several files have in common stands in ``parts.sql``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

_NAME = re.compile(
    r"^-- (?P<what>name|part): (?P<name>\w+)\n-- (?P<sentence>[^\n]+)\n(?P<sql>.*?)(?=^-- (?:name|part): |\Z)", re.MULTILINE | re.DOTALL
)
_COMMENT = re.compile(r"^--[^\n]*\n", re.MULTILINE)


def queries(noun: str, **instead: str) -> Mapping[str, str]:
    """The statements of ``queries/<noun>.sql`` by name. `instead`: with another part of the file in the place of one of its parts."""
    shared, own = _read("parts"), _read(noun)
    parts = shared["part"] | own["part"]
    for name, other in instead.items():
        parts[name] = parts[other]
    return {name: _with_parts(sql, parts) for name, sql in own["name"].items()}


def _read(noun: str) -> dict[str, dict[str, str]]:
    text = (Path(__file__).parent / f"{noun}.sql").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = {"name": {}, "part": {}}
    for match in _NAME.finditer(text):
        found[match["what"]][match["name"]] = _COMMENT.sub("", match["sql"]).strip().rstrip(";")
    if any(len(named) != len(re.findall(rf"^-- {what}: ", text, re.MULTILINE)) for what, named in found.items()):
        raise ValueError(f"queries/{noun}.sql: a query has no sentence, or its name stands twice")
    return found


def _with_parts(sql: str, parts: Mapping[str, str]) -> str:
    """Parts may stand in parts, a few deep."""
    for _ in range(DEEPEST):
        if not any(f"{{{name}}}" in sql for name in parts):
            return sql
        for name, part in parts.items():
            sql = sql.replace(f"{{{name}}}", part)
    raise ValueError(f"a part stands in itself: {sql[:80]}")


DEEPEST = 5
