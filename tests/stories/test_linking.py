"""One person with an old phone and a chat: one history once both are proved, and nothing confidential crosses."""

from __future__ import annotations

import re

import pytest

from bot.web.door import HandedIn
from storage.repositories import attachments
from tests.people import Person
from tests.pictures import photo
from tests.rough_channel import FINE, LOST
from tests.stories.test_confidential import WORDS
from tests.telegram.server import FakeTelegram
from tests.town import Town

MATTER = "śmieci pod oknem, Podmiejska 13"


async def code_of(person: Person) -> str:
    found = re.search(r"\d{3} \d{3}", await person.news())
    assert found is not None
    return found[0]


async def joined(phone: Person, chat: Person) -> None:
    """POLACZ from the phone, the code in the chat, one tap."""
    await phone.says("POLACZ")
    await chat.says(await code_of(phone))
    await chat.taps("Połącz")
    await chat.sees("Połączono. Piszemy najpierw tutaj")


@pytest.fixture
async def pair(town: Town) -> tuple[Person, Person]:
    return await town.resident("600100200", on="rough"), await town.resident("anna")


async def test_two_channels_become_one_person(town: Town, pair: tuple[Person, Person]) -> None:
    phone, anna = pair
    officer = await town.officer(5)
    await phone.says(MATTER)
    await phone.says("T")
    await phone.says("polacz")
    await phone.sees("Kod polaczenia: ", "wazny 10 minut. Prosze wpisac go w czacie. Nikt nie zapyta o ten kod przez telefon.")
    await anna.says(f"kod {await code_of(phone)}")
    await anna.sees("każdy, kto ma dostęp do tego czatu", "Sprawy poufne zostają tylko tam, gdzie powstały.")
    await phone.looks()
    await anna.taps("Połącz")
    await phone.sees("Ten numer polaczono z czatem. Jesli to nie Pani/Pan, prosze odpisac ROZLACZ.")
    assert await phone.contact() == await anna.contact()

    await anna.says("moje zgłoszenia")
    await anna.sees("Nr 1 · Podmiejska 13")
    await phone.looks()
    await officer.says("#1 Będę jutro.")
    await anna.sees("Będę jutro.")
    await phone.hears_nothing()


async def test_whoever_writes_is_answered_where_they_write(town: Town, pair: tuple[Person, Person]) -> None:
    phone, anna = pair
    await town.officer(5)
    await joined(phone, anna)
    await anna.looks()
    await phone.says("Podmiejska 13")
    await phone.sees("Podmiejska 13: dzielnicowy rejonu 5")
    await anna.hears_nothing()
    await phone.looks()
    await anna.says("Podmiejska 13")
    await anna.sees("Dzielnicowy rejonu 5")
    await phone.hears_nothing()


async def test_the_preferred_channel_comes_first(town: Town, pair: tuple[Person, Person]) -> None:
    phone, anna = pair
    officer = await town.officer(5)
    await joined(phone, anna)
    await anna.taps("Najpierw na telefon")
    await anna.sees("najpierw na drugi adres")
    await anna.says(MATTER)
    await anna.taps("Wyślij bez moich danych")
    await anna.looks()
    await phone.looks()
    await officer.says("#1 Będę jutro.")
    await phone.sees("Bede jutro.")
    await anna.hears_nothing()
    await anna.taps("Najpierw tutaj")
    await officer.says("#1 Byłam.")
    await anna.sees("Byłam.")


async def test_where_the_preferred_one_is_closed_the_other_is_used(town: Town, pair: tuple[Person, Person]) -> None:
    phone, anna = pair
    officer = await town.officer(5)
    await joined(phone, anna)
    await anna.taps("Najpierw na telefon")
    await anna.says(MATTER)
    await anna.taps("Wyślij bez moich danych")
    await officer.looks()
    await phone.says("STOP")
    await officer.hears_nothing()  # messages still arrive
    await anna.looks()
    await officer.says("#1 Będę jutro.")
    await anna.sees("Będę jutro.")


async def test_a_draft_stays_where_it_is_written(town: Town, pair: tuple[Person, Person]) -> None:
    phone, anna = pair
    await town.officer(5)
    await phone.says("śmieci pod oknem")
    await phone.sees("Gdzie to jest?")
    await anna.says("hałas w nocy")
    await joined(phone, anna)
    await phone.says("Podmiejska 13")
    await phone.sees("Wyslac dzielnicowemu rejonu 5?")
    await anna.says("Podmiejska 13")
    await anna.sees("„hałas w nocy”")
    await phone.says("T")
    await phone.sees("Zgloszenie 1 ")
    await anna.taps("Wyślij bez moich danych")
    await anna.sees("nr 2")


