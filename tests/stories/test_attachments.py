"""Pictures, documents and positions: with the report, later, in a row, from the officer; never with more than is meant."""

from __future__ import annotations

import io

from PIL import Image

from bot.channels.webchat import WebChat
from storage.database import Writer
from storage.models import AttachmentState
from storage.repositories import attachments
from tests.pictures import CAMERA, document, photo, screenshot
from tests.rough_channel import BROKEN, FINE, LOST, REJECTED, THROTTLED
from tests.stories.test_officer import report
from tests.town import Town


async def test_an_anonymous_report_with_a_photo_answered_reopened_and_rated(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.sends(photo(), text="znowu piją na klatce")
    await anna.sees("Gdzie to jest?")
    await anna.says("Podmiejska 13")
    await anna.sees(
        "Sprawdźmy przed wysłaniem", "Dołączono: 1 zdjęcie", "Zdjęcie z okna może zdradzić mieszkanie.", "zobaczy treść, miejsce i to, co dołączono"
    )
    await anna.taps("Wyślij bez moich danych")
    await officer.sees("Nr 1 · ", "„znowu piją na klatce”", "Dołączono: 1 zdjęcie", "Mieszkaniec 1, bez danych.")
    (number,) = (await officer.chat())[-1].files
    kept = (await attachments.by_ids(town.app.reader, [number]))[0]
    assert kept.sha256 is not None
    data = town.app.files.read(kept.sha256)
    assert CAMERA.encode() not in data
    assert not Image.open(io.BytesIO(data)).getexif()
    await officer.says("#1 Dziękuję, sprawdzę w piątek.")
    await anna.sees("„Dziękuję, sprawdzę w piątek.”")
    await officer.says("#1 Z")
    await officer.taps("Załatwione")
    await anna.taps("Nie, otwórz ponownie")
    await anna.sends(photo(colour=(0, 0, 0)), text="nadal to samo")
    await officer.sees("mieszkaniec dopisuje", "„nadal to samo”")
    await town.let_pass(seconds=3)
    await officer.sees("Nr 1 · Podmiejska 13: +1 zdjęcie")
    assert len((await officer.chat())[-1].files) == 1
    await officer.says("#1 Z")
    await officer.taps("Sprawdzone, nie zastano")
    await anna.taps("Tak")
    await anna.sees("Dziękujemy.")
    assert [row["state"] for row in await town.rows("SELECT state FROM attachments")] == ["kept", "kept"]
    for person in (officer, anna):
        await person.sees_not("anna", CAMERA)


async def test_a_photo_alone_asks_what_it_is_about_and_may_go_without_words(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.sends(photo())
    await anna.sees("Jest już: 1 zdjęcie. Proszę napisać własnymi słowami, co się dzieje.")
    await anna.taps("Bez opisu")
    await anna.says("Podmiejska 13")
    await anna.taps("Wyślij bez moich danych")
    await officer.sees("Bez opisu.", "Dołączono: 1 zdjęcie")
    assert len((await officer.chat())[-1].files) == 1


async def test_an_address_under_a_photo_is_the_place(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.sends(photo(), text="Podmiejska 13")
    await anna.says("rozbita szyba")
    await anna.sees("Miejsce: Podmiejska 13", "„rozbita szyba”")
    await anna.taps("Wyślij bez moich danych")
    await officer.sees("„rozbita szyba”")


async def test_many_in_a_row_show_the_card_again_once(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.says("rozbita szyba")
    await anna.says("Podmiejska 13")
    for number in range(3):
        await anna.sends(photo(colour=(number, 0, 0)))
        await anna.hears_nothing()
    await anna.sends(document())
    await town.let_pass(seconds=3)
    assert (await anna.news()).count("Sprawdźmy przed wysłaniem") == 1
    await anna.taps("Wyślij bez moich danych")
    await officer.sees("Dołączono: 3 zdjęcia, 1 dokument")
    assert len((await officer.chat())[-1].files) == 4


async def test_pictures_sent_to_an_open_report_in_a_row_are_told_of_together(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await anna.sends(photo(), photo(colour=(1, 1, 1)), text="to te auta", reply_to="Zgłoszenie nr 1")
    await officer.looks()
    await town.let_pass(seconds=3)
    await officer.sees("+2 zdjęcia")
    assert len((await officer.chat())[-1].files) == 2
    await officer.says("#1 C")
    await officer.sees("Mieszkaniec: to te auta", "Dołączono: 2 zdjęcia")
    assert len((await officer.chat())[-1].files) == 2
    await anna.says("status 1")
    await anna.sees("Dołączono: 2 zdjęcia")


async def test_a_picture_that_could_belong_to_two_reports_is_asked_about(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await officer.looks()
    await anna.sends(photo())
    await anna.sees("Czego dotyczy ta wiadomość?")
    await officer.hears_nothing()
    await anna.taps("Nowa sprawa")
    await anna.sees("Jest już: 1 zdjęcie.")
    await anna.says("rozbita szyba")
    await anna.says("Podmiejska 15")
    await anna.taps("Wyślij bez moich danych")
    await officer.sees("Nr 2 · ", "Dołączono: 1 zdjęcie")
    rows = await town.rows("SELECT report FROM attachments")
    assert [row["report"] for row in rows] == [2]


async def test_a_shared_position_goes_with_the_report_in_figures(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.sends(position=(51.76119, 18.09102))
    await anna.sees("Jest już: pozycja.")
    await anna.says("wyrwany znak")
    await anna.says("Podmiejska 13")
    await anna.sees("Dołączono: pozycja")
    await anna.taps("Wyślij bez moich danych")
    await officer.sees("Dołączono: pozycja", "Pozycja: 51.76119, 18.09102")


async def test_what_cannot_be_kept_is_said_and_never_promised(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.sends(b"MZ\x90\x00" + bytes(100), text="wirus")
    await anna.sees("Takiego pliku nie możemy przyjąć i nikt go nie dostał.")
    await anna.sends(photo()[:300])
    await anna.sees("Tego pliku nie udało się otworzyć")
    await anna.sends(b"\xff\xd8\xff" + bytes(1024 * 1024))
    await anna.sees("Ten plik jest za duży i nikt go nie dostał. Proszę wysłać plik do 1 MB.")
    await anna.says("Podmiejska 13")
    await anna.taps("Wyślij bez moich danych")
    await officer.sees("„wirus”")
    assert "Dołączono" not in await officer.news()
    assert list((town.app.settings.media.folder).glob("??/*")) == []


async def test_the_officer_sends_a_picture_too(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await officer.taps("Odpowiedz")
    await officer.sends(screenshot(), text="Nowy zamek")
    await anna.sees("„Nowy zamek”")
    await town.let_pass(seconds=3)
    await anna.sees("Zgłoszenie nr 1: dzielnicowy przesyła: 1 zdjęcie")
    assert len((await anna.chat())[-1].files) == 1


async def test_an_officers_picture_without_a_case_is_asked_about(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await report(anna, "hałas w nocy", "Podmiejska 13")
    await anna.looks()
    await officer.sends(screenshot())
    await officer.sees("Do której sprawy?")
    await town.let_pass(seconds=3)
    await anna.hears_nothing()
    await officer.taps("1 Podmiejska 13")
    await town.let_pass(seconds=3)
    assert len((await anna.chat())[-1].files) == 1


async def test_an_officer_on_a_phone_without_pictures_hears_that_there_are_some(town: Town) -> None:
    officer = await town.officer(5, on="keypad")
    anna = await town.resident("anna")
    await anna.sends(photo(), photo(colour=(1, 1, 1)), text="rozbita szyba")
    await anna.says("Podmiejska 13")
    await anna.taps("Wyślij bez moich danych")
    await officer.sees("#1 Podmiejska 13: zgloszenie, 2 zdjecia.")


async def test_a_report_for_somebody_may_have_a_picture(town: Town) -> None:
    officer = await town.officer(5)
    await officer.sends(photo(), text="ZA Podmiejska 13 pani z parteru, rozbita szyba")
    await town.let_pass(seconds=3)
    assert len((await officer.chat())[-1].files) == 1


async def test_on_a_rough_day_every_file_arrives_once(town: Town) -> None:
    officer = await town.officer(5)
    jan = await town.resident("jan", on="rough")
    town.rough.mood([LOST, THROTTLED, BROKEN, LOST, FINE], forever=False)
    await jan.sends(photo(), text="rozbita szyba")
    await town.calm()
    await jan.says("Podmiejska 13")
    await jan.says("T")
    await town.calm()
    await town.let_pass(seconds=3)
    shown = [number for bubble in await officer.chat() for number in bubble.files]
    assert len(shown) == len(set(shown)) == 1
    assert town.rough.files == {}, "the channel's copy is discarded"


async def test_a_file_that_is_gone_at_its_channel_is_said(town: Town) -> None:
    jan = await town.resident("jan", on="rough")
    town.rough.mood([FINE, REJECTED], forever=False)
    await jan.sends(photo(), text="rozbita szyba")
    await town.calm()
    assert "Plik do nas nie dotarl" in "\n".join(each.text for each in town.rough.phones["jan"])


async def test_power_is_cut_between_the_message_and_its_file(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.sends(photo(), text="rozbita szyba")
    await town.app.units.run(_waiting_again)
    channel = town.app.channels["web"]
    assert isinstance(channel, WebChat)
    reference = (await town.rows("SELECT reference FROM attachments"))[0]["reference"]
    channel.uploads.put(reference, photo())  # as a crash before the row leaves it
    await town.restart()
    await town.calm()
    await anna.says("Podmiejska 13")
    await anna.taps("Wyślij bez moich danych")
    await officer.sees("Dołączono: 1 zdjęcie")
    assert len(list(town.app.settings.media.folder.glob("??/*"))) == 1


async def _waiting_again(unit: Writer) -> None:
    unit.write("UPDATE attachments SET state = 'waiting', sha256 = NULL", {})


async def test_files_of_a_forgotten_draft_are_swept(town: Town) -> None:
    anna = await town.resident("anna")
    await anna.sends(photo(), text="rozbita szyba")
    assert len(await attachments.files(town.app.reader)) == 1
    await town.let_pass(days=8)
    assert len(await attachments.files(town.app.reader)) == 1, "the draft still goes on"
    await town.let_pass(days=31)
    assert await attachments.files(town.app.reader) == set()
    assert [row["state"] for row in await town.rows("SELECT state FROM attachments")] in ([], [AttachmentState.WAITING])


async def test_nobody_else_gets_at_a_file(town: Town) -> None:
    officer, other, boss = await town.officer(5), await town.officer(9), await town.supervisor()
    anna, eve = await town.resident("anna"), await town.resident("eve")
    await eve.says("/start")
    await anna.sends(photo(), text="rozbita szyba")
    await anna.says("Podmiejska 13")
    await anna.taps("Wyślij bez moich danych")
    now = town.clock.now()
    seen = {
        p.name: await attachments.visible_to(town.app.reader, await p.contact(), 1, now, at=(await p.urn()).id) is not None
        for p in (officer, other, boss, anna, eve)
    }
    assert seen == {"rejon5": True, "rejon9": False, "kierownik": True, "anna": True, "eve": False}
