"""The unit of work: everything that one Update changes is kept together or not at all.

Units run one after another on the writing connection; those that wait together share a commit, a savepoint each
(docs/decisions/0001-unit-of-work.md).
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from storage.database import Connection, Database, DatabaseError, Parameters, Row, Statement

GROUP = 64  # units that share a commit at most, so that nobody waits long behind a crowd

T = TypeVar("T")
_inside: contextvars.ContextVar[bool] = contextvars.ContextVar("inside_unit", default=False)


class UnitInsideUnit(Exception):
    """A unit waited for another unit, and would have waited for itself."""


class Unit:
    """One unit. Writes are collected and leave together; a read sends them first, so it sees them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._collected: list[Statement] = [("SAVEPOINT unit", {})]
        self.callbacks: list[Callable[[], None]] = []
        self.statements = 0

    async def fetch(self, sql: str, parameters: Parameters = {}) -> list[Row]:
        """Runs one statement (also ``… RETURNING``) after all collected writes, and returns its rows."""
        return await self._flush((sql, parameters))

    def write(self, sql: str, parameters: Parameters | Sequence[Parameters]) -> None:
        """Collects a write whose result nobody needs. A list of parameters repeats it for each."""
        self._collected.append((sql, parameters))

    def after(self, callback: Callable[[], None]) -> None:
        """Calls `callback` once the unit is committed, never if it is not."""
        self.callbacks.append(callback)

    async def release(self) -> None:
        await self._flush(("RELEASE unit", {}))

    async def _flush(self, last: Statement) -> list[Row]:
        batch, self._collected = [*self._collected, last], []
        self.statements += len(batch)
        return await self._connection.pipeline(batch)


Work = Callable[[Unit], Awaitable[T]]


@dataclass(slots=True)
class _Waiting:
    work: Work[Any]
    done: asyncio.Future[Any]
    unit: Unit | None = None
    result: Any = None


@dataclass(slots=True)
class Tally:
    """Counted since the start, for benchmarks and metrics."""

    units: int = 0
    statements: int = 0
    commits: int = 0
    failed: int = field(default=0)


class Units:
    """The queue before the writing connection."""

    def __init__(self, database: Database) -> None:
        self._connection = database.writer
        self._queue: asyncio.Queue[_Waiting] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None
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
        _inside.set(True)
        while True:
            group = [await self._queue.get()]
            while len(group) < GROUP and not self._queue.empty():
                group.append(self._queue.get_nowait())
            try:
                await self._commit(group)
            except DatabaseError as error:
                self._fail(group, error)
            finally:
                for _ in group:
                    self._queue.task_done()

    async def _commit(self, group: Sequence[_Waiting]) -> None:
        await self._connection.pipeline([("BEGIN IMMEDIATE", {})])
        try:
            for waiting in group:
                if not waiting.done.cancelled():
                    await self._one(waiting)
            await self._connection.pipeline([("COMMIT", {})])
        except BaseException:
            # Also when SQLite has rolled back by itself (a full disk): nothing of this group was kept.
            if self._connection.in_transaction:
                await self._connection.pipeline([("ROLLBACK", {})])
            raise
        self.tally.commits += 1
        for waiting in group:
            if waiting.unit is not None and not waiting.done.done():
                waiting.done.set_result(waiting.result)
            if waiting.unit is not None:
                for callback in waiting.unit.callbacks:
                    callback()

    async def _one(self, waiting: _Waiting) -> None:
        unit = Unit(self._connection)
        try:
            waiting.result = await waiting.work(unit)
            await unit.release()
        except Exception as error:  # whatever the work raised is its caller's, after the savepoint is undone
            self.tally.failed += 1
            if unit.statements:
                await self._connection.pipeline([("ROLLBACK TO unit", {}), ("RELEASE unit", {})])
            if not waiting.done.done():
                waiting.done.set_exception(error)
            return
        waiting.unit = unit
        self.tally.units += 1
        self.tally.statements += unit.statements

    def _fail(self, group: Sequence[_Waiting], error: DatabaseError) -> None:
        for waiting in group:
            if not waiting.done.done():
                waiting.done.set_exception(DatabaseError(f"the commit failed: {error}"))
