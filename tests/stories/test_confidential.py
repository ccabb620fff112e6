"""Violence at home, threats, stalking, sexual harm. Nobody who looks into the phone learns anything; nothing is sent unasked."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.pictures import photo
from tests.stories.test_my_data import everywhere
from tests.town import WARSAW, Town

WORDS = "mąż mnie bije od lat, boję się wrócić do domu"
SECRET = "mąż mnie bije"
TELLTALE = ("przemoc", "bije", "Podmiejska", "Policj", "policj", "zgłoszeni", "Zgłoszeni", "dzielnicow", "nr 1")


async def test_a_woman_whose_phone_is_read_by_someone_else(town: Town) -> None:
    officer, boss, desk = await town.officer(5), await town.supervisor(), await town.desk()
    anna = await town.resident("anna")
    await anna.says(f"{WORDS}, Podmiejska 13")
    await anna.sees("Gdy coś grozi teraz: 112.", "założyć Niebieską Kartę", "także bez zgody", "Czy ktoś jeszcze zagląda do tego telefonu?")
    assert (await anna.choices())[:4] == (
        "Zadzwoń: 112",
        "Nie, można tu pisać",
        "Tak, proszę tu nie odpisywać",
        "Chcę najpierw porozmawiać: 800 120 002",
    )
    await officer.hears_nothing()
    await anna.taps("Tak, proszę tu nie odpisywać")
    await anna.sees("W tej sprawie nie napiszemy tu nic więcej.", "Jak bezpiecznie się odezwać?", "Dziś w służbie do 22:00.", "tu nikt nie odpowie")
    assert len(await anna.chat()) == 1, "what stood before is taken out of the chat"
    await officer.hears_nothing()
    await anna.says("telefon siostry 600 100 200, w piątek rano")
    assert await anna.chat() == [], "not even a thank you"
    await officer.sees(
        "Nr 1 · sprawa poufna", "Nie odpisywać na telefon. Bezpieczny kontakt: „telefon siostry 600 100 200, w piątek rano”", "Niebieska Karta"
    )
    await officer.sees_not(SECRET, "Podmiejska")
    await officer.taps("Cała rozmowa")
    await officer.sees(SECRET, "Podmiejska 13")
    await desk.hears_nothing()
    await boss.hears_nothing()

    await officer.says("#1 Dzień dobry, czy możemy porozmawiać?")
    await officer.sees("nic nie wyszło, do tego telefonu zagląda ktoś inny. Bezpieczny kontakt: „telefon siostry")
    await officer.says("#1 W")
    await officer.sees("w toku. Mieszkaniec nie dostanie tam żadnej wiadomości.")
    await town.let_pass(days=20)
    await boss.says("#1 rejon 6")
    await officer.acts("officer.progress.because:1.acted")
    await boss.acts("officer.progress.because:1.acted")
    await town.let_pass(days=20)
    assert await anna.chat() == []
    mine = await town.rows("SELECT key FROM outbox WHERE recipient = :me AND about IS NOT NULL", me=f"contact:{await anna.contact()}")
    assert mine == [], "nothing about it was ever addressed to her"


async def test_nothing_of_it_is_left_on_an_unsafe_phone(town: Town) -> None:
    await town.officer(5)
    anna = await town.resident("anna")
    await anna.says("Podmiejska 13")
    await anna.says(WORDS)
    await anna.taps("Tak, proszę tu nie odpisywać")
    await anna.says("u mamy, wieczorem")
    contact = await anna.contact()
    assert await town.rows("SELECT id FROM webchat WHERE withdrawn = 0 AND urn_id IN (SELECT id FROM urns WHERE contact_id = :c)", c=contact) == []
    assert [row["payload"] for row in await town.rows("SELECT payload FROM inbox WHERE kind = 'message'")] == ["{}", "{}", "{}"]
    await town.let_pass(hours=2)
    for order in ("moje zgłoszenia", "#1", "status 1", "moje dane"):
        await anna.says(order)
        for word in (SECRET, "1 zgłoszenie", "u mamy"):
            assert word not in await anna.news()
    await anna.taps("Pobierz kopię")
    await town.calm()
    for file in town.app.settings.media.folder.rglob("*"):
        if file.is_file():
            text = file.read_text(encoding="utf-8", errors="ignore")
            assert SECRET not in text
            assert "u mamy" not in text


async def test_more_from_the_unsafe_phone_is_added_in_silence(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.says(f"{WORDS}, Podmiejska 13")
    await anna.taps("Tak, proszę tu nie odpisywać")
    await anna.taps("Odezwę się w bezpiecznej chwili")
    await officer.sees("Mieszkaniec odezwie się w bezpiecznej chwili.")
    assert await anna.chat() == []
    await anna.says("wczoraj też")
    await officer.sees("Nr 1 · sprawa poufna: mieszkaniec dopisuje")
    await officer.sees_not("wczoraj też")
    await town.let_pass(days=2)
    await anna.says("znowu mąż mnie bije")
    await officer.sees("mieszkaniec dopisuje")
    assert await anna.chat() == []
    await officer.says("#1")
    await officer.sees("wczoraj też", "znowu mąż mnie bije")


async def test_silence_keeps_the_words_and_sends_nothing(town: Town) -> None:
    officer, boss = await town.officer(5), await town.supervisor()
    anna = await town.resident("anna")
    await anna.says("ratunku, mąż mnie dusi i bije, Podmiejska 13")
    await anna.sees("Proszę zadzwonić pod 112. Teraz.", "Nic jeszcze nie zostało wysłane.", "Czy ktoś jeszcze zagląda do tego telefonu?")
    await anna.looks()
    await town.let_pass(hours=3)
    for person in (anna, officer, boss):
        await person.hears_nothing()
    assert await town.rows("SELECT number FROM reports") == []
    await anna.taps("Tak, proszę tu nie odpisywać")
    await town.let_pass(minutes=30)
    assert await anna.chat() == [], "the question is taken back"
    await officer.hears_nothing()
    await anna.says("u siostry")
    await officer.sees("Bezpieczny kontakt: „u siostry”")
    await officer.taps("Cała rozmowa")
    await officer.sees("dusi")
    assert await anna.chat() == []


async def test_on_a_safe_phone_only_that_there_is_a_message(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.says(WORDS)
    await anna.taps("Nie, można tu pisać")
    await anna.sees("Gdzie to jest?")
    await anna.says("Podmiejska 13")
    await anna.sees("Sprawdźmy przed wysłaniem", "Nikt więcej.", "czasem także bez Pani/Pana zgody")
    assert SECRET not in await anna.news()
    await anna.taps("Wyślij bez moich danych")
    await anna.sees("Zapisane. Dziękujemy.", "Dziś w służbie do 22:00.")
    receipt = await anna.news()
    for word in (*TELLTALE, "1042"):
        assert word not in receipt
    await officer.sees("Nr 1 · sprawa poufna", "Mieszkańcowi można tu odpisać.")
    await officer.taps("Cała rozmowa")
    await anna.sees("Jest nowa wiadomość.")
    await officer.says("#1 Jestem dziś w punkcie do 18.")
    await officer.says("#1 Proszę przyjść.")
    notices = [bubble.text for bubble in await anna.chat() if "nowa wiadomość" in bubble.text]
    assert notices == ["Jest nowa wiadomość."], "said once until it is read"
    await anna.taps("Przeczytaj")
    await anna.sees("„Jestem dziś w punkcie do 18.”", "„Proszę przyjść.”")
    await officer.taps("Zapytaj")
    await officer.says("O której Panią zastanę?")
    await anna.sees("Jest nowa wiadomość.")
    await anna.taps("Przeczytaj")
    await anna.sees("„O której Panią zastanę?”")
    await anna.says("po 17")
    await anna.sees("Zapisane. Dziękujemy.")
    await officer.sees("Nr 1 · sprawa poufna: mieszkaniec dopisuje")
    await officer.acts("officer.progress.because:1.acted")
    await anna.sees("Jest nowa wiadomość.")
    await anna.sees_not("Czy pomogło?")
    await anna.taps("Przeczytaj")
    await anna.sees("Podjęliśmy czynności.")
    await anna.taps("Wyczyść tę rozmowę")
    assert await anna.chat() == []


async def test_no_reminder_no_apology_no_list(town: Town) -> None:
    officer, boss = await town.officer(5), await town.supervisor()
    anna = await town.resident("anna")
    await anna.says(f"{WORDS}, Podmiejska 13")
    await anna.taps("Nie, można tu pisać")
    await anna.taps("Wyślij bez moich danych")
    await anna.looks()
    await town.let_pass(days=4)
    await anna.hears_nothing()
    await boss.sees("Po terminie: nr 1 · sprawa poufna")
    await boss.sees_not(SECRET, "Podmiejska")
    for order in ("moje zgłoszenia", "#1", "status 1"):
        await anna.says(order)
        assert "Podmiejska" not in await anna.news()
    await officer.says("sprawy")
    await officer.sees("1 · sprawa poufna")
    await officer.sees_not("Podmiejska")


@pytest.mark.parametrize("text", [WORDS, "były partner mnie nęka i śledzi", "szef mnie molestuje", "сосед погрожує мені"])
async def test_put_right_with_one_tap(town: Town, text: str) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.says(text)
    await anna.sees("Czy ktoś jeszcze zagląda do tego telefonu?")
    await anna.taps("To zwykła sprawa")
    await anna.sees("Gdzie to jest?")
    await anna.says("Podmiejska 13")
    await anna.sees("Sprawdźmy przed wysłaniem", f"„{text}”")
    await anna.taps("Wyślij bez moich danych")
    await anna.sees("Zgłoszenie nr 1")
    await officer.sees(text)


async def test_offered_by_a_button_at_any_step(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.says("sąsiad dziwnie się zachowuje")
    await anna.says("Podmiejska 13")
    await anna.taps("Sprawa poufna")
    await anna.sees("Czy ktoś jeszcze zagląda do tego telefonu?")
    await anna.taps("Nie, można tu pisać")
    await anna.sees("Sprawdźmy przed wysłaniem", "Miejsce: Podmiejska 13")
    await anna.taps("Wyślij bez moich danych")
    await officer.sees("sprawa poufna")


async def test_without_an_address_it_is_the_supervisors(town: Town) -> None:
    officer, boss, desk = await town.officer(5), await town.supervisor(), await town.desk()
    anna = await town.resident("anna")
    await anna.says(WORDS)
    await anna.taps("Nie, można tu pisać")
    await anna.taps("Bez adresu")
    await anna.sees("Do: kierownik dzielnicowych.", "Bez adresu.")
    await anna.taps("Wyślij i podaj moje imię i telefon")
    await anna.says("Anna, 600 100 200")
    await anna.sees("Zapisane. Dziękujemy.")
    await boss.sees("sprawa poufna")
    await officer.hears_nothing()
    await desk.hears_nothing()


async def test_words_while_the_112_card_stands(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.says("ktoś właśnie wyważa mi drzwi, Podmiejska 13")
    await anna.says("to mój mąż, bije mnie i grozi że mnie zabije")
    await anna.sees("Proszę zadzwonić pod 112. Teraz.", "Czy ktoś jeszcze zagląda do tego telefonu?")
    await town.let_pass(minutes=15)
    await officer.hears_nothing()
    assert await town.rows("SELECT number FROM reports") == [], "confidential wins: the clock sends nothing"


async def test_danger_while_the_question_stands(town: Town) -> None:
    anna = await town.resident("anna")
    await anna.says(WORDS)
    await anna.says("ktoś właśnie wyważa mi drzwi, jestem sama z dzieckiem")
    await anna.sees("Proszę zadzwonić pod 112. Teraz.")


async def test_more_of_the_same_later_is_asked_about(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.says(f"{WORDS}, Podmiejska 13")
    await anna.taps("Nie, można tu pisać")
    await anna.taps("Wyślij bez moich danych")
    await town.let_pass(hours=5)
    await anna.says("dziś znowu mąż mnie bije")
    await anna.sees("Czy to należy do poprzedniej rozmowy?")
    await officer.looks()
    await anna.taps("Tak, dopisz")
    await anna.sees("Zapisane. Dziękujemy.")
    await officer.sees("mieszkaniec dopisuje")
    assert len(await town.rows("SELECT number FROM reports")) == 1


async def test_a_picture_is_seen_on_purpose_only(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.sends(photo(), text=f"{WORDS}, Podmiejska 13")
    await anna.taps("Nie, można tu pisać")
    await anna.taps("Wyślij bez moich danych")
    assert [bubble.files for bubble in await officer.chat() if bubble.files] == []
    await officer.taps("Cała rozmowa")
    assert len([bubble.files for bubble in await officer.chat() if bubble.files]) == 1


async def test_by_sms_on_a_safe_phone(town: Town) -> None:
    officer = await town.officer(5)
    jan = await town.resident("jan", on="keypad")
    await jan.says("maz mnie bije od lat, boje sie wrocic do domu, Podmiejska 13")
    await jan.sees("Gdy cos grozi teraz: 112. Porozmawiac: 800 120 002", "T lub N. Po N nic nie wyslemy. Zwykla sprawa: Z")
    await jan.says("T")
    await jan.sees("Prosze odpisac 4 wybrane cyfry.")
    await jan.says("4711")
    await jan.sees("T wyslij, D z numerem, N nie, Z zwykla sprawa.")
    await jan.says("T")
    await jan.sees("Zapisane. Dziekujemy.")
    await officer.says("#1 Jestem dziś w punkcie do 18.")
    await jan.sees("Jest nowa wiadomosc. Aby ja odczytac, prosze odpisac swoj kod.")
    assert "punkcie" not in await jan.news()
    await jan.says("1234")
    assert "punkcie" not in await jan.news()
    await jan.says("N")
    await jan.says("4711")
    await jan.sees("Jestem dzis w punkcie do 18.")


async def test_by_sms_on_a_phone_that_is_not_safe(town: Town) -> None:
    officer = await town.officer(5)
    jan = await town.resident("jan", on="keypad")
    await jan.says("maz mnie bije od lat, boje sie wrocic do domu, Podmiejska 13")
    await jan.says("N")
    await jan.hears_nothing()
    await officer.sees("Nr 1 · sprawa poufna", "Nie odpisywać na telefon.")
    await jan.says("telefon siostry 600 100 200")
    await jan.hears_nothing()
    await officer.sees("mieszkaniec dopisuje")
    await town.let_pass(days=10)
    await jan.hears_nothing()


async def test_by_night_it_says_that_nobody_reads(town: Town) -> None:
    await town.officer(5)
    anna = await town.resident("anna")
    await town.go_to(datetime(2024, 6, 5, 23, 30, tzinfo=WARSAW))
    await anna.says(f"{WORDS}, Podmiejska 13")
    await anna.taps("Tak, proszę tu nie odpisywać")
    await anna.sees("Teraz nikt tego nie przeczyta. Zostanie przeczytane")


async def test_the_kind_set_by_the_officer_makes_it_confidential(town: Town) -> None:
    officer, desk = await town.officer(5), await town.desk()
    anna = await town.resident("anna")
    await anna.says("sąsiedzi krzyczą za ścianą")
    await anna.says("Podmiejska 13")
    await anna.taps("Wyślij bez moich danych")
    await officer.acts("officer.category.set:1.violence")
    await anna.looks()
    await officer.says("#1 Dziękuję, będę.")
    await anna.sees("Jest nowa wiadomość.")
    assert "będę" not in await anna.news()
    await anna.taps("Przeczytaj")
    await anna.sees("„Dziękuję, będę.”")
    await desk.hears_nothing()


async def test_deleting_everything_leaves_the_officer_the_safe_contact_and_nobody_to_name(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.says(f"{WORDS}, Podmiejska 13")
    await anna.taps("Tak, proszę tu nie odpisywać")
    await anna.says("u mamy, wieczorem")
    await anna.says("usuń")
    await anna.taps("Usuń")
    assert [row["author_id"] for row in await town.rows("SELECT author_id FROM reports")] == [None]
    await officer.says("#1")
    await officer.sees("Bezpieczny kontakt: „u mamy, wieczorem”")
    await officer.acts("officer.progress.because:1.acted")
    await town.let_pass(days=731)
    assert "u mamy" not in await everywhere(town)


async def test_anuluj_at_the_question(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.says(WORDS)
    await anna.says("anuluj")
    await anna.sees("Nic nie zostało wysłane.")
    await officer.hears_nothing()


async def test_anuluj_later_too(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.says(f"{WORDS}, Podmiejska 13")
    await anna.taps("Nie, można tu pisać")
    await anna.says("anuluj")
    await anna.sees("Nic nie zostało wysłane.")
    await officer.hears_nothing()


async def test_put_right_on_the_last_card(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.says(f"{WORDS}, Podmiejska 13")
    await anna.taps("Nie, można tu pisać")
    await anna.taps("To zwykła sprawa")
    await anna.sees("Sprawdźmy przed wysłaniem", SECRET)
    await anna.taps("Wyślij bez moich danych")
    await anna.sees("Zgłoszenie nr 1")
    await officer.sees(SECRET)


async def test_putting_away_loses_no_answer(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.says(f"{WORDS}, Podmiejska 13")
    await anna.taps("Nie, można tu pisać")
    await anna.taps("Wyślij bez moich danych")
    await officer.says("#1 Jestem dziś w punkcie do 18.")
    await anna.taps("Wyczyść tę rozmowę")
    assert [bubble.text for bubble in await anna.chat()] == ["Jest nowa wiadomość."]
    await anna.taps("Przeczytaj")
    await anna.sees("punkcie do 18")
    await anna.taps("Wyczyść tę rozmowę")
    assert await anna.chat() == []
    await officer.says("#1 Czekam.")
    await anna.sees("Jest nowa wiadomość.")


async def test_closed_and_never_told_of_it_the_unsafe_phone_stays_silent(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.says(f"{WORDS}, Podmiejska 13")
    await anna.taps("Tak, proszę tu nie odpisywać")
    await anna.says("u siostry")
    await officer.acts("officer.progress.because:1.acted")
    await town.let_pass(days=3)
    await anna.says("znowu mąż mnie bije")
    assert await anna.chat() == []
    await officer.sees("Otwarte ponownie przez mieszkańca.")


async def test_an_old_phone_without_a_code_can_read_too(town: Town) -> None:
    officer = await town.officer(5)
    jan = await town.resident("jan", on="keypad")
    await jan.says("sasiedzi krzycza za sciana, Podmiejska 13")
    await jan.says("Podmiejska 13")
    await jan.says("T")
    await officer.acts("officer.category.set:1.violence")
    await officer.says("#1 Dziękuję, będę.")
    await jan.sees("Jest nowa wiadomosc. Aby ja odczytac: 1")
    await jan.says("1")
    await jan.sees("Dziekuje, bede.")


async def test_made_confidential_by_the_officer_the_duty_desk_hears_no_more(town: Town) -> None:
    officer, desk = await town.officer(5), await town.desk()
    anna = await town.resident("anna")
    await anna.says("ktoś właśnie wyważa mi drzwi, Podmiejska 13")
    await anna.taps("112 już wie")
    await officer.acts("officer.category.set:1.violence")
    await town.let_pass(minutes=30)
    await desk.hears_nothing()
    await desk.says("#1")
    await desk.sees_not("wyważa")


async def test_a_typed_letter_after_the_silence_says_nothing(town: Town) -> None:
    await town.officer(5)
    jan = await town.resident("jan", on="keypad")
    await jan.says("maz mnie bije od lat, boje sie wrocic do domu, Podmiejska 13")
    await jan.says("N")
    await jan.says("T")
    await jan.hears_nothing()


async def test_deleting_everything_takes_the_name_from_a_confidential_report(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.says(f"{WORDS}, Podmiejska 13")
    await anna.taps("Nie, można tu pisać")
    await anna.taps("Wyślij i podaj moje imię i telefon")
    await anna.says("Anna, 600 100 200")
    await officer.says("#1")
    await officer.sees("Anna, 600 100 200")
    await anna.says("usuń")
    await anna.taps("Usuń")
    await town.let_pass(minutes=5)
    await officer.sees_not("Anna, 600 100 200")


async def test_a_picture_while_the_112_card_stands_counts_once(town: Town) -> None:
    anna = await town.resident("anna")
    await anna.says("ktoś właśnie wyważa mi drzwi, Podmiejska 13")
    await anna.sends(photo(), text="to mój mąż, bije mnie")
    await anna.taps("To zwykła sprawa")
    await anna.sees("Dołączono: 1 zdjęcie")
