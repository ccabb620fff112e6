"""A resident finds the officer, sends a report, and the answer comes back."""

from __future__ import annotations

from tests.town import Town


async def test_from_the_first_word_to_the_closed_report(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")

    await anna.says("Podmiejska 13")
    await anna.sees(
        "Podmiejska 13 · rejon 5 (podział przykładowy)",
        "Dzielnicowy rejonu 5",
        "tel. 62 000 00 05 (w godzinach służby) · rejon5@przyklad.invalid",
        "Odpowiada na wiadomości: dziś do 22:00",
        "do piątku 7 czerwca, do godz. 16",
        "W punkcie przyjęć: środa 16–18",
        "dyżurny Komendy 62 000 00 00. Zagrożenie życia: 112.",
    )

    await anna.taps("Napisz w sprawie")
    await anna.sees("Proszę napisać własnymi słowami, co się dzieje.")
    await anna.says("znowu piją na klatce")
    await anna.sees("Gdzie to jest?")
    await anna.taps("Podmiejska 13")
    await anna.sees(
        "Sprawdźmy przed wysłaniem",
        "Do: dzielnicowy rejonu 5. Treść może też przeczytać osoba na zastępstwie i kierownik dzielnicowych.",
        "Dziś w służbie do 22:00.",
        "Miejsce: Podmiejska 13",
        "„znowu piją na klatce”",
        "Nie zobaczy imienia, numeru telefonu, konta ani adresu domowego.",
    )
    await officer.hears_nothing()

    await anna.taps("Wyślij bez moich danych")
    await anna.sees("Zgłoszenie nr 1 wysłane", "Odpowiedź do piątku 7 czerwca, do godz. 16", "To nie jest zawiadomienie o przestępstwie ani skarga.")
    await officer.sees("Nr 1 · ", "Podmiejska 13", "„znowu piją na klatce”", "Mieszkaniec 1, bez danych", "Nie ujawniać")
    await officer.sees_not("anna")

    await anna.looks()
    await officer.taps("Odpowiedz")
    await officer.says("Sprawdzę to miejsce w piątek.")
    await officer.sees("Nr 1: wysłane do mieszkańca.")
    await anna.sees("Zgłoszenie nr 1: odpowiedź dzielnicowego", "„Sprawdzę to miejsce w piątek.”")
    await anna.sees_not("rejon5:")

    await anna.taps("Dopisz")
    await anna.says("Dziś są znowu.")
    await anna.sees("Dopisano do zgłoszenia nr 1.", "Dziś w służbie do 22:00.")
    await officer.sees("Nr 1 · Podmiejska 13: mieszkaniec dopisuje", "„Dziś są znowu.”")

    await anna.looks()
    await officer.taps("Zakończ…")
    await officer.taps("Załatwione")
    await officer.sees("Nr 1 zakończone: Załatwione")
    await anna.sees("Zgłoszenie nr 1 zakończone.", "Sprawa załatwiona.")

    await anna.says("moje zgłoszenia")
    await anna.sees("1 zgłoszenie", "Nr 1 · Podmiejska 13: zakończone")


async def test_a_sentence_is_enough_and_the_place_is_asked_for(town: Town) -> None:
    officer = await town.officer(6)
    anna = await town.resident("anna")
    await anna.says("auta stoją na trawniku przy przedszkolu, codziennie rano")
    await anna.sees("Gdzie to jest? Proszę napisać ulicę i numer domu.")
    await anna.says("ul. dobrzecka 50")
    await anna.sees("Miejsce: Dobrzecka 50", "Do: dzielnicowy rejonu 6.")
    await anna.taps("Wyślij bez moich danych")
    await officer.sees("Nr 1 · ", "Dobrzecka 50", "„auta stoją na trawniku przy przedszkolu, codziennie rano”")


async def test_nothing_is_sent_without_the_tap_and_a_draft_can_be_changed_or_dropped(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.says("hałas w nocy")
    await anna.says("Podmiejska 15")
    await anna.taps("Popraw")
    await anna.taps("Popraw miejsce")
    await anna.says("Podmiejska 13 kl. 2")
    await anna.sees("Miejsce: Podmiejska 13 kl. 2", "„hałas w nocy”")
    await anna.taps("Popraw")
    await anna.taps("Popraw treść")
    await anna.says("hałas w nocy, muzyka")
    await anna.sees("„hałas w nocy, muzyka”")
    await anna.taps("Nie wysyłaj")
    await anna.sees("Nic nie zostało wysłane.")
    await officer.hears_nothing()
    await anna.taps("Wyślij bez moich danych")
    await anna.sees("Ta karta jest już nieaktualna.")
    await officer.hears_nothing()


async def test_pressing_send_twice_makes_one_report(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.says("hałas w nocy")
    await anna.says("Podmiejska 15")
    await anna.taps("Wyślij bez moich danych")
    await anna.taps("Wyślij bez moich danych")
    assert len(await officer.chat()) == 1
    assert [row["number"] for row in await town.rows("SELECT number FROM reports")] == [1]


async def test_more_words_before_sending_belong_to_the_report_and_show_the_card_once(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.says("hałas w nocy")
    await anna.says("Podmiejska 15")
    before = len(await anna.chat())
    for line in ("trzecie piętro", "od tygodnia", "zawsze po 22"):
        await anna.says(line)
    await town.let_pass(seconds=3)
    assert len(await anna.chat()) == before + 1
    await anna.taps("Wyślij bez moich danych")
    await officer.sees("„hałas w nocy\ntrzecie piętro\nod tygodnia\nzawsze po 22”")


async def test_a_draft_survives_a_restart(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.says("hałas w nocy")
    await town.restart()
    await anna.says("Podmiejska 15")
    await anna.taps("Wyślij bez moich danych")
    await officer.sees("„hałas w nocy”")


async def test_out_of_hours_the_receipt_says_that_nobody_reads(town: Town) -> None:
    await town.officer(5)
    anna = await town.resident("anna")
    await town.let_pass(hours=13)  # Wednesday, 23:00
    await anna.says("hałas w nocy")
    await anna.says("Podmiejska 15")
    await anna.sees("Teraz nikt tego nie przeczyta. Zostanie przeczytane w czwartek 6 czerwca po godz. 8.")
    await anna.taps("Wyślij bez moich danych")
    await anna.sees("Teraz nikt go nie czyta.", "w czwartek 6 czerwca po godz. 8", "Odpowiedź do piątku 7 czerwca, do godz. 16", "62 000 00 00")
