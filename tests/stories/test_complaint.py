"""A complaint about the officer of one's own district, and one that was none. Its words reach nobody whom they are about."""

from __future__ import annotations

import pytest

from tests.pictures import photo
from tests.stories.test_my_data import everywhere
from tests.stories.test_officer import report
from tests.town import Town

COMPLAINT = "chcę złożyć skargę na dzielnicowego, był pijany na służbie"
SECRET = "pijany na służbie"


async def test_it_never_reaches_the_officer_and_no_text_stays(town: Town) -> None:
    officer, boss, other = await town.officer(5), await town.supervisor(), await town.officer(6)
    await town.away(other, days=3, substitute=officer)
    anna = await town.resident("anna")
    await anna.says(COMPLAINT)
    await anna.sees("Tej sprawy nie wysyłamy dzielnicowemu. Skargę na policjanta rozpatruje: Komendant Miejski, Jasna 1.")
    await anna.sees("Potrzebne są imię, nazwisko i adres", "Biuru Spraw Wewnętrznych Policji", "Usuniemy go w ciągu doby.")
    assert await anna.choices() == ("Skopiuj mój tekst", "Usuń teraz", "To nie skarga")
    assert SECRET in await everywhere(town), "until the choice, a day at most"
    await town.let_pass(days=1)
    assert SECRET not in await everywhere(town)
    for person in (officer, boss, other):
        await person.hears_nothing()
    assert await town.rows("SELECT number FROM reports") == []
    await anna.taps("To nie skarga")
    await anna.sees("Ta karta jest już nieaktualna")
    assert await town.rows("SELECT number FROM reports") == []


