"""The table "who sees what" of the people's page, executed: words, picture and identity of a report, by who looks.

Everybody tries every link, every order and the file itself; what then stands in the chat, in its buttons and in the log counts.
"""

from __future__ import annotations

import re

import pytest

from handlers import ROUTES
from storage.repositories import attachments
from tests.people import Person
from tests.pictures import photo
from tests.stories.test_officer import report
from tests.town import Town

WORDS, IDENTITY = "tajemnica sąsiada", "Barbara, 601 102 203"
CHANGES = ("officer.progress", "officer.handover", "officer.discreet", "resident.my_data.yes", "resident.withdraw.yes")
LINKS = sorted({link for room in ROUTES.rooms for link in room.links if not link.startswith(CHANGES)})

TABLE = [
    # who looks                        words  picture identity (if it was given)
    ("the district's officer", True, True, True),
    ("the active substitute", True, True, True),
    ("the supervisor", True, True, True),
    ("the officer of another district", False, False, False),
    ("a former officer", False, False, False),
    ("a substitute of last week", False, False, False),
    ("the operator", False, False, False),
    ("a neighbour", False, False, False),
    ("the author", True, True, False),
]


async def looker(town: Town, who: str, officer: Person) -> Person:
    if who == "the district's officer":
        return officer
    if who == "the supervisor":
        return await town.supervisor()
    if who == "the operator":
        return await town.operator()
    if who == "a neighbour":
        neighbour = await town.resident("sasiad")
        await neighbour.says("Podmiejska 13")
        await neighbour.taps("Zapamiętaj mój adres")
        await neighbour.taps("Zapamiętaj")
        return neighbour
    other = await town.officer(9)
    if "substitute" in who:
        await town.away(officer, days=3, substitute=other)
    if who == "a substitute of last week":
        await town.let_pass(days=7)
    if who == "a former officer":
        boss = await town.supervisor()
        role = (await town.rows("SELECT id FROM roles WHERE district = 9"))[0]["id"]
        await boss.acts(f"officer.team.end:{role}")
    return other


@pytest.mark.parametrize("named", [False, True], ids=["without data", "with data"])
@pytest.mark.parametrize(("who", "words", "picture", "identity"), TABLE, ids=[row[0] for row in TABLE])
async def test_who_sees_what(
    town: Town, who: str, words: bool, picture: bool, identity: bool, named: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna-w-sieci")
    viewer = anna if who == "the author" else await looker(town, who, officer)
    await anna.sends(photo(), text=WORDS)
    await anna.says("Podmiejska 13")
    if named:
        await anna.taps("Wyślij i podaj moje imię i telefon")
        await anna.says(IDENTITY)
    else:
        await anna.taps("Wyślij bez moich danych")
    await viewer.says("/start")
    for link in LINKS:
        await viewer.acts(f"{link}:1")
    for order in ("#1", "status 1", "sprawy", "moje zgłoszenia"):
        await viewer.says(order)
    rows = await town.rows(
        "SELECT w.text, w.buttons, w.attachments FROM webchat AS w JOIN urns AS u ON u.id = w.urn_id WHERE u.address = :a AND w.from_us = 1",
        a=viewer.name,
    )
    seen = "\n".join(row["text"] + row["buttons"] + row["attachments"] for row in rows).replace("\u00a0", " ")
    assert (WORDS in seen) is words
    assert (IDENTITY in seen) is (identity and named)
    file = await attachments.visible_to(town.app.reader, await viewer.contact(), 1, town.clock.now())
    assert (file is not None) is picture
    if who != "the author":
        assert "anna-w-sieci" not in seen, "no name of a chat, in no button"
    printed = "".join(capsys.readouterr())
    for secret in (WORDS, IDENTITY, "601 102", "anna-w-sieci", "Podmiejska"):
        assert secret not in printed, "nothing of it in a log"


async def test_two_reports_of_one_person_cannot_be_joined(town: Town) -> None:
    officer, boss = await town.officer(5), await town.supervisor()
    anna, jan = await town.resident("anna-w-sieci"), await town.resident("jan-w-sieci")
    await report(anna, "pierwsza", "Podmiejska 13")
    await report(jan, "cudza", "Podmiejska 13")
    await anna.says("druga")
    await anna.taps("Nowa sprawa")
    await anna.says("Podmiejska 13")
    await anna.taps("Wyślij bez moich danych")
    for viewer in (officer, boss):
        for number in (1, 2, 3):
            await viewer.says(f"#{number}")
    rows = await town.rows("SELECT w.text, w.buttons FROM webchat AS w JOIN urns AS u ON u.id = w.urn_id WHERE u.address IN ('rejon5', 'kierownik')")
    neutral = []
    for number in (1, 2, 3):
        about = [row["text"] + row["buttons"] for row in rows if f"Nr {number} " in row["text"] or f"Nr\u00a0{number} " in row["text"]]
        assert about
        neutral.append({re.sub(rf"(?<!\d){number}(?!\d)", "N", text) for text in about})
    cleaned = [{text.replace(words, "…") for text in each} for each, words in zip(neutral, ("pierwsza", "cudza", "druga"), strict=True)]
    assert cleaned[0] == cleaned[1] == cleaned[2], "but for number and words the three look the same"
