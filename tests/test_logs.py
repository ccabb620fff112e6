"""A full story at the loudest level leaves no word, phone, address, token or contact in the log."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot.logs import configure, kind_of, log
from tests.rough_channel import ROUGH_DAY
from tests.stories.test_officer import report
from tests.town import Town


@pytest.fixture(autouse=True)
def loud(capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    structlog.reset_defaults()
    configure(level="DEBUG", json=True)
    logging.getLogger().setLevel(logging.DEBUG)
    yield
    structlog.reset_defaults()
    logging.getLogger().setLevel(logging.WARNING)


async def test_no_log_line_holds_what_people_said_or_who_they_are(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    town = await Town.open(tmp_path)
    officer = await town.officer(5, on="rough")
    anna = await town.resident("secretaddress")
    town.rough.mood([*ROUGH_DAY, "rejected", "stopped", "broken"])
    await report(anna, "tajemnica o sąsiedzie 600100200", "Podmiejska 13")
    await officer.says("#1 odpowiedź poufna")
    await officer.acts("broken.link:600100200")
    await anna.says("#1 jeszcze tajemnica")
    await town.close()
    captured = capfd.readouterr()
    written = captured.err + captured.out + caplog.text
    assert "not sent" in written, "the log was on"
    for secret in ("tajemnica", "600100200", "secretaddress", "poufna", "Podmiejska", "rejon5"):
        assert secret not in written


def test_only_listed_fields_are_logged(capfd: pytest.CaptureFixture[str]) -> None:
    log.info("event", id=7, phone="600100200", words="tajemnica")
    line = json.loads(capfd.readouterr().err.strip().splitlines()[-1])
    assert (line["event"], line["id"]) == ("event", 7)
    assert set(line) == {"event", "id", "level", "timestamp"}


def test_an_error_is_logged_by_kind_and_place_only() -> None:
    try:
        raise ValueError("tajemnica 600100200")
    except ValueError as error:
        assert kind_of(error).startswith("ValueError at test_logs.py:")
