"""Announcements and meetings in Telegram's clothes: taps that come twice or late, edits, venues, groups, whoever is deleted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest

from storage.database import Writer
from tests.announcing import member, neighbour
from tests.pictures import photo
from tests.stories.test_announcements import WORDS, composed
from tests.stories.test_meetings import called
from tests.stories.test_meetings import composed as invited
from tests.telegram.server import FakeTelegram
from tests.town import Town


@pytest.fixture(autouse=True)
async def team(town: Town, telegram: FakeTelegram) -> Any:
    """Everybody on Telegram: an officer, two members, a resident who wants announcements."""
    town.usual = "telegram"
    return await town.officer(5), await member(town, "prezes"), await member(town, "rada"), await neighbour(town, "anna", on="telegram")


async def test_a_members_announcement_is_no_emergency(town: Town, team: Any) -> None:
    _, chair, *_ = team
    await chair.says("ogłoszenie")
    await chair.says("Ktoś podaje się za pracownika gazowni. Prosimy nie wpuszczać.")
    await town.let_pass(minutes=3)
    assert await town.rows("SELECT number FROM reports") == []


async def test_nor_a_complaint(town: Town, team: Any) -> None:
    _, chair, *_ = team
    await chair.says("ogłoszenie")
    await chair.says("Dzielnicowy zmienia się od lipca, nowy dzielnicowy przyjmuje w środy.")
    await chair.sees("Do kogo?")


async def test_taken_back_nobody_stops_the_draft(town: Town, team: Any) -> None:
    _, chair, second, _ = team
    await composed(chair)
    await chair.taps("Wyślij do zatwierdzenia")
    await second.taps("Zatwierdź")
    await chair.taps("Cofnij")
    await chair.taps("Otwórz szkic")
    await second.taps("Zatrzymaj")
    await chair.taps("Zmień tekst")
    await chair.says("Zupełnie nowy tekst.")
    await chair.sees("Zupełnie nowy tekst.")


async def test_tapped_twice(town: Town, team: Any, telegram: FakeTelegram) -> None:
    _, chair, *_ = team
    await composed(chair)
    await chair.taps("Wyślij do zatwierdzenia")
    await chair.looks()
    telegram.presses("prezes", "coordinator.approve.back:1")
    telegram.presses("prezes", "coordinator.approve.back:1")
    await town.calm()
    assert "cofnąć się nie da" not in await chair.news()


async def test_a_signature_is_for_what_was_seen(town: Town, team: Any, telegram: FakeTelegram) -> None:
    officer, chair, *_ = team
    await composed(officer)
    await officer.taps("To pilny komunikat")
    await officer.taps("Wyślij od razu, podpis później")
    shown = telegram.chat("prezes")[-1]
    sign = shown.keyboard[0][0]["callback_data"]
    await officer.taps("Cofnij")
    await officer.taps("Otwórz szkic")
    await officer.taps("Zmień tekst")
    await officer.says("Zupełnie inny tekst, którego nikt nie widział.")
    await officer.taps("Wyślij od razu, podpis później")
    await chair.acts(sign)  # on the card that shows the first text
    assert "Podpisane" not in await chair.news()


async def test_nothing_is_signed_that_was_taken_back(town: Town, team: Any) -> None:
    officer, chair, *_ = team
    await composed(officer)
    await officer.taps("To pilny komunikat")
    await officer.taps("Wyślij od razu, podpis później")
    await officer.taps("Cofnij")
    await chair.taps("Podpisuję")
    assert "Podpisane" not in await chair.news()


async def test_who_approves_sees_the_calendar_file_that_leaves(town: Town, team: Any, telegram: FakeTelegram) -> None:
    _, chair, second, _ = team
    to_second: list[bytes] = []
    do = telegram._do

    async def noted(name: str, given: dict[str, Any], uploads: Mapping[str, bytes], method: Any) -> Any:
        if name == "sendDocument" and int(given["chat_id"]) == telegram.room("rada").id:
            to_second.extend(uploads.values())
        return await do(name, given, uploads, method)

    telegram._do = noted  # type: ignore[method-assign]
    await invited(chair)  # 19 June, 18:00
    await chair.taps("Wyślij do zatwierdzenia")
    await second.taps("Zatwierdź")
    await chair.taps("Cofnij")
    await chair.taps("Otwórz szkic")
    await chair.taps("Inny termin")
    await chair.says("20.06 17:00")
    await chair.taps("Jednorazowo")
    await chair.taps("Wyślij do zatwierdzenia")
    await second.sees("w czwartek, 20 czerwca 2024, 17:00")
    assert not any(b"20240619T180000" in file for file in to_second), "the former time"


async def gone(town: Town, chair: Any, second: Any) -> None:
    """Composed with a picture, asked for; its author deletes everything; a second person approves the card with the picture."""
    await chair.says("ogłoszenie")
    await chair.sends(photo(), text=WORDS)
    await chair.taps("Cały rejon")
    await chair.taps("Od razu po")
    await chair.taps("Wyślij do zatwierdzenia")
    await chair.says("usuń dane")
    await chair.sees("To, co jeszcze niewysłane, przepadnie.")
    await chair.taps("Usuń")
    await chair.looks()
    await second.taps("Zatwierdź")
    await town.let_pass(minutes=1)


async def test_what_was_approved_with_a_picture_leaves_with_it_or_not_at_all(town: Town, team: Any, telegram: FakeTelegram) -> None:
    _, chair, second, _ = team
    await gone(town, chair, second)
    assert any(said.media == "photo" for said in telegram.chat("rada")), "the second person saw it"
    left = any(WORDS in said.text for said in telegram.chat("anna"))
    assert left == any(said.media == "photo" for said in telegram.chat("anna"))


async def test_whoever_is_deleted_is_not_written_to(town: Town, team: Any) -> None:
    _, chair, second, _ = team
    await gone(town, chair, second)
    await chair.hears_nothing()


async def test_an_old_cards_button_does_nothing_to_another_draft(town: Town, team: Any, telegram: FakeTelegram) -> None:
    _, chair, *_ = team
    await composed(chair, "Pierwsze ogłoszenie o bramie.")
    drop = telegram.chat("prezes")[-1].keyboard[-1][-1]["callback_data"]
    await chair.taps("Wyślij do zatwierdzenia")
    await composed(chair, "Drugie ogłoszenie o placu zabaw.")
    await chair.acts(drop)  # on the card of the first
    [row] = await town.rows("SELECT state FROM announcements WHERE id = 2")
    assert row["state"] == "draft"


async def test_opening_one_draft_costs_no_other(town: Town, team: Any) -> None:
    officer, chair, *_ = team
    await composed(officer, "Pierwsze ogłoszenie o bramie.")
    await officer.taps("Wyślij do zatwierdzenia")
    await officer.says("ogłoszenie")
    await officer.says("Drugie ogłoszenie, długo pisane.")
    await chair.taps("Nie zatwierdzaj")
    await officer.taps("Otwórz szkic")
    await officer.taps("Wyślij do zatwierdzenia")
    kept = await town.rows("SELECT state || aside AS all_of_it FROM sessions")
    assert any("Drugie ogłoszenie" in row["all_of_it"] for row in kept), "or at least it was said"


async def test_tapped_twice_the_draft_is_still_open(town: Town, team: Any, telegram: FakeTelegram) -> None:
    officer, *_ = team
    await officer.says("ogłoszenie")
    await officer.says(WORDS)
    await officer.looks()
    telegram.presses("rejon5", "coordinator.announce.everybody")
    telegram.presses("rejon5", "coordinator.announce.everybody")
    await town.calm()
    assert "Ten szkic nie jest już otwarty" not in await officer.news()


@pytest.mark.parametrize("word", ["/anuluj", "anuluj"])
@pytest.mark.parametrize("who", [0, 1])
async def test_cancel_cancels_the_draft(town: Town, team: Any, who: int, word: str) -> None:
    person = team[who]
    await person.says("ogłoszenie")
    await person.says(word)
    assert "Nic tu już nie czeka" not in await person.news()
    await person.says("Podmiejska 13")
    assert "Kiedy ma wyjść?" not in await person.news() and "Do kogo?" not in await person.news()


async def test_after_start_the_question_that_stands_is_asked_once_more(town: Town, team: Any) -> None:
    _, chair, *_ = team
    await chair.says("ogłoszenie")
    await chair.says("/start")
    bubbles = await chair.chat()
    assert "na przykład: Podmiejska 13" in bubbles[-2].text
    assert "Proszę napisać treść ogłoszenia" in bubbles[-1].text


async def test_after_another_language_too(town: Town, team: Any) -> None:
    _, chair, second, anna = team
    await called(town, chair, second)
    await anna.taps("Zadaj pytanie")
    await anna.acts("everyone.start.language:uk")
    assert "вулицю і номер будинку" in (await anna.chat())[-2].text
    assert "питання" in (await anna.chat())[-1].text


async def test_a_reply_that_says_yes_is_an_answer(town: Town, team: Any) -> None:
    _, chair, second, anna = team
    await called(town, chair, second)
    await anna.replies("Czy Pani/Pan przyjdzie?", "Tak, przyjdę")
    assert "Pytanie na spotkanie" not in await anna.news()


async def test_an_edited_question_is_no_report(town: Town, team: Any, telegram: FakeTelegram) -> None:
    _, chair, second, anna = team
    await called(town, chair, second)
    await anna.taps("Zadaj pytanie")
    words = telegram.says("anna", "Kiedy bedzie lampa?")
    await town.calm()
    await anna.taps("Wyślij dzielnicowemu")
    await anna.looks()
    telegram.edits("anna", words, "Kiedy będzie lampa?")
    await town.calm()
    assert "Gdzie to jest?" not in await anna.news()


async def test_sent_is_not_followed_by_not_sent(town: Town, team: Any, telegram: FakeTelegram) -> None:
    _, chair, second, anna = team
    await called(town, chair, second)
    await anna.taps("Zadaj pytanie")
    await anna.says("Kiedy będzie lampa?")
    await anna.looks()
    telegram.presses("anna", "resident.come.send:officer")
    telegram.presses("anna", "resident.come.send:officer")
    await town.calm()
    assert "Nie wysłano pytania." not in await anna.news()


async def test_the_meeting_behind_its_button(town: Town, team: Any) -> None:
    _, chair, *_ = team
    await invited(chair)
    await chair.taps("Wyślij do zatwierdzenia")
    await chair.taps("Sprawdź stan")
    await chair.taps("Spotkanie")
    assert "To spotkanie nie jest dostępne." not in await chair.news()


async def test_a_venue_is_a_place(town: Town, team: Any, telegram: FakeTelegram) -> None:
    _, chair, *_ = team
    await chair.says("spotkanie")
    await chair.says("Parkowanie")
    where = {"latitude": 51.75, "longitude": 18.08}
    telegram.says("prezes", venue={"location": where, "title": "Szkoła nr 17", "address": "Podmiejska 9"}, location=where)
    await town.calm()
    assert "w jednym wierszu" not in await chair.news()


async def test_a_picture_with_the_agenda_is_not_lost_in_silence(town: Town, team: Any) -> None:
    _, chair, *_ = team
    await chair.says("spotkanie")
    await chair.looks()
    await chair.sends(photo(), text="Parkowanie")
    assert re.search("zdjęci|plik", await chair.news())


async def test_an_edited_text_of_a_draft_can_be_corrected_as_it_is_said(town: Town, team: Any, telegram: FakeTelegram) -> None:
    officer, *_ = team
    await officer.says("ogłoszenie")
    words = telegram.says("rejon5", "Zebranie we wtorek o 18.")
    await town.calm()
    telegram.edits("rejon5", words, "Zebranie w środę o 18.")
    await town.calm()
    if "Poprawkę proszę napisać jako nową wiadomość." in await officer.news():
        await officer.says("Zebranie w środę o 18.")
    await officer.taps("Cały rejon")
    await officer.taps("Od razu po")
    await officer.sees("„Zebranie w środę o 18.”")


async def test_a_teams_group_gets_its_notices(town: Town, team: Any, telegram: FakeTelegram) -> None:
    officer, chair, *_ = team
    boss = await town.supervisor()
    await boss.says("zaproś zespół 5 SM Dobrzec")
    code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", await boss.news())
    assert code is not None
    telegram.says("prezes", f"@dzielnicowy_bot {code[0]}", group="Zespół")
    await town.calm()
    assert "Tu będą przychodzić komunikaty zespołu." in telegram.chat("Zespół")[-1].text
    await officer.says("ogłoszenie")
    await officer.says("Zebranie zespołu w środę.")
    await officer.taps("Zespół koordynacyjny")
    await officer.taps("Od razu po")
    await officer.taps("Wyślij do zatwierdzenia")
    await chair.taps("Zatwierdź")
    await town.let_pass(minutes=1)
    await town.calm()
    assert "Zebranie zespołu" in telegram.chat("Zespół")[-1].text


async def test_under_a_notice_of_the_team_no_button_that_does_something_else(town: Town, team: Any, telegram: FakeTelegram) -> None:
    officer, chair, *_ = team
    await officer.says("ogłoszenie")
    await officer.says("Zebranie zespołu w środę.")
    await officer.taps("Zespół koordynacyjny")
    await officer.taps("Od razu po")
    await officer.taps("Wyślij do zatwierdzenia")
    await chair.taps("Zatwierdź")
    await town.let_pass(minutes=1)
    await town.calm()
    [notice] = [said for said in telegram.chat("prezes") if said.text.startswith("Dzielnicowy · rejon 5")]
    assert "Bez ogłoszeń" not in notice.labels


async def test_one_word_for_a_district_in_ukrainian(town: Town, team: Any) -> None:
    officer, chair, _, anna = team
    await anna.acts("everyone.start.language:uk")
    await composed(officer)
    await officer.taps("Wyślij do zatwierdzenia")
    await chair.taps("Zatwierdź")
    await anna.looks()
    await town.let_pass(minutes=1)
    read = await anna.news()
    assert ("район" in read) + ("дільниц" in read) == 1, read


async def test_question_of_a_meeting_called_off(town: Town, team: Any) -> None:
    officer, chair, second, anna = team
    await called(town, chair, second)
    await anna.taps("Zadaj pytanie")
    await anna.says("Kiedy będzie lampa?")
    await anna.taps("Wyślij dzielnicowemu")
    await chair.acts("coordinator.meetings.drop:1")
    await town.let_pass(seconds=5)
    await anna.looks()
    await officer.taps("Do porządku spotkania")
    assert "dołączyło do porządku" not in await anna.news()


async def test_that_nobody_can_be_asked_is_said(town: Town, team: Any, telegram: FakeTelegram) -> None:
    officer, chair, *_ = team
    telegram.blocks("prezes")
    telegram.blocks("rada")
    await town.calm()
    await composed(officer)
    await officer.taps("Wyślij do zatwierdzenia")
    await officer.sees("Nikogo z zespołu nie da się teraz powiadomić.")
    telegram.blocks("prezes", False)
    await town.calm()
    await officer.taps("Cofnij")
    await officer.taps("Otwórz szkic")
    await officer.taps("Wyślij do zatwierdzenia")
    await officer.sees("Czeka na drugą osobę z zespołu.")
    await chair.sees("Proszę zatwierdzić")


async def test_przyjde_is_an_answer_to_whoever_has_asked_last(town: Town, team: Any) -> None:
    officer, chair, second, anna = team
    await called(town, chair, second)
    await anna.says("hałas w nocy")
    await anna.says("Podmiejska 13")
    await anna.taps("Wyślij")
    await officer.looks()
    await officer.acts("officer.answer.ask:1")
    await officer.says("Czy przyjdzie Pani w piątek na komisariat?")
    await anna.looks()
    await officer.looks()
    await anna.says("Przyjdę")
    await officer.sees("Przyjdę")
    assert (await town.rows("SELECT COUNT(*) AS n FROM asked WHERE answer IS NOT NULL"))[0]["n"] == 0


async def test_przyjde_alone_is_an_answer_to_the_invitation(town: Town, team: Any) -> None:
    _, chair, second, anna = team
    await called(town, chair, second)
    await anna.says("Przyjdę!")
    await anna.sees("Zapisane, do zobaczenia")


async def test_danger_in_a_reply_to_a_report_is_danger_while_a_draft_stands(town: Town, team: Any) -> None:
    _, chair, *_ = team
    await chair.says("hałas w nocy")
    await chair.says("Podmiejska 13")
    await chair.taps("Wyślij")
    await chair.says("ogłoszenie")
    await chair.replies("nr 1", "Pali się mieszkanie, w środku są ludzie! Pomocy!")
    await chair.sees("Proszę zadzwonić pod 112. Teraz.")


async def test_danger_in_the_text_of_a_draft_is_answered_by_one_sentence(town: Town, team: Any) -> None:
    _, chair, *_ = team
    await chair.says("ogłoszenie")
    await chair.says("Pali się mieszkanie, w środku są ludzie! Pomocy!")
    await chair.sees("Jeśli to dzieje się teraz, proszę dzwonić pod 112.", "Do kogo?")


async def test_a_groups_link_ends_at_the_supervisors_word(town: Town, team: Any, telegram: FakeTelegram) -> None:
    boss = await town.supervisor()
    await boss.says("zaproś zespół 5 SM Dobrzec")
    code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", await boss.news())
    assert code is not None
    telegram.says("prezes", f"@dzielnicowy_bot {code[0]}", group="Zespół")
    await town.calm()
    await boss.says("zakończ rolę 5")
    await boss.taps("Zakończ: SM Dobrzec")
    await boss.sees("Grupa jest odłączona.")
    await town.calm()
    assert "nie jest już połączona" in telegram.chat("Zespół")[-1].text


async def test_an_edited_agenda_is_the_agenda(town: Town, team: Any, telegram: FakeTelegram) -> None:
    _, chair, *_ = team
    await chair.says("spotkanie")
    message = telegram.says("prezes", "Parkowanie\n1. auta na trawniku")
    await town.calm()
    telegram.edits("prezes", message, "Parkowanie\n1. auta na trawniku\n2. oświetlenie")
    await town.calm()
    await chair.says("szkoła")
    await chair.says("środa 19.06 18:00")
    await chair.taps("1 godzina")
    await chair.taps("Jednorazowo")
    await chair.taps("Cały rejon 5")
    await chair.taps("Bez limitu")
    await chair.sees("2. oświetlenie")


async def test_the_end_of_a_text_that_was_too_long_is_no_text(town: Town, team: Any, telegram: FakeTelegram) -> None:
    _, chair, *_ = team
    await chair.says("ogłoszenie")
    telegram.says("prezes", "a" * 4096)
    telegram.says("prezes", "i to jest koniec listu.")
    await town.calm()
    assert "Do kogo?" not in await chair.news()
    await town.let_pass(seconds=5)
    await chair.says("Zebranie w środę o 18.")
    await chair.sees("Do kogo?")


async def test_of_what_nobody_had_approved_no_word_is_left(town: Town, team: Any) -> None:
    _, chair, *_ = team
    await composed(chair)
    await chair.taps("Wyślij do zatwierdzenia")
    await invited(chair)
    await chair.says("usuń dane")
    await chair.taps("Usuń")
    kept = [*await town.rows("SELECT words AS said FROM announcements"), *await town.rows("SELECT agenda || place AS said FROM meetings")]
    assert not any("zamków" in row["said"] or "Parkowanie" in row["said"] or "stołówka" in row["said"] for row in kept)


async def test_sent_for_approval_from_another_phone_a_card_stands_in_nobodys_way(town: Town, team: Any) -> None:
    _, chair, *_ = team
    await composed(chair)

    async def elsewhere(unit: Writer) -> None:
        unit.write("UPDATE announcements SET state = 'waiting'", {})

    await town.app.units.run(elsewhere)
    await chair.says("ogłoszenie")
    await chair.taps("Wróć do szkicu")
    await chair.sees("Ten szkic nie jest już otwarty.")
    await chair.says("ogłoszenie")
    await chair.sees("Proszę napisać treść ogłoszenia.")


async def test_what_was_approved_is_the_teams_and_leaves_with_its_words(town: Town, team: Any, telegram: FakeTelegram) -> None:
    _, chair, second, _ = team
    await invited(chair)
    await chair.taps("Wyślij do zatwierdzenia")
    await second.taps("Zatwierdź")
    await chair.says("usuń dane")
    await chair.taps("Usuń")
    await town.let_pass(minutes=1)
    assert any("Parkowanie przy przedszkolu" in said.text for said in telegram.chat("anna"))
