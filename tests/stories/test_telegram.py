"""The core journeys in Telegram's clothes, and what only Telegram has: albums, edits, blocks, groups, pressed buttons."""

from __future__ import annotations

from bot.web.door import HandedIn
from storage.database import Writer
from storage.models import SECOND, Prompt, Written
from storage.outgoing import Outgoing
from storage.repositories import outbox
from tests.pictures import photo
from tests.telegram.server import FakeTelegram
from tests.test_cleaning_office import DOCX, package
from tests.town import Town


async def test_an_address_gives_the_officer(town: Town, telegram: FakeTelegram) -> None:
    anna = await town.resident("anna", on="telegram")
    await anna.says("/start")
    await anna.sees("Proszę napisać ulicę i numer domu")
    await anna.says("Podmiejska 13")
    await anna.sees("Podmiejska 13 · rejon 5")


async def test_a_report_with_an_album_is_one_report(town: Town, telegram: FakeTelegram) -> None:
    officer = await town.officer(5, on="telegram")
    anna = await town.resident("anna", on="telegram")
    await anna.sends(photo(), photo((300, 200)), photo((200, 300)), text="śmieci przy śmietniku od tygodnia")
    await anna.sees("Gdzie to jest?")
    await anna.says("Podmiejska 13")
    await anna.sees("Sprawdźmy przed wysłaniem", "Dołączono: 3 zdjęcia")
    await anna.taps("Wyślij bez moich danych")
    await anna.sees("Zgłoszenie nr 1 wysłane.")
    await officer.sees("śmieci przy śmietniku", "Dołączono: 3 zdjęcia")
    album = [said for said in telegram.chat("rejon5") if said.media]
    assert [said.media for said in album] == ["photo"] * 3
    assert len({said.album for said in album}) == 1, "an album goes on as an album"
    assert all(said.file_id in telegram.files for said in album), "passed on by number, at full quality"


async def test_a_part_that_comes_late_is_added_and_the_officer_told(town: Town, telegram: FakeTelegram) -> None:
    officer = await town.officer(5, on="telegram")
    anna = await town.resident("anna", on="telegram")
    telegram.says("anna", photo=telegram.photo(photo()), media_group_id="a1")
    await town.calm()
    await anna.says("Podmiejska 13")
    await anna.says("hałas pod oknem")
    await anna.taps("Wyślij bez moich danych")
    await officer.looks()
    telegram.says("anna", photo=telegram.photo(photo((200, 150))), media_group_id="a1")
    telegram.says("anna", photo=telegram.photo(photo((210, 150))), media_group_id="a1")
    await town.calm()
    await town.let_pass(seconds=5)
    await officer.sees("Nr 1 · Podmiejska 13: +2 zdjęcia")
    assert len(await town.rows("SELECT number FROM reports")) == 1
    assert [row["report"] for row in await town.rows("SELECT report FROM attachments")] == [1, 1, 1]


async def test_parts_out_of_order_with_the_words_under_the_last(town: Town, telegram: FakeTelegram) -> None:
    await town.officer(5)
    anna = await town.resident("anna", on="telegram")
    telegram.says("anna", photo=telegram.photo(photo()), media_group_id="a1")
    await town.calm()
    telegram.says("anna", "Głogowska 7 zasłania znak, nic nie widać", photo=telegram.photo(photo()), media_group_id="a1")
    await town.calm()
    await anna.says("Podmiejska 13")
    rows = await town.rows("SELECT state FROM sessions")
    assert "zasłania znak" in rows[0]["state"]
    assert "Podmiejska" in rows[0]["state"]


async def test_parts_within_a_second_are_one_message(town: Town, telegram: FakeTelegram) -> None:
    anna = await town.resident("anna", on="telegram")
    telegram.says("anna", photo=telegram.photo(photo()), media_group_id="a1")
    await town.settle()
    assert await anna.chat() == []
    town.clock.at += SECOND // 3
    telegram.says("anna", "rozbita lampa", photo=telegram.photo(photo()), media_group_id="a1")
    await town.settle()
    assert await anna.chat() == []
    await town.calm()
    assert len([said for said in telegram.chat("anna") if "Gdzie to jest?" in said.text]) == 1


