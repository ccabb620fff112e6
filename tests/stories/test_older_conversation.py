"""A conversation that an older program began: starts again kindly, and keeps the words."""

from __future__ import annotations

import pytest

from storage.database import Writer
from storage.repositories import conversations
from storage.repositories.conversations import StoredSession
from tests.town import Town


@pytest.mark.parametrize(
    ("dialogue", "version", "step"), [("resident.report", 99, "place"), ("resident.report", 1, "gone"), ("resident.gone", 1, "place")]
)
async def test_an_unknown_step_begins_again_with_the_words(town: Town, dialogue: str, version: int, step: str) -> None:
    await town.officer(5)
    anna = await town.resident("anna")
    await anna.says("hałas w nocy")
    urn = await anna.urn()

    async def older(unit: Writer) -> None:
        stood = StoredSession(dialogue, version, step, {"words": "hałas w nocy"})
        conversations.remember(unit, urn.id, urn.contact, stood, (), town.clock.now())

    await town.app.units.run(older)
    await anna.says("i to codziennie")
    await anna.sees("zaczynamy od nowa. Pani/Pana słowa nie przepadły.", "Gdzie to jest?")
    await anna.says("Podmiejska 13")
    await anna.sees("„hałas w nocy\ni to codziennie”")
