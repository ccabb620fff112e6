"""One sender per channel: settle, claim, start (one commit a tick), then render and send.

A claim is a lease. What a tick can send at once is marked started in the same commit, before any request leaves; what it
cannot (a resting chat, another channel) goes back. A row whose lease ran out after it was started is uncertain.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any

from bot.channels.channel import Channel, SendError, Uncertain, bubbles
from bot.clock import Clock
from bot.delivery.flight import Carrier, Flight, Landed, Unrenderable
from bot.delivery.pace import Pace
from bot.delivery.verdict import Move, Park, Retry, Settle, StopUrn, Verdict, doubt, judge
from bot.logs import kind_of, log
from handlers.rules.ownership import answers_for, owner
from handlers.texts import Catalogs
from storage.database import Rows, Writer
from storage.models import MINUTE, SECOND, Instant, Urn
from storage.outgoing import Otherwise, Outcome, Priority, Verb
from storage.repositories import contacts, conversations, outbox, reports, staff
from storage.repositories.contacts import Reachable
from storage.repositories.outbox import Claimed, Standing, Start
from storage.repositories.reports import Whose
from storage.repositories.staff import Roster
from storage.unit import Unit, Units, Work

SLOTS = 64
"""Requests under way at once; a tick never claims more rows than there are free ones."""
SEND_TIMEOUT = 30.0
"""Seconds; well below the lease, so that a row under way is never claimed again by ourselves."""
GATHERED_WITHIN = 0.003
"""Seconds that a landing waits for others to be settled with it."""
LEASE: Instant = 2 * MINUTE
MOST_MOVES, MOVED_PAUSE = 5, 2 * SECOND
"""A chat that moves again and again is gone."""
MOST_REST_OF_ALL: Instant = MINUTE // 2
"""Then one message tries whether the whole channel must still rest."""
TRIES_A_WAY = 3
"""Of an urgent message that could not leave where it was first tried: so many on one way, then on the next."""
NOBODY_YET: Instant = MINUTE
"""How long a message waits that nobody can be given now (no officer, no supervisor, a channel switched off)."""
MOST_PATIENCE = 10
"""So many times that long, after as many tries; an urgent one is tried every minute."""
NOWHERE = ""
"""The hint of rows that had no channel when they were put into the outbox."""


class Sender:
    """Sends what is due on one channel. With `channel` None it finds a channel for rows that had none.

    `takes_over`: whether a channel, by its name, is one that urgent messages go to which others could not send."""

    def __init__(
        self,
        channel: Channel | None,
        *,
        active: Callable[[], frozenset[str]],
        bulk_waits_until: Callable[[Instant], Instant] = lambda now: now,
        takes_over: Callable[[str], bool] = lambda _: False,
        nudge: Callable[[], None],
        timed: Callable[[], None],
        units: Units,
        reader: Rows,
        clock: Clock,
        catalogs: Catalogs,
        slots: int = SLOTS,
    ) -> None:
        self.name = channel.name if channel is not None else NOWHERE
        self._channel = channel
        self._active = active
        self._bulk_waits_until = bulk_waits_until
        self._takes_over = takes_over
        self._nudge = nudge
        self._timed = timed
        self._units = units
        self._reader = reader
        self._clock = clock
        self._slots = slots
        self._pace = Pace(channel.capabilities.bulk_per_second if channel is not None else None)
        self._takes_over_after = channel.capabilities.takes_over_after if channel is not None else None
        self._landed: list[Landed] = []
        self._flying: set[asyncio.Task[None]] = set()
        """Requests under way, and whoever starts them."""
        self._resting: dict[int, Instant] = {}
        self._all_rest_until: Instant = 0
        self.wake = asyncio.Event()
        self.hinted = False
        """Something may have been put into the outbox since the last tick."""
        self._air: set[int] = set()
        """Rows whose requests have left, until they are settled."""
        self._more = False
        self._stepping = False
        """More may be due at once: the last tick took as much as it could."""
        self._gathering: asyncio.TimerHandle | None = None
        self._carrier = Carrier(channel, reader, catalogs)
        self._error: Exception | None = None
        self.errors: Counter[str] = Counter()
        """Requests that did not end with a yes, by kind."""

    # --- the tick --------------------------------------------------------------------------------------------------

    async def step(self) -> bool:
        """One tick, in the commit of an empty unit; False when nothing more is due at once."""
        self.hinted, self._more, self._error, self._stepping = True, False, None, True
        try:
            await self._units.run(_nothing)
        finally:
            self._stepping = False
        if self._error is not None:
            raise self._error
        return self._more

    @property
    def is_under_way(self) -> bool:
        """Whether requests have left that are not settled yet."""
        return bool(self._air)

    def closing(self) -> Work[None] | None:
        """The tick that joins a commit; at most one does. What was said in that commit leaves with it."""
        if not self.hinted:
            return None
        self.hinted = False  # now, not after the commit: what lands or is said meanwhile asks for another tick
        return self._tick_or_note

    async def _tick_or_note(self, unit: Unit) -> None:
        try:
            await self._tick(unit)
        except Exception as error:  # undone by the unit; `step` raises it, and the loop pauses
            self._error = error
            self.hinted = True
            self.wake.set()
            raise

    async def settle_landed(self) -> None:
        """Settles what has landed without claiming anything more (shutdown)."""

        async def work(unit: Unit) -> None:
            for each in landed:
                self._settle(unit, each, self._clock.now())
            unit.after(lambda: self._forget(landed))

        landed = tuple(self._landed)
        if landed:
            await self._units.run(work)

    async def landing(self) -> None:
        """Waits until every request under way has ended (tests, shutdown)."""
        while self._flying:
            await asyncio.gather(*tuple(self._flying), return_exceptions=True)

    async def next_due(self) -> Instant | None:
        """When the next row may be claimed; with all slots taken, a landing wakes us."""
        if len(self._air) >= self._slots:
            return None
        due_at = await outbox.next_due(self._reader, self.name, bulk_from=self._bulk_from(self._clock.now()))
        if self._takes_over_after is not None:
            stuck_since = await outbox.next_take_over(self._reader, self.name, self._others)
            if stuck_since is not None:
                due_at = min(stuck_since + self._takes_over_after, due_at if due_at is not None else stuck_since + self._takes_over_after)
        return None if due_at is None else max(due_at, self._all_rest_until)

    def _bulk_from(self, now: Instant) -> Instant:
        """When bulk may leave: at its pace, and not in quiet hours, however long it has been trying."""
        return max(self._pace.bulk_from(now), self._bulk_waits_until(now))

    @property
    def _others(self) -> frozenset[str]:
        return self._active() - {self.name}

    async def _tick(self, unit: Unit) -> None:
        """Settles what has landed, claims what is due, starts it; the requests leave after the commit."""
        now = self._clock.now()
        landed = tuple(self._landed)
        for each in landed:
            self._settle(unit, each, now)
        if self._takes_over_after is not None:
            outbox.take_over(unit, self.name, self._others, before=now - self._takes_over_after, now=now)
        free = self._slots - len(self._air) + len(landed)
        rows: list[Claimed] = []
        held = now < self._all_rest_until or self._pace.bulk_room(now, 1) == 0
        if free > 0 and now >= self._all_rest_until:
            bulk = self._pace.bulk_room(now, free) if self._bulk_waits_until(now) <= now else 0
            rows = await outbox.claim(unit, self.name, now=now, lease=now + LEASE, limit=free, bulk=bulk)
        flights = await self._take_off(unit, rows, now) if rows else []
        freed = [each.flight.row.lane for each in landed]
        if freed and len(self._active()) > 1 and await outbox.waiting_elsewhere(unit, self.name, freed):
            unit.after(self._nudge)
        unit.after(lambda: self._leave(landed, len(rows) >= free > 0 or len(flights) < len(rows), held, flights))

    def _leave(self, landed: Sequence[Landed], more: bool, held: bool, flights: Sequence[Flight]) -> None:
        """The commit is through: what was settled is forgotten, what was started flies."""
        self._more = more
        if not flights and (more or held) and not self._stepping:
            self.wake.set()  # what was put back, or held back, is due at a time that the loop does not know yet
        self._forget(landed)
        if flights:
            self._air.update(flight.row.id for flight in flights)
            self._begin(self._one_by_one(flights))

    async def _one_by_one(self, flights: Sequence[Flight]) -> None:
        """One request each turn of the loop: meanwhile the next units are at the database."""
        for flight in flights:
            self._begin(self._fly(flight))
            await asyncio.sleep(0)

    def _begin(self, flying: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(flying, name=f"send {self.name}")
        self._flying.add(task)
        task.add_done_callback(self._flying.discard)

    def _forget(self, landed: Sequence[Landed]) -> None:
        settled = {id(each) for each in landed}
        self._landed = [each for each in self._landed if id(each) not in settled]
        self._air.difference_update(each.flight.row.id for each in landed)

    async def _take_off(self, unit: Unit, rows: Sequence[Claimed], now: Instant) -> list[Flight]:
        whom = await self._recipients(unit, rows, now)
        people = await contacts.reachable(unit, whom.values())
        targets = [row.target for row in rows if row.target is not None]
        standing = await outbox.targets(unit, targets) if targets else {}
        flights = []
        for row in rows:
            flight = self._prepare(unit, row, people.get(whom.get(row.id, 0)), standing.get(row.target or ""), now)
            if flight is not None:
                flights.append(flight)
        outbox.start(unit, [Start(f.row.id, f.urn.contact, f.urn.id, f.uncertain) for f in flights], now)
        return flights

    async def _recipients(self, unit: Writer, rows: Sequence[Claimed], now: Instant) -> Mapping[int, int]:
        """Who gets each row: decided now, except for a repeat, which goes to whom it went first while that one may see it."""
        asking = await self._asking(unit, [row for row in rows if row.recipient.startswith("duty:")])
        roster = await staff.roster(unit, {each.district for each in asking.values()}, now) if asking else None
        whom: dict[int, int] = {}
        for row in rows:
            of = asking.get(row.id)
            if row.contact is not None and (roster is None or of is None or _still_answers(row.contact, of, now, roster)):
                whom[row.id] = row.contact
            elif row.recipient.startswith("contact:"):
                whom[row.id] = _number(row)
            elif roster is not None and of is not None:
                found = owner(of.district, now, roster, of.closed_to)
                if found is not None:
                    whom[row.id] = found.contact
        return whom

    async def _asking(self, unit: Writer, rows: Sequence[Claimed]) -> Mapping[int, Whose]:
        """The district that each row asks for: its report's present one, should that have been handed over meanwhile."""
        about = {row.id: int(row.about.partition(":")[2]) for row in rows if row.about is not None and row.about.startswith("report:")}
        moved = await reports.whose(unit, about.values()) if about else {}
        return {row.id: moved.get(about.get(row.id, 0), Whose(_number(row))) for row in rows}

    def _prepare(self, unit: Unit, row: Claimed, person: Reachable | None, standing: Standing | None, now: Instant) -> Flight | None:
        """The flight of a row, or None when it is settled, goes back, or belongs to another channel."""
        if row.id in self._air:
            return None  # our own request outlived its lease (the clock jumped): the claim has extended it
        if row.expires_at is not None and row.expires_at <= now:
            self._end(unit, row, Outcome.EXPIRED, now, row.uncertain)
            return None
        uncertain = row.uncertain
        if row.started_at is not None:  # the lease ran out after the start: a crash, or an answer that never came
            verdict = doubt(attempts=row.attempts, uncertain=uncertain, policy=row.if_uncertain, deduplicates=self._deduplicates, jitter=0)
            uncertain += 1
            if isinstance(verdict, Settle):
                self._end(unit, row, verdict.outcome, now, uncertain)
                return None
        if row.verb in (Verb.REPLACE, Verb.WITHDRAW) and standing is None and (row.verb is Verb.WITHDRAW or row.otherwise is Otherwise.SKIP):
            self._end(unit, row, Outcome.SKIPPED, now, uncertain)
            return None
        urn = self._way(unit, row, person, standing, uncertain, now)
        if urn is None or person is None:
            return None
        rests_until = self._resting.get(urn.id, 0)
        if rests_until > now:
            outbox.retry(unit, row.id, available_at=rests_until, uncertain=uncertain)
            return None
        self._resting.pop(urn.id, None)
        limit = None if self._channel is None else self._channel.limit(urn)
        may_leave_at = self._pace.chat_from(urn.id, limit, now)
        if may_leave_at > now:
            outbox.wait(unit, row.id, available_at=may_leave_at, uncertain=uncertain)
            return None
        self._pace.left(urn.id, limit, now)
        return Flight(row, urn, person.language, person.discreet, standing, uncertain)

    def _way(self, unit: Unit, row: Claimed, person: Reachable | None, standing: Standing | None, uncertain: int, now: Instant) -> Urn | None:
        """The URN to send to on this channel; otherwise the row is handed on, waits, or ends here."""
        if person is None and row.recipient.startswith("contact:"):
            self._end(unit, row, Outcome.UNREACHABLE, now, uncertain)
            return None
        ways = [urn for urn in person.urns if urn.channel in self._active()] if person is not None else []
        if row.only_urn is not None:
            ways = [urn for urn in ways if urn.id == row.only_urn]
            if not ways:  # it goes there or nowhere: no other phone may learn of it
                self._end(unit, row, Outcome.UNREACHABLE, now, uncertain)
                return None
        if row.fell_back and ways:  # by turns, so that whichever way works first takes it
            ways = sorted(ways, key=lambda urn: not self._takes_over(urn.channel))
            turn = max(row.attempts - 1, 0) // TRIES_A_WAY % len(ways)
            ways = [*ways[turn:], *ways[:turn]]
        elif row.first_urn is not None:  # whoever wrote is answered where they wrote
            ways = sorted(ways, key=lambda urn: urn.id != row.first_urn)
        if not ways and row.contact is not None and not row.recipient.startswith("contact:"):
            outbox.unpin(unit, row.id, uncertain=uncertain, now=now)
            return None
        if standing is not None:  # what stands in one chat is changed there
            ways = [urn for urn in ways if urn.id == standing.urn] or ways
        if not ways:
            tries = 1 if row.priority is Priority.URGENT else min(row.attempts, MOST_PATIENCE)
            outbox.retry(unit, row.id, available_at=now + tries * NOBODY_YET, uncertain=uncertain)
            return None
        if ways[0].channel != self.name:
            outbox.reroute(unit, row.id, ways[0].channel, now)
            unit.after(self._nudge)
            return None
        return ways[0]

    @property
    def _deduplicates(self) -> bool:
        return self._channel is not None and self._channel.capabilities.deduplicates

    # --- the flight ------------------------------------------------------------------------------------------------

    async def _fly(self, flight: Flight) -> None:
        row = flight.row
        try:
            async with asyncio.timeout(SEND_TIMEOUT):
                landed = await self._carrier.carry(flight)
        except Unrenderable:
            landed = Landed(flight, Settle(Outcome.REJECTED))
        except TimeoutError:
            self.errors["Timeout"] += 1
            landed = Landed(flight, self._judged(flight, Uncertain("no answer in time")))
        except SendError as error:
            self.errors[type(error).__name__] += 1
            log.warning("not sent", channel=self.name, id=row.id, attempts=row.attempts, error=type(error).__name__)
            landed = Landed(flight, self._judged(flight, error))
        except Exception as error:  # what a channel forgot to sort: nobody knows whether it arrived
            self.errors["Defect"] += 1
            log.error("defect while sending", channel=self.name, id=row.id, error=kind_of(error))
            landed = Landed(flight, self._judged(flight, Uncertain("defect")))
        self._landed.append(landed)
        self._settle_soon()

    def _settle_soon(self) -> None:
        """What lands is settled together with what lands right behind it; the last of all, and many, at once."""
        if len(self._flying) <= 1 or len(self._landed) * 2 >= self._slots:
            self.wake.set()
        elif self._gathering is None:
            self._gathering = asyncio.get_running_loop().call_later(GATHERED_WITHIN, self._gathered)

    def _gathered(self) -> None:
        self._gathering = None
        self.wake.set()

    def _judged(self, flight: Flight, error: SendError) -> Verdict:
        row = flight.row
        return judge(
            error,
            attempts=row.attempts,
            uncertain=flight.uncertain,
            policy=row.if_uncertain,
            deduplicates=self._deduplicates,
            jitter=random.random(),
        )

    # --- the landing -------------------------------------------------------------------------------------------------

    def _settle(self, unit: Unit, landed: Landed, now: Instant) -> None:
        flight, row, verdict = landed.flight, landed.flight.row, landed.verdict
        match verdict:
            case Settle(outcome):
                self._end(unit, row, outcome, now, flight.uncertain, landed.external_id, self._cost(landed))
                if landed.external_id is not None:
                    self._bind(unit, landed, landed.external_id, now)
            case Retry(pause, uncertain):
                outbox.retry(unit, row.id, available_at=now + pause, uncertain=uncertain)
                if row.priority is Priority.URGENT:
                    unit.after(self._nudge)  # another channel may take it over, in time
            case Park(pause, everyone):
                outbox.retry(unit, row.id, available_at=now + pause, uncertain=flight.uncertain)
                outbox.park(unit, row.recipient, flight.urn.id, now + pause)
                self._resting[flight.urn.id] = max(now + pause, self._resting.get(flight.urn.id, 0))
                self._pace.slowed(now)
                if everyone:
                    self._all_rest_until = max(now + min(pause, MOST_REST_OF_ALL), self._all_rest_until)
            case Move(address):
                contacts.moved(unit, flight.urn.id, address)
                if row.attempts >= MOST_MOVES:
                    contacts.stop(unit, flight.urn.id, now)
                outbox.retry(unit, row.id, available_at=now + MOVED_PAUSE, uncertain=flight.uncertain)
            case StopUrn():
                contacts.stop(unit, flight.urn.id, now)
                outbox.retry(unit, row.id, available_at=now, uncertain=flight.uncertain)

    def _end(
        self, unit: Unit, row: Claimed, outcome: Outcome, now: Instant, uncertain: int, external_id: str | None = None, parts: int | None = None
    ) -> None:
        """A final outcome; whoever waits to hear of it does."""
        outbox.settle(unit, row.id, outcome, now=now, uncertain=uncertain, external_id=external_id, parts=parts)
        if row.then is not None:
            conversations.set_timer(unit, row.then, f"message:{row.id}", now)
            unit.after(self._timed)

    def _cost(self, landed: Landed) -> int | None:
        """SMS parts of what was sent, each copy that may have left counted; None on channels that cost nothing."""
        if landed.shown is None or self._channel is None or not self._channel.capabilities.sms:
            return None
        return landed.shown.parts * (1 + landed.flight.uncertain)

    def _bind(self, unit: Writer, landed: Landed, external_id: str, now: Instant) -> None:
        row, urn = landed.flight.row, landed.flight.urn
        if row.about is not None:
            for each in bubbles(external_id):
                conversations.bind(unit, self.name, urn.id, each, row.about)
        if landed.shown is None or self._channel is None or self._channel.capabilities.buttons:
            return
        if landed.shown.answers:
            conversations.offer(unit, urn.id, landed.shown.answers, now, landed.shown.words)
        else:
            conversations.fade(unit, urn.id)


def _still_answers(contact: int, of: Whose, now: Instant, roster: Roster) -> bool:
    return contact not in of.closed_to and answers_for(contact, of.district, now, roster)


async def _nothing(_: Unit) -> None:
    """The unit of a step: the tick joins its commit."""


def _number(row: Claimed) -> int:
    return int(row.recipient.partition(":")[2])