async def test_an_edit_reaches_the_officer_as_an_edit(town: Town, telegram: FakeTelegram) -> None:
    officer = await town.officer(5, on="telegram")
    anna = await town.resident("anna", on="telegram")
    await anna.says("Podmiejska 13")
    words = telegram.says("anna", "piją na klatce w bramie C")
    await town.calm()
    telegram.edits("anna", words, "piją na klatce w bramie D")
    await town.calm()
    await town.let_pass(seconds=3)
    await anna.taps("Podmiejska 13")
    await anna.sees("bramie D")
    await anna.taps("Wyślij bez moich danych")
    await officer.sees("bramie D")
    telegram.edits("anna", words, "piją na klatce w bramie E")
    await town.calm()
    await officer.sees("bramie E", "To poprawka wcześniejszej wiadomości; poprzednia treść zostaje powyżej.")
    await officer.says("#1")
    await officer.sees("bramie D", "bramie E")


async def test_an_edit_can_be_an_alarm(town: Town, telegram: FakeTelegram) -> None:
    anna = await town.resident("anna", on="telegram")
    words = telegram.says("anna", "ktoś stoi pod drzwiami")
    await town.calm()
    telegram.edits("anna", words, "ktoś właśnie wyważa mi drzwi")
    await town.calm()
    await anna.sees("Proszę zadzwonić pod 112. Teraz.")


async def test_blocking_stops_everything_and_coming_back_resumes(town: Town, telegram: FakeTelegram) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna", on="telegram")
    await anna.says("hałas w nocy")
    await anna.says("Podmiejska 13")
    await anna.taps("Wyślij bez moich danych")
    telegram.blocks("anna")
    await town.calm()
    sent = len(telegram.calls)
    await officer.says("#1 Sprawdzę.")
    assert [name for name, _ in telegram.calls[sent:] if name == "sendMessage"] == [], "nobody who left is written to"
    telegram.blocks("anna", False)
    await town.calm()
    await officer.says("#1 Byłem na miejscu.")
    await anna.sees("Byłem na miejscu.")


async def test_a_pressed_button_is_answered_once_and_shows_what_was_chosen(town: Town, telegram: FakeTelegram) -> None:
    anna = await town.resident("anna", on="telegram")
    await anna.says("/start")
    query = telegram.presses("anna", "everyone.start.help")
    await town.calm()
    assert query in telegram.answered
    assert "✓ Pomoc" in telegram.chat("anna")[0].labels
    await anna.sees("Pilne, całą dobę")
    telegram.presses("anna", "resident.report.send:77")
    await town.calm()
    await anna.sees("już nieaktualna")


async def test_in_a_group_one_sentence_and_silence(town: Town, telegram: FakeTelegram) -> None:
    await town.officer(5)
    telegram.joins("anna", "Rada osiedla")
    telegram.says("anna", "ktoś właśnie wyważa mi drzwi, Podmiejska 13", group="Rada osiedla")
    telegram.says("anna", "/start@dzielnicowy_bot", group="Rada osiedla")
    telegram.says("anna", "/start@inny_bot", group="Rada osiedla")
    await town.calm()
    assert [said.text for said in telegram.chat("Rada osiedla")] == [
        "Proszę napisać do mnie w prywatnym czacie: tutaj czytają wszyscy. Zagrożenie życia: 112."
    ]
    assert await town.rows("SELECT number FROM reports") == []


async def test_a_group_that_becomes_a_supergroup_keeps_its_place(town: Town, telegram: FakeTelegram) -> None:
    telegram.joins("anna", "Rada osiedla")
    await town.calm()
    telegram.upgrades("anna", "Rada osiedla")
    await town.calm()
    await town.let_pass(hours=2)
    telegram.says("anna", "@dzielnicowy_bot jesteś tu?", group="Rada osiedla")
    await town.calm()
    assert len(telegram.chat("Rada osiedla")) == 1
    assert len(await town.rows("SELECT id FROM urns")) == 1


