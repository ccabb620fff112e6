"""The sender's laws: leases, started rows, late recipients, replacing and withdrawing, expiry, order, priority."""

from __future__ import annotations

import dataclasses

import pytest

from handlers.texts import t
from storage.database import Writer
from storage.models import MINUTE, SECOND, Instant, Prompt, Text
from storage.outgoing import IfUncertain, Otherwise, Outgoing, Priority, Verb
from storage.repositories import outbox
from tests.people import Person
from tests.rough_channel import LOST, STOPPED, TIMED_OUT_AFTER_DELIVERY, TIMED_OUT_BEFORE_DELIVERY
from tests.town import Town


def message(person_contact: int, key: str, words: str, now: Instant) -> Outgoing:
    return Outgoing(key, f"contact:{person_contact}", Prompt((t("You wrote: {words}", words=words),)), now)


async def put(town: Town, *messages: Outgoing) -> None:
    async def work(unit: Writer) -> None:
        outbox.put(unit, messages, town.clock.now(), active=town.app.channels)

    await town.app.units.run(work)


async def outcome(town: Town, key: str) -> tuple[str | None, int]:
    row = (await town.rows("SELECT outcome, uncertain FROM outbox WHERE key = :key", key=key))[0]
    return row["outcome"], row["uncertain"]


async def known(town: Town, name: str, on: str) -> tuple[Person, int]:
    """Somebody who has written once."""
    person = await town.resident(name, on=on)
    await person.says("/start")
    await person.looks()
    return person, await person.contact()


async def die_between_start_and_settle(town: Town, channel: str) -> None:
    """What a crash leaves behind: the row is started, the request has left, nothing is settled."""
    sender = next(each for each in town.app.senders if each.name == channel)
    await sender.step()
    await sender.landing()
    sender._landed.clear()
    sender._air.clear()


@pytest.mark.parametrize(
    ("policy", "copies", "ends"),
    [(IfUncertain.REPEAT, 2, "sent"), (IfUncertain.REPEAT_MARKED, 2, "sent"), (IfUncertain.LEAVE, 1, "uncertain")],
)
async def test_a_row_that_was_started_before_a_crash_is_uncertain(town: Town, policy: IfUncertain, copies: int, ends: str) -> None:
    anna, contact = await known(town, "anna", "rough")
    await put(town, dataclasses.replace(message(contact, "k", "słowa", town.clock.now()), if_uncertain=policy))
    await die_between_start_and_settle(town, "rough")
    await town.settle()
    assert len(await anna.chat()) == 2, "a lease that has not run out is respected"
    await town.restart()
    await town.settle()  # a new process knows that the old one's requests are in doubt
    texts = [bubble.text for bubble in (await anna.chat())[1:]]
    assert len(texts) == copies
    assert texts[-1].startswith("(ponowienie)") is (policy is IfUncertain.REPEAT_MARKED)
    assert await outcome(town, "k") == (ends, 1)


async def test_a_channel_that_deduplicates_shows_one_message_after_a_crash(town: Town) -> None:
    anna, contact = await known(town, "anna", "web")
    await put(town, dataclasses.replace(message(contact, "k", "słowa", town.clock.now()), if_uncertain=IfUncertain.LEAVE))
    await die_between_start_and_settle(town, "web")
    await town.restart()
    await town.let_pass(minutes=3)
    assert [bubble.text for bubble in (await anna.chat())[1:]] == ["Treść: słowa"]
    assert (await outcome(town, "k"))[0] == "sent"


async def test_a_claim_that_was_not_started_is_due_again_without_a_doubt(town: Town) -> None:
    anna, contact = await known(town, "anna", "rough")
    await put(town, message(contact, "k", "słowa", town.clock.now()))

    async def claim(unit: Writer) -> int:
        return len(await outbox.claim(unit, "rough", now=town.clock.now(), lease=town.clock.now() + 2 * MINUTE, limit=10, bulk=10))

    assert await town.app.units.run(claim) == 1
    assert await town.app.units.run(claim) == 0
    await town.let_pass(minutes=3)
    assert len(await anna.chat()) == 2
    assert await outcome(town, "k") == ("sent", 0)


async def test_a_repeat_goes_to_whom_it_went_first(town: Town) -> None:
    """The report reached the officer, perhaps; meanwhile the officer went on leave: the doubt is settled with the officer."""
    seven = await town.officer(7, on="rough")
    six = await town.officer(6)
    row = Outgoing("k", "duty:7", Prompt((t("Cases"),)), town.clock.now())
    await put(town, row)
    town.rough.mood([TIMED_OUT_AFTER_DELIVERY], forever=False)
    await town.settle()
    await town.away(seven, days=3, substitute=six)
    await town.calm()
    assert len(await seven.chat()) == 2
    await six.hears_nothing()