async def test_what_is_confidential_never_crosses(town: Town, pair: tuple[Person, Person]) -> None:
    phone, anna = pair
    officer = await town.officer(5)
    await phone.says(f"{WORDS}, Podmiejska 13")
    await phone.says("T")
    await phone.says("1234")
    await phone.says("T")
    await phone.sees("Zapisane. Dziekujemy.")
    await phone.says("mam wiecej do powiedzenia: maz mnie bije")
    await joined(phone, anna)
    before = [bubble.text for bubble in await anna.chat()]
    await officer.says("#1 Proszę napisać, kiedy możemy porozmawiać.")
    await phone.sees("Jest nowa wiadomosc.")
    assert [bubble.text for bubble in await anna.chat()] == before
    for words in ("moje zgłoszenia", "#1", "1234", "status 1", "cokolwiek"):
        await anna.says(words)
    for word in ("bije", "porozmawiać", "nr 1"):
        await anna.sees_not(word)
    await anna.says("moje dane")
    await anna.taps("Pobierz kopię")
    await town.calm()
    for file in town.app.settings.media.folder.rglob("*"):
        if file.is_file():
            assert "bije" not in file.read_text(encoding="utf-8", errors="ignore")
    await phone.says("1234")
    await phone.sees("kiedy mozemy porozmawiac")


async def test_what_an_officer_makes_confidential_stays_where_it_was_made(town: Town, pair: tuple[Person, Person]) -> None:
    phone, anna = pair
    officer = await town.officer(5)
    await joined(phone, anna)
    await phone.says("sąsiad chodzi za mną po sklepie, Podmiejska 13")
    await phone.says("T")
    await officer.acts("officer.category.set:1.violence")
    before = [bubble.text for bubble in await anna.chat()]
    await phone.looks()
    await officer.says("#1 Proszę o kontakt.")
    await phone.sees("Jest nowa wiadomosc.")
    assert [bubble.text for bubble in await anna.chat()] == before


async def test_parted_again_each_has_its_own(town: Town, pair: tuple[Person, Person]) -> None:
    phone, anna = pair
    officer = await town.officer(5)
    await phone.says(MATTER)
    await phone.says("T")
    await joined(phone, anna)
    await anna.says("hałas w nocy, Podmiejska 11")
    await anna.taps("Nowa sprawa")
    await anna.taps("Wyślij bez moich danych")
    await phone.says("ROZLACZ")
    await phone.sees("Rozlaczono. Zgloszenia wyslane stad zostaja tylko tutaj.")
    await anna.sees("nie jest już połączony")
    assert await phone.contact() != await anna.contact()
    await anna.says("moje zgłoszenia")
    await anna.sees("Nr 2")
    assert "Nr 1" not in await anna.news()
    await anna.looks()
    await officer.says("#1 Będę jutro.")
    await phone.sees("Bede jutro.")
    await anna.hears_nothing()
    await phone.looks()
    await officer.says("#2 Sprawdzę to.")
    await anna.sees("Sprawdzę to.")
    await phone.hears_nothing()
    await anna.says("rozłącz")
    await anna.sees("Z tym adresem nic nie jest")


async def test_from_the_chat_one_can_part_too_and_join_again(town: Town, pair: tuple[Person, Person]) -> None:
    phone, anna = pair
    await joined(phone, anna)
    await anna.says("rozłącz")
    await phone.sees("Rozlaczono.")
    await joined(phone, anna)
    assert await phone.contact() == await anna.contact()


async def test_a_code_is_used_once_and_not_for_long(town: Town, pair: tuple[Person, Person]) -> None:
    phone, anna = pair
    ewa = await town.resident("ewa")
    await phone.says("POLACZ")
    code = await code_of(phone)
    await anna.says(code)
    await ewa.says(code)
    await anna.taps("Połącz")
    await ewa.taps("Połącz")
    await ewa.sees("Ten nie działa")
    assert await ewa.contact() != await anna.contact()
    await ewa.says(f"kod {code}")
    await ewa.sees("Ten nie działa")
    other = await town.resident("600100300", on="rough")
    await other.says("POLACZ")
    old = await code_of(other)
    await other.says("POLACZ")
    await ewa.says(f"kod {old}")
    await ewa.sees("Ten nie działa")
    late = await code_of(other)
    await town.let_pass(minutes=11)
    await ewa.says(f"kod {late}")
    await ewa.sees("Ten nie działa")
    for _ in range(4):
        await ewa.says("połącz")
    await ewa.sees("Na dziś wystarczy kodów.")


