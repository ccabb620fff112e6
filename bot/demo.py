"""The example town's people and what has happened before the curtain rises: `python -m bot demo`.

Everything is made up and says so. The clock begins on a Wednesday at ten and then runs, also across restarts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.clock import ShiftedClock
from handlers.coordinator.approve import FAN_OUT
from handlers.coordinator.convene import CALENDAR
from handlers.rules import service
from handlers.texts.moments import instant
from storage.announcing import Audience, Draft, Severity, Stage
from storage.database import Database, Writer
from storage.meeting import Answer, MeetingDraft
from storage.models import DAY, HOUR, Confidence, District, EntryKind, Instant, Place, Reason, Report, Role, State
from storage.repositories import announcements, attachments, contacts, conversations, meetings, reports, settings, staff
from storage.unit import Units

CURTAIN = datetime(2024, 6, 5, 10, 0, tzinfo=ZoneInfo("Europe/Warsaw"))
"""A Wednesday; the substitution of district 7 ends on 12 June."""
ABSENT_UNTIL = datetime(2024, 6, 13, tzinfo=ZoneInfo("Europe/Warsaw"))
OFFSET = "demo.clock_offset"


@dataclass(frozen=True, slots=True)
class Persona:
    """A pane of the demo: who it is and on which channel."""

    address: str
    title: str
    channel: str
    language: str = "pl"
    is_staff: bool = False


PERSONAS = (
    Persona("anna", "Mieszkanka, Podmiejska 13", "web"),
    Persona("jan", "Mieszkaniec, 78 lat, Widok 7 (telefon z klawiszami)", "keypad"),
    Persona("olena", "Студентка, Dobrzecka 22", "web", "uk"),
    Persona("rejon5", "Dzielnicowy rejonu 5", "web", is_staff=True),
    Persona("rejon6", "Dzielnicowy rejonu 6, zastępuje rejon 7", "web", is_staff=True),
    Persona("kierownik", "Kierownik dzielnicowych", "web", is_staff=True),
    Persona("dyzurny", "Dyżurny Komendy", "web", is_staff=True),
    Persona("prezes", "Prezes spółdzielni (zespół, rejon 5)", "web"),
    Persona("rada", "Przewodnicząca Rady Osiedla (zespół, rejon 5)", "web"),
)


async def demo_clock(database: Database, units: Units) -> ShiftedClock:
    """The demo's clock: set at the first start, running on after a restart."""
    kept = await settings.get(database.reader, OFFSET)
    if kept is not None:
        return ShiftedClock(int(kept))
    clock = ShiftedClock.starting(CURTAIN)

    async def keep(unit: Writer) -> None:
        settings.put(unit, OFFSET, str(clock.offset))

    await units.run(keep)
    return clock


async def set_the_stage(units: Units, districts: dict[int, District], zone: ZoneInfo) -> bool:
    """People, roles, one absence and the reports that are open already. Once per database; False if it was done before."""

    async def work(unit: Writer) -> None:
        now = instant(CURTAIN)
        people = {}
        for persona in PERSONAS:
            urn = await contacts.meet(unit, persona.channel, persona.address, language=persona.language, now=now)
            people[persona.address] = urn.contact
        since = now - 365 * DAY
        staff.grant(unit, people["rejon5"], Role.OFFICER, district=5, since=since)
        staff.grant(unit, people["rejon6"], Role.OFFICER, district=6, since=since)
        staff.grant(unit, people["kierownik"], Role.SUPERVISOR, since=since)
        staff.grant(unit, people["dyzurny"], Role.DESK, since=since)
        for member in ("prezes", "rada"):
            staff.grant(unit, people[member], Role.COORDINATOR, district=5, since=since)
        for resident, home, district in (("anna", Place("Podmiejska", "13"), 5), ("jan", Place("Widok", "7"), 7)):
            contacts.remember_address(unit, people[resident], home, now, district=district, announcements=True)
        away = (await contacts.meet(unit, "web", "rejon7", language="pl", now=now)).contact
        staff.grant(unit, away, Role.OFFICER, district=7, since=since)
        until = instant(ABSENT_UNTIL)
        staff.absent(unit, away, since=now - 5 * DAY, until=until, substitute=people["rejon6"])
        await _earlier_reports(unit, people, districts, zone, now)
        await _announced(unit, people, now)
        await _called(unit, people, now)
        settings.put(unit, "demo.stage", "set")

    if await units.run(_is_set):
        return False
    await units.run(work)
    return True


async def _is_set(unit: Writer) -> bool:
    return await settings.get(unit, "demo.stage") is not None


