"""Numbered plain SQL, applied in order. A database that is newer than the program is refused."""

from __future__ import annotations

import re
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

from storage.database import Database, DatabaseError

FOLDER = Path(__file__).parent / "migrations"


class NewerDatabase(DatabaseError):
    """The database was written by a newer version of the program."""


@dataclass(frozen=True, slots=True)
class Migration:
    number: int
    name: str
    statements: tuple[str, ...]


def migrations(folder: Path = FOLDER) -> list[Migration]:
    """All migrations of a folder, in order; numbers must run 1, 2, 3 …"""
    found = []
    for path in sorted(folder.glob("[0-9]*.sql")):
        number, name = path.stem.split("_", 1)
        found.append(Migration(int(number), name, tuple(split_statements(path.read_text(encoding="utf-8")))))
    if [migration.number for migration in found] != list(range(1, len(found) + 1)):
        raise DatabaseError(f"{folder}: the numbers of the migrations have a gap or a double")
    return found


def split_statements(sql: str) -> list[str]:
    """Cuts a script into statements; comments stay with the statement that follows them."""
    statements, pending = [], ""
    for piece in re.split(r"(?<=;)", sql):
        pending += piece
        if sqlite3.complete_statement(pending):
            statements.append(pending.strip())
            pending = ""
    if re.sub(r"--[^\n]*", "", pending).strip():
        raise DatabaseError(f"a migration ends in the middle of a statement: {pending.strip()[:60]}")
    return statements


async def migrate(database: Database, known: list[Migration] | None = None) -> list[Migration]:
    """Applies what is missing, each migration in a transaction of its own, and returns what was applied."""
    known = migrations() if known is None else known
    connection = database.writer
    await connection.fetch("CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)")
    rows = await connection.fetch("SELECT COALESCE(MAX(number), 0) AS number FROM migrations")
    current = int(rows[0]["number"])
    if current > len(known):
        raise NewerDatabase(f"{database.path} is at version {current}, this program knows {len(known)}: please start the newer program")
    missing = known[current:]
    for migration in missing:
        await connection.fetch("BEGIN IMMEDIATE")
        try:
            await connection.pipeline([(statement, {}) for statement in migration.statements])
            await connection.fetch(
                "INSERT INTO migrations (number, name, applied_at) VALUES (:number, :name, :at)",
                {"number": migration.number, "name": migration.name, "at": time.time_ns() // 1000},
            )
            await connection.fetch("COMMIT")
        except DatabaseError as error:
            if connection.in_transaction:
                await connection.fetch("ROLLBACK")
            raise DatabaseError(f"migration {migration.number} ({migration.name}): {error}") from error
    return missing
