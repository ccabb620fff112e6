"""Written down, acknowledged, answered: once, in order per person, also after a crash or a defect."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.channels.channel import Incoming
from bot.web.door import HandedIn, hand_in
from handlers.dialogue.context import Context
from handlers.dialogue.update import Kind
from handlers.resident.find_officer import find_officer
from storage.database import Writer
from storage.models import AttachmentKind, HandedOver
from storage.repositories import contacts, conversations, inbox
from tests.town import Town

TryText = Callable[[Context], Awaitable[bool]]


async def test_handed_in_twice_is_one_message(town: Town) -> None:
    anna = await town.resident("anna")
    for _ in range(2):
        await anna.hands_in(HandedIn("same-id-0001", text="Podmiejska 13"))
    await town.settle()
    assert len(await anna.chat()) == 2, "the card, and once the warning against fraud"
    assert len(await town.rows("SELECT id FROM webchat WHERE from_us = 0")) == 1


async def test_two_first_messages_at_the_same_instant_make_one_contact(town: Town) -> None:
    anna = await town.resident("anna")
    await asyncio.gather(anna.hands_in(HandedIn("first-0001", text="Podmiejska 13")), anna.hands_in(HandedIn("first-0002", text="Widok 7")))
    await town.settle()
    assert len(await town.rows("SELECT id FROM contacts")) == 1
    assert [bubble.text.split(" ·")[0] for bubble in await anna.chat() if " · " in bubble.text] == ["Podmiejska 13", "Widok 7"]


async def test_what_was_written_down_before_a_crash_is_handled_after_it(town: Town) -> None:
    """The commit of the inbox survived, the handling did not: as if the power went between them."""
    anna = await town.resident("anna")
    await anna.says("/start")

    async def only_written_down(unit: Writer) -> None:
        payload = {"text": "Podmiejska 13"}
        now = town.clock.now()
        await inbox.accept_known(unit, [inbox.Arrival("web", "anna:x", "anna", "message", payload, available_at=now)], now)

    await town.app.units.run(only_written_down)
    await town.restart()
    await town.settle()
    await anna.sees("Podmiejska 13 · rejon 5")


@pytest.fixture
def defect(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A room that breaks on the words listed."""
    broken: list[str] = []
    original = find_officer.texts[0]

    async def breaking(ctx: Context) -> bool:
        if ctx.update.text in broken:
            raise RuntimeError("a defect")
        return await original(ctx)

    monkeypatch.setattr(find_officer, "texts", [breaking])
    return broken


async def test_a_defect_harms_one_person_and_is_tried_again(town: Town, defect: list[str]) -> None:
    anna, jan = await town.resident("anna"), await town.resident("jan")
    defect.append("Podmiejska 13")
    await anna.hands_in(HandedIn("message-1", text="Podmiejska 13"))
    await anna.hands_in(HandedIn("message-2", text="Widok 7"))
    await jan.hands_in(HandedIn("message-3", text="Widok 7"))
    await town.settle()
    await jan.sees("Widok 7 · rejon 7")
    assert await anna.chat() == [], "her lane waits for its oldest update"
    defect.clear()
    await town.calm()
    assert [bubble.text.split(" ·")[0] for bubble in await anna.chat() if " · " in bubble.text] == ["Podmiejska 13", "Widok 7"]


async def test_a_lasting_defect_is_given_up_kindly_and_the_lane_goes_on(town: Town, defect: list[str]) -> None:
    anna = await town.resident("anna")
    defect.append("Podmiejska 13")
    await anna.hands_in(HandedIn("message-1", text="Podmiejska 13"))
    await anna.hands_in(HandedIn("message-2", text="Widok 7"))
    await town.calm()
    chat = [bubble.text for bubble in await anna.chat()]
    assert "Coś u nas nie zadziałało. Wiadomość jest zapisana, ale nikt jej jeszcze nie dostał." in chat[0]
    assert "Widok 7 · rejon 7" in chat[1]
    assert [row["outcome"] for row in await town.rows("SELECT outcome FROM inbox WHERE external_id NOT LIKE 'everyone.forgotten%' ORDER BY id")] == [
        "failed",
        "handled",
    ]