async def test_a_repeat_never_goes_to_somebody_whose_role_has_ended(town: Town) -> None:
    seven = await town.officer(7, on="rough")
    boss = await town.supervisor()
    await put(town, Outgoing("k", "duty:7", Prompt((t("Cases"),)), town.clock.now()))
    town.rough.mood([TIMED_OUT_BEFORE_DELIVERY], forever=False)
    await town.settle()
    await boss.acts("officer.team.end:1")
    await boss.looks()
    await town.calm()
    assert [bubble.text for bubble in await seven.chat() if bubble.text == "Sprawy"] == []
    assert "Sprawy" in [bubble.text for bubble in await boss.chat()]


async def test_order_is_kept_within_a_lane_while_its_head_is_retried(town: Town) -> None:
    anna, contact = await known(town, "anna", "rough")
    jan, other = await known(town, "jan", "rough")
    town.rough.mood([LOST], forever=False)
    now = town.clock.now()
    await put(town, message(contact, "a1", "pierwsza", now), message(contact, "a2", "druga", now), message(other, "j1", "inna", now))
    await town.settle()
    assert await anna.news() == ""
    await jan.sees("inna")
    sender = next(each for each in town.app.senders if each.name == "rough")
    due_at = await sender.next_due()
    assert due_at is not None, "the head of the lane waits"
    assert due_at > town.clock.now(), "what waits behind the head must not keep the loop spinning"
    await town.let_pass(seconds=10)
    assert [bubble.text for bubble in (await anna.chat())[1:]] == ["Tresc: pierwsza", "Tresc: druga"]


async def test_the_urgent_leave_before_the_many(town: Town) -> None:
    _, contact = await known(town, "anna", "rough")
    now = town.clock.now()
    many = [dataclasses.replace(message(contact, f"b{n}", f"ogłoszenie {n}", now), priority=Priority.BULK) for n in range(3)]
    await put(town, *many, dataclasses.replace(message(contact, "u", "pilne", now), priority=Priority.URGENT))
    await town.settle()
    assert [each.dedupe for each in town.rough.phones["anna"]][1:] == ["u", "b0", "b1", "b2"]


async def test_expired_messages_do_not_leave_and_later_ones_wait(town: Town) -> None:
    anna, contact = await known(town, "anna", "web")
    now = town.clock.now()
    await put(
        town,
        dataclasses.replace(message(contact, "old", "stare", now), due_at=now + 10 * SECOND, expires_at=now + 5 * SECOND),
        dataclasses.replace(message(contact, "later", "później", now), due_at=now + 20 * SECOND),
    )
    await town.settle()
    await anna.hears_nothing()
    await town.let_pass(seconds=30)
    assert await outcome(town, "old") == ("expired", 0)
    assert [bubble.text for bubble in (await anna.chat())[1:]] == ["Treść: później"]


async def test_the_same_key_is_said_once(town: Town) -> None:
    anna, contact = await known(town, "anna", "web")
    for words in ("raz", "dwa"):
        await put(town, message(contact, "k", words, town.clock.now()))
        await town.settle()
    assert [bubble.text for bubble in (await anna.chat())[1:]] == ["Treść: raz"]


async def test_replacing_changes_the_bubble_and_withdrawing_takes_it_away(town: Town) -> None:
    anna, contact = await known(town, "anna", "web")
    now = town.clock.now()
    await put(town, message(contact, "k", "raz", now))
    await town.settle()
    await put(town, dataclasses.replace(message(contact, "k2", "poprawione", now), verb=Verb.REPLACE, target="k"))
    await town.settle()
    assert [bubble.text for bubble in (await anna.chat())[1:]] == ["Treść: poprawione"]
    await put(town, dataclasses.replace(message(contact, "k3", "", now), verb=Verb.WITHDRAW, target="k"))
    await town.settle()
    assert (await anna.chat())[1:] == []


@pytest.mark.parametrize(
    ("otherwise", "texts", "ends"), [(Otherwise.SAY, ["Tresc: raz", "Tresc: dwa"], "sent"), (Otherwise.SKIP, ["Tresc: raz"], "skipped")]
)
async def test_where_nothing_can_be_edited_it_is_said_anew_or_skipped(town: Town, otherwise: Otherwise, texts: list[str], ends: str) -> None:
    anna, contact = await known(town, "anna", "rough")
    now = town.clock.now()
    await put(town, message(contact, "k", "raz", now))
    await put(town, dataclasses.replace(message(contact, "k2", "dwa", now), verb=Verb.REPLACE, target="k", otherwise=otherwise))
    await put(town, dataclasses.replace(message(contact, "k3", "", now), verb=Verb.WITHDRAW, target="k"))
    await town.settle()
    assert [bubble.text for bubble in (await anna.chat())[1:]] == texts
    assert await outcome(town, "k2") == (ends, 0)
    assert await outcome(town, "k3") == ("skipped", 0)


