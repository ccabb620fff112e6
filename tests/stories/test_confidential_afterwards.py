"""A confidential matter afterwards: taken back by its author, or made confidential by the officer when it already had a number."""

from __future__ import annotations

from storage.repositories import attachments
from tests.pictures import photo
from tests.stories.test_confidential import WORDS
from tests.town import Town

BREAK_IN = "ktoś właśnie wyważa mi drzwi, Podmiejska 13"


async def test_its_author_takes_it_back(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.says(f"{WORDS}, Podmiejska 13")
    await anna.taps("Nie, można tu pisać")
    await anna.taps("Wyślij bez moich danych")
    await anna.taps("Wycofaj")
    await anna.sees("Wycofać to, co zostało napisane?", "ścigane z urzędu")
    await officer.looks()
    await anna.taps("Zostaw")
    await anna.sees("Nic nie zmieniono.")
    await officer.hears_nothing()
    await anna.acts("resident.in_confidence.withdraw:1")
    await anna.taps("Wycofaj")
    await anna.sees("Wycofane.")
    await officer.sees("Nr 1 · sprawa poufna", "wycofane przez mieszkańca")
    await officer.sees_not("Podmiejska", "mąż")
    await anna.acts("resident.in_confidence.withdrawn:1")
    await anna.sees("już nieaktualny")


async def test_by_sms_it_is_taken_back_with_one_letter(town: Town) -> None:
    officer = await town.officer(5)
    jan = await town.resident("jan", on="keypad")
    await jan.says("sasiad grozi mi od tygodni, Podmiejska 13")
    await jan.says("T")
    await jan.says("1234")
    await jan.says("T")
    await jan.sees("Wycofac: W")
    await jan.says("W")
    await jan.sees("Wycofac to, co zostalo napisane?")
    await jan.says("T")
    await jan.sees("Wycofane.")
    await officer.sees("wycofane przez mieszkańca")


async def test_nobody_else_and_no_unsafe_phone_takes_it_back(town: Town) -> None:
    officer = await town.officer(5)
    anna, ewa = await town.resident("anna"), await town.resident("ewa")
    await anna.says(f"{WORDS}, Podmiejska 13")
    await anna.taps("Tak, proszę tu nie odpisywać")
    await anna.says("u siostry")
    await officer.looks()
    for person in (anna, ewa):
        await person.acts("resident.in_confidence.withdrawn:1")
        await officer.hears_nothing()


async def test_made_confidential_by_the_officer_the_author_still_finds_it(town: Town) -> None:
    officer = await town.officer(5)
    anna, ewa = await town.resident("anna"), await town.resident("ewa")
    await anna.says("sąsiedzi krzyczą za ścianą, Podmiejska 13")
    await anna.says("Podmiejska 13")
    await anna.taps("Wyślij bez moich danych")
    await officer.acts("officer.category.set:1.violence")
    for way in ("status 1", "#1"):
        await anna.says(way)
        await anna.sees("W tej sprawie piszemy ostrożniej.")
        await anna.sees_not("Nie ma tu takiego")
    await anna.taps("Przeczytaj")
    await anna.sees("Czeka na dzielnicowego.")
    await anna.says("#1 teraz też krzyczą")
    await anna.sees("Zapisane. Dziękujemy.")
    await officer.sees("Nr 1 · sprawa poufna: mieszkaniec dopisuje")
    await anna.acts("resident.withdraw.ask:1")
    await anna.taps("Wycofaj")
    await anna.taps("Wycofaj")
    await officer.sees("wycofane przez mieszkańca")
    await ewa.says("status 1")
    await ewa.sees("Nie ma tu takiego zgłoszenia")


async def test_what_its_author_said_to_be_confidential_is_not_found_by_its_number(town: Town) -> None:
    await town.officer(5)
    anna = await town.resident("anna")
    await anna.says(f"{WORDS}, Podmiejska 13")
    await anna.taps("Nie, można tu pisać")
    await anna.taps("Wyślij bez moich danych")
    await anna.says("status 1")
    await anna.sees("Nie ma tu takiego zgłoszenia")


async def test_made_confidential_by_the_officer_it_leaves_the_duty_desks_chat(town: Town) -> None:
    officer, desk = await town.officer(5), await town.desk()
    anna = await town.resident("anna")
    await anna.says(BREAK_IN)
    await anna.taps("112 już wie")
    await town.let_pass(minutes=11)
    await desk.sees("wyważa")
    await officer.acts("officer.category.set:1.violence")
    await desk.sees_not("wyważa", "Podmiejska")


async def test_the_authors_own_picture_is_not_shown_on_an_unsafe_phone(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.sends(photo(), text=f"{WORDS}, Podmiejska 13")
    await anna.taps("Tak, proszę tu nie odpisywać")
    await anna.says("u siostry")
    [picture] = await town.rows("SELECT id FROM attachments")
    assert await attachments.visible_to(town.app.reader, await anna.contact(), picture["id"], town.clock.now(), at=(await anna.urn()).id) is None
    assert (
        await attachments.visible_to(town.app.reader, await officer.contact(), picture["id"], town.clock.now(), at=(await officer.urn()).id)
        is not None
    )
