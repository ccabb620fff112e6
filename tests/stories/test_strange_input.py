"""Whatever people, programs or jokers send: a kind sentence or silence, never a trace, never a lost word."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.web.door import HandedIn
from tests.people import Person
from tests.pictures import photo
from tests.stories.test_officer import report
from tests.town import Town

STRANGE = [
    "\u202e\u202dabc\u2066 odwrócone",
    "\x00\x01\x02 znaki sterujące \x1b[31m",
    "<script>alert(1)</script><b>pogrubione</b>",
    "🚨🚓👮‍♀️ 🏴‍☠️",
    "{number} {0} %s %(x)s",
    "**gwiazdki** _podkreślenia_ `kod`",
    "'; DROP TABLE reports; --",
    "a" * 300,
    "ż" * 64 * 1024,
    "\n\n\n\n.",
    "#",
    "#999999999999999999999",
    "/nieznane",
    "nr",
]


@pytest.mark.parametrize("words", STRANGE, ids=range(len(STRANGE)))
async def test_any_words_become_a_draft_and_reach_the_officer_whole(town: Town, words: str) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.says(words)
    assert await anna.news()
    await anna.says("Podmiejska 13")
    rows = await town.rows("SELECT outcome FROM inbox WHERE outcome <> 'handled'")
    assert rows == []
    if "Sprawdźmy przed wysłaniem" in await anna.news():
        await anna.taps("Wyślij bez moich danych")
        kept = (await town.rows("SELECT words FROM reports"))[0]["words"]
        visible = "".join(c for c in words if c.isalnum())
        assert visible == "".join(c for c in kept if c.isalnum())
        await officer.sees("Nr 1 · ", "Podmiejska 13")


@pytest.mark.parametrize("words", ["", "   ", "\u200b\u200e", "\x00"])
async def test_silence_for_nothing(town: Town, words: str) -> None:
    anna = await town.resident("anna")
    await anna.says(words)
    await anna.hears_nothing()


async def test_html_is_shown_and_never_run(town: Town) -> None:
    await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "<img src=x onerror=alert(1)> & **ważne**", "Podmiejska 13")
    rows = await town.rows("SELECT text FROM webchat WHERE urn_id IN (SELECT id FROM urns WHERE address = 'rejon5')")
    assert "&lt;img src=x onerror=alert(1)&gt; &amp; **ważne**" in rows[0]["text"]
    assert "<img" not in rows[0]["text"]


@pytest.mark.parametrize(
    "link",
    ["", "x", "resident.report.send", "resident.report.send:1", "resident.where.pick:7", "resident.find_officer.pick:-1", "officer.cases.list",
     "resident.my_reports.show:1e9", "resident.my_reports.show:٣", "everyone.start.language:xx", "a.b.c:d", ":::", "resident.where.suggested",
     "resident.my_reports.belongs:5", "everyone.trouble.sorry", "officer.progress.because:1.done"],
)  # fmt: skip
async def test_unknown_old_and_invented_buttons_explain_themselves(town: Town, link: str) -> None:
    anna = await town.resident("anna")
    await anna.says("Podmiejska 13")
    await anna.acts(link)
    assert await town.rows("SELECT id FROM inbox WHERE outcome <> 'handled'") == []


async def test_a_thousand_messages_in_a_second_lose_no_word_and_ask_once(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.says("Podmiejska 13")
    await anna.taps("Napisz w sprawie")
    for number in range(1000):
        await anna.hands_in(HandedIn(f"flood-{number:05}", text=f"wiersz {number:04}"))
    await town.calm()
    await town.let_pass(seconds=5)
    shown = await anna.chat()
    assert len(shown) < 1010
    await anna.taps("Podmiejska 13")
    await anna.taps("Wyślij bez moich danych")
    kept = (await town.rows("SELECT words FROM reports"))[0]["words"]
    missing = [number for number in range(1000) if f"wiersz {number:04}" not in kept]
    assert missing == []
    await officer.sees("Nr 1")


WALKS = int(os.environ.get("WALKS", "40"))
PHOTO = photo((16, 16))
SAYINGS = """Podmiejska 13|Podmiejska|13|Rynek 5|#1 tekst|#1|status 1|sprawy|/start|pomoc|anuluj|hałas w nocy|moje zgłoszenia|T|N|1|2|prywatność|\
moje dane|usuń|ZA Podmiejska 13 hałas|#1 rejon 9|dyskretnie"""
WORDS = st.one_of(st.text(max_size=60), st.sampled_from(SAYINGS.split("|")))
PRESSES = st.sampled_from(
    """
    resident.report.new resident.report.cancel resident.where.suggested resident.where.pick:0 resident.my_reports.list
    resident.my_reports.show:1 resident.my_reports.write:1 resident.find_officer.pick:0 officer.cases.list officer.cases.open:1
    officer.answer.reply:1 officer.answer.ask:1 officer.answer.drop officer.progress.take:1 officer.progress.close:1
    officer.progress.because:1.acted officer.progress.reopen:1 everyone.start.language:uk everyone.start.help LATEST LATEST LATEST
    PHOTO CAPTION POSITION resident.my_data.copy resident.my_data.yes resident.withdraw.yes:1 resident.rating.no:1
    resident.report.undescribed officer.handover.not_mine:1 officer.discreet.switch:on PASS
    """.split()
)
STEPS = st.lists(st.tuples(st.sampled_from(["anna", "jan", "rejon5", "rejon9", "kierownik"]), st.one_of(WORDS, PRESSES)), min_size=1, max_size=25)


