"""What happens in between: a slow file, a message under way, a day that passes, a second question. Nothing is lost or left."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.channels.channel import Temporary, Throttled
from bot.channels.uploads import Full, Uploads
from bot.channels.webchat import WebChat
from bot.web.door import HandedIn
from storage.models import SECOND
from tests.people import Person
from tests.pictures import photo
from tests.stories.test_my_data import everywhere
from tests.stories.test_officer import report
from tests.town import Town


async def close(officer: Person, number: int) -> None:
    await officer.says(f"#{number} Z")
    await officer.taps("Załatwione")


async def kept(town: Town) -> str:
    """All that conversations remember."""
    return str([tuple(row) for row in await town.rows("SELECT state, aside FROM sessions")])


def web(town: Town) -> WebChat:
    channel = town.app.channels["web"]
    assert isinstance(channel, WebChat)
    return channel


@contextmanager
def slow_files(town: Town, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Files take their time."""

    async def fetch(self: WebChat, reference: str, *, most: int) -> bytes:
        raise Throttled(SECOND)

    with monkeypatch.context() as patch:
        patch.setattr(WebChat, "fetch", fetch)
        yield


async def hands_in_photo(town: Town, person: Person, text: str) -> None:
    web(town).uploads.put(Uploads.reference(person.name, "file-0001"), photo())
    await person.hands_in(HandedIn("first-message", text=text, files=("file-0001",)))
    await town.settle()


# --- questions on top of questions ---


