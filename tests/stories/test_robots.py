"""Two machines that answer each other stop after three rounds; a person in danger is answered however often they write."""

from __future__ import annotations

from handlers.dialogue.robots import MOST, Answer, deserves
from tests.town import Town


async def test_the_same_words_are_answered_three_times(town: Town) -> None:
    robot = await town.resident("automat", on="keypad")
    for _ in range(3):
        await robot.says("Podmiejska 13")
        assert await robot.news() != ""
        await robot.looks()
    for _ in range(5):
        await robot.says("Podmiejska 13")
        await robot.hears_nothing()
    kept = await town.rows("SELECT COUNT(*) AS n FROM inbox WHERE kind = 'message' AND settled_at IS NOT NULL")
    assert kept[0]["n"] == 8
    await town.let_pass(hours=1, minutes=1)
    await robot.says("Podmiejska 13")
    await robot.sees("rejon 5")


async def test_danger_is_always_answered(town: Town) -> None:
    anna = await town.resident("anna", on="keypad")
    for _ in range(6):
        await anna.says("on ma noz i bije mame")
        await anna.sees("112")
        await anna.looks()


async def test_a_flood_is_kept_and_answered_once_more(town: Town) -> None:
    jan = await town.resident("jan", on="keypad")
    for number in range(MOST + 1):
        await jan.says(f"wiadomosc numer {number}")
    await jan.sees("Bardzo duzo wiadomosci z tego numeru; odpowiemy znowu za godzine. Dyzurny: 62 000 00 00")
    for number in range(4):
        await jan.says(f"jeszcze jedna {number}")
        await jan.hears_nothing()
    kept = await town.rows("SELECT COUNT(*) AS n FROM inbox WHERE kind = 'message' AND settled_at IS NOT NULL")
    assert kept[0]["n"] == MOST + 5


async def test_on_the_page_a_person_may_say_the_same_as_often_as_they_like(town: Town) -> None:
    anna = await town.resident("anna")
    for _ in range(6):
        await anna.says("Podmiejska 13")
        await anna.sees("rejon 5")
        await anna.looks()


def test_short_answers_are_no_machine() -> None:
    assert deserves("1", ["1"] * 10) is Answer.AS_USUAL
    assert deserves("Dziękujemy.", ["DZIEKUJEMY"] * 3) is Answer.SILENCE
