"""How a report moves from state to state. Everything not listed is refused."""

from __future__ import annotations

from enum import StrEnum

from storage.models import DAY, MINUTE, Instant, State


class Action(StrEnum):
    """What an officer or a resident does with a report."""

    OPEN = "open"
    ANSWER = "answer"
    ASK = "ask"
    TAKE = "take"
    CLOSE = "close"
    REOPEN = "reopen"
    ADD = "add"
    WITHDRAW = "withdraw"


KEPT_AFTER_ITS_END: Instant = 730 * DAY
"""Twenty-four months: then a report that is over stays as a figure only (said under "my data", kept by a timer)."""

ALARM_UNREAD: Instant = 10 * MINUTE
"""An urgent report that nobody has read for so long: the resident hears so, the duty desk and the supervisor are told."""

_OPEN = (State.SENT, State.READ, State.IN_PROGRESS, State.QUESTION, State.HANDED_OVER, State.REOPENED)
_UNREAD = (State.SENT, State.REOPENED)


def after(state: State, action: Action) -> State | None:
    """The state after an action; None if the action makes no sense there."""
    if action is Action.OPEN:
        return State.READ if state in _UNREAD else state
    if action is Action.REOPEN:
        return State.REOPENED if state in (State.CLOSED, State.WITHDRAWN) else None
    if state not in _OPEN:
        return None
    match action:
        case Action.ANSWER | Action.TAKE:
            return State.IN_PROGRESS
        case Action.ASK:
            return State.QUESTION
        case Action.CLOSE:
            return State.CLOSED
        case Action.ADD:
            return State.IN_PROGRESS if state is State.QUESTION else state
        case Action.WITHDRAW:
            return State.WITHDRAWN


def is_unread(state: State) -> bool:
    """Whether nobody has acted on the report yet."""
    return state in _UNREAD
