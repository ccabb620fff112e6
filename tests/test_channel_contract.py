"""The contract suite: every channel carries the same journey to the same end, also on a rough day.

What is asserted is what is kept and what arrived, not the form: the form is each channel's own.
"""

from __future__ import annotations

import pytest

from bot.web.door import HandedIn
from storage.database import Row, Writer
from storage.outgoing import Outcome
from storage.repositories import contacts
from tests.people import Person
from tests.rough_channel import (
    BROKEN,
    FINE,
    REJECTED,
    ROUGH_DAY,
    STOPPED,
    THROTTLED,
    TIMED_OUT_AFTER_DELIVERY,
    TIMED_OUT_BEFORE_DELIVERY,
)
from tests.town import Town

CHANNELS = ["web", "keypad", "rough", "telegram"]


async def outcomes(town: Town) -> list[Row]:
    return await town.rows("SELECT key, outcome, uncertain, if_uncertain, settled_at FROM outbox ORDER BY id")


async def the_journey(town: Town, anna: Person, officer: Person) -> None:
    """Address, report, question, answer, closing."""
    await anna.says("Podmiejska 13")
    await anna.says("znowu pija na klatce")
    await anna.taps("Podmiejska 13")
    await anna.taps("Wyślij bez moich danych")
    await officer.says("#1 C")
    await officer.taps("Zapytaj") if town.app.channels[officer.channel].capabilities.buttons else await officer.acts("officer.answer.ask:1")
    await officer.says("W jakie dni?")
    await anna.says("w piatki")
    await officer.says("#1 Sprawdze w piatek.")
    await officer.says("#1 Z")
    await officer.taps("Załatwione")


@pytest.mark.parametrize("officers", CHANNELS)
@pytest.mark.parametrize("residents", CHANNELS)
async def test_the_whole_journey_on_every_pair_of_channels(town: Town, residents: str, officers: str) -> None:
    officer = await town.officer(5, on=officers)
    anna = await town.resident("anna", on=residents)
    await the_journey(town, anna, officer)
    assert [(row["state"], row["reason"]) for row in await town.rows("SELECT state, reason FROM reports")] == [("closed", "done")]
    said = [(row["kind"], row["text"]) for row in await town.rows("SELECT kind, text FROM entries ORDER BY id")]
    assert said == [("question", "W jakie dni?"), ("words", "w piatki"), ("answer", "Sprawdze w piatek.")]
    assert {row["outcome"] for row in await outcomes(town)} <= {"sent", "skipped"}
    everything = "\n".join(bubble.text for bubble in await anna.chat())
    assert "W jakie dni?" in everything
    assert "Sprawdze w piatek." in everything
    assert await town.rows("SELECT id FROM inbox WHERE settled_at IS NULL OR outcome <> 'handled'") == []


async def test_on_a_rough_day_everything_arrives_in_order_and_is_accounted_for(town: Town) -> None:
    officer = await town.officer(5, on="rough")
    anna = await town.resident("anna", on="rough")
    town.rough.mood(ROUGH_DAY)
    await the_journey(town, anna, officer)
    for row in await outcomes(town):
        assert row["outcome"] in ("sent", "skipped")
        copies = sum(each.dedupe == row["key"] for phone in town.rough.phones.values() for each in phone)
        assert copies <= 1 + row["uncertain"], f"{row['key']} came {copies} times without a doubt"
        assert copies >= (row["outcome"] == "sent")
    for phone in town.rough.phones.values():
        keys = list(dict.fromkeys(each.dedupe for each in phone))
        ids = [(await town.rows("SELECT id FROM outbox WHERE key = :key", key=key))[0]["id"] for key in keys]
        assert ids == sorted(ids), "order within a lane"


