"""A remembered address: only with consent, offered and never assumed, gone on request and after 24 months of silence."""

from __future__ import annotations

from tests.people import Person
from tests.town import Town


async def remembered(town: Town) -> list[str]:
    return [row["street"] for row in await town.rows("SELECT street FROM contacts WHERE street IS NOT NULL")]


async def anna_with_an_address(town: Town) -> Person:
    anna = await town.resident("anna")
    await anna.says("Podmiejska 13")
    await anna.taps("Zapamiętaj mój adres")
    await anna.sees(
        "Zapamiętać ten adres: Podmiejska 13?",
        "Adres zna tylko system, dzielnicowy go nie widzi.",
        "Usuniemy go po 24 miesiącach ciszy albo od razu po słowach: usuń adres.",
    )
    await anna.taps("Zapamiętaj")
    await anna.sees("Zapamiętano: Podmiejska 13.")
    return anna


async def test_it_is_offered_for_a_report_and_never_taken_for_granted(town: Town) -> None:
    officer = await town.officer(5)
    anna = await anna_with_an_address(town)
    await town.let_pass(days=3)
    await anna.says("hałas w nocy")
    await anna.sees("Gdzie to jest? Proszę wybrać")
    assert await anna.choices() == ("Podmiejska 13", "Inny adres", "Anuluj")
    await officer.hears_nothing()
    await anna.taps("Podmiejska 13")
    await anna.taps("Wyślij bez moich danych")
    await officer.sees("„hałas w nocy”")


async def test_without_consent_nothing_is_kept(town: Town) -> None:
    anna = await town.resident("anna")
    await anna.says("Podmiejska 13")
    await anna.taps("Zapamiętaj mój adres")
    await anna.taps("Nie, dziękuję")
    assert await remembered(town) == []
    await anna.acts("resident.my_address.yes:1")
    assert await remembered(town) == []


async def test_gone_at_once_on_request(town: Town) -> None:
    anna = await anna_with_an_address(town)
    assert await remembered(town) == ["Podmiejska"]
    await anna.says("usuń adres")
    await anna.sees("Adres usunięty.")
    assert await remembered(town) == []


async def test_gone_after_24_months_of_silence_and_not_before(town: Town) -> None:
    anna = await anna_with_an_address(town)
    await town.let_pass(days=400)
    await anna.says("pomoc")
    await town.restart()
    await town.let_pass(days=400)
    assert await remembered(town) == ["Podmiejska"], "there was a word in between"
    await town.let_pass(days=335)
    assert await remembered(town) == []
