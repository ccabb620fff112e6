"""Fixtures that every test may use."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.town import Town


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """The example town on Wednesday at ten, with nobody in it yet."""
    opened = await Town.open(tmp_path)
    yield opened
    await opened.close()