async def test_an_answer_that_may_have_come_twice_says_so(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna", on="rough")
    await anna.says("halas w nocy")
    await anna.says("Podmiejska 13")
    await anna.taps("Wyślij bez moich danych")
    town.rough.mood([TIMED_OUT_AFTER_DELIVERY], forever=False)
    await officer.says("#1 Sprawdze dzisiaj.")
    await town.calm()
    texts = [each.text for each in town.rough.phones["anna"]][-2:]
    assert texts == [
        "Zgloszenie 1, odpowiedz dzielnicowego: Sprawdze dzisiaj.",
        "(ponowienie) Zgloszenie 1, odpowiedz dzielnicowego: Sprawdze dzisiaj.",
    ]


async def test_a_throttled_chat_rests_and_no_other(town: Town) -> None:
    officer = await town.officer(5)
    anna, jan = await town.resident("anna", on="rough"), await town.resident("jan", on="rough")
    town.rough.mood([THROTTLED], forever=False)
    await anna.hands_in(HandedIn("message-1", text="Podmiejska 13"))
    await town.settle()
    await jan.hands_in(HandedIn("message-2", text="Podmiejska 13"))
    await anna.hands_in(HandedIn("message-3", text="Podmiejska 15"))
    await town.settle()
    assert [each.text[:13] for each in town.rough.phones["jan"]] == ["Podmiejska 13", "Policjant nig"]
    assert town.rough.phones["anna"] == []
    await town.let_pass(seconds=4)
    assert town.rough.phones["anna"] == []
    await town.let_pass(seconds=2)
    assert [each.text[:13] for each in town.rough.phones["anna"]] == ["Podmiejska 13", "Policjant nig", "Podmiejska 15"]
    await officer.hears_nothing()


async def test_a_rejected_message_ends_alone(town: Town) -> None:
    anna = await town.resident("anna", on="rough")
    town.rough.mood([REJECTED], forever=False)
    await anna.says("Podmiejska 13")
    await anna.says("Podmiejska 15")
    assert [row["outcome"] for row in await outcomes(town)] == ["rejected", "sent", "sent"]


async def test_a_defect_in_a_channel_harms_one_message(town: Town) -> None:
    anna = await town.resident("anna", on="rough")
    town.rough.mood([BROKEN], forever=False)
    await anna.says("Podmiejska 13")
    await anna.says("Podmiejska 15")
    assert [(row["outcome"], row["uncertain"]) for row in await outcomes(town)] == [("sent", 1), ("sent", 0), ("sent", 0)]


async def test_whoever_stopped_gets_nothing_until_they_write_again(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna", on="rough")
    await anna.says("halas w nocy")
    await anna.says("Podmiejska 13")
    await anna.taps("Wyślij bez moich danych")
    town.rough.mood([STOPPED], forever=False)
    await officer.says("#1 Sprawdze.")
    assert (await outcomes(town))[-1]["outcome"] in ("unreachable", "sent")
    assert any(row["outcome"] == "unreachable" for row in await outcomes(town))
    await anna.says("status 1")
    await anna.sees("Zgloszenie 1: w toku")


async def test_the_next_way_is_tried_when_the_first_is_closed(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna", on="rough")
    await anna.says("halas w nocy")
    await anna.says("Podmiejska 13")
    await anna.taps("Wyślij bez moich danych")
    contact = await anna.contact()

    async def also_web(unit: Writer) -> None:
        await contacts.add_urn(unit, contact, "web", "anna-on-the-web", position=1)

    await town.app.units.run(also_web)
    town.rough.mood([STOPPED], forever=False)
    await officer.says("#1 Sprawdzę.")
    await town.calm()
    web = Person(town, "anna-on-the-web", "web")
    await web.sees("„Sprawdzę.”")
    assert all(row["outcome"] in ("sent", "skipped") for row in await outcomes(town))


async def test_a_channel_that_is_down_for_hours_delivers_everything_afterwards(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna", on="rough")
    await anna.says("halas w nocy")
    await anna.says("Podmiejska 13")
    await anna.taps("Wyślij bez moich danych")
    before = len(town.rough.phones["anna"])
    town.rough.mood(["lost"])
    for number in range(3):
        await officer.says(f"#1 odpowiedz {number}")
    for _ in range(36):
        await town.let_pass(minutes=10)
    assert len(town.rough.phones["anna"]) == before
    town.rough.mood([FINE])
    await town.let_pass(minutes=20)
    assert [each.text[-11:] for each in town.rough.phones["anna"][before:]] == [f"odpowiedz {number}" for number in range(3)]


async def test_uncertain_before_delivery_is_repeated_too(town: Town) -> None:
    officer = await town.officer(5, on="rough")
    anna = await town.resident("anna")
    town.rough.mood([TIMED_OUT_BEFORE_DELIVERY], forever=False)
    await anna.says("hałas w nocy")
    await anna.says("Podmiejska 13")
    await anna.taps("Wyślij bez moich danych")
    await officer.sees("#1 Podmiejska 13: zgloszenie.")
    assert {row["outcome"] for row in await outcomes(town)} == {Outcome.SENT.value}
