"""Who answers for a district at a time. Depends on assignment and absence only, never on hours of service."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum

from storage.models import Instant
from storage.repositories.staff import Roster


class Via(StrEnum):
    """Why somebody answers for a district."""

    ASSIGNED = "assigned"
    SUBSTITUTE = "substitute"
    SUPERVISOR_ABSENT = "supervisor_absent"
    SUPERVISOR_VACANT = "supervisor_vacant"


@dataclass(frozen=True, slots=True)
class Owner:
    """Whoever answers now; `until` is the end of the absence that made it so."""

    contact: int
    via: Via
    until: Instant | None = None


def owner(district: int, at: Instant, roster: Roster, closed_to: Set[int] = frozenset()) -> Owner | None:
    """The assigned officer; while that one is away, the substitute (one level); otherwise a supervisor; else nobody.

    `closed_to` are contacts who are passed over, whatever their role: whom a report is about."""
    assigned = [a for a in roster.assignments.get(district, ()) if a.since <= at and (a.until is None or at < a.until)]
    absence = None
    for assignment in assigned:
        absence = _absence(assignment.contact, at, roster)
        if absence is None and assignment.contact not in closed_to:
            return Owner(assignment.contact, Via.ASSIGNED)
    substitute = None if absence is None or absence.substitute in closed_to else absence.substitute
    if absence is not None and substitute is not None and _absence(substitute, at, roster) is None:
        return Owner(substitute, Via.SUBSTITUTE, absence.until)
    for supervisor in roster.supervisors:
        if supervisor.contact not in closed_to and supervisor.since <= at and (supervisor.until is None or at < supervisor.until):
            via = Via.SUPERVISOR_VACANT if absence is None else Via.SUPERVISOR_ABSENT
            return Owner(supervisor.contact, via, absence.until if absence else None)
    return None


def answers_for(contact: int, district: int, at: Instant, roster: Roster) -> bool:
    """Whether somebody may see the district's cases: assigned, standing in, or a supervisor."""
    assigned = [a for a in (*roster.assignments.get(district, ()), *roster.supervisors) if a.since <= at and (a.until is None or at < a.until)]
    if any(each.contact == contact for each in assigned):
        return True
    away = (_absence(each.contact, at, roster) for each in assigned)
    return any(each is not None and each.substitute == contact for each in away)


def chain(district: int, at: Instant, roster: Roster) -> frozenset[int]:
    """Everyone who answers for a district as officer or substitute now: none of them may read what is about that officer."""
    assigned = {a.contact for a in roster.assignments.get(district, ()) if a.since <= at and (a.until is None or at < a.until)}
    away = [_absence(contact, at, roster) for contact in assigned]
    return frozenset(assigned | {each.substitute for each in away if each is not None and each.substitute is not None})


def _absence(contact: int, at: Instant, roster: Roster) -> _Away | None:
    for absence in roster.absences:
        if absence.contact == contact and absence.since <= at < absence.until:
            return _Away(absence.substitute, absence.until)
    return None


@dataclass(frozen=True, slots=True)
class _Away:
    substitute: int | None
    until: Instant