async def test_other_kinds_get_a_kind_sentence(town: Town, telegram: FakeTelegram) -> None:
    anna = await town.resident("anna", on="telegram")
    sticker = {**telegram.file(b"x"), "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}
    telegram.says("anna", sticker=sticker)
    await town.calm()
    await anna.sees("Tego nie umiemy odczytać.")
    telegram.says("anna", contact={"phone_number": "+48600100200", "first_name": "Anna"})
    telegram.says("anna", dice={"emoji": "🎲", "value": 3})
    await town.calm()
    assert await town.rows("SELECT id FROM inbox WHERE outcome <> 'handled' OR outcome IS NULL") == []


async def test_films_recordings_and_documents_reach_the_officer(town: Town, telegram: FakeTelegram) -> None:
    officer = await town.officer(5, on="telegram")
    anna = await town.resident("anna", on="telegram")
    await anna.says("hałas w nocy")
    await anna.says("Podmiejska 13")
    await anna.taps("Wyślij bez moich danych")
    film = telegram.file(b"\0\0\0\x10ftypisom\0\0\0\0")
    telegram.says("anna", video={**film, "width": 1, "height": 1, "duration": 3})
    large = telegram.file(b"", size=300 * 1024 * 1024)
    telegram.says("anna", video={**large, "width": 1, "height": 1, "duration": 600})
    telegram.says("anna", voice={**telegram.file(b"OggS" + bytes(40)), "duration": 3})
    report = telegram.file(package(DOCX))
    telegram.says("anna", document={**report, "file_name": "Anna Kowalska.docx", "mime_type": "application/octet-stream"})
    await town.calm()
    for _ in range(4):
        if "co dotyczy" in await anna.news():
            break
    await anna.taps("1 Podmiejska 13")
    await town.let_pass(seconds=5)
    await town.calm()
    sent = {said.media: said for said in telegram.chat("rejon5") if said.media}
    assert {"video", "voice", "document"} <= set(sent)
    assert sent["document"].file_id.startswith("attach://"), "never passed on as it came"
    assert "Anna Kowalska" not in str(telegram.calls[-1:])
    assert sent["video"].file_id in (film["file_id"], large["file_id"])
    await officer.says("#1")


async def test_a_long_answer_comes_in_parts_and_a_reply_to_any_part_is_bound(town: Town, telegram: FakeTelegram) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna", on="telegram")
    await anna.says("hałas w nocy")
    await anna.says("Podmiejska 13")
    await anna.taps("Wyślij bez moich danych")
    await officer.says("#1 " + "Sprawdziliśmy & <porozmawiali>. " * 400)
    parts = [said for said in telegram.chat("anna") if "Sprawdziliśmy & <porozmawiali>" in said.text]
    assert len(parts) > 2
    telegram.says("anna", "dziękuję", reply_to=parts[0].id)
    await town.calm()
    await officer.sees("dziękuję")


async def test_a_reply_to_a_forgotten_bubble_is_bound_by_its_number(town: Town, telegram: FakeTelegram) -> None:
    officer = await town.officer(5, on="telegram")
    anna = await town.resident("anna", on="telegram")
    await anna.says("hałas w nocy")
    await anna.says("Podmiejska 13")
    await anna.taps("Wyślij bez moich danych")
    await town.app.units.run(lambda unit: _forget_bubbles(unit))
    await officer.replies("Nr 1", "Sprawdzę dziś.")
    await anna.sees("Sprawdzę dziś.")


async def _forget_bubbles(unit: object) -> None:
    unit.write("DELETE FROM bubbles", {})  # type: ignore[attr-defined]


async def test_a_message_that_only_telegram_refuses_ends_alone_and_the_operator_hears(town: Town, telegram: FakeTelegram) -> None:
    boss = await town.operator()
    anna = await town.resident("anna", on="telegram")
    telegram.faults.append("400")
    await anna.says("Podmiejska 13")
    await anna.says("Podmiejska 15")
    await anna.sees("Podmiejska 15")
    await town.let_pass(minutes=2)
    await boss.sees("Odrzucone przez kanał")


async def test_an_answer_that_may_have_come_says_so(town: Town, telegram: FakeTelegram) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna", on="telegram")
    await anna.says("hałas w nocy")
    await anna.says("Podmiejska 13")
    await anna.taps("Wyślij bez moich danych")
    telegram.faults.append("deliver and drop")
    await officer.says("#1 Sprawdzę dziś.")
    await town.calm()
    texts = [said.text for said in telegram.chat("anna") if "Sprawdzę dziś." in said.text]
    assert len(texts) == 2
    assert texts[1].startswith("(ponowienie)")


async def test_a_throttled_chat_rests_as_long_as_it_is_told_and_no_other(town: Town, telegram: FakeTelegram) -> None:
    anna, jan = await town.resident("anna", on="telegram"), await town.resident("jan", on="telegram")
    telegram.faults.append("429:3600")
    telegram.says("anna", "Podmiejska 13")
    await town.settle()
    telegram.says("jan", "Podmiejska 13")
    await town.settle()
    assert telegram.chat("anna") == []
    await jan.sees("rejon 5")
    await town.let_pass(minutes=59)
    assert telegram.chat("anna") == []
    await town.let_pass(minutes=2)
    await anna.sees("rejon 5")


async def test_clearing_a_chat_takes_both_sides_out_of_it(town: Town, telegram: FakeTelegram) -> None:
    await town.officer(5)
    anna = await town.resident("anna", on="telegram")
    await anna.says("mąż mnie bije od lat, boję się wrócić do domu, Podmiejska 13")
    await anna.sees("Czy ktoś jeszcze zagląda do tego telefonu?")
    await anna.taps("Tak, proszę tu nie odpisywać")
    await anna.says("u siostry")
    assert telegram.room("anna").messages == {}, "neither our words nor hers"


async def test_a_restart_loses_nothing_that_waits(town: Town, telegram: FakeTelegram) -> None:
    anna = await town.resident("anna", on="telegram")
    await anna.says("Podmiejska 13")
    telegram.says("anna", "Podmiejska 15")
    await town.restart()
    await town.calm()
    await anna.sees("Podmiejska 15")
    assert len([said for said in telegram.chat("anna") if "Podmiejska 15" in said.text]) == 1


async def test_after_an_outage_of_six_hours_everything_comes_in_order_and_at_the_pace_of_the_chat(town: Town, telegram: FakeTelegram) -> None:
    officer = await town.officer(5)
    people = [await town.resident(f"osoba{number}", on="telegram") for number in range(1, 6)]
    for person in people:
        await person.says("hałas w nocy")
        await person.says("Podmiejska 13")
        await person.taps("Wyślij bez moich danych")
    before = {person.name: len(await person.chat()) for person in people}
    port = telegram.port
    await telegram.stop()
    telegram.now = town.clock.now
    for line in range(1, 13):
        for number in range(1, 6):
            await officer.hands_in(HandedIn(f"answer-{line:04}-{number:04}", text=f"#{number} odpowiedź {line}."))
    for _ in range(36):
        await town.let_pass(minutes=10)
    waiting = await town.rows("SELECT attempts FROM outbox WHERE settled_at IS NULL")
    assert len(waiting) == 60
    assert max(row["attempts"] for row in waiting) > 10, "it was tried, more slowly each time"
    await telegram.start(port)
    await town.let_pass(minutes=11)
    await town.calm()
    for person in people:
        said = [bubble.text.rsplit("odpowiedź ", 1)[1].rstrip(".”") for bubble in (await person.chat())[before[person.name] :]]
        assert said == [str(line) for line in range(1, 13)]
    assert telegram.throttled == 0, "nobody had to be told to slow down"


async def test_a_group_gets_no_more_than_twenty_a_minute(town: Town, telegram: FakeTelegram) -> None:
    telegram.now = town.clock.now
    telegram.joins("anna", "Rada osiedla")
    await town.calm()
    for number in range(1, 40):
        await town.app.units.run(lambda unit, number=number: _tell(town, unit, number))  # type: ignore[misc]
    for sender in town.app.senders:
        sender.hinted = True
    await town.calm()
    assert [said.text for said in telegram.chat("Rada osiedla")][1:] == ["Anulowano." for _ in range(39)]
    assert telegram.throttled == 0


async def _tell(town: Town, unit: Writer, number: int) -> None:
    prompt = Prompt((Written({"pl": "Anulowano."}),))
    outbox.put(unit, [Outgoing(f"notice:{number}", "contact:1", prompt, town.clock.now())], town.clock.now(), active=town.app.channels)


async def test_the_officer_sees_how_each_answer_ended(town: Town, telegram: FakeTelegram) -> None:
    officer = await town.officer(5, on="telegram")
    anna = await town.resident("anna", on="telegram")
    await anna.says("hałas w nocy")
    await anna.says("Podmiejska 13")
    await anna.taps("Wyślij bez moich danych")
    await officer.says("#1 Sprawdzę dziś.")
    await officer.sees("Nr 1: wysłane do mieszkańca.")
    assert "w drodze" not in await officer.news(), "the same message, changed"
    telegram.faults.append("400")
    await officer.says("#1 Druga odpowiedź.")
    telegram.faults.clear()
    telegram.room("anna").blocked = True
    await officer.says("#1 Trzecia odpowiedź.")
    await officer.sees("Nr 1: nie doręczono, mieszkaniec wyłączył wiadomości. Odpowiedź zostaje przy zgłoszeniu.")
    telegram.room("anna").blocked = False
    await anna.says("#1")
    await anna.sees("Trzecia odpowiedź.")


async def test_a_teams_group_is_linked_by_its_code(town: Town, telegram: FakeTelegram) -> None:
    boss = await town.supervisor(on="telegram")
    await boss.says("zaproś zespół 5 SM Dobrzec")
    await boss.sees("Dla grupy zespołu: SM Dobrzec, rejon 5.")
    code = next(word for word in (await boss.news()).replace("\n", " ").split() if len(word) == 9 and word[4] == "-")
    anna = await town.resident("anna", on="telegram")
    await anna.says(code)
    await anna.sees("Ten kod jest dla grupy zespołu.")
    await boss.looks()
    telegram.joins("anna", "Zespół Dobrzec")
    telegram.says("anna", f"@dzielnicowy_bot {code}", group="Zespół Dobrzec")
    await town.calm()
    assert telegram.chat("Zespół Dobrzec")[-1].text.startswith("Ta grupa jest połączona z zespołem: SM Dobrzec.")
    await boss.sees("SM Dobrzec", "grupa zespołu koordynacyjnego")
    telegram.says("anna", f"/start@dzielnicowy_bot {code}", group="Inna grupa")
    await town.calm()
    assert "Ten nie działa" in telegram.chat("Inna grupa")[-1].text
    assert [row["role"] for row in await town.rows("SELECT role FROM roles WHERE role = 'team'")] == ["team"]


async def test_a_persons_code_is_not_spent_in_a_group(town: Town, telegram: FakeTelegram) -> None:
    boss = await town.supervisor(on="telegram")
    await boss.says("zaproś 5 st. asp. Kowalska")
    code = next(word for word in (await boss.news()).replace("\n", " ").split() if len(word) == 9 and word[4] == "-")
    telegram.says("anna", f"@dzielnicowy_bot {code}", group="Rada osiedla")
    await town.calm()
    assert "Ten kod jest dla jednej osoby." in telegram.chat("Rada osiedla")[-1].text
    ewa = await town.resident("ewa", on="telegram")
    await ewa.says(code)
    await ewa.taps("Tak, to ja")
    await ewa.sees("dzielnicowy rejonu 5")


async def test_an_answer_in_doubt_is_repeated_once_and_then_said_to_be_in_doubt(town: Town, telegram: FakeTelegram) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna", on="telegram")
    await anna.says("hałas w nocy")
    await anna.says("Podmiejska 13")
    await anna.taps("Wyślij bez moich danych")
    telegram.faults.extend(["deliver and drop", "deliver and drop", "deliver and drop"])
    await officer.says("#1 Sprawdzę dziś.")
    await town.calm()
    telegram.faults.clear()
    assert len([said for said in telegram.chat("anna") if "Sprawdzę dziś." in said.text]) == 2
    await officer.sees("Nr 1: nie wiadomo, czy odpowiedź doszła.")


async def test_an_edit_of_something_else_leaves_the_alarm_alone(town: Town, telegram: FakeTelegram) -> None:
    officer = await town.officer(5, on="telegram")
    anna = await town.resident("anna", on="telegram")
    earlier = telegram.says("anna", "Podmiejska 13")
    await town.calm()
    await anna.says("ktoś właśnie wyważa mi drzwi, Podmiejska 13")
    await anna.sees("Proszę zadzwonić pod 112. Teraz.")
    telegram.edits("anna", earlier, "Podmiejska 13 m. 4")
    await town.calm()
    await officer.looks()
    await town.let_pass(minutes=3)
    await officer.sees("PILNE", "wyważa mi drzwi")


async def test_an_edit_of_an_earlier_address_costs_no_draft(town: Town, telegram: FakeTelegram) -> None:
    await town.officer(5)
    anna = await town.resident("anna", on="telegram")
    earlier = telegram.says("anna", "Podmiejska 13")
    await town.calm()
    await anna.sends(photo(), photo((90, 60)), text="rozbita lampa przy wejściu")
    telegram.edits("anna", earlier, "Podmiejska 15")
    await town.calm()
    [session] = await town.rows("SELECT state FROM sessions")
    assert "rozbita lampa" in session["state"]
    assert session["state"].count('"picture"') == 2


async def test_an_edited_word_reaches_no_report_that_only_contains_it(town: Town, telegram: FakeTelegram) -> None:
    officer = await town.officer(5, on="telegram")
    anna = await town.resident("anna", on="telegram")
    await anna.says("taksówki blokują wjazd, Podmiejska 13")
    await anna.taps("Wyślij bez moich danych")
    short = telegram.says("anna", "ta")
    await town.calm()
    await officer.looks()
    telegram.edits("anna", short, "to zupełnie inna prywatna sprawa")
    await town.calm()
    await officer.hears_nothing()
    await anna.sees("Czego dotyczy ta wiadomość?")


async def test_a_late_caption_can_be_an_alarm(town: Town, telegram: FakeTelegram) -> None:
    anna = await town.resident("anna", on="telegram")
    telegram.says("anna", photo=telegram.photo(photo()), media_group_id="a1")
    await town.calm()
    telegram.says("anna", "ktoś właśnie wyważa mi drzwi", photo=telegram.photo(photo()), media_group_id="a1")
    await town.calm()
    await anna.sees("Proszę zadzwonić pod 112. Teraz.")


async def test_a_picture_that_telegram_refuses_does_not_take_the_words_along(town: Town, telegram: FakeTelegram) -> None:
    officer = await town.officer(5, on="telegram")
    anna = await town.resident("anna")
    await anna.sends(photo(), photo(colour=(1, 1, 1)), text="rozbita lampa")
    await anna.says("Podmiejska 13")
    telegram.faults.extend(["400", "400", "400"])
    await anna.taps("Wyślij bez moich danych")
    await officer.sees("rozbita lampa")
    assert [said.media for said in telegram.chat("rejon5") if said.media] == ["photo"], "the other one arrives"


async def test_bad_news_is_said_anew_where_the_note_was_deleted(town: Town, telegram: FakeTelegram) -> None:
    officer = await town.officer(5, on="telegram")
    anna = await town.resident("anna", on="telegram")
    await anna.says("hałas w nocy, Podmiejska 13")
    await anna.taps("Wyślij bez moich danych")
    telegram.room("anna").blocked = True
    telegram.says("rejon5", "#1 Sprawdzę dziś.")
    telegram.fate = lambda: telegram.room("rejon5").messages.clear() or ""  # type: ignore[func-returns-value]
    await town.calm()
    assert any("nie doręczono, mieszkaniec wyłączył wiadomości" in said.text for said in telegram.chat("rejon5"))
    assert officer.name