@hypothesis_settings(max_examples=WALKS, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS)
async def test_any_walk_of_people_over_the_bot_is_handled(tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str]]) -> None:
    town = await Town.open(tmp_path_factory.mktemp("walk"))
    try:
        people: dict[str, Person] = {
            "anna": await town.resident("anna"),
            "jan": await town.resident("jan", on="keypad"),
            "rejon5": await town.officer(5),
            "rejon9": await town.officer(9, on="rough"),
            "kierownik": await town.supervisor(),
        }
        await report(people["anna"], "hałas w nocy", "Podmiejska 13")
        await report(people["jan"], "rozbita szyba", "Podmiejska 15")
        for name, what in steps:
            person = people[name]
            if what in ("PHOTO", "CAPTION"):
                await person.sends(PHOTO, text="" if what == "PHOTO" else "rozbita szyba")
            elif what == "POSITION":
                await person.sends(position=(51.76, 18.09))
            elif what == "PASS":
                await town.let_pass(hours=30)
            elif what == "LATEST":
                chat = await town.rows(
                    "SELECT o.prompt FROM outbox AS o JOIN urns AS u ON u.contact_id = o.contact_id "
                    "WHERE u.address = :name ORDER BY o.id DESC LIMIT 1",
                    name=name,
                )
                links = [] if not chat else [part.split('"')[0] for part in chat[0]["prompt"].split('"value":"')[1:]]
                for link in links[:1]:
                    await person.acts(link)
            elif what.startswith(("resident.", "officer.", "everyone.")):
                await person.acts(what)
            else:
                await person.says(what)
        await town.let_pass(seconds=5)
        assert await town.rows("SELECT id FROM inbox WHERE settled_at IS NULL OR outcome <> 'handled'") == []
        assert await town.rows("SELECT id FROM attachments WHERE state = 'waiting'") == []
        assert await town.rows("SELECT id FROM outbox WHERE settled_at IS NULL OR outcome NOT IN ('sent', 'skipped')") == []
        wrong = await town.rows(
            "SELECT o.id FROM outbox AS o JOIN urns AS u ON u.id = o.urn_id WHERE o.recipient = 'duty:5' AND u.address NOT IN ('rejon5', 'kierownik')"
        )
        assert wrong == []
        strangers = await town.rows(
            "SELECT o.id FROM outbox AS o JOIN reports AS r ON 'report:' || r.number = o.about JOIN urns AS u ON u.id = o.urn_id "
            "WHERE u.contact_id <> r.author_id AND u.address IN ('anna', 'jan')"
        )
        assert strangers == []
        numbers = [row["number"] for row in await town.rows("SELECT number FROM reports ORDER BY number")]
        assert numbers == list(range(1, len(numbers) + 1)), "each number once"
        named = await town.rows(
            "SELECT w.id FROM webchat AS w JOIN urns AS u ON u.id = w.urn_id WHERE u.address IN ('rejon5', 'kierownik') AND w.from_us = 1 "
            "AND (w.text || w.buttons LIKE '%anna%' OR w.text || w.buttons LIKE '%jan %')"
        )
        assert named == [], "no identity where an alias was promised"
    finally:
        await town.close()
