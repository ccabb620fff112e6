"""Whom an announcement reaches, in which language, with which files; what residents choose; answers that the team may read."""

from __future__ import annotations

from storage.models import Place
from tests.announcing import member, neighbour
from tests.people import Person
from tests.pictures import photo
from tests.stories.test_announcements import WORDS, composed
from tests.stories.test_meetings import called as meeting_called
from tests.town import Town


async def send(town: Town, author: Person, second: Person, number: int = 1, version: int = 1) -> None:
    """The card that stands is approved, and gone out."""
    await author.taps("Wyślij do zatwierdzenia")
    await second.acts(f"coordinator.approve.yes:{number}.{version}")
    await town.let_pass(minutes=1)


async def test_a_second_address_is_followed_and_given_up(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    ola = await neighbour(town, "ola", "Widok 98")
    await ola.says("Podmiejska 13")
    await ola.acts("resident.my_address.ask")
    await ola.taps("Tylko ogłoszenia dla tego adresu")
    await ola.sees("Ogłoszenia dla adresu Podmiejska 13 też będą tu przychodzić")
    await composed(chair)
    await chair.sees("Dostanie je 1 osoba.")
    await send(town, chair, second)
    await ola.sees(WORDS)
    await ola.says("co nowego")
    await ola.sees(WORDS)
    await ola.says("śledzone adresy")
    await ola.taps("Zakończ: Podmiejska 13")
    await ola.sees("już nie będzie")
    assert await town.rows("SELECT 1 FROM followed") == []


async def test_somebody_in_two_audiences_gets_it_once(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna", "Podmiejska 11")
    await anna.says("Podmiejska 13")
    await anna.acts("resident.my_address.ask")
    await anna.taps("Tylko ogłoszenia dla tego adresu")
    await composed(chair)
    await chair.sees("Dostanie je 1 osoba.")
    await anna.looks()
    await send(town, chair, second)
    assert (await anna.news()).count(WORDS) == 1


async def test_topics_are_chosen_and_what_is_urgent_comes_anyway(town: Town) -> None:
    officer = await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna, ewa = await neighbour(town, "anna"), await neighbour(town, "ewa")
    await anna.says("tematy")
    await anna.sees("Remonty i przerwy w dostawach: tak")
    await anna.taps("Bez: Remonty i przerwy w dostawach")
    await anna.sees("Remonty i przerwy w dostawach: nie")
    await composed(chair)
    await chair.taps("Temat")
    await chair.taps("Remonty i przerwy w dostawach")
    await chair.sees("Temat: Remonty i przerwy w dostawach", "Dostanie je 1 osoba.")
    await anna.looks()
    await send(town, chair, second, 1, 2)
    await anna.hears_nothing()
    await ewa.sees(WORDS)
    await anna.says("co nowego")
    await anna.sees_not(WORDS)
    await composed(officer, "Zalane piwnice, proszę nie wchodzić.")
    await officer.taps("Temat")
    await officer.taps("Remonty i przerwy w dostawach")
    await officer.taps("To pilny komunikat")
    await officer.taps("Wyślij od razu, podpis później")
    await town.let_pass(minutes=1)
    await anna.sees("Zalane piwnice")


async def test_by_staircase(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna, ewa = await neighbour(town, "anna", "Podmiejska 13 kl. 2"), await neighbour(town, "ewa", "Podmiejska 13 kl. 1")
    await composed(chair, audience="Podmiejska 13 klatka 2")
    await chair.sees("Podmiejska 13 kl. 2, rejon 5", "Dostanie je 1 osoba.")
    await ewa.looks()
    await send(town, chair, second)
    await anna.sees(WORDS)
    await ewa.hears_nothing()
    await chair.says("ogłoszenie")
    await chair.says(WORDS)
    await chair.says("Podmiejska 13/4")
    await chair.sees("bez mieszkania")


async def test_to_the_team(town: Town) -> None:
    officer = await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna")
    await composed(chair, audience="Podmiejska")
    await chair.taps("Inni odbiorcy")
    await chair.taps("Zespół koordynacyjny")
    await chair.sees("zespół koordynacyjny rejonu 5", "Dostaną je 3 osoby.")
    await send(town, chair, second, 1, 2)
    await officer.sees(WORDS)
    await second.sees(WORDS)
    await anna.hears_nothing()


async def test_in_the_readers_language_or_in_polish_only_and_said_so(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna")
    olena = await town.resident("olena", language="uk")
    await olena.says("Podmiejska 13")
    await olena.acts("resident.my_address.ask")
    await olena.taps("Запам")
    await composed(chair)
    await send(town, chair, second)
    await olena.sees(WORDS, "Текст лише польською мовою.")
    await anna.sees(WORDS, "Odpowiedź przeczyta: dzielnicowy rejonu 5.")
    assert "polsk" not in await anna.news()
    await composed(chair)
    await chair.taps("Tekst po ukraińsku")
    await chair.says("З понеділка заміна замків.")
    await chair.sees("uk: „З понеділка заміна замків.”")
    await anna.looks()
    await olena.looks()
    await send(town, chair, second, 2, 2)
    await olena.sees("З понеділка заміна замків.")
    assert "лише польською" not in await olena.news()
    await anna.sees(WORDS)
    assert "заміна" not in await anna.news()


async def test_a_picture_goes_along_and_is_seen_by_whoever_got_it(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna, far = await neighbour(town, "anna"), await neighbour(town, "far", "Widok 98")
    await chair.says("ogłoszenie")
    await chair.sends(photo(), text=WORDS)
    await chair.taps("Cały rejon 5")
    await chair.taps("Od razu po zatwierdzeniu")
    await chair.sees("Sprawdźmy przed wysłaniem")
    await send(town, chair, second)
    [bubble] = [each for each in await anna.chat() if WORDS in each.text]
    assert len(bubble.files) == 1
    from storage.repositories import attachments  # what the web asks for a file

    now = town.clock.now()
    for person, sees in ((anna, True), (second, True), (far, False)):
        urn = await person.urn()
        found = await attachments.visible_to(town.app.reader, urn.contact, bubble.files[0], now, at=urn.id)
        assert (found is not None) is sees, person.name


async def test_an_answer_is_shown_to_the_team_only_if_its_author_says_so(town: Town) -> None:
    officer = await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna")
    await composed(chair)
    await send(town, chair, second)
    await chair.looks()
    await anna.replies(WORDS, "Zamek w piwnicy nadal nie działa.")
    await anna.taps("Wyślij bez moich danych")
    await officer.sees("Zamek w piwnicy nadal nie działa.")
    await chair.hears_nothing()
    await anna.taps("Pokaż też zespołowi")
    await anna.sees("zespół koordynacyjny rejonu 5: spółdzielnia, rada osiedla, szkoła", "„Zamek w piwnicy nadal nie działa.”", "Bez nazwiska")
    await chair.hears_nothing()
    await anna.taps("Pokaż zespołowi")
    await chair.sees("Odpowiedź na ogłoszenie nr 1", "„Zamek w piwnicy nadal nie działa.”", "Nikt nie widzi, kto pisze")
    await second.sees("„Zamek w piwnicy nadal nie działa.”")
    await anna.acts("resident.news.shared:1")
    await anna.sees("Zespół już to ma.")
    stranger = await town.resident("eve")
    await stranger.acts("resident.news.shared:1")
    assert "piwnicy" not in await stranger.news()


async def test_whoever_joins_later_sees_what_is_new_on_request(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    await neighbour(town, "anna")
    await composed(chair)
    await send(town, chair, second)
    ewa = await neighbour(town, "ewa")
    await ewa.sees_not(WORDS)
    await ewa.taps("Co nowego")
    await ewa.sees("Co nowego w rejonie 5", WORDS)


async def test_an_approver_by_sms_approves_only_after_the_whole_card(town: Town) -> None:
    await town.officer(5)
    chair = await member(town, "prezes")
    second = await town.resident("rada", on="rough")
    await second.says("Start")
    from storage.database import Writer
    from storage.models import DAY, Role
    from storage.repositories import staff

    contact = await second.contact()

    async def work(unit: Writer) -> None:
        staff.grant(unit, contact, Role.COORDINATOR, district=5, since=town.clock.now() - DAY)

    await town.app.units.run(work)
    await neighbour(town, "anna")
    await composed(chair)
    await chair.taps("Wyślij do zatwierdzenia")
    await second.says("T")
    [row] = await town.rows("SELECT state FROM announcements")
    assert row["state"] == "waiting", "what was not read is not approved"
    for _ in range(20):
        await second.says("DALEJ")
        if "T: Zatwierd" in await second.news():
            break
    await second.says("T")
    [row] = await town.rows("SELECT state FROM announcements")
    assert row["state"] == "approved"


async def test_a_new_map_takes_followed_addresses_along(town: Town) -> None:
    anna = await neighbour(town, "anna", "Widok 98")
    from storage.database import Writer
    from storage.repositories import contacts

    contact = await anna.contact()

    async def work(unit: Writer) -> None:
        contacts.follow(unit, contact, Place("Podmiejska", "13"), 99)

    await town.app.units.run(work)
    from handlers.resident import new_officer
    from storage.repositories import conversations

    async def ring(unit: Writer) -> None:
        conversations.set_timer(unit, new_officer.new_officer.to("tell"), f"map:{town.clock.now()}:0", town.clock.now())

    await town.app.units.run(ring)
    await town.settle()
    [row] = await town.rows("SELECT district FROM followed")
    assert row["district"] == 5


async def test_deleting_ones_data_takes_a_shared_answer_from_the_teams_chats(town: Town) -> None:
    officer = await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    anna = await neighbour(town, "anna")
    await composed(chair)
    await send(town, chair, second)
    await anna.replies(WORDS, "Zamek w piwnicy nadal nie działa.")
    await anna.taps("Wyślij bez moich danych")
    await anna.taps("Pokaż też zespołowi")
    await anna.taps("Pokaż zespołowi")
    await officer.acts("officer.progress.because:1.done")
    await anna.acts("resident.my_data.yes")
    await town.let_pass(minutes=2)
    [row] = await town.rows("SELECT state, words FROM reports")
    assert (row["state"], row["words"]) == ("closed", "")
    await chair.sees_not("Zamek w piwnicy nadal nie działa.")
    assert await town.rows("SELECT 1 FROM outbox WHERE prompt LIKE '%nadal nie dzia%'") == []


async def test_an_invitation_and_a_correction_are_not_corrected(town: Town) -> None:
    await town.officer(5)
    chair, second = await member(town, "prezes"), await member(town, "rada")
    await neighbour(town, "anna")
    await meeting_called(town, chair, second)
    await chair.acts("coordinator.announce.correct:1")
    await chair.sees("Ten szkic nie jest już otwarty")


async def test_a_name_in_the_ukrainian_text_is_pointed_out_and_only_that_text_is_written_anew(town: Town) -> None:
    await town.officer(5)
    chair = await member(town, "prezes")
    await neighbour(town, "anna")
    await composed(chair)
    await chair.taps("Tekst po ukraińsku")
    await chair.says("Увага: авто PKA 12345 на газоні.")
    await chair.sees("W tekście może być tablica rejestracyjna.")
    await chair.says("Увага: авто на газоні.")
    await chair.sees("Sprawdźmy przed wysłaniem", f"„{WORDS}”", "uk: „Увага: авто на газоні.”")


async def test_buttons_of_a_draft_that_is_gone_say_so(town: Town) -> None:
    await town.officer(5)
    chair = await member(town, "prezes")
    for link in ("everybody", "team", "soon", "once", "keep", "topic:works", "skip:uk", "again:words", "drop"):
        await chair.acts(f"coordinator.announce.{link}")
        await chair.sees("Ten szkic nie jest już otwarty")
    for link in ("everybody", "team", "once", "keep", "lasts:60", "unlimited", "restart", "again:place", "drop"):
        await chair.acts(f"coordinator.meet.{link}")
        await chair.sees("Ten szkic nie jest już otwarty")
