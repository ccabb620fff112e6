"""The laws of the house, executed (docs/architecture.md). Imports are import-linter's; these are the rest."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers import ROUTES
from handlers.dialogue.dialogue import anyone
from storage.migrate import migrations
from storage.queries import queries
from storage.retention import TABLES

ROOT = Path(__file__).parent.parent
SUPERVISED = {
    "bot/delivery/fetcher.py",
    "bot/media/cleaning.py",
    "bot/delivery/flight.py",
    "bot/delivery/intake.py",
    "bot/delivery/loop.py",
    "bot/delivery/sender.py",
    "bot/web/guard.py",
    "storage/unit.py",
}
"""The only files with `except Exception`: each keeps one defect from stopping everybody else."""


def sources(*floors: str) -> Iterator[tuple[str, ast.Module]]:
    for floor in floors:
        for path in sorted((ROOT / floor).rglob("*.py")):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def test_broad_excepts_stand_only_in_the_supervised_loops() -> None:
    found = set()
    for name, tree in sources("bot", "handlers", "storage"):
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler) and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id == "Exception")):
                found.add(name)
    assert found == SUPERVISED


def test_only_the_clock_asks_the_time() -> None:
    asked = set()
    for name, tree in sources("bot", "handlers", "storage"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("time.time", "time.time_ns", "datetime.now", "datetime.utcnow"):
                asked.add(name)
    # migrate notes when a migration was applied; the bell turns our instants into the scheduler's.
    assert asked == {"bot/clock.py", "bot/scheduling/bell.py", "storage/migrate.py"}


def test_every_table_is_listed_in_retention() -> None:
    created = {"migrations"}
    for migration in migrations():
        for statement in migration.statements:
            created |= set(re.findall(r"CREATE TABLE (\w+)", statement))
            created -= set(re.findall(r"DROP TABLE (\w+)", statement))
            for old, new in re.findall(r"ALTER TABLE (\w+) RENAME TO (\w+)", statement):
                created = created - {old} | {new}
    assert set(TABLES) == created


def test_every_query_has_a_sentence_and_a_caller() -> None:
    for path in sorted((ROOT / "storage/queries").glob("*.sql")):
        named = queries(path.stem)
        assert bool(named) is (path.stem != "parts"), "what several files have in common are no queries"
        callers = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "storage/repositories").glob("*.py"))
        for name in named:
            assert f'"{name}"' in callers, f"{path.name}: {name} has no caller"


def test_no_query_of_the_claim_has_an_or() -> None:
    for name in ("claim", "next_due"):
        assert not re.search(r"\bOR\b", queries("outbox")[name])
    assert not re.search(r"\bOR\b", queries("inbox")["due"])


def test_only_repositories_call_queries() -> None:
    for name, tree in sources("bot", "handlers", "storage"):
        imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        if "storage.queries" in imported:
            assert name.startswith("storage/repositories/")


def test_conversations_never_name_a_channel() -> None:
    for name, tree in sources("handlers"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert node.value not in ("web", "keypad", "telegram", "sms", "rough"), f"{name} names a channel"


def test_a_reports_author_is_told_something_unasked_in_one_place_only() -> None:
    for name, _ in sources("handlers"):
        if name != "handlers/acts/tell.py":
            text = (ROOT / name).read_text(encoding="utf-8")
            assert not re.search(r"contact:\{\w+\.author\}", text), f"{name}: a confidential matter would be named (acts/tell.py)"


def test_every_link_in_a_button_leads_to_a_room() -> None:
    known = {link for room in ROUTES.rooms for link in room.links} | {timer for room in ROUTES.rooms for timer in room.timers}
    for name, tree in sources("handlers"):
        for node in ast.walk(tree):
            text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            match = re.fullmatch(r"((?:everyone|resident|officer)\.\w+\.\w+):?", text)
            if match:
                assert match[1] in known, f"{name}: {match[1]} leads nowhere"


def test_everything_of_the_officer_is_for_staff_only() -> None:
    for room in ROUTES.rooms:
        if room.name.startswith("officer."):
            assert room.who is not anyone


def test_files_and_functions_stay_of_a_size_that_is_read() -> None:
    for name, tree in sources("bot", "handlers", "storage"):
        lines = (ROOT / name).read_text(encoding="utf-8").count("\n")
        assert lines <= 450, f"{name} wants to be two rooms ({lines} lines)"
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert (node.end_lineno or 0) - node.lineno <= 75, f"{name}: {node.name} is too long"


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_the_lock_has_hashes_and_names_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    requirements = re.findall(r"^[a-z0-9][^\n]*", text, re.MULTILINE | re.IGNORECASE)
    assert requirements
    assert all(line.rstrip().endswith("\\") for line in requirements), "a requirement has no hash"


def test_nothing_that_runs_reads_the_shared_folder() -> None:
    for name, tree in sources("bot", "handlers", "storage"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert "shared/" not in node.value, name
