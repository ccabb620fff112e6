"""Polish first, Ukrainian and English by one tap; each reads their own language about the same report."""

from __future__ import annotations

from tests.town import Town


async def test_a_ukrainian_resident_and_a_polish_officer(town: Town) -> None:
    officer = await town.officer(5)
    olena = await town.resident("olena")
    await olena.says("Добрий день")
    await olena.sees("Dzień dobry. Proszę napisać ulicę i numer domu")
    await olena.taps("Українська")
    await olena.sees("Відтепер пишемо українською.")
    await olena.says("Podmiejska 13")
    await olena.sees("Podmiejska 13 · дільниця 5", "Дільничний дільниці 5")
    await olena.taps("Написати про справу")
    await olena.says("шум уночі")
    await olena.taps("Podmiejska 13")
    await olena.taps("Надіслати без моїх даних")
    await olena.sees("Звернення № 1 надіслано", "Відповідь до п'ятниці 7 червня, до 16:00")
    await officer.sees("Nr 1 · ", "Podmiejska 13", "„шум уночі”")


async def test_english(town: Town) -> None:
    await town.officer(5)
    john = await town.resident("john", language="en")
    await john.says("Podmiejska 13")
    await john.sees("Podmiejska 13 · district 5 (example division)", "A message sent now is answered by Friday 7 June, 16:00.")