async def test_nobody_guesses_a_code(town: Town, pair: tuple[Person, Person]) -> None:
    phone, anna = pair
    await town.officer(5)
    await phone.says("POLACZ")
    code = await code_of(phone)
    for number in range(5):
        await anna.says(f"kod {(int(code.replace(' ', '')) + 1 + number) % 1_000_000:06}")
        await anna.sees("Ten nie działa")
    await anna.says(f"kod {code}")
    assert "Połączyć?" not in await anna.news()
    assert await phone.contact() != await anna.contact()


async def test_a_telephone_asks_and_never_enters(town: Town, pair: tuple[Person, Person]) -> None:
    """Anybody can send an SMS in somebody else's name; only its owner reads the answer."""
    phone, anna = pair
    await anna.says("połącz")
    await anna.sees("Kod: ", "Nikt nie zapyta o ten kod przez telefon.")
    code = await code_of(anna)
    await phone.says(code)
    await phone.sees("Prosze zrobic to odwrotnie")
    await anna.says(code)
    await anna.sees("To jest ten kod.")
    ewa = await town.resident("ewa")
    await ewa.says(code)
    await ewa.taps("Nie łącz")
    await ewa.sees("Niczego nie połączono.")


async def test_other_words_than_the_tap_join_nothing(town: Town, pair: tuple[Person, Person]) -> None:
    phone, anna = pair
    await town.officer(5)
    await phone.says("POLACZ")
    await anna.says(await code_of(phone))
    await anna.says("Podmiejska 13")
    await anna.sees("Niczego nie połączono.", "Dzielnicowy rejonu 5")
    await anna.acts("everyone.linking.join:1")
    await anna.sees("Ten nie działa")


async def test_six_digits_may_be_something_else(town: Town, pair: tuple[Person, Person]) -> None:
    _, anna = pair
    await town.officer(5)
    await anna.says("600100")
    assert "kod" not in await anna.news()


async def test_an_officer_with_a_second_phone(town: Town, pair: tuple[Person, Person]) -> None:
    phone, anna = pair
    officer, boss = await town.officer(5), await town.supervisor()
    await joined(phone, officer)
    await boss.sees("Do roli służbowej dołączono drugi telefon lub czat.")
    await phone.looks()
    await anna.says(MATTER)
    await anna.taps("Wyślij bez moich danych")
    await officer.sees("Nr 1")
    await phone.says("#1 Będę jutro.")
    await anna.sees("Będę jutro.")
    other = await town.officer(6)
    await officer.says("połącz")
    await other.says(await code_of(officer))
    await other.taps("Połącz")
    await other.sees("Obie strony mają własną rolę")
    await phone.says("ROZLACZ")
    await phone.says("#1 Jeszcze jedno.")
    assert "Jeszcze jedno" not in await anna.news()
    await officer.says("#1 Drugie.")
    await anna.sees("Drugie.")


async def test_deleting_everything_deletes_both(town: Town, pair: tuple[Person, Person]) -> None:
    phone, anna = pair
    await town.officer(5)
    await joined(phone, anna)
    await anna.says("usuń dane")
    await anna.taps("Usuń")
    await town.let_pass(days=2)
    assert await town.rows("SELECT address FROM urns WHERE address IN ('600100200', 'anna')") == []


async def test_a_phone_that_was_joined_twice_is_parted_from_the_latest_first(town: Town, pair: tuple[Person, Person]) -> None:
    phone, anna = pair
    ewa, officer = await town.resident("ewa"), await town.officer(5)
    await phone.says(MATTER)
    await phone.says("T")
    await joined(phone, anna)
    await joined(phone, ewa)
    assert await anna.contact() == await ewa.contact() == await phone.contact()
    await phone.says("ROZLACZ")
    assert await anna.contact() == await phone.contact() != await ewa.contact()
    await phone.says("ROZLACZ")
    assert await anna.contact() != await phone.contact()
    await officer.says("#1 Będę jutro.")
    await phone.sees("Bede jutro.")
    await anna.sees_not("Będę jutro.")


