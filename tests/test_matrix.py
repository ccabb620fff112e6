"""Every role on every action with every foreign number: nothing is seen, changed or said to a stranger."""

from __future__ import annotations

import pytest

from handlers import ROUTES
from storage.unit import Unit, Work
from tests.stories.test_officer import report
from tests.town import Town

ARGUMENTS = ["", "1", "1.done", "1.order", "1.dogs", "0", "2", "999999999", "-1", "²", "x"]
LINKS = sorted({link for room in ROUTES.rooms for link in room.links})
TABLES = ("reports", "entries", "roles", "absences", "invites")


@pytest.mark.parametrize("who", ["resident", "officer of another district", "former officer", "substitute of before", "operator"])
async def test_whoever_is_not_entitled_gets_nothing_by_any_link(town: Town, who: str) -> None:
    officer, boss = await town.officer(5), await town.supervisor()
    anna = await town.resident("anna")
    await report(anna, "tajemnica sąsiada", "Podmiejska 13")
    await officer.says("#1 odpowiedź")
    if who == "resident":
        stranger = await town.resident("eve")
    elif who == "operator":
        stranger = await town.operator()
    else:
        stranger = await town.officer(9)
    if who == "former officer":
        await town.app.units.run(_end_roles_of(await stranger.contact(), town))
    if who == "substitute of before":
        await town.away(officer, days=1, substitute=stranger)
        await town.let_pass(days=2)
    await stranger.says("/start")
    for person in (officer, boss, anna):
        await person.looks()
    before = [[tuple(row) for row in await town.rows(f"SELECT * FROM {table}")] for table in TABLES]
    for link in LINKS:
        for argument in ARGUMENTS:
            await stranger.acts(f"{link}:{argument}" if argument else link)
    said = await town.rows(
        "SELECT text, buttons FROM webchat WHERE from_us = 1 AND urn_id = (SELECT id FROM urns WHERE address = :a)", a=stranger.name
    )
    assert len(said) > len(LINKS)
    for row in said:
        for secret in ("tajemnica", "#1", "nr 1", "Nr 1", "„odpowiedź”"):
            assert secret not in row["text"] + row["buttons"].replace("resident.report", "")
    for person in (officer, boss, anna):
        await person.hears_nothing()
    after = [[tuple(row) for row in await town.rows(f"SELECT * FROM {table}")] for table in TABLES]
    assert after == before
    assert await town.rows("SELECT id FROM inbox WHERE outcome <> 'handled'") == []


def _end_roles_of(contact: int, town: Town) -> Work[None]:
    async def work(unit: Unit) -> None:
        unit.write("UPDATE roles SET until = :now WHERE contact_id = :contact", {"contact": contact, "now": town.clock.now()})

    return work
