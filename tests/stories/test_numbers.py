"""Telephone numbers: what a month of SMS costs, and a number that has gone to somebody else."""

from __future__ import annotations

from dataclasses import replace

from tests.rough_channel import ROUGH
from tests.town import Town

NUMBER = "600100200"


async def test_the_operator_is_warned_at_four_fifths_and_at_the_end_of_the_budget(town: Town) -> None:
    town.rough.capabilities = replace(ROUGH, parts_a_month=5)
    await town.restart()
    boss = await town.operator()
    await town.officer(5)
    jan = await town.resident(NUMBER, on="rough")
    await jan.says("Podmiejska 13")
    await town.let_pass(minutes=1)
    await boss.hears_nothing()
    for house in (11, 9):
        await jan.says(f"Podmiejska {house}")
    await town.let_pass(minutes=1)
    await boss.sees("SMS, kanał rough: w tym miesiącu zużyto 4 z 5 części. Wszystko nadal wychodzi.")
    await jan.says("Podmiejska 7")
    await jan.sees("Podmiejska 7")
    for _ in range(3):
        await town.let_pass(minutes=1)
    assert [bubble.text.count("z 5 części") for bubble in await boss.chat()] == [1, 1]
    await boss.looks()
    await town.let_pass(days=30)
    await jan.says("Podmiejska 5")
    await town.let_pass(minutes=1)
    await boss.hears_nothing()


async def test_a_number_that_was_switched_off_is_a_strangers_after_a_month(town: Town) -> None:
    officer = await town.officer(5)
    jan = await town.resident(NUMBER, on="rough")
    await jan.says("śmieci pod oknem, Podmiejska 13")
    await jan.says("T")
    before = await jan.contact()
    await jan.says("STOP")
    await town.let_pass(days=20)
    await jan.says("START")
    await jan.sees("Znow piszemy. Dzielnicowy rejonu 5, tel. 62 000 00 05.")
    assert await jan.contact() == before
    await jan.says("START")
    assert "Znow piszemy" not in await jan.news()
    await town.let_pass(days=2)  # a day later STOP is confirmed once more
    await jan.says("STOP")
    await jan.sees("Nie bedziemy juz pisac")
    for _ in range(32):
        await town.let_pass(days=1)
    await jan.says("status")
    await jan.sees("Nie ma teraz otwartych zgloszen z tego numeru.")
    assert await jan.contact() != before
    await jan.looks()
    await officer.says("#1 Sprawdzę jutro.")
    await jan.hears_nothing()
    assert [row["author_id"] for row in await town.rows("SELECT author_id FROM reports")] == [before], "the report stays with the officer"


async def test_a_number_that_was_silent_for_a_year_is_a_strangers(town: Town) -> None:
    await town.officer(5)
    jan, ewa = await town.resident(NUMBER, on="rough"), await town.resident("600100300", on="rough")
    await jan.says("Podmiejska 13")
    await ewa.says("Podmiejska 13")
    before = [await jan.contact(), await ewa.contact()]
    await town.let_pass(days=300)
    await ewa.says("Podmiejska 11")
    await town.let_pass(days=67)
    await jan.says("Podmiejska 13")
    await ewa.says("Podmiejska 9")
    assert await jan.contact() != before[0]
    assert await ewa.contact() == before[1]


async def test_the_phone_of_somebody_in_a_role_is_kept(town: Town) -> None:
    officer = await town.officer(5, on="rough")
    before = await officer.contact()
    await town.let_pass(days=400)
    assert await officer.contact() == before
