"""Machines that answer machines: an SMS that comes again and again gets no answer any more. Pure.

Nothing is lost by it: what came is kept, and whatever tells of a danger is always answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from handlers.dialogue.update import fold
from storage.models import HOUR, Instant

WITHIN: Instant = HOUR
ROUNDS = 3
"""The same words so many times within an hour are answered; then no more."""
MOST = 60
"""Messages of one number within an hour that are answered."""


class Answer(Enum):
    """What a message deserves."""

    AS_USUAL = auto()
    ONCE_MORE = auto()
    """That there were too many, and whom to call."""
    SILENCE = auto()


def deserves(text: str, before: Sequence[str]) -> Answer:
    """`before`: what came from the same number within the last hour, without this one."""
    if sum(fold(earlier) == fold(text) for earlier in before) >= ROUNDS and len(fold(text)) > 2:  # "1", "T" and "N" answer our lists
        return Answer.SILENCE
    if len(before) < MOST:
        return Answer.AS_USUAL
    return Answer.ONCE_MORE if len(before) == MOST else Answer.SILENCE
