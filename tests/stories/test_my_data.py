"""My data: seeing them, taking a copy along, deleting them in the middle of everything."""

from __future__ import annotations

import json

import pytest

from storage.models import DAY
from tests.people import Person
from tests.pictures import photo
from tests.stories.test_officer import report
from tests.town import Town

SECRETS = ("Anna, 600 100 200", "tajemnica", "Podmiejska 17")


async def a_life(town: Town, anna: Person, officer: Person) -> None:
    """An address, a closed report, an open one with name and phone and a photo, an answer, an unfinished draft."""
    await anna.says("Podmiejska 17")
    await anna.taps("Zapamiętaj mój adres")
    await anna.taps("Zapamiętaj")
    await report(anna, "stara tajemnica", "Podmiejska 15")
    await officer.says("#1 Z")
    await officer.taps("Załatwione")
    await anna.sends(photo(), text="nowa tajemnica")
    await anna.says("Podmiejska 13")
    await anna.taps("Wyślij i podaj moje imię i telefon")
    await anna.says("Anna, 600 100 200")
    await officer.says("#2")
    await officer.sees("Dane podane przez mieszkańca: Anna, 600 100 200")
    await officer.says("#2 Zajrzę jutro.")
    await anna.says("niewysłana tajemnica")
    await anna.taps("Nowa sprawa")


