"""The pace of broadcasts and chats: no second has more than the limit, wherever it begins; nothing is held back for ever."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.channel import Limit
from bot.delivery.pace import Pace
from storage.models import MINUTE, SECOND, Instant

GROUP = Limit(burst=5, per=4 * SECOND)


def most_within(leaving: list[Instant], window: Instant) -> int:
    return max((sum(start <= at < start + window for at in leaving) for start in leaving), default=0)


@given(st.sampled_from([1, 7, 30, 100, 1000]), st.lists(st.integers(1, SECOND // 5), min_size=1, max_size=200))
def test_no_second_has_more_of_a_broadcast_than_the_limit(per_second: int, pauses: list[int]) -> None:
    pace, now, leaving = Pace(per_second), 0, list[Instant]()
    for pause in pauses:
        now += pause
        for _ in range(pace.bulk_room(now, 64)):
            pace.left(1, None, now)
            leaving.append(now)
    assert most_within(leaving, SECOND) <= per_second


@given(st.sampled_from([1, 30, 1000]))
def test_whoever_waits_until_it_may_leave_keeps_the_limit_and_never_waits_in_vain(per_second: int) -> None:
    pace, now, sent = Pace(per_second), 0, 0
    while now < 10 * SECOND:
        room = pace.bulk_room(now, 64)
        for _ in range(room):
            pace.left(1, None, now)
        sent += room
        now = max(now + SECOND // 1000, pace.bulk_from(now))
        assert room or pace.bulk_room(now, 64), "it may leave when it was told"
    assert sent >= 9.5 * per_second


def test_replies_are_not_held_back_but_count() -> None:
    pace = Pace(30)
    for _ in range(60):
        assert pace.chat_from(1, None, 0) <= 0
        pace.left(1, None, 0)
    assert pace.bulk_room(SECOND, 64) == 0
    assert pace.bulk_room(3 * SECOND, 64) == 1


def test_twenty_a_minute_to_a_group() -> None:
    pace, now, leaving = Pace(30), 0, list[Instant]()
    while now < 5 * MINUTE:
        now = max(now, pace.chat_from(7, GROUP, now))
        pace.left(7, GROUP, now)
        leaving.append(now)
    assert most_within(leaving, MINUTE) <= 20
    assert len(leaving) >= 75
    assert pace.chat_from(8, GROUP, now) <= now, "another group is another bucket"


def test_a_429_slows_broadcasts_and_time_brings_the_pace_back() -> None:
    pace = Pace(100)
    pace.slowed(0)
    pace.slowed(0)

    def in_a_second(start: Instant) -> int:
        count = 0
        for step in range(100):
            now = start + step * SECOND // 100
            for _ in range(pace.bulk_room(now, 64)):
                pace.left(1, None, now)
                count += 1
        return count

    assert 35 <= in_a_second(0) <= 55
    assert in_a_second(120 * SECOND) >= 95


def test_a_channel_without_a_pace_has_none() -> None:
    pace = Pace(None)
    pace.left(1, None, 0)
    pace.slowed(0)
    assert (pace.bulk_room(0, 64), pace.bulk_from(0)) == (64, 0)