async def test_a_text_that_cannot_be_rendered_ends_alone(town: Town) -> None:
    anna, contact = await known(town, "anna", "web")
    now = town.clock.now()
    await put(
        town,
        dataclasses.replace(message(contact, "bad", "", now), prompt=Prompt((Text("You wrote: {words}", {}),))),
        message(contact, "good", "dobra", now),
    )
    await town.settle()
    await anna.sees("Treść: dobra")
    assert await outcome(town, "bad") == ("rejected", 0)


async def test_a_tick_never_claims_more_than_there_are_free_slots(town: Town) -> None:
    for number in range(5):
        await known(town, f"osoba{number}", "rough")
    contacts = [row["contact_id"] for row in await town.rows("SELECT contact_id FROM urns WHERE channel = 'rough'")]
    await put(town, *(message(contact, f"k{contact}", "słowa", town.clock.now()) for contact in contacts))
    sender = next(each for each in town.app.senders if each.name == "rough")
    sender._slots = 2
    await sender.step()
    started = await town.rows("SELECT id FROM outbox WHERE started_at IS NOT NULL AND settled_at IS NULL")
    assert len(started) == 2
    await sender.landing()


async def test_a_message_for_a_channel_that_was_switched_off_takes_another_way(town: Town) -> None:
    anna, contact = await known(town, "anna", "web")
    await put(town, message(contact, "k", "słowa", town.clock.now()))

    async def switched_off(unit: Writer) -> None:
        unit.write("UPDATE outbox SET channel = 'pigeon' WHERE key = 'k'", {})

    await town.app.units.run(switched_off)
    await town.let_pass(minutes=40)
    await anna.hears_nothing()
    await town.restart()
    await town.settle()
    await anna.sees("Treść: słowa")


async def test_a_doubt_does_not_pin_a_duty_row_to_somebody_who_cannot_be_reached(town: Town) -> None:
    seven, six = await town.officer(7, on="rough"), await town.officer(6)
    await put(
        town, Outgoing("k", "duty:7", Prompt((t("Cases"),)), town.clock.now()), Outgoing("k2", "duty:7", Prompt((t("Help"),)), town.clock.now())
    )
    town.rough.mood([TIMED_OUT_BEFORE_DELIVERY, STOPPED], forever=False)
    await town.settle()
    await town.let_pass(seconds=5)
    await town.away(seven, days=3, substitute=six)
    await town.calm()
    await six.sees("Sprawy", "Pomoc")


async def test_with_all_slots_taken_the_loop_sleeps_until_something_lands(town: Town) -> None:
    people = [(await known(town, f"osoba{number}", "rough"))[1] for number in range(3)]
    sender = next(each for each in town.app.senders if each.name == "rough")
    sender._slots = 2
    await put(town, *(message(contact, f"k{contact}", "słowa", town.clock.now()) for contact in people))
    await sender.step()
    assert await sender.next_due() is None
    await sender.landing()
    assert sender.wake.is_set()


async def test_our_own_request_that_outlives_its_lease_is_not_repeated(town: Town) -> None:
    anna, contact = await known(town, "anna", "rough")
    await put(town, message(contact, "k", "słowa", town.clock.now()))
    sender = next(each for each in town.app.senders if each.name == "rough")
    await sender.step()
    await sender.landing()  # landed, not yet settled, and the wall clock jumps
    town.clock.at += 60 * MINUTE
    landed, sender._landed = sender._landed, []
    await sender.step()
    sender._landed = landed
    await town.settle()
    assert len(await anna.chat()) == 2
    assert await outcome(town, "k") == ("sent", 0)


async def test_a_row_that_cannot_be_read_ends_alone(town: Town) -> None:
    anna, contact = await known(town, "anna", "web")
    await put(town, message(contact, "bad", "x", town.clock.now()), message(contact, "good", "dobra", town.clock.now()))

    async def broken(unit: Writer) -> None:
        unit.write("UPDATE outbox SET prompt = 'no json' WHERE key = 'bad'", {})

    await town.app.units.run(broken)
    await town.settle()
    await anna.sees("Treść: dobra")
    assert await outcome(town, "bad") == ("rejected", 0)


async def test_a_channel_that_never_confirms_is_not_written_to_for_ever(town: Town) -> None:
    anna, contact = await known(town, "anna", "rough")
    town.rough.mood([TIMED_OUT_AFTER_DELIVERY])
    await put(town, message(contact, "k", "słowa", town.clock.now()))
    for _ in range(30):
        await town.let_pass(minutes=20)
    assert await outcome(town, "k") == ("uncertain", 5)
    assert len(await anna.chat()) == 7