async def test_words_that_wait_stay_when_another_report_is_replied_to(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas", "Podmiejska 13")
    await close(officer, 1)
    await report(anna, "szyba", "Podmiejska 15")
    await close(officer, 2)
    await anna.replies("nr 1 zakończone", "pierwsze słowa")
    await anna.replies("nr 2 zakończone", "drugie słowa")
    await anna.taps("1 Podmiejska 13")
    await officer.sees("„pierwsze słowa\ndrugie słowa”")


async def test_words_and_picture_that_wait_stay_too(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas", "Podmiejska 13")
    await close(officer, 1)
    await report(anna, "szyba", "Podmiejska 15")
    await anna.sends(photo(), text="pierwsze słowa")
    await anna.replies("nr 1 zakończone", "drugie słowa")
    await anna.taps("2 Podmiejska 15")
    await officer.sees("„pierwsze słowa\ndrugie słowa”", "Dołączono: 1 zdjęcie")


async def test_an_address_behind_words_that_wait_is_the_place_of_a_new_matter(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas", "Podmiejska 13")
    await anna.says("rozbita szyba")
    await anna.says("Podmiejska 15")
    await anna.taps("Nowa sprawa")
    await anna.sees("Miejsce: Podmiejska 15", "„rozbita szyba”")
    await anna.taps("Wyślij bez moich danych")
    await officer.sees("Nr 2 · ")


async def test_an_address_behind_a_picture_is_the_place(town: Town) -> None:
    await town.officer(5)
    anna = await town.resident("anna")
    await anna.sends(photo())
    await anna.says("Podmiejska 15")
    await anna.sees("co się dzieje")
    await anna.says("rozbita szyba")
    await anna.sees("Miejsce: Podmiejska 15", "„rozbita szyba”")


async def test_looking_at_ones_reports_does_not_move_the_conversation(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas", "Podmiejska 13")
    await close(officer, 1)
    await anna.says("rozbita szyba")
    await anna.says("Podmiejska 15")
    await anna.replies("zakończone", "hałas wrócił")
    draft = (await anna.button("Wyślij bez"))[0].value.rpartition(":")[2]
    await anna.acts(f"resident.change.words:{draft}")
    await anna.acts("resident.my_reports.list")
    await anna.says("rozbite dwie szyby")
    await anna.sees("„rozbite dwie szyby”", "Miejsce: Podmiejska 15")


async def test_words_for_one_report_never_go_to_another_by_its_button(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas", "Podmiejska 13")
    await close(officer, 1)
    await report(anna, "szyba", "Podmiejska 15")
    await close(officer, 2)
    await anna.says("pies bez smyczy")
    await anna.says("Podmiejska 17")
    await anna.replies("nr 1 zakończone", "hałas wrócił")
    await anna.acts((await anna.button("Popraw"))[0].value)
    await anna.acts("resident.my_reports.write:2")
    assert await town.rows("SELECT text FROM entries") == []
    assert "hałas wrócił" in await kept(town)


async def test_a_code_that_stopped_working_costs_no_draft(town: Town) -> None:
    boss = await town.supervisor()
    await boss.says("zaproś 5 Ewa")
    code = re.findall(r"Kod: (\S+)", await boss.news())[0]
    anna = await town.resident("anna")
    await anna.says("rozbita szyba")
    await anna.says(code)
    await town.let_pass(days=1.1)
    await anna.taps("Tak, to ja")
    await anna.sees("nie działa", "Gdzie to jest?")


async def test_a_second_role_costs_no_waiting_words(town: Town) -> None:
    boss = await town.supervisor()
    officer = await town.officer(5)
    await report(await town.resident("anna"), "hałas", "Podmiejska 13")
    await boss.says("zaproś 9 Ewa")
    code = re.findall(r"Kod: (\S+)", await boss.news())[0]
    await officer.says("Sprawdzę dziś wieczorem")
    await officer.says(code)
    await officer.taps("Tak, to ja")
    assert "wieczorem" in await kept(town)


async def test_words_instead_of_a_yes_to_the_code_go_their_way(town: Town) -> None:
    boss = await town.supervisor()
    await boss.says("zaproś 5 Ewa")
    code = re.findall(r"Kod: (\S+)", await boss.news())[0]
    anna = await town.resident("anna")
    await anna.says(code)
    await anna.sends(photo(), text="ktoś niszczy ławkę")
    await anna.sees("Kod nie został użyty.", "Gdzie to jest?")


async def test_a_role_that_would_be_over_is_not_given(town: Town) -> None:
    boss = await town.supervisor()
    await boss.says("zaproś 5 do 5.06 Ewa")
    code = re.findall(r"Kod: (\S+)", await boss.news())[0]
    await town.let_pass(hours=15)
    ewa = await town.resident("ewa")
    await ewa.says(code)
    await ewa.sees("nie działa")


async def test_the_letters_of_the_card_still_hold_after_a_look_elsewhere(town: Town) -> None:
    await town.officer(5)
    jan = await town.resident("jan", on="keypad")
    await jan.says("psy biegaja luzem")
    await jan.says("Podmiejska 15")
    await jan.says("moje dane")
    await jan.says("N")
    await jan.sees("Odpisac: T wyslij")
    await jan.says("T")
    assert [row["words"] for row in await town.rows("SELECT words FROM reports")] == ["psy biegaja luzem"]


@pytest.mark.parametrize(("said", "rated"), [("tak", "yes"), ("NIE.", "no")])
async def test_a_plain_yes_or_no_answers_did_it_help(town: Town, said: str, rated: str) -> None:
    officer = await town.officer(5)
    jan = await town.resident("jan", on="keypad")
    await report(jan, "halas", "Podmiejska 13")
    await close(officer, 1)
    await jan.says(said)
    assert [row["rating"] for row in await town.rows("SELECT rating FROM reports")] == [rated]


async def test_with_two_closed_reports_a_plain_no_is_asked_about(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas", "Podmiejska 13")
    await close(officer, 1)
    await report(anna, "szyba", "Podmiejska 15")
    await close(officer, 2)
    await anna.says("nie")
    await anna.sees("Którego zgłoszenia to dotyczy?")
    await anna.taps("1 Podmiejska 13")
    await anna.sees("Zgłoszenie nr 1 znów jest otwarte.")


# --- pictures on their way ---


async def test_a_picture_alone_is_always_answered(town: Town) -> None:
    await town.officer(5)
    anna = await town.resident("anna")
    await anna.acts("resident.report.new")
    await anna.sends(photo())
    await town.let_pass(seconds=3)
    await anna.sees("Jest już: 1 zdjęcie.")
    await anna.taps("Bez opisu")
    await anna.sends(photo(colour=(1, 1, 1)))
    await town.let_pass(seconds=3)
    await anna.sees("Jest już: 2 zdjęcia.", "Gdzie to jest?")


async def test_changing_the_words_keeps_the_picture_and_it_can_be_left_out(town: Town) -> None:
    await town.officer(5)
    anna = await town.resident("anna")
    await anna.sends(photo(), text="szyba")
    await anna.says("Podmiejska 13")
    await anna.taps("Popraw")
    await anna.taps("Popraw treść")
    await anna.says("dwie szyby")
    await anna.sees("Dołączono: 1 zdjęcie")
    await anna.taps("Popraw")
    await anna.taps("Bez załączników")
    await anna.taps("Wyślij bez moich danych")
    assert [row["report"] for row in await town.rows("SELECT report FROM attachments")] == [None]


async def test_what_stands_under_a_picture_is_no_name(town: Town) -> None:
    await town.officer(5)
    anna = await town.resident("anna")
    await anna.says("szyba")
    await anna.says("Podmiejska 13")
    await anna.taps("Wyślij i podaj moje imię i telefon")
    await anna.sends(photo(), text="to jest ta szyba")
    await town.let_pass(seconds=3)
    await anna.sees("Proszę napisać imię i numer telefonu")
    await anna.says("Anna, 600 100 200")
    rows = await town.rows("SELECT words, identity FROM reports")
    assert [(row["words"], row["identity"]) for row in rows] == [("szyba\nto jest ta szyba", "Anna, 600 100 200")]


async def test_a_refused_file_is_not_counted_and_makes_no_empty_report(town: Town) -> None:
    await town.officer(5)
    anna = await town.resident("anna")
    await anna.sends(photo()[:200])
    await anna.sees("Tego pliku nie udało się otworzyć")
    await anna.taps("Bez opisu")
    await anna.says("rozbita szyba")
    await anna.says("Podmiejska 13")
    assert "Dołączono" not in await anna.news()


async def test_a_late_picture_of_the_report_reaches_the_officer(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    with slow_files(town, monkeypatch):
        await hands_in_photo(town, anna, "szyba")
        await anna.hands_in(HandedIn("second-message", text="Podmiejska 13"))
        await town.settle()
        await anna.hands_in(HandedIn("third-message", link=(await anna.button("Wyślij bez"))[0].value))
        await anna.hands_in(HandedIn("fourth-message", text="#1 pierwsza"))
        await anna.hands_in(HandedIn("fifth-message", text="druga"))
        await town.settle()
    for _ in range(20):
        await town.let_pass(seconds=1)
    assert [bubble.files for bubble in await officer.chat() if bubble.files] == [(1,)]


async def test_an_upload_that_a_message_has_come_for_is_never_swept(town: Town) -> None:
    anna = await town.resident("anna")
    uploads, reference = web(town).uploads, Uploads.reference("anna", "file-0001")
    uploads.put(reference, photo())
    await anna.hands_in(HandedIn("first-message", text="szyba", files=("file-0001",)))
    for path in (town.app.settings.media.folder / "uploads").iterdir():
        os.utime(path, (0, 0))
    await town.restart()  # the process was down for years
    await town.calm()
    assert [row["state"] for row in await town.rows("SELECT state FROM attachments")] == ["kept"]


def test_one_chat_cannot_take_all_the_room(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.uploads.MOST_OF_ONE", 2500)
    uploads = web(town).uploads
    for number in range(2):
        uploads.put(Uploads.reference("eve", f"file-{number}"), bytes(1000))
    with pytest.raises(Full):
        uploads.put(Uploads.reference("eve", "file-2"), bytes(1000))
    uploads.put(Uploads.reference("anna", "file-1"), bytes(1000))


# --- deleting while things are on their way ---


async def test_a_draft_begun_after_the_deletion_stays(town: Town) -> None:
    await town.officer(5)
    anna = await town.resident("anna")
    await anna.says("dzień dobry")
    await anna.acts("resident.my_data.yes")
    await town.let_pass(hours=23)
    await anna.says("rozbita szyba w piwnicy")
    await town.let_pass(hours=2)
    await anna.says("Podmiejska 13")
    await anna.sees("„rozbita szyba w piwnicy”")


async def test_a_name_that_waits_to_be_shown_is_not(town: Town) -> None:
    officer = await town.officer(5, on="rough")
    anna = await town.resident("anna")
    await anna.says("tajemnica")
    await anna.says("Podmiejska 13")
    await anna.taps("Wyślij i podaj moje imię i telefon")
    await anna.says("Anna, 600 100 200")
    town.rough.mood(["throttled"] * 3, forever=False)
    await officer.hands_in(HandedIn("officers-message", text="#1"))
    await town.settle()
    await anna.hands_in(HandedIn("first-message", link="resident.my_data.yes"))
    await town.calm()
    await town.let_pass(days=2)
    assert "600 100 200" not in await everywhere(town)
    assert "600 100 200" not in str(town.rough.phones)


async def test_words_that_wait_to_be_shown_are_not(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "stara tajemnica", "Podmiejska 13")
    await close(officer, 1)
    say = WebChat.say

    async def flaky(self: WebChat, to, message, *, dedupe: str) -> str:  # type: ignore[no-untyped-def]  # `WebChat.say`'s own types
        if to.address == "rejon5":
            raise Temporary("no connection")
        return await say(self, to, message, dedupe=dedupe)

    with monkeypatch.context() as patch:
        patch.setattr(WebChat, "say", flaky)
        await officer.hands_in(HandedIn("officers-message", text="#1 C"))
        await town.settle()
        await anna.hands_in(HandedIn("first-message", link="resident.my_data.yes"))
        await town.settle()
    await town.calm()
    await town.let_pass(days=2)
    await officer.sees_not("stara tajemnica")


async def test_what_was_said_anew_to_a_substitute_goes_too(town: Town) -> None:
    officer, substitute = await town.officer(5), await town.officer(9)
    anna = await town.resident("anna")
    await report(anna, "hałas", "Podmiejska 13")
    await anna.says("#1 pierwsza linia")
    await town.away(officer, days=5, substitute=substitute)
    await anna.says("druga tajemna linia")
    await town.let_pass(seconds=3)
    await substitute.sees("druga tajemna linia")
    await anna.acts("resident.withdraw.yes:1")
    await anna.acts("resident.my_data.yes")
    await town.calm()
    await substitute.sees_not("druga tajemna linia")


async def test_a_picture_that_was_not_fetched_yet_is_deleted_too(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    anna = await town.resident("anna")
    with slow_files(town, monkeypatch):
        await hands_in_photo(town, anna, "szyba")
        await anna.hands_in(HandedIn("second-message", link="resident.my_data.yes"))
        await town.settle()
    await town.calm()
    folder = town.app.settings.media.folder
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert await town.rows("SELECT id FROM attachments") == []


async def test_deleting_does_not_join_a_named_and_an_anonymous_report(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas", "Podmiejska 13")
    await anna.says("szyba")
    await anna.taps("Nowa sprawa")
    await anna.says("Podmiejska 15")
    await anna.taps("Wyślij i podaj moje imię i telefon")
    await anna.says("Anna, 600 100 200")
    await officer.looks()
    await anna.acts("resident.my_data.yes")
    assert "Nr 2" in await officer.news()
    assert "Nr 1" not in await officer.news()
    await officer.says("#1 Sprawdzę.")
    await officer.sees("Nr 1: w tej sprawie nie można już nikomu odpisać.")
    assert await town.rows("SELECT id FROM entries") == [], "what cannot be said is not written down as said"


async def test_an_emptied_report_can_still_be_looked_up(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas", "Podmiejska 13")
    await close(officer, 1)
    await anna.acts("resident.my_data.yes")
    await officer.says("#1")
    await officer.sees("Treść tej sprawy została usunięta.")
    await officer.says("sprawy")
    assert await town.rows("SELECT id FROM inbox WHERE outcome <> 'handled'") == []


async def test_an_order_that_lacks_something_is_never_offered_to_a_resident(town: Town) -> None:
    boss = await town.supervisor()
    await town.officer(5)
    await report(await town.resident("anna"), "hałas", "Podmiejska 13")
    for order in ("zaproś", "zaproś 5", "zaproś Nowak 5", "zakończ rolę"):
        await boss.says(order)
        await boss.sees("Aby zaprosić: zaproś 5 stopień i nazwisko")
    await boss.says("zaproś 5 st. asp. Nowak do 31.12")
    await boss.sees("Dla: st. asp. Nowak, dzielnicowy rejonu 5.", "Rola skończy się sama po 31 grudnia.")
