"""Ready questions of the officer: one tap, and each resident reads them in their own language."""

from __future__ import annotations

from handlers.texts import t
from storage.models import Text

_MARK = "ready:"

QUESTIONS: dict[str, Text] = {
    "when": t("On which days and at what hour does it happen?"),
    "now": t("Is it happening now? If so and somebody is in danger, please call 112."),
    "where": t("Where exactly is it: which entrance, which floor, which side of the building?"),
}


def mark(key: str) -> str:
    """How a ready question is kept in a report's conversation."""
    return _MARK + key


def words(kept: str) -> str | Text:
    """What was said: a ready question as a sentence to be translated, anything else as it was written."""
    return QUESTIONS.get(kept.removeprefix(_MARK), kept) if kept.startswith(_MARK) else kept
