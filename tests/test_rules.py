"""The pure decisions: hours and promises (both DST changes), ownership, states, send verdicts."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.channel import ContactStopped, Moved, Rejected, SendError, Temporary, Throttled, Uncertain
from bot.delivery.verdict import LONGEST_PAUSE, Move, Park, Retry, Settle, StopUrn, judge, pause
from handlers.rules import service
from handlers.rules.lifecycle import Action, after
from handlers.rules.ownership import Owner, Via, owner
from handlers.texts.moments import instant, local
from storage.models import DAY, Absence, Assignment, ServiceHours, State
from storage.outgoing import IfUncertain, Outcome
from storage.repositories.staff import Roster
from tests.town import WARSAW

WEEK = ServiceHours(((480, 960), (840, 1320), (480, 1320), (480, 960), (480, 960), None, None))


def at(*when: int) -> int:
    return instant(datetime(*when, tzinfo=WARSAW))  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("now", "serving", "reads", "promised"),
    [
        ((2024, 6, 5, 10, 0), True, (2024, 6, 5, 10, 0), (2024, 6, 7, 16, 0)),  # Wednesday in service: Thursday, Friday
        ((2024, 6, 5, 7, 59), False, (2024, 6, 5, 8, 0), (2024, 6, 6, 16, 0)),  # before: Wednesday, Thursday
        ((2024, 6, 5, 22, 0), False, (2024, 6, 6, 8, 0), (2024, 6, 7, 16, 0)),  # the very end is out of service
        ((2024, 6, 7, 16, 0), False, (2024, 6, 10, 8, 0), (2024, 6, 11, 22, 0)),  # Friday evening: Monday, Tuesday
        ((2024, 3, 30, 12, 0), False, (2024, 4, 1, 8, 0), (2024, 4, 2, 22, 0)),  # over the change to summer time
        ((2024, 10, 26, 12, 0), False, (2024, 10, 28, 8, 0), (2024, 10, 29, 22, 0)),  # and back
    ],
)
def test_when_somebody_reads_and_what_is_promised(now: tuple[int, ...], serving: bool, reads: tuple[int, ...], promised: tuple[int, ...]) -> None:
    assert (service.serving(WEEK, at(*now), WARSAW) is not None) is serving
    assert service.next_reading(WEEK, at(*now), WARSAW) == at(*reads)
    assert service.promise(WEEK, at(*now), WARSAW) == at(*promised)


@given(
    week=st.lists(
        st.none() | st.tuples(st.integers(0, 1438), st.integers(1, 1440)).filter(lambda m: m[0] < m[1]), min_size=7, max_size=7
    ).filter(any),
    now=st.integers(at(2024, 1, 1, 0, 0), at(2026, 1, 1, 0, 0)),
)  # fmt: skip
def test_a_promise_is_always_ahead_and_at_the_end_of_a_period(week: list[tuple[int, int] | None], now: int) -> None:
    hours = ServiceHours(tuple(week))
    promised = service.promise(hours, now, WARSAW)
    assert now < promised <= now + 15 * DAY
    assert service.next_reading(hours, now, WARSAW) <= promised
    just_before = local(promised, WARSAW) - timedelta(minutes=1)
    minutes = week[just_before.weekday()]
    assert minutes is not None


def test_hours_that_name_no_day_promise_nothing() -> None:
    with pytest.raises(service.NeverInService):
        service.promise(ServiceHours((None,) * 7), 0, WARSAW)


OFFICER, SUBSTITUTE, BOSS = 1, 2, 9


def roster(*absences: Absence, assigned: bool = True, boss: bool = True) -> Roster:
    return Roster({5: (Assignment(OFFICER, 0, None),)} if assigned else {}, absences, (Assignment(BOSS, 0, None),) if boss else ())


@pytest.mark.parametrize(
    ("known", "answers"),
    [
        (roster(), Owner(OFFICER, Via.ASSIGNED)),
        (roster(Absence(OFFICER, 50, 200, SUBSTITUTE)), Owner(SUBSTITUTE, Via.SUBSTITUTE, 200)),
        (roster(Absence(OFFICER, 100, 200, SUBSTITUTE)), Owner(SUBSTITUTE, Via.SUBSTITUTE, 200)),
        (roster(Absence(OFFICER, 50, 100, SUBSTITUTE)), Owner(OFFICER, Via.ASSIGNED)),  # an absence ends by itself
        (roster(Absence(OFFICER, 101, 200, SUBSTITUTE)), Owner(OFFICER, Via.ASSIGNED)),
        (roster(Absence(OFFICER, 50, 200, None)), Owner(BOSS, Via.SUPERVISOR_ABSENT, 200)),
        (roster(Absence(OFFICER, 50, 200, SUBSTITUTE), Absence(SUBSTITUTE, 50, 200, OFFICER)), Owner(BOSS, Via.SUPERVISOR_ABSENT, 200)),
        (roster(assigned=False), Owner(BOSS, Via.SUPERVISOR_VACANT)),
        (roster(assigned=False, boss=False), None),
        (Roster({5: (Assignment(OFFICER, 0, 100),)}, (), (Assignment(BOSS, 0, None),)), Owner(BOSS, Via.SUPERVISOR_VACANT)),
        (Roster({5: (Assignment(OFFICER, 0, 100), Assignment(3, 100, None))}, (), ()), Owner(3, Via.ASSIGNED)),
    ],
)
def test_who_answers_for_a_district(known: Roster, answers: Owner | None) -> None:
    assert owner(5, 100, known) == answers


@given(st.lists(st.builds(Absence, st.integers(1, 4), st.integers(0, 200), st.integers(0, 200), st.none() | st.integers(1, 4)), max_size=6))
def test_whoever_answers_is_never_away(absences: list[Absence]) -> None:
    answers = owner(5, 100, roster(*absences))
    assert answers is not None
    if answers.contact != BOSS:
        assert not [a for a in absences if a.contact == answers.contact and a.since <= 100 < a.until]


@pytest.mark.parametrize("state", list(State))
def test_a_closed_report_is_only_reopened(state: State) -> None:
    if state in (State.CLOSED, State.WITHDRAWN):
        assert [after(state, action) for action in (Action.ANSWER, Action.ASK, Action.TAKE, Action.CLOSE, Action.ADD)] == [None] * 5
        assert after(state, Action.OPEN) is state
    else:
        assert after(state, Action.CLOSE) is State.CLOSED
        assert after(state, Action.REOPEN) is None


@pytest.mark.parametrize(
    ("error", "policy", "deduplicates", "verdict"),
    [
        (Temporary(), IfUncertain.LEAVE, False, Retry(2_000_000, 3)),
        (Uncertain(), IfUncertain.LEAVE, False, Settle(Outcome.UNCERTAIN)),
        (Uncertain(), IfUncertain.LEAVE, True, Retry(2_000_000, 4)),
        (Uncertain(), IfUncertain.REPEAT, False, Retry(2_000_000, 4)),
        (Uncertain(), IfUncertain.REPEAT_MARKED, False, Settle(Outcome.UNCERTAIN)),  # once, and no more
        (Uncertain("often"), IfUncertain.REPEAT, False, Settle(Outcome.UNCERTAIN)),
        (SendError(), IfUncertain.LEAVE, False, Settle(Outcome.UNCERTAIN)),  # what a channel forgot to sort
        (Rejected(), IfUncertain.REPEAT, False, Settle(Outcome.REJECTED)),
        (Moved("-1001"), IfUncertain.REPEAT, False, Move("-1001")),
        (ContactStopped(), IfUncertain.REPEAT, False, StopUrn()),
        (Throttled(7), IfUncertain.REPEAT, False, Park(7, False)),
        (Throttled(7, everyone=True), IfUncertain.REPEAT, False, Park(7, True)),
    ],
)
def test_what_a_send_error_means(error: SendError, policy: IfUncertain, deduplicates: bool, verdict: object) -> None:
    assert judge(error, attempts=1, uncertain=5 if error.args else 3, policy=policy, deduplicates=deduplicates, jitter=0) == verdict


@given(st.integers(0, 10_000), st.floats(0, 1, exclude_max=True))
def test_pauses_grow_and_stay_below_a_quarter_of_an_hour(attempts: int, jitter: float) -> None:
    assert 2_000_000 <= pause(attempts, jitter) <= 1.5 * LONGEST_PAUSE
    assert pause(attempts, 0) <= pause(attempts + 1, 0)
