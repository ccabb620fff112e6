"""The bot beside the conversations: its start, its ways in, and whatever Telegram may send."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from random import Random

import httpx
import pytest
from aiogram.types import Update as AiogramUpdate
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from telegram import Bot, Update

from bot.channels import make_channel
from bot.channels.channel import Incoming, Misconfigured, RenderedButton, Surroundings, Temporary
from bot.channels.telegram.bot import Telegram
from bot.channels.telegram.incoming import essential, incoming
from bot.channels.telegram.menu import RESIDENT, STAFF
from bot.channels.telegram.outgoing import LONGEST_DATA, LONGEST_TEXT, keyboard, parts, units, with_chosen
from bot.web.server import make_site
from handlers import ROUTES
from handlers.dialogue.update import fold
from storage.database import Writer
from tests.telegram.server import TOKEN, FakeTelegram
from tests.telegram.strange import strange_update
from tests.test_web import browser, site_of
from tests.town import Town, telegram_settings

SECRET = "a-secret-of-our-own-0123456789"


def another(town: Town, telegram: FakeTelegram, **more: object) -> Telegram:
    """A second instance for the same bot."""
    around = Surroundings(town.app.units, town.app.reader, town.clock, None, town.app.files.read, town.app.catalogs)  # type: ignore[arg-type]
    made = make_channel("telegram", telegram_settings(telegram, **more), around)
    assert isinstance(made, Telegram)
    return made


async def nothing(_: Sequence[Incoming]) -> None:
    """Keeps nothing."""


async def test_a_wrong_token_is_one_sentence(town: Town, telegram: FakeTelegram) -> None:
    bot = another(town, telegram)
    telegram.known_token = "43:somebody-elses-token-0000000"
    with pytest.raises(Misconfigured, match=r"channels\.telegram\.token: Telegram does not know this token"):
        await bot.prepare()
    await bot.close()


async def test_an_outage_is_no_reason_not_to_start(town: Town, telegram: FakeTelegram) -> None:
    bot = another(town, telegram)
    await telegram.stop()
    await bot.prepare()
    with pytest.raises(Temporary):
        await bot.receive(nothing, wait=0)
    await telegram.start(telegram.port)
    telegram.says("anna", "Podmiejska 13")
    assert await bot.receive(nothing, wait=0)
    assert telegram.profile, "what could not be prepared is made up for"
    await bot.close()


async def test_a_token_that_is_revoked_is_one_sentence(town: Town, telegram: FakeTelegram, capsys: pytest.CaptureFixture[str]) -> None:
    bot = another(town, telegram)
    await bot.prepare()
    telegram.known_token = "43:somebody-elses-token-0000000"
    with pytest.raises(Temporary):
        await bot.receive(nothing, wait=0)
    assert "Telegram does not know this token any more" in capsys.readouterr().out
    telegram.known_token = TOKEN
    await bot.close()


async def test_two_programs_on_one_token_are_one_sentence(town: Town, telegram: FakeTelegram, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = another(town, telegram), another(town, telegram)
    waiting = asyncio.create_task(first.receive(nothing, wait=5))
    await telegram.somebody_polls.wait()
    with pytest.raises(Temporary):
        await second.receive(nothing, wait=0)
    assert "another program takes this bot's messages: please stop it" in capsys.readouterr().out
    telegram.says("anna", "x")
    await waiting
    await first.close()
    await second.close()


async def test_the_offset_moves_only_after_the_commit(town: Town, telegram: FakeTelegram) -> None:
    bot = another(town, telegram)

    async def fails(_: Sequence[Incoming]) -> None:
        raise RuntimeError("no disk")

    telegram.says("anna", "Podmiejska 13")
    with pytest.raises(RuntimeError):
        await bot.receive(fails, wait=0)
    await bot.receive(nothing, wait=0)
    assert len(telegram.pending) == 1, "forgotten only when a later offset confirms it"
    await bot.receive(nothing, wait=0)
    assert telegram.pending == []
    await bot.close()


async def test_the_webhook_takes_what_has_the_secret_and_only_that(town: Town, telegram: FakeTelegram) -> None:
    bot = another(town, telegram, mode="webhook", webhook_url="https://example.invalid/hooks/telegram", webhook_secret=SECRET)
    await bot.prepare()
    assert telegram.webhook["url"] == "https://example.invalid/hooks/telegram"
    assert not telegram.webhook.get("drop_pending_updates")
    site = site_of(town)
    site.hooks = {"telegram": bot}
    telegram.says("anna", "Podmiejska 13")
    update = json.dumps(telegram.pending.pop())
    async with browser(make_site(site)) as provider:
        for headers in ({}, {"x-telegram-bot-api-secret-token": SECRET + "x"}, {"x-telegram-bot-api-secret-token": ""}):
            assert (await provider.post("/hooks/telegram", content=update, headers=headers)).status_code == 404
        assert await town.rows("SELECT id FROM inbox") == []
        right = {"x-telegram-bot-api-secret-token": SECRET}
        assert (await provider.post("/hooks/sms", content=update, headers=right)).status_code == 404
        for body, status in (("{", 400), ("[]", 200), ("null", 200), ('{"update_id": "x"}', 200), ("x" * 2_000_000, 413)):
            assert (await provider.post("/hooks/telegram", content=body, headers=right)).status_code == status
        for _ in range(3):
            answer: httpx.Response = await provider.post("/hooks/telegram", content=update, headers=right)
            assert answer.status_code == 200
    assert len(await town.rows("SELECT id FROM inbox WHERE channel = 'telegram'")) == 1
    telegram.webhook = {}
    await town.calm()
    assert "rejon 5" in telegram.chat("anna")[0].text
    await bot.close()


async def test_polling_takes_an_old_webhook_away_and_drops_nothing(town: Town, telegram: FakeTelegram) -> None:
    telegram.webhook = {"url": "https://example.invalid/old"}
    telegram.says("anna", "Podmiejska 13")
    bot = another(town, telegram)
    await bot.prepare()
    assert telegram.webhook == {}
    assert len(telegram.pending) == 1
    await bot.close()


_BOT = Bot(TOKEN)
KINDS = st.sampled_from(["message", "edited_message", "callback_query"])


@settings(max_examples=300, deadline=None)
@given(st.randoms(use_true_random=False), KINDS)
def test_every_valid_update_is_read(chance: Random, kind: str) -> None:
    given_update = strange_update(chance, 1, 7_000_000_099, kind)
    try:
        AiogramUpdate.model_validate(given_update)
    except ValidationError:
        return
    update = Update.de_json(essential(given_update), _BOT)
    assert update is not None
    found = incoming("telegram", "dzielnicowy_bot", update)
    assert found is None or found.address == "7000000099"


async def test_strange_updates_are_all_handled(town: Town, telegram: FakeTelegram) -> None:
    chance, count = Random(20261128), 0
    telegram.room("anna").started = True
    for number in range(1, 400):
        update = strange_update(chance, number, telegram.room("anna").id, chance.choice(["message", "edited_message", "callback_query"]))
        try:
            AiogramUpdate.model_validate(update)
        except ValidationError:
            continue
        telegram.pending.append(update)
        telegram.open_queries.add(f"strange{number}")
        count += 1
        if count % 20 == 0:
            await town.settle()
    await town.calm()
    assert count > 60
    telegram.refused = [each for each in telegram.refused if each != ("getFile", "Bad Request: invalid file_id")]
    assert await town.rows("SELECT id FROM inbox WHERE settled_at IS NULL OR outcome <> 'handled'") == []


PIECES = st.sampled_from(["<b>", "</b>", "a" * 500, "ż" * 90, "👩", "&lt;", "&amp;", " ", "\n", "słowo "])


@given(st.lists(PIECES, max_size=60), st.integers(200, 600))
def test_parts_keep_every_word_within_the_limit_and_every_emphasis_closed(pieces: list[str], most: int) -> None:
    text, strong = "", False
    for piece in pieces:
        if (piece == "<b>" and strong) or (piece == "</b>" and not strong):
            continue
        strong = strong ^ (piece in ("<b>", "</b>"))
        text += piece
    text += "</b>" if strong else ""
    found = parts(text, most)
    assert all(units(part) <= most for part in found)
    assert all(part.count("<b>") == part.count("</b>") for part in found)
    bare = [part.replace("<b>", "").replace("</b>", "") for part in found]
    assert "".join("".join(bare).split()) == "".join(text.replace("<b>", "").replace("</b>", "").split())
    assert all("&" not in part.rstrip(";")[-4:] or part.endswith(";") for part in bare if "&" in part[-4:])


def test_a_short_text_is_one_part() -> None:
    assert parts("<b>Dzień dobry</b>\nPodmiejska 13") == ["<b>Dzień dobry</b>\nPodmiejska 13"]
    assert len(parts("a" * (LONGEST_TEXT + 1))) == 2


def test_the_keyboard_shows_decisions_below_each_other_and_small_ones_in_pairs() -> None:
    given_buttons = (("Tak", False), ("Nie", False), ("Pomoc", True), ("Polski", True))
    buttons = [RenderedButton(label, f"room.link:{label}", minor) for label, minor in given_buttons]
    made = keyboard(buttons)
    assert made is not None
    assert [[button["text"] for button in row] for row in made["inline_keyboard"]] == [["Tak"], ["Nie"], ["Pomoc", "Polski"]]
    marked = with_chosen(made["inline_keyboard"], "room.link:Nie")
    assert marked is not None
    assert marked["inline_keyboard"][1][0]["text"] == "✓ Nie"
    assert with_chosen(marked["inline_keyboard"], "room.link:Nie") is None
    assert keyboard([]) is None


def test_every_links_value_fits_into_a_button() -> None:
    """The longest arguments are a report's number with the longest of the words that follow one."""
    for room in ROUTES.rooms:
        for link in room.links:
            assert len(f"{link}:999999999.{'x' * 18}".encode()) <= LONGEST_DATA, link


