"""An address gives the officer's card: first thing, without registration or consent."""

from __future__ import annotations

import pytest

from tests.town import Town


@pytest.mark.parametrize("words", ["Podmiejska 13", "podmiejska 13", "ul. Podmiejska 13", "ulica PODMIEJSKA 13/4", "62-800 Kalisz, Podmiejska 13"])
async def test_the_same_address_in_many_forms(town: Town, words: str) -> None:
    await town.officer(5)
    anna = await town.resident("anna")
    await anna.says(words)
    await anna.sees("· rejon 5 (podział przykładowy)", "Dzielnicowy rejonu 5", "62 000 00 05")


@pytest.mark.parametrize(("words", "district"), [("Wyszyńskiego 12", 5), ("Wyszynskiego 13", 6), ("wyszynskiego 13a", 6)])
async def test_the_side_of_the_street_decides(town: Town, words: str, district: int) -> None:
    await town.officer(district)
    anna = await town.resident("anna")
    await anna.says(words)
    await anna.sees(f"· rejon {district} (podział przykładowy)")


async def test_the_number_is_asked_for_only_where_the_street_is_divided(town: Town) -> None:
    await town.officer(5)
    await town.officer(7)
    anna = await town.resident("anna")
    await anna.says("Widok")
    await anna.sees("Widok · rejon 7 (podział przykładowy)")
    await anna.says("Podmiejska")
    await anna.sees("Proszę podać numer domu. Podmiejska należy do więcej niż jednego rejonu.")
    await anna.says("13")
    await anna.sees("Podmiejska 13 · rejon 5 (podział przykładowy)")


async def test_two_streets_with_the_name_are_asked_about(town: Town) -> None:
    await town.officer(1)
    anna = await town.resident("anna")
    await anna.says("Rynek 5")
    await anna.sees("O którą ulicę chodzi?")
    assert await anna.choices() == ("Główny Rynek 5", "Nowy Rynek 5", "To opis sprawy")
    await anna.taps("Główny Rynek 5")
    await anna.sees("Główny Rynek 5 · rejon 1")


async def test_an_unknown_address_is_never_guessed_and_its_words_are_kept(town: Town) -> None:
    await town.officer(5)
    anna = await town.resident("anna")
    await anna.says("Pdmejka 13")
    await anna.sees("Nie znaleźliśmy takiego adresu i nie chcemy zgadywać.", "Może chodzi o jeden z tych adresów?", "dyżurnego: 62 000 00 00")
    assert await anna.choices() == ("Podmiejska 13", "To opis sprawy")
    await anna.taps("To opis sprawy")
    await anna.sees("Gdzie to jest?")
    await anna.says("Podmiejska 13")
    await anna.sees("„Pdmejka 13”")


async def test_an_absent_officer_has_a_substitute(town: Town) -> None:
    six, seven = await town.officer(6), await town.officer(7)
    await town.away(seven, days=7, substitute=six)
    anna = await town.resident("anna")
    await anna.says("Widok 7")
    await anna.sees("Dzielnicowy rejonu 7 jest nieobecny do 12 czerwca.", "W zastępstwie: dzielnicowy rejonu 6, tel. 62 000 00 06.")
    await town.let_pass(days=8)
    await anna.says("Widok 7")
    await anna.sees("Dzielnicowy rejonu 7", "tel. 62 000 00 07 (w godzinach służby)")


async def test_without_a_substitute_the_supervisor_takes_care(town: Town) -> None:
    await town.supervisor()
    seven = await town.officer(7)
    await town.away(seven, days=7, substitute=None)
    anna = await town.resident("anna")
    await anna.says("Widok 7")
    await anna.sees("jest nieobecny do 12 czerwca. Sprawy prowadzi kierownik dzielnicowych, tel. 62 000 00 01.")
    await anna.says("Gdańska 3")
    await anna.sees("Rejon 8 nie ma teraz dzielnicowego. Sprawy prowadzi kierownik dzielnicowych, tel. 62 000 00 01.")


async def test_nothing_is_kept_of_whoever_only_looks(town: Town) -> None:
    anna = await town.resident("anna")
    await anna.says("Podmiejska 13")
    assert await town.rows("SELECT number FROM reports") == []
    assert await town.rows("SELECT id FROM audit") == []


@pytest.mark.parametrize("typed", ["Podmejska 13", "mieszkam na Podmiejskiej 13", "вул. Подмєйська 13", "podmiejska trzynaście"])
async def test_a_letter_wrong_an_inflected_name_and_other_letters_are_understood(town: Town, typed: str) -> None:
    await town.officer(5)
    anna = await town.resident("anna")
    await anna.says(typed)
    await anna.sees("Podmiejska 13 · rejon 5")
