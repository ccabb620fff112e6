"""Fixtures that every test may use."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.telegram.server import FakeTelegram
from tests.town import Town


@pytest.fixture
async def town(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Town]:
    """The example town on Wednesday at ten, with nobody in it yet; with Telegram where the test, or one of its cases, names it.

    A request to Telegram that a well-behaved bot would not have made fails the test."""
    node = request.node
    assert isinstance(node, pytest.Function)
    callspec = getattr(node, "callspec", None)
    named = "telegram" in node.fixturenames or (callspec is not None and "telegram" in callspec.params.values())
    telegram = FakeTelegram() if named else None
    if telegram is not None:
        await telegram.start()
    opened = await Town.open(tmp_path, telegram=telegram)
    yield opened
    await opened.close()
    if telegram is not None:
        await telegram.stop()
        assert telegram.refused == []


@pytest.fixture
def telegram(town: Town) -> FakeTelegram:
    """The town's Telegram server."""
    return town.telegram
