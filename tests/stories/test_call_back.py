"""PROSZĘ DZWONIĆ: whoever would rather talk is called back."""

from __future__ import annotations

import pytest

from tests.town import Town


async def test_by_sms_an_address_is_all_that_is_asked(town: Town) -> None:
    officer = await town.officer(5)
    jan = await town.resident("+48600100200", on="rough")
    await jan.says("PROSZE DZWONIC")
    await jan.sees("Ktory dzielnicowy ma zadzwonic? Prosze napisac ulice i numer domu")
    await officer.hears_nothing()
    await jan.says("podmiejska 13")
    await jan.sees("Dobrze. dzielnicowy rejonu 5 oddzwoni do pt 07.06 godz. 16 na ten numer. Policjant nigdy nie prosi o pieniadze")
    await officer.sees("Nr 1", "„PROSZE DZWONIC”", "+48600100200")


@pytest.mark.parametrize("words", ["prosze zadzwonic", "Proszę o telefon!", "oddzwońcie", "prosze oddzwonic", "Proszę do mnie zadzwonić."])
async def test_the_obvious_variants(town: Town, words: str) -> None:
    jan = await town.resident("+48600100200", on="rough")
    await jan.says(words)
    await jan.sees("Ktory dzielnicowy ma zadzwonic?")


async def test_about_the_open_report_nothing_is_asked(town: Town) -> None:
    officer = await town.officer(5)
    jan = await town.resident("+48600100200", on="rough")
    await jan.says("znowu pija na klatce, podmiejska 13")
    await jan.says("T")
    await officer.sees_not("600100200")
    await officer.looks()
    await jan.says("prosze dzwonic")
    await jan.sees("oddzwoni do pt 07.06")
    await officer.sees("prosze dzwonic: +48600100200", "Nr 1")
    assert len(await town.rows("SELECT number FROM reports")) == 1


async def test_in_a_chat_the_number_is_asked_for(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.says("proszę dzwonić")
    await anna.sees("Na jaki numer oddzwonić? Zobaczy go tylko dzielnicowy.")
    await anna.says("nie pamiętam")
    await anna.sees("numer telefonu, dziewięć cyfr")
    await anna.says("600 100 200 po południu")
    await anna.sees("Który dzielnicowy ma oddzwonić?")
    await anna.says("Rynek 5")
    await anna.taps("Główny Rynek 5")
    await anna.sees("oddzwoni do", "Policjant nigdy nie prosi o pieniądze")
    number = (await town.rows("SELECT district, identity FROM reports"))[0]
    assert number["identity"] == "600 100 200"
    await officer.hears_nothing() if number["district"] != 5 else None


async def test_an_alarm_that_stands_is_not_ended_by_it(town: Town) -> None:
    officer = await town.officer(5)
    jan = await town.resident("+48600100200", on="rough")
    await jan.says("znowu pija na klatce, podmiejska 13")
    await jan.says("T")
    await jan.says("ktoś właśnie wyważa mi drzwi, Podmiejska 13")
    await jan.says("proszę dzwonić")
    await town.let_pass(minutes=3)
    await officer.sees("PILNE")


async def test_in_a_confidential_matter_nobody_calls_this_phone_unasked(town: Town) -> None:
    officer = await town.officer(5)
    jan = await town.resident("+48600100200", on="rough")
    await jan.says("maz mnie bije od lat, Podmiejska 13")
    await officer.looks()
    await jan.says("proszę o telefon")
    assert "oddzwoni" not in await jan.news()
    await officer.hears_nothing()


async def test_not_after_all(town: Town) -> None:
    await town.officer(5)
    anna = await town.resident("anna")
    await anna.says("proszę dzwonić")
    await anna.taps("Jednak nie")
    await anna.sees("Nic nie zostało wysłane.")
    assert await town.rows("SELECT number FROM reports") == []
    await anna.acts("resident.call_back.pick:0")
    assert await town.rows("SELECT number FROM reports") == []
