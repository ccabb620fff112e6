"""People whom announcements and meetings are about: a team's members, neighbours who want to hear, a crowd."""

from __future__ import annotations

from storage.database import Writer
from storage.models import DAY, Place, Role
from storage.repositories import contacts, staff
from tests.people import Person
from tests.town import Town


async def member(town: Town, name: str, district: int = 5) -> Person:
    """Somebody who belongs to a district's team."""
    person = await town.resident(name)
    await person.says("/start")
    contact = await person.contact()

    async def work(unit: Writer) -> None:
        staff.grant(unit, contact, Role.COORDINATOR, district=district, since=town.clock.now() - DAY)

    await town.app.units.run(work)
    return person


async def neighbour(town: Town, name: str, address: str = "Podmiejska 13", *, on: str = "web") -> Person:
    """Somebody who has asked for announcements."""
    person = await town.resident(name, on=on)
    await person.says(address)
    await person.acts("resident.my_address.ask")
    await person.taps("Zapamiętaj")
    await person.looks()
    return person


async def crowd(town: Town, count: int) -> None:
    """People of the rough channel who want announcements."""

    async def work(unit: Writer) -> None:
        for number in range(count):
            urn = await contacts.meet(unit, "rough", f"6001{number:05}", language="pl", now=town.clock.now())
            contacts.remember_address(unit, urn.contact, Place("Podmiejska", str(number + 1)), town.clock.now(), district=5, announcements=True)

    await town.app.units.run(work)
