"""The examples that the guard learns from: one JSON object a line, written for this purpose, situation by situation.

Fields: text; class (now, soft, no: docs/emergency_classes.md); lang; kind (topic/style+style); card.
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


def digest() -> str:
    """What the table was learned from."""
    return hashlib.sha256("\n".join(f"{row['text']}\t{row['class']}\t{row['card']}" for row in examples()).encode()).hexdigest()