async def test_an_officers_role_stays_with_the_officers_chat(town: Town) -> None:
    officer, phone, ewa = await town.officer(5), await town.resident("600100200", on="rough"), await town.resident("ewa")
    await joined(phone, officer)
    await joined(phone, ewa)
    await phone.says("ROZLACZ")
    [role] = await town.rows("SELECT contact_id FROM roles WHERE role = 'officer'")
    assert role["contact_id"] == await officer.contact() != await ewa.contact()


async def test_a_draft_that_stands_while_two_are_parted_is_shown_to_nobody_else(town: Town, pair: tuple[Person, Person]) -> None:
    phone, anna = pair
    await town.officer(5)
    await joined(phone, anna)
    await phone.says("sąsiad Nowak handluje, Podmiejska 13")
    await phone.says("ROZLACZ")
    await anna.sees_not("Nowak")
    await phone.says("T")
    await phone.sees("Zgloszenie 1 ")


async def test_a_gateway_that_is_down_silences_no_chat(town: Town, pair: tuple[Person, Person]) -> None:
    phone, anna = pair
    await town.officer(5)
    await joined(phone, anna)
    town.rough.mood([LOST])
    await phone.hands_in(HandedIn("sms-00000001", text="Podmiejska 13"))
    await town.settle()
    await anna.hands_in(HandedIn("web-00000001", text="ktoś właśnie wyważa mi drzwi, Podmiejska 13"))
    await town.settle()
    await anna.sees("112")


async def test_what_is_on_its_way_while_two_are_parted_reaches_nobody_else(town: Town, pair: tuple[Person, Person]) -> None:
    phone, anna = pair
    officer = await town.officer(5)
    await phone.says(MATTER)
    await phone.says("T")
    await joined(phone, anna)
    await anna.taps("Najpierw na telefon")
    town.rough.mood([LOST])
    await officer.hands_in(HandedIn("answer-00000001", text="#1 Odpowiedź dla telefonu."))
    await town.settle()
    await phone.hands_in(HandedIn("part-00000001", text="ROZLACZ"))
    await town.settle()
    town.rough.mood([FINE])
    await town.let_pass(minutes=30)
    await phone.sees("Odpowiedz dla telefonu.")
    await anna.sees_not("Odpowiedź dla telefonu.")


async def test_after_parting_each_deletes_its_own_words(town: Town, pair: tuple[Person, Person]) -> None:
    phone, anna = pair
    await town.officer(5)
    await joined(phone, anna)
    await phone.says("sąsiad Nowak handluje, Podmiejska 13")
    await phone.says("N")
    await phone.says("ROZLACZ")
    for words in ("moje dane", "U", "U"):
        await phone.says(words)
    await town.let_pass(days=2)
    assert await town.rows("SELECT key FROM outbox WHERE prompt LIKE '%Nowak%'") == []


async def test_a_remembered_address_goes_with_its_owner(town: Town, pair: tuple[Person, Person]) -> None:
    phone, anna = pair
    await town.officer(5)
    await phone.says("Podmiejska 13")
    await phone.acts("resident.my_address.ask")
    await phone.taps("Zapamiętaj")
    await joined(phone, anna)
    await anna.says("śmieci pod oknem")
    await anna.sees("Gdzie to jest? Proszę wybrać")
    await anna.taps("Podmiejska 13")
    await phone.says("ROZLACZ")
    homes = {row["id"]: row["street"] for row in await town.rows("SELECT id, street FROM contacts")}
    assert (homes[await phone.contact()], homes[await anna.contact()]) == ("Podmiejska", None)


async def test_a_file_of_a_confidential_matter_and_a_copy_open_only_where_they_belong(town: Town, telegram: FakeTelegram) -> None:
    other, anna = await town.resident("ola", on="telegram"), await town.resident("anna")
    await town.officer(5)
    await other.says(f"{WORDS}, Podmiejska 13")
    await other.taps("Nie, można tu pisać")
    await other.sends(photo())
    await other.taps("Wyślij bez moich danych")
    await other.says("połącz")
    await anna.says(await code_of(other))
    await anna.taps("Połącz")
    await other.says("moje dane")
    await other.taps("Pobierz kopię")
    await town.calm()
    files = await town.rows("SELECT id FROM attachments WHERE state = 'kept'")
    assert len(files) == 3, "a picture, a copy for reading, one for programs"
    for file in files:
        for person, sees in ((anna, False), (other, True)):
            urn = await person.urn()
            found = await attachments.visible_to(town.app.reader, urn.contact, file["id"], town.clock.now(), at=urn.id)
            assert (found is not None) == sees
