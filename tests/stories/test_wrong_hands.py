"""Nothing reaches the wrong person: other districts, forwarded buttons, guessed numbers, the author's identity."""

from __future__ import annotations

import pytest

from bot.web.door import HandedIn
from tests.rough_channel import FINE, LOST
from tests.stories.test_officer import report
from tests.town import Town

LINKS = [
    "officer.cases.open:1",
    "officer.answer.reply:1",
    "officer.answer.ask:1",
    "officer.progress.take:1",
    "officer.progress.close:1",
    "officer.progress.because:1.done",
    "officer.progress.reopen:1",
]


@pytest.mark.parametrize("link", LINKS)
async def test_an_officer_of_another_district_sees_nothing_by_any_button(town: Town, link: str) -> None:
    await town.officer(5)
    other = await town.officer(9)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await anna.looks()
    await other.acts(link)
    await other.sees("Nie ma tu takiej sprawy.")
    await other.sees_not("hałas", "Podmiejska")
    await other.acts(link.replace("1", "999"))
    await other.sees("Nie ma tu takiej sprawy.")  # the same words: nothing tells that no. 1 exists
    await anna.hears_nothing()


async def test_an_officer_of_another_district_cannot_answer_by_number(town: Town) -> None:
    await town.officer(5)
    other = await town.officer(9)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await anna.looks()
    await other.says("#1 dzień dobry")
    await other.sees("Nie ma tu takiej sprawy.")
    await anna.hears_nothing()


@pytest.mark.parametrize("link", [*LINKS, "resident.my_reports.show:1", "resident.my_reports.write:1", "resident.my_reports.belongs:1"])
async def test_another_resident_gets_at_nothing(town: Town, link: str) -> None:
    officer = await town.officer(5)
    anna, eve = await town.resident("anna"), await town.resident("eve")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await officer.looks()
    await anna.looks()
    await eve.acts(link)
    await eve.says("#1 coś jeszcze")
    await eve.sees_not("hałas", "Podmiejska")
    await officer.hears_nothing()
    await anna.hears_nothing()


async def test_the_substitute_gets_the_reports_of_the_absence_and_only_them(town: Town) -> None:
    six, seven = await town.officer(6), await town.officer(7)
    await town.away(seven, days=3, substitute=six)
    jan = await town.resident("jan")
    await report(jan, "ktoś zagląda do piwnic", "Widok 7")
    await six.sees("Nr 1 · ", "Widok 7")
    await seven.hears_nothing()
    await six.taps("Zajmę się")
    await jan.sees("dzielnicowy zajmuje się sprawą")
    await town.let_pass(days=4)
    await six.says("#1 czy to trwa?")
    await six.sees("Nie ma tu takiej sprawy.")
    await jan.taps("Moje zgłoszenia")
    await jan.says("#1 dziś też")
    await seven.sees("Nr 1 · Widok 7: mieszkaniec dopisuje")


async def test_without_an_officer_the_supervisor_gets_it(town: Town) -> None:
    boss = await town.supervisor()
    jan = await town.resident("jan")
    await report(jan, "ktoś zagląda do piwnic", "Widok 7")
    await boss.sees("Nr 1 · ", "Widok 7", "„ktoś zagląda do piwnic”")


async def test_with_nobody_at_all_the_report_waits_and_arrives_when_somebody_comes(town: Town) -> None:
    jan = await town.resident("jan")
    await report(jan, "ktoś zagląda do piwnic", "Widok 7")
    officer = await town.officer(7)
    await town.let_pass(minutes=40)
    await officer.sees("Nr 1 · ", "Widok 7")


async def test_the_recipient_is_decided_when_the_message_leaves(town: Town) -> None:
    """The officer goes on leave while the report waits for a dead channel: the substitute gets it, the officer never does."""
    six, seven = await town.officer(6), await town.officer(7, on="rough")
    jan = await town.resident("jan")
    await jan.says("ktoś zagląda do piwnic")
    await jan.says("Widok 7")
    town.rough.mood([LOST])
    button, _ = await jan.button("Wyślij bez moich danych")
    await jan.hands_in(HandedIn("message-late", link=button.value))
    await town.settle()
    await six.hears_nothing()
    town.rough.mood([FINE])
    await town.away(seven, days=3, substitute=six)
    await town.calm()
    await six.sees("Nr 1 · ", "Widok 7")
    await seven.hears_nothing()


async def test_no_identity_stands_in_an_officers_chat(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("secret-address-of-anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await anna.says("#1 jeszcze coś")
    contact = await anna.contact()
    rows = await town.rows("SELECT text, buttons FROM webchat WHERE urn_id IN (SELECT id FROM urns WHERE address = 'rejon5') AND from_us = 1")
    assert len(rows) == 2
    for row in rows:
        assert "secret-address" not in row["text"] + row["buttons"]
        assert f"contact:{contact}" not in row["text"] + row["buttons"]
    await officer.sees("„jeszcze coś”")
