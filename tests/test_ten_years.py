"""Ten years of a weekly meeting at six in the evening: the clock is moved from bell to bell, and each reminder comes once, at its hour."""

from __future__ import annotations

from collections import Counter

from handlers.coordinator import convene
from handlers.rules import reminders
from handlers.rules.recurrence import Rule, times
from handlers.texts.moments import local
from storage.database import Writer
from storage.meeting import Answer, MeetingDraft
from storage.models import SECOND
from storage.repositories import conversations, meetings
from tests.announcing import member, neighbour
from tests.test_recurrence import TUESDAY
from tests.town import WARSAW, Town

WEEKS = 522
LEADS = {"7d": "18:00", "1d": "18:00", "2h": "16:00"}


async def test_each_reminder_once_at_the_right_local_time(town: Town) -> None:
    await town.officer(5)
    chair, anna = await member(town, "prezes"), await neighbour(town, "anna")
    author, resident = await chair.contact(), await anna.contact()
    draft = MeetingDraft(5, ("Dyżur",), "szkoła", TUESDAY, 60, rule=f"FREQ=WEEKLY;BYDAY=TU;COUNT={WEEKS}")

    async def call(unit: Writer) -> None:
        id = await meetings.add(unit, draft, author=author, now=town.clock.now())
        planned, _ = times(Rule(draft.rule), draft.starts_at, WARSAW)
        for each in await meetings.call(unit, id, planned, (), town.clock.now()):
            for lead in LEADS:
                ring = reminders.ring_at(lead, each.starts_at, WARSAW)
                if ring > town.clock.now():
                    conversations.set_timer(unit, convene.REMIND, f"{each.about}:{lead}:0", ring)
        meeting = await meetings.unattended(unit, id)
        assert meeting is not None
        meetings.answer_all(unit, meeting, resident, Answer.YES, town.clock.now())

    await town.app.units.run(call)
    hours: Counter[tuple[str, str]] = Counter()
    while (due := await _next(town)) is not None:
        town.clock.at = due
        await town.settle()
        for row in await town.rows("SELECT key, created_at FROM outbox WHERE key LIKE 'occurrence:%' AND created_at = :now", now=due):
            lead = row["key"].split(":")[3]
            hours[lead, f"{local(row['created_at'], WARSAW):%H:%M}"] += 1
    rows = await town.rows("SELECT key, outcome FROM outbox WHERE key LIKE 'occurrence:%'")
    assert {row["outcome"] for row in rows} == {"sent"}
    assert hours == {("7d", "18:00"): WEEKS - 1, ("1d", "18:00"): WEEKS, ("2h", "16:00"): WEEKS}
    assert len(rows) == 3 * WEEKS - 1, "the first one's seven days were over when it was called"


async def _next(town: Town) -> int | None:
    found = await town.rows("SELECT MIN(due_at) AS at FROM timers WHERE name = :name", name=convene.REMIND)
    at: int | None = found[0]["at"]
    assert at is None or at > town.clock.now() - SECOND
    return at
