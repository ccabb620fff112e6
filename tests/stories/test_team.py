"""Who belongs to a team: seen by its members, ended by its chair, its officer, the supervisor."""

from __future__ import annotations

from tests.announcing import member
from tests.town import Town


async def test_members_are_listed_and_a_membership_is_ended(town: Town) -> None:
    officer = await town.officer(5)
    chair = await town.resident("szkola")
    await officer.says("zaproś do zespołu 5 Dyrektor SP 17")
    await chair.says((await officer.news()).split("Kod: ")[1][:9])
    await chair.taps("Tak, to ja")
    other = await member(town, "prezes")
    await other.says("członkowie")
    await other.sees("Rejon 5: Dyrektor SP 17, do ")
    await other.acts("coordinator.members.end:2")
    await other.sees("Nic nie zmieniono.")
    await officer.says("członkowie")
    await officer.taps("Zakończ: Dyrektor SP 17")
    await officer.sees("Zakończyć udział w zespole rejonu 5: Dyrektor SP 17?")
    await officer.taps("Tak, zakończ")
    await chair.sees("koniec udziału")
    await chair.says("ogłoszenie")
    assert "treść ogłoszenia" not in await chair.news()


async def test_strangers_learn_nothing_of_a_team(town: Town) -> None:
    await town.officer(5)
    await member(town, "prezes")
    eve, far = await town.resident("eve"), await town.officer(9)
    await eve.says("członkowie")
    assert "Rejon 5" not in await eve.news()
    await far.says("członkowie")
    assert "Rejon 5" not in await far.news()
    await far.acts("coordinator.members.end:2")
    [row] = await town.rows("SELECT until FROM roles WHERE role = 'coordinator'")
    assert row["until"] is None
