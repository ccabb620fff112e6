"""The examples that the guard learns from: one JSON object a line, written for this purpose, situation by situation.

Fields: text; class (now, soft, no: docs/emergency_classes.md); lang; kind (topic/style+style); card;
also: other cards that would be right, where there are any; teaches: "card" where only the cards are learned from it, not the
levels: hard pairs for the cards, which stand so near each other that they would blur the levels.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).parent / "examples"

Rows = list[dict[str, Any]]


def examples() -> Rows:
    """All examples, in the order of their files; each text once."""
    seen: dict[str, dict[str, Any]] = {}
    for path in sorted(EXAMPLES.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            seen.setdefault(row["text"], row)
    return list(seen.values())


def speaks_of(row: dict[str, Any], card: str) -> bool:
    """Whether a card is right for an example."""
    return row["card"] == card or card in row.get("also", ())


def teaches_levels(row: dict[str, Any]) -> bool:
    """Whether the three levels are learned from an example too."""
    return row.get("teaches") != "card"


def digest() -> str:
    """What the table was learned from."""
    learned = (f"{row['text']}\t{row['class']}\t{row['card']}\t{row.get('also', [])}\t{row.get('teaches', '')}" for row in examples())
    return hashlib.sha256("\n".join(learned).encode()).hexdigest()
