"""Roles: a one-time code for one person and one district; the supervisor hears of each use; roles end."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import cli
from handlers.rules.codes import new_code, read_code
from tests.people import Person
from tests.stories.test_officer import report
from tests.stories.test_wrong_hands import LINKS
from tests.town import WARSAW, Town

ROOT = Path(__file__).parent.parent.parent


async def code_from(boss: Person, words: str) -> str:
    await boss.says(words)
    return str(re.findall(r"Kod: (\S+)", await boss.news())[0])


async def test_a_supervisor_invites_an_officer_who_then_gets_reports(town: Town) -> None:
    boss = await town.supervisor()
    ewa = await town.resident("ewa")
    code = await code_from(boss, "zaproś 5 st. asp. Ewa Przykładowa")
    await boss.sees("Dla: st. asp. Ewa Przykładowa, dzielnicowy rejonu 5. Działa raz, przez jeden dzień.")
    await ewa.says(code.lower())
    await ewa.sees("Kod jest dla: st. asp. Ewa Przykładowa.", "Daje rolę: dzielnicowy rejonu 5. Czy to Pani/Pan?")
    await boss.looks()
    await ewa.taps("Tak, to ja")
    await ewa.sees("Gotowe. Rola od teraz: dzielnicowy rejonu 5.")
    await boss.sees("Użyto kodu: st. asp. Ewa Przykładowa, rola: dzielnicowy rejonu 5.")
    await report(await town.resident("anna"), "hałas w nocy", "Podmiejska 13")
    await ewa.sees("Nr 1 · ", "Podmiejska 13")
    assert await town.rows("SELECT seal FROM invites WHERE seal = :code", code=code) == [], "the code itself is never kept"


async def test_a_code_works_once(town: Town) -> None:
    boss = await town.supervisor()
    ewa, eve = await town.resident("ewa"), await town.resident("eve")
    code = await code_from(boss, "zaproś 5 Ewa")
    await ewa.says(code)
    await eve.says(code)  # both have entered it before either confirms
    await ewa.taps("Tak, to ja")
    await eve.taps("Tak, to ja")
    await eve.sees("Ten nie działa: jest błędny, użyty albo za stary.")
    await eve.says(code)
    await eve.sees("Ten nie działa")
    await eve.says("sprawy")
    await eve.sees_not("otwart")
    assert len(await town.rows("SELECT id FROM roles WHERE role = 'officer'")) == 1


async def test_a_code_is_good_for_a_day(town: Town) -> None:
    boss = await town.supervisor()
    ewa = await town.resident("ewa")
    code = await code_from(boss, "zaproś 5 Ewa")
    await town.let_pass(hours=25)
    await ewa.says(code)
    await ewa.sees("Ten nie działa")


async def test_guessing_is_stopped(town: Town) -> None:
    boss = await town.supervisor()
    eve = await town.resident("eve")
    code = await code_from(boss, "zaproś 5 Ewa")
    for _ in range(5):
        await eve.says(new_code())
        await eve.sees("Ten nie działa")
    await eve.says(code)
    await eve.sees("Za dużo błędnych kodów. Proszę poczekać godzinę")
    await town.let_pass(hours=2)
    await eve.says(code)
    await eve.sees("Kod jest dla: Ewa.")


async def test_an_invented_button_gives_no_role(town: Town) -> None:
    boss = await town.supervisor()
    eve = await town.resident("eve")
    await code_from(boss, "zaproś 5 Ewa")
    await eve.acts("everyone.invite.accept:1")
    await eve.sees("Proszę najpierw wpisać kod.")
    assert await town.rows("SELECT id FROM roles WHERE role = 'officer'") == []


@pytest.mark.parametrize("words", ["zaproś 5 Ewa", "zakończ rolę 5", "zespół"])
async def test_nobody_but_a_supervisor_invites_or_ends(town: Town, words: str) -> None:
    officer, anna = await town.officer(5), await town.resident("anna")
    for person in (officer, anna):
        await person.says(words)
        await person.sees_not("Kod:", "Zakończyć rolę", "Bez dzielnicowego")
        await person.acts("officer.team.end:1")
    assert len(await town.rows("SELECT id FROM roles WHERE until IS NULL")) == 1
    assert await town.rows("SELECT id FROM invites") == []


async def test_a_role_ends_and_everything_of_it_is_closed(town: Town) -> None:
    boss, officer = await town.supervisor(), await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await boss.says("zespół")
    await boss.sees("Rejon 5: dzielnicowy", "Bez dzielnicowego: 1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12")
    await boss.says("zakończ rolę 5")
    await boss.taps("Zakończ: rejon 5")
    await boss.sees("Zakończono rolę: dzielnicowy rejonu 5.")
    await officer.sees("Rola zakończona: dzielnicowy rejonu 5.")
    await anna.looks()
    for link in LINKS:
        await officer.acts(link)
        await officer.sees_not("Proszę napisać odpowiedź")
    await anna.hears_nothing()
    await anna.says("#1 coś jeszcze")
    await boss.sees("Nr 1 · Podmiejska 13: mieszkaniec dopisuje")


async def test_a_role_may_end_on_a_day(town: Town) -> None:
    boss = await town.supervisor()
    ewa = await town.resident("ewa")
    code = await code_from(boss, "zaproś 5 do 30.06 st. asp. Ewa")
    await boss.sees("Dla: st. asp. Ewa, dzielnicowy rejonu 5.", "Rola skończy się sama po 30 czerwca.")
    await ewa.says(code)
    await ewa.taps("Tak, to ja")
    await boss.says("zespół")
    await boss.sees("Rejon 5: st. asp. Ewa, do 30 czerwca")
    await town.go_to(datetime(2024, 6, 30, 23, 59, tzinfo=WARSAW))
    await ewa.says("sprawy")
    await ewa.sees("Nie ma otwartych spraw.")
    await town.let_pass(minutes=2)
    await boss.says("zespół")
    await boss.sees("Bez dzielnicowego: 1, 2, 3, 4, 5")


@pytest.mark.parametrize("day", ["31.02", "1.13", "1.1.2020", "0.0"])
async def test_a_day_that_is_none_is_said(town: Town, day: str) -> None:
    boss = await town.supervisor()
    await boss.says(f"zaproś 5 do {day} Ewa")
    await boss.sees("Ten dzień już minął albo go nie ma.")
    assert await town.rows("SELECT id FROM invites") == []


async def test_bad_input_gets_one_sentence(town: Town) -> None:
    boss = await town.supervisor()
    await boss.says("zaproś 99 Ewa")
    await boss.sees("Nie ma rejonu 99. Rejony: 1, 2, 3")
    await boss.says("zakończ rolę 4")
    await boss.sees("Rejon 4 nie ma dzielnicowego.")


def operator(folder: Path, *arguments: str) -> tuple[int, str]:
    config = folder / "config.toml"
    text = (ROOT / "config.example.toml").read_text(encoding="utf-8").replace("var/dzielnicowy.db", str(folder / "town.db"))
    config.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(cli, ["invite", "--config", str(config), *arguments])
    return result.exit_code, result.output


async def test_the_operator_makes_the_first_supervisor_while_the_bot_runs(town: Town) -> None:
    import asyncio

    folder = town.app.settings.database.path.parent
    exit_code, printed = await asyncio.to_thread(operator, folder, "supervisor", "--for", "kierownik", "--days", "30")
    assert exit_code == 0, printed
    boss = await town.resident("boss", on="keypad")
    await boss.says(f"kod {printed.split()[0]}")
    await boss.says("1")
    await boss.sees("Gotowe. Rola od teraz: kierownik dzielnicowych.")
    await boss.says("zespół")
    await boss.sees("Bez dzielnicowego")
    await town.let_pass(days=31)
    await boss.says("zespół")
    await boss.sees_not("zespol Bez")


def test_the_operator_is_told_what_is_missing(tmp_path: Path) -> None:
    exit_code, printed = operator(tmp_path, "officer", "--for", "Ewa")
    assert (exit_code, "An officer needs --district (one of 1, 2, 3" in printed) == (2, True)
    exit_code, printed = operator(tmp_path, "officer", "--for", "Ewa", "--district", "99")
    assert exit_code == 2


def test_codes_are_read_as_people_type_them() -> None:
    code = new_code()
    assert {read_code(form) for form in (code, code.lower(), code.replace("-", ""), code.replace("-", " "), f"kod: {code}", f" {code}.")} == {code}
    assert [read_code(text) for text in ("Podmiejska 13", "dzień dobry", "ABCD-EFGH", "K7QM", "K7QM-2RWXX", "")] == [None] * 6


async def test_a_substitute_whose_own_role_has_ended_gets_and_sees_nothing_more(town: Town) -> None:
    five, six, boss = await town.officer(5), await town.officer(6), await town.supervisor()
    anna = await town.resident("anna")
    await town.away(five, days=5, substitute=six)
    await boss.says("zakończ rolę 6")
    await boss.taps("Zakończ: rejon 6")
    await six.looks()
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await six.hears_nothing()
    await boss.sees("Nr 1 · ", "„hałas w nocy”")
    await six.acts("officer.cases.open:1")
    await six.sees_not("hałas")


async def test_a_number_plate_is_no_code(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "auto na trawniku", "Podmiejska 13")
    await officer.taps("Zapytaj")
    await officer.says("Jaki numer?")
    await anna.says("PKA34567")
    await officer.sees("„PKA34567”")
