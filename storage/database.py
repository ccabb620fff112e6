"""One small interface over aiosqlite; the only file that knows which database engine runs below.

`open_database` gives two connections: one writes (`storage.unit` alone uses it), one only reads what was committed.
See docs/decisions/0001-unit-of-work.md for why.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import aiosqlite

Row = Mapping[str, Any]
Parameters = Mapping[str, object]
Statement = tuple[str, Parameters | Sequence[Parameters]]

BUSY_TIMEOUT_MS = 10_000  # a command line may write beside the bot

# aiosqlite logs every statement with its parameters at DEBUG: people's words do not belong in a log.
logging.getLogger("aiosqlite").setLevel(logging.WARNING)


class DatabaseError(Exception):
    """The database refused a statement, or is not what we expect."""

    at: int | None = None
    """Which statement of a pipeline it was, counted from 0."""


class BrokenStatement(DatabaseError):
    """The statement itself is at fault (a constraint, a wrong parameter): trying again cannot help."""


class Rows(Protocol):
    """Whatever can be read from: a unit (sees its own writes) or the reading connection (sees what was committed)."""

    async def fetch(self, sql: str, parameters: Parameters = {}) -> list[Row]: ...


class Writer(Rows, Protocol):
    """A unit of work, as the repositories see it."""

    def write(self, sql: str, parameters: Parameters | Sequence[Parameters]) -> None: ...

    def after(self, callback: Callable[[], None]) -> None: ...


class Connection(aiosqlite.Connection):
    """aiosqlite with one more verb: several statements in one trip to the connection's thread."""

    async def pipeline(self, statements: Sequence[Statement]) -> list[Row]:
        """Runs the statements in order and returns the rows of the last; stops at the first that fails."""

        at: int | None = None

        def work() -> list[Row]:
            nonlocal at
            rows: list[Row] = []
            for number, (sql, parameters) in enumerate(statements):
                at = number
                if isinstance(parameters, Mapping):
                    rows = self._conn.execute(sql, parameters).fetchall()
                else:
                    self._conn.executemany(sql, parameters)
            return rows

        try:
            result: list[Row] = await self._execute(work)  # type: ignore[no-untyped-call]  # protected, see decision 1
        except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError, TypeError) as error:
            # A full disk, a lock, an I/O error, a closed connection may go away; a lone surrogate or too large a number do not.
            may_go_away = at is None or isinstance(error, sqlite3.OperationalError)
            refused = (DatabaseError if may_go_away else BrokenStatement)(f"{type(error).__name__}: {error}")
            refused.at = at
            raise refused from error
        return result

    async def fetch(self, sql: str, parameters: Parameters = {}) -> list[Row]:
        return await self.pipeline([(sql, parameters)])


class Database:
    """The two connections of one process."""

    def __init__(self, path: Path, writer: Connection, reader: Connection) -> None:
        self.path = path
        self.writer = writer
        self.reader = reader

    async def close(self) -> None:
        await self.reader.close()
        await self.writer.close()


async def open_database(path: Path) -> Database:
    """Opens (and creates) the database file. Raises `DatabaseError` when it cannot be used."""
    path.parent.mkdir(parents=True, exist_ok=True)
    writer = await _connect(path, "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON")
    try:
        reader = await _connect(path, "PRAGMA query_only=ON")
    except DatabaseError:
        await writer.close()
        raise
    return Database(path, writer, reader)


async def _connect(path: Path, *pragmas: str) -> Connection:
    def connector() -> sqlite3.Connection:
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=512)
        connection.row_factory = sqlite3.Row
        return connection

    connection = Connection(connector, iter_chunk_size=64)
    try:
        await connection
        await connection.pipeline([(pragma, {}) for pragma in (*pragmas, f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")])
    except (sqlite3.Error, DatabaseError) as error:
        await connection.close()
        raise DatabaseError(f"{path}: {error}") from error
    return connection
