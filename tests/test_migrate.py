"""Migrations: in order, once, and never on a newer database."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.database import DatabaseError, open_database
from storage.migrate import Migration, NewerDatabase, migrate, migrations, split_statements


async def test_everything_is_applied_once(tmp_path: Path) -> None:
    database = await open_database(tmp_path / "m.db")
    assert [each.number for each in await migrate(database)] == [each.number for each in migrations()]
    assert await migrate(database) == []
    await database.close()


async def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    database = await open_database(tmp_path / "m.db")
    await migrate(database)
    with pytest.raises(NewerDatabase, match="please start the newer program"):
        await migrate(database, [])
    await database.close()


async def test_a_broken_migration_leaves_nothing_behind(tmp_path: Path) -> None:
    database = await open_database(tmp_path / "m.db")
    broken = Migration(1, "broken", ("CREATE TABLE a (id INTEGER)", "CREATE TABLE b (id INTEGER,)"))
    with pytest.raises(DatabaseError, match="migration 1"):
        await migrate(database, [broken])
    tables = await database.reader.fetch("SELECT name FROM sqlite_master WHERE type = 'table' AND name IN ('a', 'b')")
    assert tables == []
    await database.close()


def test_statements_are_cut_where_they_end() -> None:
    script = "-- one; two\nCREATE TABLE a (x TEXT DEFAULT ';');\nINSERT INTO a VALUES ('b;c');"
    assert [len(split_statements(script)), split_statements(script)[1]] == [2, "INSERT INTO a VALUES ('b;c');"]
    with pytest.raises(DatabaseError):
        split_statements("CREATE TABLE a (x")


def test_numbers_without_gaps(tmp_path: Path) -> None:
    (tmp_path / "0002_late.sql").write_text("SELECT 1;")
    with pytest.raises(DatabaseError, match="gap"):
        migrations(tmp_path)
