"""Send error -> what to do with the row. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from bot.channels.channel import ContactStopped, Moved, Rejected, SendError, Temporary, Throttled
from storage.models import MINUTE, SECOND, Instant
from storage.outgoing import IfUncertain, Outcome

FIRST_PAUSE: Instant = 2 * SECOND
LONGEST_PAUSE: Instant = 10 * MINUTE


MOST_DOUBTS = 5
"""Copies that may have arrived before we stop repeating."""
_REPEATED = {IfUncertain.REPEAT: MOST_DOUBTS, IfUncertain.REPEAT_MARKED: 1, IfUncertain.LEAVE: 0}


@dataclass(frozen=True, slots=True)
class Settle:
    """The row is done. `stop`: the URN no longer takes messages, try the person's next one."""

    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Retry:
    """The row is due again after `pause`; `uncertain` counts how often nobody knew."""

    pause: Instant
    uncertain: int


@dataclass(frozen=True, slots=True)
class Park:
    """The row and its chat rest for `pause`; with `everyone` the whole channel."""

    pause: Instant
    everyone: bool


@dataclass(frozen=True, slots=True)
class StopUrn:
    """This way to the person is closed; the row goes to the next one."""


@dataclass(frozen=True, slots=True)
class Move:
    """The chat has another address; the row is due again at once."""

    address: str


Verdict = Settle | Retry | Park | StopUrn | Move


def judge(error: SendError, *, attempts: int, uncertain: int, policy: IfUncertain, deduplicates: bool, jitter: float) -> Verdict:
    """What a failed request means. `attempts` counts from 1; `jitter` is in [0, 1)."""
    if isinstance(error, Throttled):
        return Park(error.pause, error.everyone)
    if isinstance(error, Rejected):
        return Settle(Outcome.REJECTED)
    if isinstance(error, Moved):
        return Move(error.address)
    if isinstance(error, ContactStopped):
        return StopUrn()
    if isinstance(error, Temporary):
        return Retry(pause(attempts, jitter), uncertain)
    # Uncertain, and anything a channel forgot to sort: it may have arrived.
    return doubt(attempts=attempts, uncertain=uncertain, policy=policy, deduplicates=deduplicates, jitter=jitter)


def doubt(*, attempts: int, uncertain: int, policy: IfUncertain, deduplicates: bool, jitter: float) -> Verdict:
    """A message that may have arrived: a channel that deduplicates repeats it, otherwise the row's policy decides."""
    if deduplicates or uncertain < _REPEATED[policy]:
        return Retry(pause(attempts, jitter), uncertain + 1)
    return Settle(Outcome.UNCERTAIN)


def pause(attempts: int, jitter: float) -> Instant:
    """Doubles from two seconds to ten minutes, plus up to a half, so that many rows do not come back together."""
    base = min(FIRST_PAUSE * 2 ** min(max(attempts - 1, 0), 16), LONGEST_PAUSE)
    return int(base * (1 + jitter / 2))