async def _earlier_reports(unit: Writer, people: dict[str, int], districts: dict[int, District], zone: ZoneInfo, now: Instant) -> None:
    """Reports 39, 40, 42 and 43 of the example town, each in another state; 43 is confidential and of nobody's pane."""
    unseen = await contacts.meet(unit, "web", "poufna", language="pl", now=now)
    friday = now - 5 * DAY
    drinking = Report(
        39, people["anna"], 5, Place("Podmiejska", "13", "kl. 2"), State.IN_PROGRESS, None,
        "alkohol na klatce, piątki po 22", service.promise(districts[5].hours, now - DAY, zone), friday, None, "alcohol",
    )  # fmt: skip
    cellar = Report(
        40, people["jan"], 7, Place("Widok", "7"), State.QUESTION, None,
        "ktoś zagląda do piwnic", service.promise(districts[7].hours, now - DAY, zone), now - 2 * DAY, None, "places",
    )  # fmt: skip
    noise = Report(
        42, people["olena"], 6, Place("Cypriana Godebskiego", "3"), State.CLOSED, Reason.DONE,
        "hałas nocny", service.promise(districts[6].hours, friday, zone), friday, None, "noise",
    )  # fmt: skip
    confidential = Report(
        43, unseen.contact, 5, Place("Dobrzecka", "12"), State.IN_PROGRESS, None,
        "mąż jest agresywny, gdy pije; boję się wracać z dziećmi", service.promise(districts[5].hours, now, zone), now - DAY, None, "violence",
    )  # fmt: skip
    for report in (drinking, cellar, noise, confidential):
        reports.add_numbered(unit, report)
    reports.confide(unit, 43, Confidence(unseen.id, reply_here=False, safe_contact="telefon siostry, w piątek rano"))
    await reports.add_entry(unit, 39, EntryKind.ANSWER, "Sprawdzone dwa razy, rozmowa ze spółdzielnią o zamku.", now - 2 * DAY)
    await reports.add_entry(unit, 40, EntryKind.QUESTION, "O której godzinie?", now - 20 * HOUR)
    conversations.set_timer(unit, "resident.late.overdue", drinking.about, drinking.promised_at)
    conversations.set_timer(unit, "resident.late.overdue", confidential.about, confidential.promised_at)
    conversations.set_timer(unit, "officer.answer.unanswered", cellar.about, now - 20 * HOUR + 14 * DAY)


async def _announced(unit: Writer, people: dict[str, int], now: Instant) -> None:
    """What was announced in the days before; residents find it under "co nowego"."""
    house = Audience(5, "Podmiejska", 11, 15)
    for author, audience, words, severity, ago in (
        ("rejon5", Audience(5), "Ktoś podaje się za pracownika gazowni. Prosimy nie wpuszczać.", Severity.ALERT, 2 * DAY),
        ("rejon5", Audience(5), "W sobotę od 10 znakujemy rowery pod SP 17. Bezpłatnie.", Severity.NOTICE, DAY),
        ("prezes", house, "Od poniedziałku wymiana zamków w piwnicach, Podmiejska 11–15.", Severity.NOTICE, 20 * HOUR),
    ):
        by_officer = author == "rejon5"
        draft = Draft(audience, {"": words}, severity, now - ago, now + 7 * DAY, by_officer=by_officer)
        id = await announcements.add(unit, draft, author=people[author], urn=None, now=now - ago)
        await announcements.ask(unit, id, 1, now - ago)
        await announcements.approve(unit, id, 1, people["rada"], due_at=now - ago, expires_at=now + 7 * DAY, now=now - ago)
        await announcements.end(unit, id, Stage.SENT, now - ago)


COMERS = {Answer.YES: 14, Answer.NO: 3, Answer.UNSURE: 5}


async def _called(unit: Writer, people: dict[str, int], now: Instant) -> None:
    """A meeting whose invitation leaves when the curtain rises; neighbours who are in no pane have answered already."""
    agenda = ("Parkowanie i światło na Dobrzecu", "parkowanie przy przedszkolu", "oświetlenie przejścia", "pytania mieszkańców (bez nazwisk)")
    tuesday = instant(datetime(2024, 6, 11, 18, 0, tzinfo=CURTAIN.tzinfo))
    id = await meetings.add(unit, MeetingDraft(5, agenda, "stołówka szkoły", tuesday, 90), author=people["rada"], now=now - DAY)
    invitation = Draft(Audience(5), {"": agenda[0]}, Severity.NOTICE, now, tuesday)
    number = await announcements.add(unit, invitation, author=people["rada"], urn=None, now=now - DAY, meeting=id)
    await announcements.ask(unit, number, 1, now - DAY)
    await announcements.approve(unit, number, 1, people["prezes"], due_at=now, expires_at=tuesday, now=now - HOUR)
    meeting = await meetings.unattended(unit, id)
    answers = [answer for answer, count in COMERS.items() for _ in range(count)]
    for index, answer in enumerate(answers, 1):
        neighbour = await contacts.meet(unit, "web", f"sasiad{index}", language="pl", now=now - DAY)
        contacts.remember_address(unit, neighbour.contact, Place("Podmiejska", str(20 + index)), now, district=5, announcements=True)
        if meeting is not None:
            meetings.answer_all(unit, meeting, neighbour.contact, answer, now)
    await attachments.order(unit, contact=people["prezes"], update=0, maker=CALENDAR, reference=f"{id}:0", then="", now=now, announcement=number)
    conversations.set_timer(unit, FAN_OUT, f"announcement:{number}", now)