async def test_taken_along_and_deleted_at_once(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.says(COMPLAINT)
    await anna.says("i klął na sąsiadkę")
    await anna.taps("Skopiuj mój tekst")
    await anna.sees(f"„{COMPLAINT}\ni klął na sąsiadkę”")
    await anna.taps("Usuń teraz")
    await anna.sees("Usunięto. Żaden policjant tego nie dostał.")
    await anna.sees_not(SECRET, "klął")
    kept = await everywhere(town)
    assert SECRET not in kept
    assert "klął" not in kept
    await officer.hears_nothing()


async def test_one_that_was_none_goes_to_the_supervisor_only(town: Town) -> None:
    officer, boss = await town.officer(5), await town.supervisor()
    anna = await town.resident("anna")
    await anna.says(COMPLAINT)
    await anna.taps("To nie skarga")
    await anna.sees("Zgłoszenie nr 1")
    await boss.sees(COMPLAINT)
    await officer.hears_nothing()
    await officer.says("#1")
    await officer.sees("Nie ma tu takiej sprawy.")
    await officer.says("sprawy")
    await officer.sees("Nie ma otwartych spraw.")
    await boss.says("#1 Dziękuję, sprawdzę.")
    await anna.sees("„Dziękuję, sprawdzę.”")
    await town.let_pass(days=2)
    assert [row["words"] for row in await town.rows("SELECT words FROM reports")] == [COMPLAINT]
    assert SECRET in await everywhere(town), "what was sent stays"


async def test_as_a_reply_to_the_officers_own_answer(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await officer.says("#1 Byłem tam.")
    await officer.looks()
    await anna.replies("Byłem tam.", COMPLAINT)
    await anna.sees("Tej sprawy nie wysyłamy dzielnicowemu.")
    await officer.hears_nothing()
    assert await town.rows("SELECT id FROM entries WHERE kind = 'words'") == []


async def test_in_the_middle_of_a_draft_which_goes_on_afterwards(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.says("rozbita szyba")
    await anna.says(COMPLAINT)
    await anna.taps("Usuń teraz")
    await anna.sees("Gdzie to jest?")
    await anna.says("Podmiejska 13")
    await anna.taps("Wyślij bez moich danych")
    await officer.sees("„rozbita szyba”")
    await officer.sees_not(SECRET)


async def test_more_words_and_a_picture_wait_too(town: Town) -> None:
    boss = await town.supervisor()
    anna = await town.resident("anna")
    await anna.says(COMPLAINT)
    await anna.says("i klął na sąsiadkę")
    await anna.sends(photo())
    await boss.hears_nothing()
    await anna.taps("To nie skarga")
    await boss.sees("i klął na sąsiadkę", "Dołączono: 1 zdjęcie")


async def test_everything_of_it_goes_within_the_day(town: Town) -> None:
    anna = await town.resident("anna")
    await anna.says(COMPLAINT)
    await anna.says("i klął na sąsiadkę")
    await anna.taps("Skopiuj mój tekst")
    await town.let_pass(days=1)
    kept = await everywhere(town)
    assert SECRET not in kept
    assert "klął" not in kept


async def test_danger_goes_before_a_complaint(town: Town) -> None:
    await town.supervisor()
    anna = await town.resident("anna")
    await anna.says(COMPLAINT)
    await anna.says("ktoś właśnie wyważa mi drzwi, jestem sama z dzieckiem")
    await anna.sees("Proszę zadzwonić pod 112. Teraz.")


@pytest.mark.parametrize(
    "words", ["moje zgłoszenia", "moje dane", "pomoc", "status", "prywatność", "Podmiejska 13", "Widok 7", "anuluj", "usuń adres"]
)
async def test_orders_and_addresses_are_never_taken_for_one(town: Town, words: str) -> None:
    anna = await town.resident("anna")
    await anna.says(words)
    assert "Skargę" not in await anna.news()
    assert "Proszę zadzwonić pod 112. Teraz." not in await anna.news()


@pytest.mark.parametrize("who", ["officer", "operator", "desk"])
async def test_nobody_gets_at_it_by_a_button(town: Town, who: str) -> None:
    stranger = await (town.officer(5) if who == "officer" else town.operator() if who == "operator" else town.desk())
    anna = await town.resident("anna")
    await anna.says(COMPLAINT)
    number = (await anna.button("To nie skarga"))[0].value.rpartition(":")[2]
    for link in ("copy", "delete", "ordinary"):
        await stranger.acts(f"resident.complaint.{link}:{number}")
    await stranger.sees_not(SECRET)
    assert SECRET in await everywhere(town)


async def test_by_sms(town: Town) -> None:
    officer = await town.officer(5)
    jan = await town.resident("jan", on="keypad")
    await jan.says("chce zlozyc skarge na dzielnicowego, byl pijany na sluzbie")
    await jan.sees("Tego nie wysylamy dzielnicowemu.", "Usun teraz: 2. To nie skarga: 3")
    await jan.says("2")
    await jan.sees("Usunieto. Zaden policjant tego nie dostal.")
    await officer.hears_nothing()


@pytest.mark.parametrize("how", ["now", "a day later"])
async def test_its_picture_goes_too(town: Town, how: str) -> None:
    anna = await town.resident("anna")
    await anna.sends(photo(), text=COMPLAINT)
    if how == "now":
        await anna.taps("Usuń teraz")
    else:
        await town.let_pass(days=1)
    await town.calm()
    assert await town.rows("SELECT id FROM attachments") == []
    assert [path for path in town.app.settings.media.folder.rglob("*") if path.is_file()] == []


async def test_a_draft_behind_it_outlives_its_day(town: Town) -> None:
    await town.officer(5)
    anna = await town.resident("anna")
    await anna.says("znowu piją na klatce, butelki")
    await anna.says(COMPLAINT)
    await town.let_pass(days=1)
    await anna.says("Podmiejska 13")
    await anna.sees("„znowu piją na klatce, butelki”")


async def test_handed_over_it_is_still_closed_to_whom_it_is_about(town: Town) -> None:
    officer, boss, six = await town.officer(5), await town.supervisor(), await town.officer(6)
    anna = await town.resident("anna")
    await anna.says(f"{COMPLAINT}, Podmiejska 13")
    await anna.taps("To nie skarga")
    await boss.says("#1 rejon 6")
    await six.sees(COMPLAINT)
    await town.away(six, days=3, substitute=officer)
    await anna.says("#1 proszę o odpowiedź")
    await boss.sees("proszę o odpowiedź")
    await officer.hears_nothing()
    for order in ("#1", "sprawy"):
        await officer.says(order)
    await officer.sees_not(SECRET, "Podmiejska")


async def test_no_officer_of_an_unknown_place_gets_it(town: Town) -> None:
    officers, boss = [await town.officer(district) for district in (5, 6)], await town.supervisor()
    anna = await town.resident("anna")
    await anna.says(COMPLAINT)
    await anna.taps("To nie skarga")
    for district in (5, 6):
        await boss.says(f"#1 rejon {district}")
        await boss.sees(f"nie może trafić do rejonu {district}")
    for officer in officers:
        await officer.hears_nothing()
