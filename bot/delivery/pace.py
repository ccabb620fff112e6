"""How fast a channel may be written to: buckets for broadcasts and for each chat. Pure but for what it remembers; instants are given.

Generic cell rate (ITU-T I.371, annex A): one number per bucket, the instant at which it would be empty again.
"""

from __future__ import annotations

from bot.channels.channel import Limit
from storage.models import SECOND, Instant

SLOWER, FASTER_PER_SECOND, SLOWEST = 0.7, 0.01, 0.03
"""A 429 slows broadcasts down; each second without one brings back a hundredth of the whole pace."""
MOST_CHATS = 50_000
"""Buckets that are remembered; the fullest recover first and are forgotten first."""


class Pace:
    """The buckets of one channel. Replies and alarms are never held back for broadcasts, but broadcasts for them."""

    def __init__(self, bulk_per_second: int | None) -> None:
        self._burst = max(1, (bulk_per_second or 0) // 50)
        # So that no second, wherever it begins, has more than the limit: the burst comes out of the rate.
        self._per = 0.0 if bulk_per_second is None else SECOND / (bulk_per_second - self._burst + 1)
        self._empty_at: float = 0
        self._chats: dict[int, float] = {}
        self._share = 1.0
        self._slowed_at: Instant = 0

    # --- broadcasts --------------------------------------------------------------------------------------------------

    def bulk_room(self, now: Instant, most: int) -> int:
        """How many messages of a broadcast may leave now, at most `most`."""
        if not self._per:
            return most
        per = self._per_now(now)
        ahead = max(self._empty_at - now, 0.0)
        return max(0, min(most, int((self._burst * per - ahead) / per + 1e-9)))

    def bulk_from(self, now: Instant) -> Instant:
        """When the next ones may leave: half a burst together, so that many do not cost a tick each."""
        if not self._per:
            return 0
        per = self._per_now(now)
        return int(self._empty_at - (self._burst - (self._burst + 1) // 2) * per) + 1

    def _per_now(self, now: Instant) -> float:
        if self._share < 1.0:
            share = min(1.0, self._share + FASTER_PER_SECOND * max(now - self._slowed_at, 0) / SECOND)
            return self._per / share
        return self._per

    def slowed(self, now: Instant) -> None:
        """The channel's own limit is lower than we thought."""
        if self._per:
            self._share = max(SLOWEST, self._per / self._per_now(now) * SLOWER)
            self._slowed_at = now

    # --- one chat ----------------------------------------------------------------------------------------------------

    def chat_from(self, chat: int, limit: Limit | None, now: Instant) -> Instant:
        """When a message may leave for a chat; `now` or earlier: at once."""
        return now if limit is None else int(self._chats.get(chat, 0.0) - (limit.burst - 1) * limit.per)

    def left(self, chat: int, limit: Limit | None, now: Instant) -> None:
        """A message leaves now."""
        if self._per:
            self._empty_at = max(self._empty_at, now) + self._per_now(now)
        if limit is not None:
            self._chats[chat] = max(self._chats.pop(chat, 0.0), now) + limit.per
            if len(self._chats) > MOST_CHATS:
                del self._chats[next(iter(self._chats))]
