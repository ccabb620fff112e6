"""RoughChannel: everything that a channel may lack. No buttons, no edits, 160 characters, 429s, timeouts after delivery.

What it delivers is kept in order; `mood` decides how the next requests end (by turns, so that a test can repeat itself).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle, repeat

from bot.channels.channel import Capabilities, ContactStopped, Plain, Rejected, Rendered, SendError, Temporary, Throttled, Uncertain
from storage.models import SECOND, Urn

ROUGH = Capabilities(buttons=False, edits=False, withdraws=False, html=False, sms=True, characters=160)

FINE = "fine"
LOST = "lost"
THROTTLED = "throttled"
TIMED_OUT_AFTER_DELIVERY = "timed out after delivery"
TIMED_OUT_BEFORE_DELIVERY = "timed out before delivery"
REJECTED = "rejected"
STOPPED = "stopped"
BROKEN = "broken"
ROUGH_DAY = (FINE, THROTTLED, FINE, TIMED_OUT_AFTER_DELIVERY, LOST, FINE, TIMED_OUT_BEFORE_DELIVERY)


@dataclass(frozen=True)
class Delivered:
    """What reached a phone."""

    id: str
    text: str
    dedupe: str


@dataclass
class RoughChannel(Plain):
    """A test's channel."""

    name: str = "rough"
    capabilities: Capabilities = ROUGH
    phones: dict[str, list[Delivered]] = field(default_factory=lambda: defaultdict(list))
    requests: int = 0
    files: dict[str, bytes] = field(default_factory=dict)
    _mood: Iterator[str] = field(default_factory=lambda: repeat(FINE))

    def mood(self, moods: Iterable[str], *, forever: bool = True) -> None:
        """How the next requests end; once through, then fine, unless `forever`."""
        listed = list(moods)
        self._mood = cycle(listed) if forever else iter([*listed, *repeat(FINE, 100_000)])

    async def say(self, to: Urn, message: Rendered, *, dedupe: str) -> str:
        self.requests += 1
        how = next(self._mood)
        if how in (FINE, TIMED_OUT_AFTER_DELIVERY):
            assert len(message.text) <= 160, "a rough channel carries 160 characters"
            self.phones[to.address].append(Delivered(str(self.requests), message.text, dedupe))
        if how == BROKEN:
            raise RuntimeError("a defect in the channel")
        if how != FINE:
            raise _ERRORS[how]
        return str(self.requests)

    async def replace(self, to: Urn, external_id: str, message: Rendered) -> None:
        raise AssertionError("a channel that cannot edit is never asked to")

    async def withdraw(self, to: Urn, external_id: str) -> None:
        raise AssertionError("a channel that cannot withdraw is never asked to")

    async def clear(self, to: Urn, *, said: Sequence[str], heard: Sequence[str]) -> None:
        raise AssertionError("a channel that cannot clear is never asked to")

    async def fetch(self, reference: str, *, most: int) -> bytes:
        self.requests += 1
        how = next(self._mood)
        if how == BROKEN:
            raise RuntimeError("a defect in the channel")
        if how != FINE:
            raise _ERRORS[how]
        if reference not in self.files:
            raise Rejected("gone")
        return self.files[reference][: most + 1]

    async def discard(self, reference: str) -> None:
        self.files.pop(reference, None)


_ERRORS: dict[str, SendError] = {
    LOST: Temporary("no connection"),
    THROTTLED: Throttled(5 * SECOND),
    TIMED_OUT_AFTER_DELIVERY: Uncertain("timeout"),
    TIMED_OUT_BEFORE_DELIVERY: Uncertain("timeout"),
    REJECTED: Rejected("bad request"),
    STOPPED: ContactStopped("blocked"),
}
