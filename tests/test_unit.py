"""Units: together or not at all, one after another, a shared commit that one failing cannot harm."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.database import BrokenStatement, Connection, Database, DatabaseError, Row, Statement, open_database
from storage.unit import FOLLOWERS, GROUP, Unit, UnitInsideUnit, Units, Work


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await open_database(tmp_path / "units.db")
    await opened.writer.fetch("CREATE TABLE notes (id INTEGER PRIMARY KEY, words TEXT UNIQUE)")
    yield opened
    await opened.close()


@pytest.fixture
async def units(database: Database) -> AsyncIterator[Units]:
    made = Units(database)
    made.start()
    yield made
    await made.stop()


async def words(database: Database) -> list[str]:
    return [row["words"] for row in await database.reader.fetch("SELECT words FROM notes ORDER BY id")]


def noting(text: str) -> Work[None]:
    async def work(unit: Unit) -> None:
        unit.write("INSERT INTO notes (words) VALUES (:words)", {"words": text})

    return work


async def test_a_unit_reads_its_own_writes_and_others_see_them_after_the_commit(database: Database, units: Units) -> None:
    async def work(unit: Unit) -> int:
        unit.write("INSERT INTO notes (words) VALUES (:words)", [{"words": "a"}, {"words": "b"}])
        seen = await unit.fetch("SELECT COUNT(*) AS n FROM notes")
        assert await words(database) == []
        return int(seen[0]["n"])

    assert await units.run(work) == 2
    assert await words(database) == ["a", "b"]


async def test_a_failing_unit_is_undone_and_its_neighbours_in_the_commit_are_kept(database: Database, units: Units) -> None:
    async def failing(unit: Unit) -> None:
        unit.write("INSERT INTO notes (words) VALUES ('half')", {})
        await unit.fetch("SELECT 1")
        raise ValueError("a defect")

    async def colliding(unit: Unit) -> None:
        unit.write("INSERT INTO notes (words) VALUES ('other')", {})
        unit.write("INSERT INTO notes (words) VALUES ('one')", {})

    results = await asyncio.gather(
        units.run(noting("one")),
        units.run(failing),
        units.run(colliding),
        units.run(noting("two")),
        return_exceptions=True,
    )
    assert isinstance(results[1], ValueError)
    assert isinstance(results[2], BrokenStatement)
    assert await words(database) == ["one", "two"]
    assert units.tally.commits == 1


async def test_callbacks_come_after_the_commit_and_never_without_it(database: Database, units: Units) -> None:
    called: list[str] = []

    async def good(unit: Unit) -> None:
        unit.after(lambda: called.append("good"))
        unit.write("INSERT INTO notes (words) VALUES ('good')", {})

    async def bad(unit: Unit) -> None:
        unit.after(lambda: called.append("bad"))
        raise ValueError

    await asyncio.gather(units.run(good), units.run(bad), return_exceptions=True)
    assert called == ["good"]


async def test_a_unit_inside_a_unit_is_refused_at_once(units: Units) -> None:
    async def outer(unit: Unit) -> None:
        await units.run(noting("inner"))

    with pytest.raises(UnitInsideUnit):
        await asyncio.wait_for(units.run(outer), 5)


async def test_when_the_commit_fails_everybody_in_it_is_told_and_nothing_is_kept(
    database: Database, units: Units, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline = Connection.pipeline
    broken = True

    async def failing(self: Connection, statements: Sequence[Statement]) -> list[Row]:
        nonlocal broken
        if broken and statements[-1][0] == "COMMIT":
            broken = False
            raise DatabaseError("disk I/O error")
        return await pipeline(self, statements)

    monkeypatch.setattr(Connection, "pipeline", failing)
    results = await asyncio.gather(units.run(noting("a")), units.run(noting("b")), return_exceptions=True)
    assert [type(result) for result in results] == [DatabaseError, DatabaseError]
    assert await words(database) == []
    await units.run(noting("c"))
    assert await words(database) == ["c"]


async def test_a_caller_that_gives_up_does_not_stop_the_others(database: Database, units: Units) -> None:
    first = asyncio.ensure_future(units.run(noting("a")))
    second = asyncio.ensure_future(units.run(noting("b")))
    first.cancel()
    await second
    assert "b" in await words(database)


async def test_stopping_finishes_what_waits(database: Database) -> None:
    units = Units(database)
    units.start()
    waiting = [asyncio.ensure_future(units.run(noting(str(number)))) for number in range(200)]
    await asyncio.sleep(0)
    await units.stop()
    await asyncio.gather(*waiting)
    assert len(await words(database)) == 200


async def test_the_reading_connection_cannot_write(database: Database) -> None:
    with pytest.raises(DatabaseError):
        await database.reader.fetch("INSERT INTO notes (words) VALUES ('x')")


async def test_a_database_that_is_none_is_refused_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    path.write_bytes(b"this is no database" * 100)
    with pytest.raises(DatabaseError, match=r"none\.db"):
        await open_database(path)


def test_the_protected_method_that_we_rely_on_is_there() -> None:
    """docs/decisions/0001: aiosqlite's `_execute` runs a function in the connection's thread."""
    import inspect

    import aiosqlite

    assert list(inspect.signature(aiosqlite.Connection._execute).parameters)[:2] == ["self", "fn"]
    assert sqlite3.sqlite_version_info >= (3, 35)  # RETURNING


async def test_a_follower_is_kept_in_the_same_commit_and_its_failing_harms_nobody(database: Database, units: Units) -> None:
    seen: list[tuple[str, list[str]]] = []

    def settled(name: str) -> Callable[[asyncio.Future[object]], None]:
        def note(done: asyncio.Future[object]) -> None:
            seen.append((name, [type(done.exception()).__name__] if done.exception() else []))

        return note

    async def failing(unit: Unit) -> None:
        unit.write("INSERT INTO notes (words) VALUES ('half')", {})
        await unit.fetch("SELECT 1")
        raise ValueError

    async def leader(unit: Unit) -> None:
        unit.write("INSERT INTO notes (words) VALUES ('leader')", {})
        unit.then(noting("follower"), settled("follower"))
        unit.then(failing, settled("failing"))

    await units.run(leader)
    await asyncio.sleep(0)
    assert await words(database) == ["leader", "follower"]
    assert seen == [("follower", []), ("failing", ["ValueError"])]
    assert units.tally.commits == 1


async def test_a_crowd_of_followers_is_kept_in_order_by_several_commits(database: Database, units: Units) -> None:
    """So that the first are answered while the last still wait."""
    committed: list[tuple[str, int]] = []

    def settled(name: str) -> Callable[[asyncio.Future[object]], None]:
        return lambda _: committed.append((name, units.tally.commits))

    async def leader(unit: Unit) -> None:
        for number in range(FOLLOWERS + GROUP + 1):
            unit.then(noting(f"{number}"), settled(f"{number}"))

    await units.run(leader)
    await units.idle()
    await asyncio.sleep(0)
    assert await words(database) == [str(number) for number in range(FOLLOWERS + GROUP + 1)]
    assert [at for _, at in committed] == [1] * FOLLOWERS + [2] * GROUP + [3]


async def test_nobody_hears_of_a_failure_before_the_commit(database: Database, units: Units) -> None:
    async def failing(unit: Unit) -> None:
        raise ValueError

    one, other = asyncio.ensure_future(units.run(noting("one"))), asyncio.ensure_future(units.run(failing))
    other.add_done_callback(lambda _: heard.append(units.tally.commits))
    heard: list[int] = []
    await asyncio.gather(one, other, return_exceptions=True)
    assert heard == [1]


async def test_the_end_of_a_unit_rides_with_the_next_ones_first_read(database: Database, units: Units) -> None:
    async def asking(unit: Unit) -> None:
        await unit.fetch("SELECT 1")
        unit.write("INSERT INTO notes (words) VALUES (:words)", {"words": str(id(unit))})

    await asyncio.gather(*(units.run(asking) for _ in range(GROUP)))
    assert (units.tally.commits, units.tally.trips) == (1, GROUP + 1), "one for each question, one for the commit"


_ACTS = st.lists(st.one_of(st.sampled_from("abcdef"), st.just("read"), st.just("break")), max_size=4)


@given(st.lists(_ACTS, min_size=1, max_size=GROUP))
async def test_whatever_units_write_read_and_break_each_is_kept_whole_or_not_at_all(
    tmp_path_factory: pytest.TempPathFactory, many: list[list[str]]
) -> None:
    """Beside a model in which each stands alone: a letter can be written once, ever."""
    database = await open_database(tmp_path_factory.mktemp("units") / "units.db")
    await database.writer.fetch("CREATE TABLE notes (id INTEGER PRIMARY KEY, words TEXT UNIQUE)")
    units = Units(database)
    units.start()

    def doing(acts: list[str]) -> Work[None]:
        async def work(unit: Unit) -> None:
            for act in acts:
                if act == "read":
                    await unit.fetch("SELECT 1")
                elif act == "break":
                    raise ValueError
                else:
                    unit.write("INSERT INTO notes (words) VALUES (:words)", {"words": act})

        return work

    kept: list[str] = []
    expected: list[type[Exception] | None] = []
    for acts in many:
        mine: list[str] = []
        failed: type[Exception] | None = None
        for act in acts:  # a collision shows at the next read, or at the end
            if act == "break":
                failed = ValueError
            elif act != "read":
                mine.append(act)
            if failed or (act == "read" and _collides(kept, mine)):
                break
        failed = failed or (BrokenStatement if _collides(kept, mine) else None)
        kept += mine if failed is None else []
        expected.append(failed)
    try:
        results = await asyncio.gather(*(units.run(doing(acts)) for acts in many), return_exceptions=True)
        assert [None if result is None else type(result) for result in results] == expected
        assert await words(database) == kept
        assert units.tally.units == expected.count(None)
        assert units.tally.failed == len(many) - expected.count(None)
    finally:
        await units.stop()
        await database.close()


def _collides(kept: list[str], mine: list[str]) -> bool:
    return len(set(mine)) < len(mine) or bool(set(mine) & set(kept))


@pytest.mark.parametrize("refused", ["\ud800", 2**70, object()], ids=["surrogate", "too large", "no value"])
async def test_a_last_write_that_the_driver_refuses_harms_its_own_unit_only(database: Database, units: Units, refused: object) -> None:
    async def poison(unit: Unit) -> None:
        await unit.fetch("SELECT 1")
        unit.write("INSERT INTO notes (words) VALUES ('half')", {})
        unit.write("INSERT INTO notes (words) VALUES (:words)", {"words": refused})

    async def asking(unit: Unit) -> None:
        await unit.fetch("SELECT 1")
        unit.write("INSERT INTO notes (words) VALUES ('asking')", {})

    results = await asyncio.gather(units.run(poison), units.run(asking), units.run(noting("other")), units.run(poison), return_exceptions=True)
    assert [type(result) for result in results] == [BrokenStatement, type(None), type(None), BrokenStatement]
    assert await words(database) == ["asking", "other"]
    assert units.is_serving


async def test_a_leader_that_fails_at_its_end_leaves_nothing_behind_and_nobody_follows(database: Database, units: Units) -> None:
    followed: list[bool] = []

    async def leader(unit: Unit) -> None:
        unit.write("INSERT INTO notes (words) VALUES (:words)", [{"words": "x"}, {"words": "x"}])
        unit.then(noting("follower"), lambda done: followed.append(not done.cancelled()))

    results = await asyncio.gather(units.run(leader), units.run(noting("b")), return_exceptions=True)
    assert isinstance(results[0], BrokenStatement)
    assert await words(database) == ["b"]
    assert followed in ([], [False])


async def test_what_was_read_is_read_anew_after_a_write_and_is_nobody_elses_list(units: Units) -> None:
    async def work(unit: Unit) -> list[int]:
        many = "SELECT COUNT(*) AS n FROM notes"
        before = await unit.fetch(many)
        counted = [before[0]["n"]]
        before.clear()
        counted.append((await unit.fetch(many))[0]["n"])
        asked = asyncio.ensure_future(unit.fetch(many))
        await asyncio.sleep(0)
        unit.write("INSERT INTO notes (words) VALUES ('x')", {})
        await asked
        return [*counted, (await unit.fetch(many))[0]["n"]]

    assert await units.run(work) == [0, 0, 1]


async def test_on_a_full_disk_nothing_is_kept_outside_of_the_commit(database: Database, units: Units, monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline = Connection.pipeline

    async def full(self: Connection, statements: Sequence[Statement]) -> list[Row]:
        if any("too much" in str(parameters) for _, parameters in statements):
            await pipeline(self, [("BEGIN", {}), ("ROLLBACK", {})])  # as SQLite does by itself
            error = DatabaseError("database or disk is full")
            error.at = 1
            raise error
        return await pipeline(self, statements)

    async def swallowing(unit: Unit) -> None:
        try:
            await unit.fetch("SELECT 1")
        except DatabaseError:
            unit.write("INSERT INTO notes (words) VALUES ('afterwards')", {})
            await unit.fetch("SELECT 2")

    monkeypatch.setattr(Connection, "pipeline", full)
    results = await asyncio.gather(units.run(noting("too much")), units.run(swallowing), return_exceptions=True)
    assert all(isinstance(result, DatabaseError) for result in results)
    assert await words(database) == []
    await units.run(noting("later"))
    assert await words(database) == ["later"]