async def test_the_menu_per_role_and_language_and_the_profile_are_sent_once(town: Town, telegram: FakeTelegram) -> None:
    officer = await town.officer(5, on="telegram")
    await town.let_pass(minutes=6)
    chat = f'{{"chat_id": {officer.address}, "type": "chat"}} '
    default = '{"type": "default"} '
    assert [each["command"] for each in telegram.commands[chat]] == ["sprawy", "ogloszenie", "spotkania_zespolu", "dyskretnie", "zespol", "start"]
    assert telegram.commands[default + "uk"] != telegram.commands[default] != telegram.commands[default + "en"]
    assert telegram.profile["description "].startswith("Proszę napisać ulicę i numer domu")
    assert len(telegram.profile) == 6
    assert all(len(text) <= (512 if name.startswith("description") else 120) for name, text in telegram.profile.items())
    changed = [name for name, _ in telegram.calls if name.startswith("set")]
    await town.restart()
    await town.let_pass(minutes=6)
    assert [name for name, _ in telegram.calls if name.startswith("set")] == changed, "only when something has changed"
    await town.app.units.run(_end_roles)
    await town.let_pass(minutes=6)
    assert chat not in telegram.commands


async def _end_roles(unit: Writer) -> None:
    unit.write("UPDATE roles SET until = 1", {})


def test_every_command_of_a_menu_is_understood() -> None:
    spoken = {word for room in ROUTES.rooms for word in room.spoken}
    for command in (*RESIDENT, *STAFF):
        assert fold(f"/{command}") in spoken or command == "anuluj", "a pattern, since a draft may be what is cancelled"


async def test_two_bots_are_two_chats_of_two_people(town: Town, telegram: FakeTelegram) -> None:
    """The same account at another bot is another chat: nothing of the first is said in the second."""
    around = Surroundings(town.app.units, town.app.reader, town.clock, None, town.app.files.read, town.app.catalogs)  # type: ignore[arg-type]
    second = make_channel("widok", telegram_settings(telegram), around)
    assert isinstance(second, Telegram)
    telegram.says("anna", "Podmiejska 13")
    await second.receive(town.app.intake.accept_all, wait=0)
    telegram.pending.clear()
    telegram.says("anna", "Podmiejska 15")
    await town.settle()
    people = await town.rows("SELECT channel, contact_id FROM urns ORDER BY channel")
    assert [row["channel"] for row in people] == ["telegram", "widok"]
    assert people[0]["contact_id"] != people[1]["contact_id"]
    await second.close()
