"""The unit of work: everything that one Update changes is kept together or not at all.

Units run one after another on the writing connection; those that wait together share a commit, a savepoint each
(docs/decisions/0001-unit-of-work.md).
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from storage.database import Connection, Database, DatabaseError, Parameters, Row, Statement

GROUP = 16  # units that share a commit at most: what they say leaves after it, so nobody waits long behind a crowd
FOLLOWERS = 16
"""Units behind one unit that share its commit; what more there are get commits of their own, so that answers leave meanwhile."""

T = TypeVar("T")
_inside: contextvars.ContextVar[bool] = contextvars.ContextVar("inside_unit", default=False)


class UnitInsideUnit(Exception):
    """A unit waited for another unit, and would have waited for itself."""


class Unit:
    """One unit. Writes are collected and leave together; a read sends them first, so it sees them."""

    def __init__(self, trips: _Trips) -> None:
        self._trips = trips
        self._collected: list[Statement] = [("SAVEPOINT unit", {})]
        self._seen: dict[tuple[str, str], list[Row]] = {}
        """What was read since the last write: asked once more, it is the same, since nobody else writes meanwhile."""
        self.callbacks: list[Callable[[], None]] = []
        self.followers: list[_Waiting] = []
        self.statements = 0
        self.trips = 0

    async def fetch(self, sql: str, parameters: Parameters = {}) -> list[Row]:
        """Runs one statement (also ``… RETURNING``) after all collected writes, and returns its rows."""
        if not sql.startswith("SELECT"):
            self._seen = {}
            return await self._flush((sql, parameters))
        seen, asked = self._seen, (sql, repr(parameters))
        if asked not in seen:
            seen[asked] = await self._flush((sql, parameters))
        return list(seen[asked])

    def write(self, sql: str, parameters: Parameters | Sequence[Parameters]) -> None:
        """Collects a write whose result nobody needs. A list of parameters repeats it for each."""
        self._seen = {}
        self._collected.append((sql, parameters))

    def after(self, callback: Callable[[], None]) -> None:
        """Calls `callback` once the unit is committed, never if it is not."""
        self.callbacks.append(callback)

    def then(self, work: Work[Any], settled: Callable[[asyncio.Future[Any]], None]) -> None:
        """Queues a unit of its own right behind this one: the first `FOLLOWERS` in the same commit, others in the next ones.

        It runs only if this one succeeds, and its failing harms this one as little as any other. `settled` gets its
        future after its commit; the future is cancelled where this unit, or the process, ends before.
        """
        done: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        done.add_done_callback(settled)
        self.followers.append(_Waiting(work, done))

    @property
    def has_collected(self) -> bool:
        """Whether something is left that may fail."""
        return bool(self._collected)

    def ending(self) -> list[Statement]:
        """What is left to do, and the end of the unit."""
        statements, self._collected = [*self._collected, ("RELEASE unit", {})], []
        self.statements += len(statements)
        return statements

    async def release(self) -> None:
        """Ends the unit at once."""
        self.trips += 1
        await self._trips.make(self.ending())

    async def _flush(self, last: Statement) -> list[Row]:
        batch, self._collected = [*self._collected, last], []
        self.statements += len(batch)
        self.trips += 1
        return await self._trips.make(batch)


Work = Callable[[Unit], Awaitable[T]]
Closer = Callable[[], Work[None] | None]


@dataclass(slots=True)
class _Waiting:
    work: Work[Any]
    done: asyncio.Future[Any]
    unit: Unit | None = None
    result: Any = None
    error: Exception | None = None

    def fail(self, error: Exception) -> None:
        """The unit is undone; whoever waits hears of it after the commit."""
        self.unit, self.error = None, error

    def settle(self) -> None:
        """The commit is through: the caller hears what became of the unit, then its callbacks are called."""
        if not self.done.done():
            if self.error is not None:
                self.done.set_exception(self.error)
            else:
                self.done.set_result(self.result)
        if self.unit is not None:
            for callback in self.unit.callbacks:
                callback()


@dataclass(slots=True)
class _Ending:
    """The last statements of a unit that has nothing more to ask: they ride with the next trip, whoever makes it."""

    of: _Waiting
    statements: list[Statement]


class _Trips:
    """The way to the connection's thread within one commit."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._begin: list[Statement] = [("BEGIN IMMEDIATE", {})]
        self._endings: list[_Ending] = []
        self._is_lost = False
        """It never began, or SQLite has rolled back by itself (a full disk): whatever came now would be outside of the commit."""
        self.made = 0

    def carry(self, ending: _Ending) -> None:
        self._endings.append(ending)

    async def make(self, statements: Sequence[Statement]) -> list[Row]:
        """Runs what is carried, then these, and returns the rows of the last.

        A unit whose ending fails is undone alone, as it would have been by itself: the others and these statements go on."""
        while not self._is_lost:
            begin, endings = self._begin, self._endings
            self._begin, self._endings = [], []
            self.made += 1
            try:
                return await self._connection.pipeline([*begin, *(each for ending in endings for each in ending.statements), *statements])
            except DatabaseError as error:
                self._is_lost = error.at is None or error.at < len(begin)
                after = len(begin)
                for number, ending in enumerate(endings):
                    after += len(ending.statements)
                    if error.at is not None and not self._is_lost and error.at < after:
                        await self.undo()
                        ending.of.fail(error)
                        self._endings = endings[number + 1 :]
                        break
                else:
                    raise
        raise DatabaseError("the commit is lost")

    async def undo(self) -> None:
        """Takes back what the unit has done that is open now."""
        self.made += 1
        try:
            await self._connection.pipeline([("ROLLBACK TO unit", {}), ("RELEASE unit", {})])
        except DatabaseError:
            self._is_lost = True
            raise


