"""STOP by SMS ends it, once and kindly; NIE never does; whoever writes again is answered again."""

from __future__ import annotations

import pytest

from bot.channels.channel import Incoming
from bot.channels.render import sms_parts
from handlers.dialogue.update import Kind
from tests.people import Person
from tests.town import Town


async def jan_with_a_report(town: Town) -> Person:
    jan = await town.resident("jan", on="keypad")
    await jan.says("znowu pija na klatce podmiejska 13")
    await jan.says("t")
    await jan.sees("Zgloszenie 1 wyslane.")
    await jan.looks()
    return jan


@pytest.mark.parametrize("word", ["STOP", "stop.", "StopSMS", "Wypisz", "REZYGNUJĘ", "rezygnuje"])
async def test_it_is_confirmed_once_with_the_phone_and_the_reports_fate(town: Town, word: str) -> None:
    officer = await town.officer(5)
    jan = await jan_with_a_report(town)
    await officer.looks()
    await jan.says(word)
    await jan.sees("Nie bedziemy juz pisac na ten numer. Zgloszenie 1 zostaje u dzielnicowego, tel. 62 000 00 05. Wznowienie: START")
    assert len(sms_parts(await jan.news())) == 1
    await officer.sees("Nr 1: mieszkaniec wyłączył wiadomości. Odpowiedź zostanie przy zgłoszeniu.")
    await jan.looks()
    await officer.says("#1 Byłem, nikogo nie było")
    await jan.hears_nothing()
    await officer.sees("mieszkaniec wyłączył wiadomości")
    await jan.says(word)
    await jan.hears_nothing()


async def test_whoever_writes_again_is_answered_again(town: Town) -> None:
    await town.officer(5)
    jan = await jan_with_a_report(town)
    await jan.says("stop")
    await jan.looks()
    await jan.says("START")
    await jan.sees("Znow piszemy. Dzielnicowy rejonu 5, tel. 62 000 00 05.")
    await jan.says("START")
    await jan.sees("Prosze napisac ulice i numer domu")
    await jan.says("Podmiejska 13")
    await jan.sees("Podmiejska 13: dzielnicowy rejonu 5")


async def test_after_a_confidential_matter_nothing_more_than_that_is_said(town: Town) -> None:
    officer = await town.officer(5)
    jan = await town.resident("600100200", on="rough")
    for words in ("maz mnie bije od lat, Podmiejska 13", "T", "1234", "T"):
        await jan.says(words)
    await officer.looks()
    await jan.says("STOP")
    assert await jan.news() == "Nie bedziemy juz pisac na ten numer."
    await officer.sees("Nr 1: mieszkaniec", "wiadomości")


@pytest.mark.parametrize("word", ["NIE", "nie", "N", "Nie pisz tyle"])
async def test_no_is_an_answer_and_no_farewell(town: Town, word: str) -> None:
    await town.officer(5)
    jan = await jan_with_a_report(town)
    await jan.says(word)
    assert await town.rows("SELECT id FROM urns WHERE stopped_at IS NOT NULL") == []


async def test_in_a_chat_with_buttons_stop_is_a_word_like_any_other(town: Town) -> None:
    anna = await town.resident("anna")
    await anna.says("stop")
    assert await town.rows("SELECT id FROM urns WHERE stopped_at IS NOT NULL") == []
    assert await anna.news() != ""


async def test_the_officer_reads_whether_an_answer_was_delivered(town: Town) -> None:
    """Reports come in any order and twice; delivered stays delivered."""
    officer = await town.officer(5)
    jan = await jan_with_a_report(town)
    await officer.says("#1 Sprawdzę jutro")
    await officer.sees("Nr 1: wysłane do mieszkańca.")
    key = (await town.rows("SELECT key FROM outbox WHERE key LIKE 'report:1:entry:%' AND key NOT LIKE '%:told'"))[0]["key"]

    async def reported(state: str) -> None:
        await town.let_pass(seconds=1)
        await town.app.intake.accept_all([Incoming("keypad", f"dlr:{key}:{state}", "", Kind.RECEIPT, link=key, text=state)])
        await town.settle()

    await reported("undelivered")
    await officer.sees("Nr 1: nie doręczono. Odpowiedź zostaje przy zgłoszeniu.")
    for state in ("delivered", "delivered", "undelivered"):
        await reported(state)
    await officer.sees("Nr 1: doręczono mieszkańcowi.")
    assert jan.name == "jan"
