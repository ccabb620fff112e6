"""What is kept about somebody on Telegram: seen, copied, deleted; nothing of a confidential matter crosses by an edit or a late picture."""

from __future__ import annotations

from tests.pictures import photo
from tests.stories.test_confidential import WORDS
from tests.telegram.server import FakeTelegram
from tests.town import Town


async def test_a_copy_comes_as_files_and_deleting_forgets_the_chat(town: Town, telegram: FakeTelegram) -> None:
    await town.officer(5)
    anna = await town.resident("anna", on="telegram")
    await anna.says("hałas w nocy")
    await anna.says("Podmiejska 13")
    await anna.taps("Wyślij bez moich danych")
    await anna.says("moje dane")
    await anna.taps("Pobierz kopię")
    await town.let_pass(seconds=5)
    assert [said.media for said in telegram.chat("anna") if said.media] == ["document", "document"]
    await anna.says("usuń")
    await anna.taps("Usuń")
    await town.let_pass(days=2)
    assert await town.rows("SELECT address FROM urns WHERE address = :a", a=anna.address) == []


async def test_an_edit_on_an_unsafe_phone_says_nothing_there(town: Town, telegram: FakeTelegram) -> None:
    officer = await town.officer(5, on="telegram")
    anna = await town.resident("anna", on="telegram")
    words = telegram.says("anna", f"{WORDS}, Podmiejska 13")
    await town.calm()
    await anna.taps("Tak, proszę tu nie odpisywać")
    await anna.says("u siostry")
    await officer.looks()
    telegram.edits("anna", words, f"{WORDS}, Podmiejska 13, i wczoraj też")
    await town.calm()
    assert telegram.room("anna").messages == {} or all(not said.from_us for said in telegram.room("anna").messages.values())
    await officer.sees("sprawa poufna: mieszkaniec dopisuje")
    await officer.sees_not("wczoraj też")


async def test_a_late_picture_of_a_confidential_album_shows_nothing(town: Town, telegram: FakeTelegram) -> None:
    officer = await town.officer(5, on="telegram")
    anna = await town.resident("anna", on="telegram")
    telegram.says("anna", f"{WORDS}, Podmiejska 13", photo=telegram.photo(photo()), media_group_id="a1")
    await town.calm()
    await anna.taps("Tak, proszę tu nie odpisywać")
    await anna.says("u siostry")
    await officer.looks()
    telegram.says("anna", photo=telegram.photo(photo((90, 60))), media_group_id="a1")
    await town.calm()
    await town.let_pass(seconds=5)
    assert telegram.chat("anna") == []
    assert [said.media for said in telegram.chat("rejon5") if said.media] == [], "pictures are looked at on purpose only"
    await officer.sees("sprawa poufna: +1 zdjęcie")


async def test_a_late_picture_of_an_officers_answer_goes_where_the_others_went(town: Town, telegram: FakeTelegram) -> None:
    await town.officer(5, on="telegram")
    anna, ewa = await town.resident("anna", on="telegram"), await town.resident("ewa", on="telegram")
    for person in (anna, ewa):
        await person.says("hałas w nocy")
        await person.says("Podmiejska 13")
        await person.taps("Wyślij bez moich danych")
    telegram.says("rejon5", "#2 Tak to wygląda teraz.", photo=telegram.photo(photo()), media_group_id="o1")
    await town.calm()
    await town.let_pass(seconds=5)
    telegram.says("rejon5", photo=telegram.photo(photo((90, 60))), media_group_id="o1")
    await town.calm()
    await town.let_pass(seconds=5)
    assert len([said for said in telegram.chat("ewa") if said.media]) == 2
    assert [said for said in telegram.chat("anna") if said.media] == []
