"""The operator is told in the chat when something is stuck, once an hour while it lasts."""

from __future__ import annotations

from bot.web.door import HandedIn
from tests.rough_channel import FINE, LOST
from tests.town import Town


async def test_what_is_stuck_is_told_once_an_hour_and_no_longer_when_it_is_over(town: Town) -> None:
    boss = await town.operator()
    anna = await town.resident("anna", on="rough")
    town.rough.mood([LOST])
    await anna.hands_in(HandedIn("message-1", text="Podmiejska 13"))
    for _ in range(9):
        await town.let_pass(minutes=1)
    await boss.hears_nothing()
    for _ in range(20):
        await town.let_pass(minutes=1)
    await boss.sees("Coś stoi", "Kanał rough: czeka 2, najstarsza od")
    assert len(await boss.chat()) == 1
    town.rough.mood([FINE])
    for _ in range(120):
        await town.let_pass(minutes=1)
    assert len(await boss.chat()) == 1


async def test_somebody_without_the_role_hears_nothing(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna", on="rough")
    town.rough.mood([LOST])
    await anna.hands_in(HandedIn("message-1", text="Podmiejska 13"))
    await town.let_pass(hours=1)
    await officer.hears_nothing()