async def everywhere(town: Town) -> str:
    """All words of the whole database, but for what other people may keep."""
    tables = [row["name"] for row in await town.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    kept = []
    for table in tables:
        kept += [str(tuple(row)) for row in await town.rows(f"SELECT * FROM {table}")]
    return "\n".join(kept)


async def test_what_is_kept_is_said(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await a_life(town, anna, officer)
    await anna.says("moje dane")
    await anna.sees("To o Pani/Panu przechowujemy", "Zapamiętany adres: Podmiejska 17.", "2 zgłoszenia z treścią i załącznikami")
    assert await anna.choices() == ("Pobierz kopię", "Usuń moje dane", "Zostaw", "Połącz drugi telefon lub czat")


async def test_a_copy_for_reading_and_one_for_programs(town: Town) -> None:
    officer = await town.officer(5)
    anna, eve = await town.resident("anna"), await town.resident("eve")
    await a_life(town, anna, officer)
    await report(eve, "cudza sprawa", "Podmiejska 13")
    await anna.says("moje dane")
    await anna.taps("Pobierz kopię")
    await anna.sees("Kopia danych do czytania.", "Kopia danych dla programów (JSON).", "Można ją stąd pobrać przez 7 dni.")
    made = await town.rows("SELECT id, mime, sha256 FROM attachments WHERE channel = 'my_data' ORDER BY id")
    assert [bubble.files for bubble in (await anna.chat())[-2:]] == [(row["id"],) for row in made]
    text = town.app.files.read(made[0]["sha256"]).decode("utf-8-sig")
    for part in (
        "Zapamiętany adres: Podmiejska 17",
        "Zgłoszenie nr 2 · Podmiejska 13",
        "nowa tajemnica",
        "Podane dane: Anna, 600 100 200",
        "Zajrzę jutro.",
    ):
        assert part in text
    data = json.loads(town.app.files.read(made[1]["sha256"]))
    assert [each["words"] for each in data["reports"]] == ["stara tajemnica", "nowa tajemnica"]
    assert data["reports"][0]["created_at"].endswith("+00:00")
    assert data["contact"]["street"] == "Podmiejska"
    assert "cudza sprawa" not in text + json.dumps(data, ensure_ascii=False)
    await town.let_pass(days=8)
    assert await town.rows("SELECT id FROM attachments WHERE channel = 'my_data'") == []


async def test_on_a_phone_without_files_the_copy_is_handed_out_elsewhere(town: Town) -> None:
    jan = await town.resident("jan", on="keypad")
    await jan.says("moje dane")
    await jan.sees("Kopia: K. Usunac wszystko: U. Zostawic: N")
    await jan.says("K")
    await jan.sees("Kopia nie zmiesci sie w SMS. Wydaje ja: Komenda Testowa")
    assert "pobrac" not in await jan.news()


async def test_deleting_everything_in_the_middle(town: Town) -> None:
    officer, boss = await town.officer(5), await town.supervisor()
    anna = await town.resident("anna")
    await a_life(town, anna, officer)
    await anna.says("usuń")
    await anna.sees(
        "Usunąć adres, numer i rozmowy?", "ostatni ślad do 6 czerwca", "Otwarte zgłoszenie zostaje u dzielnicowego razem z treścią i zdjęciami"
    )
    await officer.looks()
    await anna.taps("Usuń")
    (goodbye,) = await anna.chat()
    assert goodbye.text.startswith("Usunięto. Do 6 czerwca usuniemy też adres tej rozmowy.")
    await officer.sees("Nr 2 · Podmiejska 13: dane mieszkańca zostały usunięte na prośbę tej osoby.", "Odpowiedzi nie da się już wysłać.")
    await officer.sees_not("600 100 200", "stara tajemnica")
    cards = [bubble for bubble in await officer.chat() if "„nowa tajemnica”" in bubble.text]
    assert "Mieszkaniec 2, bez danych." in cards[0].text
    assert len(cards[0].files) == 1, "the open report keeps its picture"
    await officer.says("#2 Jestem na miejscu.")
    await officer.sees("Nr 2: w tej sprawie nie można już nikomu odpisać.")
    assert len(await anna.chat()) == 1
    kept = await everywhere(town)
    for secret in ("600 100 200", "stara tajemnica", "niewysłana", "Podmiejska', '17'"):
        assert secret not in kept, secret
    await town.let_pass(days=1.1)
    kept = await everywhere(town)
    assert "anna" not in kept
    assert await anna.chat() == []
    await town.let_pass(days=30)
    await boss.sees("Po terminie: nr 2")
    assert await town.rows("SELECT id FROM inbox WHERE outcome <> 'handled'") == []
    assert [row["state"] for row in await town.rows("SELECT state FROM reports ORDER BY number")] == ["closed", "in_progress"]


async def test_writing_again_within_the_day_is_a_new_beginning(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await a_life(town, anna, officer)
    await anna.says("usuń")
    await anna.taps("Usuń")
    await town.let_pass(minutes=5)
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await town.let_pass(days=2)
    await officer.says("#3 Sprawdzę.")
    await anna.sees("„Sprawdzę.”")
    await anna.says("moje zgłoszenia")
    await anna.sees("Nr 3 · Podmiejska 13")


async def test_writing_after_a_day_is_somebody_new(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await a_life(town, anna, officer)
    await anna.says("usuń")
    await anna.taps("Usuń")
    before = await anna.contact()
    await town.let_pass(days=1.1)
    await report(anna, "hałas w nocy", "Podmiejska 13")
    assert await anna.contact() != before
    await officer.sees("„hałas w nocy”")


async def test_what_waited_to_be_said_is_not(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna", on="rough")
    await report(anna, "halas w nocy", "Podmiejska 13")
    town.rough.mood(["throttled"], forever=False)
    await officer.acts("officer.answer.reply:1")
    await town.settle()
    await anna.acts("resident.my_data.yes")
    texts = [each.text for each in town.rough.phones["anna"]]
    assert "Usunieto." in texts[-1]


@pytest.mark.parametrize("who", ["officer", "supervisor"])
async def test_staff_do_not_delete_what_they_are_responsible_for(town: Town, who: str) -> None:
    officer = await town.officer(5) if who == "officer" else await town.supervisor()
    await officer.acts("resident.my_data.yes")
    await officer.sees("Ten przycisk już nie działa")
    assert len(await town.rows("SELECT id FROM urns WHERE address LIKE 'erased%'")) == 0


async def test_a_report_that_is_over_is_emptied_after_24_months(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.sends(photo(), text="stara tajemnica")
    await anna.says("Podmiejska 13")
    await anna.taps("Wyślij bez moich danych")
    await officer.says("#1 Z")
    await officer.taps("Załatwione")
    await town.let_pass(days=700)
    await anna.taps("Nie, otwórz ponownie")
    await town.let_pass(days=40)
    await officer.says("#1")
    await officer.sees("stara tajemnica")
    await officer.says("#1 Z")
    await officer.taps("Załatwione")
    town.clock.at += 731 * DAY
    await town.settle()
    await officer.sees_not("stara tajemnica")
    kept = (await town.rows("SELECT * FROM reports"))[0]
    assert (kept["words"], kept["street"], kept["author_id"], kept["state"], kept["district"]) == ("", "", None, "closed", 5)
    assert await town.rows("SELECT id FROM attachments") == []