async def test_a_timer_nobody_knows_is_given_up_and_harms_nothing(town: Town) -> None:
    async def old(unit: Writer) -> None:
        conversations.set_timer(unit, "a.room.gone", "report:1", town.clock.now())

    await town.app.units.run(old)
    await town.calm()
    assert [row["outcome"] for row in await town.rows("SELECT outcome FROM inbox WHERE external_id NOT LIKE 'everyone.forgotten%'")] == ["failed"]


async def test_whoever_writes_can_be_reached_again(town: Town) -> None:
    anna = await town.resident("anna")
    await anna.says("/start")
    urn = await contacts.by_address(town.app.reader, "web", "anna")
    assert urn is not None

    async def stopped(unit: Writer) -> None:
        contacts.stop(unit, urn.id, town.clock.now())

    await town.app.units.run(stopped)
    await anna.says("Widok 7")
    await anna.sees("Widok 7 · rejon 7")


async def test_the_door_answers_only_after_the_commit(town: Town) -> None:
    anna = await town.resident("anna")
    channel = town.app.channels[anna.channel]
    commits = town.app.units.tally.commits
    assert await hand_in(town.app.intake, channel, "anna", HandedIn("message-1", text="x"), town.clock.now())  # type: ignore[arg-type]
    assert town.app.units.tally.commits > commits
    assert len(await town.rows("SELECT id FROM inbox")) == 1


async def test_the_same_update_twice_in_one_batch_is_one(town: Town) -> None:
    anna = await town.resident("anna")
    await anna.says("/start")
    place = HandedOver(AttachmentKind.POSITION, position=(51.76, 18.09))
    once = Incoming("web", "batch-1", "anna", Kind.MESSAGE, "Podmiejska 13", attachments=(place,))
    await town.app.intake.accept_all([once, once])
    await town.settle()
    assert len(await town.rows("SELECT id FROM inbox WHERE external_id = 'batch-1'")) == 1
    assert len(await town.rows("SELECT id FROM attachments")) == 1


async def test_an_address_is_never_read_as_the_beginning_of_another(town: Town) -> None:
    """SQLite ends a JSON text at a NUL."""
    anna = await town.resident("anna")
    await anna.says("/start")
    await town.app.intake.accept_all(
        [Incoming("web", "a\0b", "anna", Kind.MESSAGE, "Podmiejska 13"), Incoming("web", "c", "anna\0x", Kind.MESSAGE, "Widok 7")]
    )
    await town.settle()
    rows = await town.rows(
        "SELECT u.address FROM inbox AS i JOIN urns AS u ON u.id = i.urn_id WHERE i.external_id IN ('c', 'a' || char(0) || 'b') ORDER BY i.id"
    )
    assert [row["address"] for row in rows] == ["anna", "anna\0x"]


async def test_in_one_batch_each_persons_messages_keep_their_order(town: Town) -> None:
    anna = await town.resident("anna")
    await anna.says("/start")
    batch = [Incoming("web", f"o{number}", ("anna", "nowy")[number % 2], Kind.MESSAGE, f"Podmiejska {number + 1}") for number in range(10)]
    await town.app.intake.accept_all(batch)
    await town.settle()
    rows = await town.rows(
        "SELECT u.address, i.external_id FROM inbox AS i JOIN urns AS u ON u.id = i.urn_id WHERE i.external_id LIKE 'o%' ORDER BY i.id"
    )
    for who, parity in (("anna", 0), ("nowy", 1)):
        assert [row["external_id"] for row in rows if row["address"] == who] == [f"o{number}" for number in range(10) if number % 2 == parity]
