"""The example town's people and what has happened before the curtain rises: `python -m bot demo`.

Everything is made up and says so. The clock begins on a Wednesday at ten and then runs, also across restarts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.clock import ShiftedClock
from handlers.rules import service
from handlers.texts.moments import instant
from storage.database import Database, Writer
from storage.models import DAY, HOUR, Confidence, District, EntryKind, Instant, Place, Reason, Report, Role, State
from storage.repositories import contacts, conversations, reports, settings, staff
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
