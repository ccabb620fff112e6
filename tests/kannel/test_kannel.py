"""A real Kannel and an operator behind it: what leaves, what comes, what is reported."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette

from bot.app import App
from bot.channels import make_channel
from bot.channels.channel import Posted, Rendered, Temporary
from bot.channels.settings import WebChatSettings
from bot.channels.sms.kannel import Kannel
from bot.clock import SystemClock
from bot.web.hooks import hook_routes
from storage.database import Row, Writer
from storage.models import DAY, Role, Urn
from storage.repositories import contacts, staff
from tests.crash.process import free_port
from tests.kannel.gateway import SECRET, RealKannel, decoded, kannel_or_skip
from tests.settings import settings
from tests.telegram.server import FakeTelegram
from tests.town import telegram_settings

ANNA, OFFICER = "+48501000111", "+48502000222"
LONGEST = 300
"""Tries, a tenth of a second each: real programs are waited for."""


class SmsTown:
    """The app with its loops running, a real gateway, and whoever has a telephone."""

    def __init__(self, app: App, kannel: RealKannel, telegram: FakeTelegram) -> None:
        self.app = app
        self.kannel = kannel
        self.telegram = telegram

    async def says(self, number: str, text: str) -> None:
        await self.kannel.comes(number.lstrip("+"), text)

    async def sees(self, number: str, *fragments: str) -> str:
        """Waits until all of it has come."""
        await self.until(lambda: all(fragment in " ".join(self.kannel.texts(number)) for fragment in fragments), f"{number}: {fragments}")
        return self.kannel.texts(number)[-1]

    async def until(self, reached: Callable[[], bool], what: str) -> None:
        for _ in range(LONGEST):
            if reached():
                return
            await asyncio.sleep(0.1)
        raise AssertionError(f"{what}; there is {self.kannel.handed} {[self.kannel.texts(number) for number in (ANNA, OFFICER)]}")

    async def rows(self, sql: str) -> list[Row]:
        return await self.app.reader.fetch(sql, {})


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[SmsTown]:
    kannel_or_skip()
    port = free_port()
    kannel = RealKannel(tmp_path / "kannel", port)
    await kannel.start()
    section = kannel.settings()
    telegram = FakeTelegram()
    await telegram.start()
    app = await App.open(
        settings(tmp_path),
        clock=SystemClock(),
        channels=lambda around: {
            "sms": make_channel("sms", section, around),
            "web": make_channel("web", WebChatSettings(), around),
            "telegram": make_channel("telegram", telegram_settings(telegram), around),
        },
    )
    await app.prepare()

    async def officer(unit: Writer) -> None:
        urn = await contacts.meet(unit, "sms", OFFICER, language="pl", now=app.clock.now())
        staff.grant(unit, urn.contact, Role.OFFICER, district=5, since=app.clock.now() - DAY)

    await app.units.run(officer)
    app.start()
    server = uvicorn.Server(
        uvicorn.Config(Starlette(routes=hook_routes(app.receivers, app.intake.accept_all)), host="127.0.0.1", port=port, log_level="error")
    )
    serving = asyncio.create_task(server.serve())
    yield SmsTown(app, kannel, telegram)
    await kannel.stop()
    server.should_exit = True
    await serving
    await app.close()
    await kannel.close()
    await telegram.stop()
    assert telegram.refused == []


async def test_an_address_gives_the_officer_in_one_part(town: SmsTown) -> None:
    await town.says(ANNA, "Podmiejska 13")
    card = await town.sees(ANNA, "Podmiejska 13: dzielnicowy rejonu 5, tel. 62 000 00 05")
    assert len(card) <= 160
    assert town.kannel.handed[0]["coding"] == 0
    assert not town.kannel.handed[0]["udh"]


async def test_a_report_an_answer_and_what_became_of_it(town: SmsTown) -> None:
    await town.says(ANNA, "znowu pija na klatce podmiejska 13")
    await town.sees(ANNA, "Wyslac dzielnicowemu rejonu 5? Miejsce: Podmiejska 13.", "T wyslij")
    await town.says(ANNA, "t")
    await town.sees(ANNA, "Zgloszenie 1 ")
    await town.sees(OFFICER, "#1 Podmiejska 13: zgloszenie.")
    await town.says(OFFICER, "#1 C")
    await town.sees(OFFICER, "znowu pija na klatce")
    await town.says(OFFICER, "#1 Bede jutro wieczorem")
    await town.sees(ANNA, "Bede jutro wieczorem")
    key = "SELECT reported FROM outbox WHERE key LIKE 'report:1:entry:%' AND key NOT LIKE '%:told'"
    for _ in range(LONGEST):
        if [row["reported"] for row in await town.rows(key)] == ["delivered"]:
            break
        await asyncio.sleep(0.1)
    assert [row["reported"] for row in await town.rows(key)] == ["delivered"]


async def test_what_is_not_delivered_is_known(town: SmsTown) -> None:
    lost = "+48503000302"
    await town.says(lost, "Podmiejska 13")
    await town.sees(lost, "rejonu 5")
    for _ in range(LONGEST):
        states = [row["reported"] for row in await town.rows("SELECT reported FROM outbox WHERE recipient <> 'duty:5'")]
        if "undelivered" in states:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(states)


@pytest.mark.parametrize(("number", "states"), [("+48503000301", {"undelivered"}), ("+48503000303", {None})])
async def test_refused_and_never_reported(town: SmsTown, number: str, states: set[str | None]) -> None:
    """What an operator refuses is known not to be delivered; where no report ever comes, nothing is claimed."""
    await town.says(number, "Podmiejska 13")
    for _ in range(LONGEST):
        found = await town.rows("SELECT outcome, reported FROM outbox WHERE recipient LIKE 'contact:%' AND settled_at IS NOT NULL")
        if found and {row["reported"] for row in found} == states:
            break
        await asyncio.sleep(0.1)
    assert {row["reported"] for row in found} == states
    assert {row["outcome"] for row in found} == {"sent"}


async def test_an_officer_on_sms_with_a_resident_on_telegram(town: SmsTown) -> None:
    telegram = town.telegram
    telegram.says("anna", "znowu piją na klatce, Podmiejska 13")
    await town.until(lambda: any("Sprawdźmy przed wysłaniem" in said.text for said in telegram.chat("anna")), "the summary card")
    keyboard = next(said.keyboard for said in reversed(telegram.chat("anna")) if "Sprawdźmy" in said.text)
    send = next(button["callback_data"] for row in keyboard for button in row if button["text"] == "Wyślij bez moich danych")
    telegram.presses("anna", send)
    await town.sees(OFFICER, "#1 Podmiejska 13: zgloszenie.")
    await town.says(OFFICER, "#1 Bede jutro wieczorem")
    await town.until(lambda: any("Bede jutro wieczorem" in said.text for said in telegram.chat("anna")), "the officer's answer")
    telegram.says("anna", "#1 dziękuję, klatka 2")
    await town.sees(OFFICER, "dopis")
    await town.says(OFFICER, "#1 C")
    await town.sees(OFFICER, "klatka 2")


async def test_polish_letters_arrive_as_they_are_where_they_must(town: SmsTown) -> None:
    """Ukrainian letters cannot be made plain: the part is a UCS-2 one, and reads the same."""
    sms = town.app.channels["sms"]
    await sms.say(Urn(1, "sms", "+48504000404", 1), Rendered("Щ і ґ, zażółć"), dedupe="test:1")
    await town.until(lambda: bool(town.kannel.texts("+48504000404")), "a part")
    assert town.kannel.texts("+48504000404") == ["Щ і ґ, zażółć"]


async def test_what_comes_while_we_are_away_waits_in_the_gateway(town: SmsTown) -> None:
    await town.says(ANNA, "Podmiejska 13")
    await town.sees(ANNA, "rejonu 5")
    await town.kannel.stop()
    await town.kannel.start()
    await town.says(ANNA, "Widok 98")
    await town.sees(ANNA, "Widok 98")


async def test_without_the_secret_nothing_is_taken(town: SmsTown) -> None:
    sms = town.app.channels["sms"]
    assert isinstance(sms, Kannel)

    async def accept(_: object) -> None:
        raise AssertionError("taken")

    for path in ("", "mo", "zgadywany/mo", f"{SECRET}x/mo", SECRET):
        assert await sms.hooked(Posted("GET", path, {"id": "1", "from": ANNA, "text": "x"}, {}, b""), accept) is None


async def test_a_gateway_that_is_off_is_tried_again_later(town: SmsTown) -> None:
    await town.kannel.stop()
    with pytest.raises(Temporary):
        await town.app.channels["sms"].say(Urn(1, "sms", ANNA, 1), Rendered("x"), dedupe="test:2")


async def test_a_whole_story_in_three_messages_and_at_most_six_parts(town: SmsTown) -> None:
    """From the first word to the closed report and the rating, byte for byte as the operator got it."""
    await town.says(ANNA, "znowu pija na klatce podmiejska 13")
    await town.sees(ANNA, "Odpisac: T wyslij")
    await town.says(ANNA, "t")
    await town.sees(ANNA, "Zgloszenie 1 ")
    await town.sees(OFFICER, "#1 Podmiejska 13: zgloszenie.")
    await town.says(OFFICER, "#1 W")
    await town.sees(ANNA, "zajmuje sie sprawa")
    await town.says(OFFICER, "#1 Z")
    await town.sees(OFFICER, "#1 powod: 1 zalatwione")
    await town.says(OFFICER, "1")
    await town.sees(ANNA, "Zgloszenie 1 zakonczone", "TAK 1")
    await town.says(ANNA, "TAK 1")
    await town.sees(ANNA, "Dziekujemy.")
    parts = [each for each in town.kannel.handed if each["to"].lstrip("+") == ANNA.lstrip("+")]
    texts = [decoded(each) for each in parts]
    assert len([text for text in texts if "nigdy nie prosi o pieniadze" not in text]) <= 6, texts
    for each, text in zip(parts, texts, strict=True):
        assert each["coding"] == 0, text
        assert not each["udh"], "one part each"
        assert len(text) <= 160
        assert all(ord(character) < 128 for character in text), text
    assert [row["rating"] for row in await town.rows("SELECT rating FROM reports")] == ["yes"]
    assert sum(row["parts"] or 0 for row in await town.rows("SELECT parts FROM outbox")) == len(town.kannel.handed)


async def test_a_long_answer_comes_in_parts_and_its_rest_by_a_word(town: SmsTown) -> None:
    await town.says(ANNA, "znowu pija na klatce podmiejska 13")
    await town.sees(ANNA, "Odpisac: T wyslij")
    await town.says(ANNA, "t")
    await town.sees(OFFICER, "#1 Podmiejska 13: zgloszenie.")
    answer = "Rozmawialismy ze spoldzielnia o zamku w drzwiach. " * 3
    await town.says(OFFICER, f"#1 {answer}")
    await town.sees(ANNA, "Rozmawialismy", "o zamku")
    long = [each for each in town.kannel.handed if each["to"].lstrip("+") == ANNA.lstrip("+") and each["udh"]]
    assert len(long) == 2, "two parts that the phone puts together"
