"""The table "who sees what" of the people's page, executed: words, picture and identity of a report, by who looks.

Everybody tries every link, every order and the file itself; what then stands in the chat, in its buttons and in the log counts.
"""

from __future__ import annotations

import re

import httpx
import pytest

from bot.web.server import make_site
from handlers import ROUTES
from storage.repositories import attachments
from tests.people import Person
from tests.pictures import photo
from tests.stories.test_officer import report
from tests.test_web import HOST, site_of
from tests.town import Town

WORDS, IDENTITY = "tajemnica sąsiada", "Barbara, 601 102 203"
CHANGES = (
    "officer.progress", "officer.handover", "officer.discreet", "officer.category.set", "resident.my_data.yes", "resident.withdraw.yes",
    "resident.in_confidence.clear", "desk.urgent.noted",
)  # fmt: skip
LINKS = sorted({link for room in ROUTES.rooms for link in room.links if not link.startswith(CHANGES)})

READERS = ("the district's officer", "the active substitute", "the supervisor")
STRANGERS = (
    "the officer of another district", "a former officer", "a substitute of last week", "the operator", "a neighbour",
)  # fmt: skip
KINDS = ("an ordinary report", "an urgent report", "a confidential report", "a report from an unsafe phone", "a report about an officer")


def may_read(who: str, kind: str) -> bool:
    """The table of the people's page."""
    if who == "the author":
        return kind not in ("a confidential report", "a report from an unsafe phone")  # not even their own words are said again
    if who == "the duty desk":
        return kind == "an urgent report"
    if kind == "a report about an officer":
        return who == "the supervisor"
    return who in READERS


TABLE = [(who, kind) for kind in KINDS for who in (*READERS, *STRANGERS, "the duty desk", "the author")]


async def looker(town: Town, who: str, officer: Person) -> Person:
    if who == "the district's officer":
        return officer
    if who == "the supervisor":
        return await town.supervisor()
    if who == "the operator":
        return await town.operator()
    if who == "the duty desk":
        return await town.desk()
    if who == "a neighbour":
        neighbour = await town.resident("sasiad")
        await neighbour.says("Podmiejska 13")
        await neighbour.taps("Zapamiętaj mój adres")
        await neighbour.taps("Zapamiętaj")
        return neighbour
    other = await town.officer(9)
    if "substitute" in who:
        await town.away(officer, days=3 if who == "a substitute of last week" else 30, substitute=other)
    if who == "a substitute of last week":
        await town.let_pass(days=7)
    if who == "a former officer":
        boss = await town.supervisor()
        role = (await town.rows("SELECT id FROM roles WHERE district = 9"))[0]["id"]
        await boss.acts(f"officer.team.end:{role}")
    return other


async def kept(town: Town, anna: Person, kind: str, named: bool) -> None:
    """Anna's report of a kind, with a picture."""
    if kind == "an urgent report":
        await anna.sends(photo(), text=f"ktoś właśnie wyważa mi drzwi, {WORDS}, Podmiejska 13")
        await anna.taps("112 już wie")
        return
    if kind == "a report about an officer":
        await anna.sends(photo(), text=f"chcę złożyć skargę na dzielnicowego, był pijany na służbie, {WORDS}, Podmiejska 13")
        await anna.taps("To nie skarga")
        return
    if kind == "an ordinary report":
        await anna.sends(photo(), text=WORDS)
        await anna.says("Podmiejska 13")
    else:
        await anna.sends(photo(), text=f"mąż mnie bije, {WORDS}, Podmiejska 13")
    if kind == "a report from an unsafe phone":
        await anna.taps("Tak, proszę tu nie odpisywać")
        await anna.says(IDENTITY)
        return
    if kind == "a confidential report":
        await anna.taps("Nie, można tu pisać")
    if named:
        await anna.taps("Wyślij i podaj moje imię i telefon")
        await anna.says(IDENTITY)
    else:
        await anna.taps("Wyślij bez moich danych")


def names(kind: str, named: bool) -> bool:
    """Whether the author has told who they are."""
    return kind == "a report from an unsafe phone" or (named and kind in ("an ordinary report", "a confidential report"))


async def shown(town: Town, viewer: Person) -> str:
    rows = await town.rows(
        "SELECT w.text, w.buttons, w.attachments FROM webchat AS w JOIN urns AS u ON u.id = w.urn_id WHERE u.address = :a AND w.from_us = 1",
        a=viewer.name,
    )
    return "\n".join(row["text"] + row["buttons"] + row["attachments"] for row in rows).replace("\u00a0", " ")


@pytest.mark.parametrize("named", [False, True], ids=["without data", "with data"])
@pytest.mark.parametrize(("who", "kind"), TABLE, ids=[f"{who}, {kind}" for who, kind in TABLE])
async def test_who_sees_what(town: Town, who: str, kind: str, named: bool, capsys: pytest.CaptureFixture[str]) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna-w-sieci")
    viewer = anna if who == "the author" else await looker(town, who, officer)
    await kept(town, anna, kind, named)
    if who != "the author":
        pushed = await shown(town, viewer)
        if "confidential" in kind or "unsafe" in kind or not may_read(who, kind):
            assert WORDS not in pushed, "nothing of it in a notification"
            assert "Podmiejska 13" not in pushed or who == "a neighbour"
    await viewer.says("/start")
    for link in LINKS:
        await viewer.acts(f"{link}:1")
    for order in ("#1", "status 1", "sprawy", "moje zgłoszenia"):
        await viewer.says(order)
    await town.let_pass(days=3)
    seen = await shown(town, viewer)
    readable = may_read(who, kind)
    assert (WORDS in seen) is readable
    assert (IDENTITY in seen) is (readable and names(kind, named) and who != "the author")
    file = await attachments.visible_to(town.app.reader, await viewer.contact(), 1, town.clock.now(), at=(await viewer.urn()).id)
    assert (file is not None) is (readable or (who == "the author" and "unsafe" not in kind))
    if who != "the author":
        assert "anna-w-sieci" not in seen, "no name of a chat, in no button"
    await _nothing_in_exports(town, who, kind)
    await _nothing_in_metrics(town)
    printed = "".join(capsys.readouterr())
    for secret in (WORDS, IDENTITY, "601 102", "anna-w-sieci", "Podmiejska"):
        assert secret not in printed, "nothing of it in a log"


async def _nothing_in_exports(town: Town, who: str, kind: str) -> None:
    """The copy that whoever looks has asked for."""
    for path in town.app.settings.media.folder.rglob("*"):
        if path.is_file() and (who != "the author" or kind == "a report from an unsafe phone"):
            text = path.read_text(encoding="utf-8", errors="ignore")
            assert WORDS not in text
            assert IDENTITY not in text


async def _nothing_in_metrics(town: Town) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(make_site(site_of(town))), base_url=f"https://{HOST}") as page:
        written = (await page.get("/metrics")).text + (await page.get("/health")).text
    for secret in (WORDS, IDENTITY, "601 102", "anna-w-sieci", "Podmiejska", "confidential", "violence"):
        assert secret not in written


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