@dataclass(slots=True)
class Tally:
    """Counted since the start, for benchmarks and metrics."""

    units: int = 0
    statements: int = 0
    trips: int = 0
    commits: int = 0
    failed: int = 0


class Units:
    """The queue before the writing connection."""

    def __init__(self, database: Database) -> None:
        self._connection = database.writer
        self._queue: asyncio.Queue[_Waiting] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None
        self.closers: list[Closer] = []
        """Asked before each commit whether a unit of theirs may still join it (senders: what was just said leaves with it).

        What it raises is undone like any unit's; noting it is the closer's own task."""
        self.tally = Tally()

    def start(self) -> None:
        self._task = asyncio.create_task(self._serve(), name="units")

    async def stop(self) -> None:
        """Finishes what waits, then stops."""
        if self._task is not None:
            await self._queue.join()
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def run(self, work: Work[T]) -> T:
        """Runs `work` as one unit and returns its result after the commit; raises what it raised, rolled back."""
        if _inside.get():
            raise UnitInsideUnit("a unit may wait for its database only, not for another unit")
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._queue.put_nowait(_Waiting(work, done))
        return await done

    async def _serve(self) -> None:
        while True:
            group = [await self._queue.get()]
            try:
                await self._commit(group)
            except Exception as error:  # whatever it was, the next units go on
                self._fail(group, error)
            finally:
                for _ in group:
                    self._queue.task_done()

    async def _commit(self, group: list[_Waiting]) -> None:
        """Runs a group that grows while it runs: whoever asks before the commit still joins it."""
        joined: list[_Waiting] = []
        behind: list[_Waiting] = []
        trips = _Trips(self._connection)
        try:
            for waiting in group:
                if not waiting.done.cancelled():
                    await self._one(waiting, trips)
                    if waiting.unit is not None:
                        near, later = waiting.unit.followers[:FOLLOWERS], waiting.unit.followers[FOLLOWERS:]
                        behind += later
                        for follower in near:
                            joined.append(follower)
                            await self._one(follower, trips)
                if len(group) < GROUP and not self._queue.empty():
                    group.append(self._queue.get_nowait())
            for closer in self.closers:
                work = closer()
                if work is not None:
                    joined.append(_Waiting(work, asyncio.get_running_loop().create_future()))
                    joined[-1].done.add_done_callback(_retrieve)
                    await self._one(joined[-1], trips)
            await trips.make([("COMMIT", {})])
        except BaseException:
            # Also when SQLite has rolled back by itself (a full disk): nothing of this group was kept.
            if self._connection.in_transaction:
                await self._connection.pipeline([("ROLLBACK", {})])
            for waiting in (*joined, *behind):
                waiting.done.cancel()
            raise
        self.tally.commits += 1
        self.tally.trips += trips.made
        for waiting in (*group, *joined):
            self.tally.failed += waiting.error is not None
            if waiting.unit is not None:
                self.tally.units += 1
                self.tally.statements += waiting.unit.statements
        for waiting in behind:
            self._queue.put_nowait(waiting)
        for waiting in (*group, *joined):
            waiting.settle()

    async def _one(self, waiting: _Waiting, trips: _Trips) -> None:
        unit = Unit(trips)
        inside = _inside.set(True)
        try:
            waiting.result = await waiting.work(unit)
            if unit.followers and unit.has_collected:
                await unit.release()  # they run only if it succeeds
            else:
                trips.carry(_Ending(waiting, unit.ending()))
        except Exception as error:  # whatever the work raised is its caller's, after the savepoint is undone
            if unit.trips:
                await trips.undo()
            waiting.fail(error)
            return
        finally:
            _inside.reset(inside)
        waiting.unit = unit

    @property
    def is_serving(self) -> bool:
        """Whether the writing task is alive."""
        return self._task is not None and not self._task.done()

    async def idle(self) -> None:
        """Waits until everything that was asked for is committed."""
        await self._queue.join()

    def _fail(self, group: Sequence[_Waiting], error: Exception) -> None:
        for waiting in group:
            if not waiting.done.done():
                waiting.done.set_exception(DatabaseError(f"the commit failed: {error}"))


def _retrieve(done: asyncio.Future[Any]) -> None:
    """Nobody awaits a closer's unit."""
    if not done.cancelled():
        done.exception()
