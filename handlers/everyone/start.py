"""The first words, help, privacy, language: for whoever comes."""

from __future__ import annotations

import re

from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue
from handlers.everyone.stop import came_back
from handlers.texts import LANGUAGES, t
from handlers.views.fraud import fraud_sentence
from storage.models import Button, Prompt, Role
from storage.repositories import contacts

start = Dialogue("everyone.start")


@start.words("/start", "start", "wznów", "wracam", "старт", "dzień dobry", "cześć", "hej", "witam", "добрий день", "привіт", "hello")
async def hello(ctx: Context) -> None:
    """What to do first; staff and the duty desk see their own beginning."""
    if await came_back(ctx):
        return
    ctx.shows_where_it_stands = True
    if ctx.me.has(Role.DESK) and not ctx.me.is_staff:
        ctx.say(Prompt((t("Urgent reports come here by themselves. One of them once more: #42"),), _languages()))
        return
    if ctx.me.is_staff:
        cases = Button(t("Cases"), "officer.cases.list", key="S")
        announcing = (_announcement(), _meetings()) if ctx.me.has(Role.OFFICER) else ()
        ctx.say(
            Prompt(
                (t("Good day. Reports from your district come here."), t("Answer with a button, by replying to a message, or: #42 text.")),
                (cases, *announcing, Button(t("Discreet mode"), "officer.discreet.switch:on", minor=True), *_languages()),
                short=t("Good day. Reports come here. Reply: #42 text. List of cases: S"),
            )
        )
        return
    ctx.say(
        Prompt(
            (
                t("Good day. Please write the street and the house number, for example: Podmiejska 13."),
                t("We answer who the officer there is and how to get in touch. No registration is needed."),
                t("Danger to life or health: please call 112."),
            ),
            (
                Button(t("I have a matter for the officer"), "resident.report.new"),
                Button(t("My reports"), "resident.my_reports.list"),
                *((_announcement(), _meetings()) if ctx.me.is_member else ()),
                Button(t("Privacy"), start.to("privacy"), minor=True),
                Button(t("Help"), start.to("help"), minor=True),
                *_languages(),
            ),
            short=t(
                "{town}, SMS to the officer. Please write street and house number. We answer who the officer is. In danger call 112.",
                town=ctx.town.name,
            ),
        )
    )


@start.pattern(r"/start\s+\S{1,64}")
async def hello_by_an_old_link(ctx: Context, _: re.Match[str]) -> bool:
    """A link that says nothing to us any more."""
    await hello(ctx)
    return True


def _announcement() -> Button:
    return Button(t("Write an announcement"), "coordinator.announce.begin", key="O")


def _meetings() -> Button:
    return Button(t("Meetings of the team"), "coordinator.meetings.list", key="Z")


def _languages() -> tuple[Button, ...]:
    names = {"pl": t("Polski"), "uk": t("Українська"), "en": t("English")}
    return tuple(Button(names[language], start.to("language", language), minor=True) for language in LANGUAGES)


@start.link("language")
async def language(ctx: Context, code: str) -> None:
    """Speaks another language from now on."""
    if code not in LANGUAGES:
        await stale(ctx, code)
        return
    contacts.set_language(ctx.unit, ctx.me.id, code)
    ctx.did("language", f"contact:{ctx.me.id}")
    ctx.shows_where_it_stands = True
    ctx.say(Prompt((t("From now on we write in this language. Please write the street and the house number."),)))


@start.words("pomoc", "/pomoc", "/help", "help", "допомога", "?")
async def help_words(ctx: Context) -> None:
    await help_link(ctx, "")


@start.link("help")
async def help_link(ctx: Context, _: str) -> None:
    """What one can do here, and the warning against fraud."""
    if ctx.me.is_staff:
        await hello(ctx)
        return
    ctx.say(
        Prompt(
            (
                t("Please write an address to learn who the officer is, or describe a matter in your own words."),
                t("Urgent, day and night: duty desk {phone}. Danger to life: 112.", phone=ctx.desk.duty_phone),
                fraud_sentence(),
            ),
            (
                Button(t("I have a matter for the officer"), "resident.report.new", key="1"),
                Button(t("My reports"), "resident.my_reports.list", key="2"),
                Button(t("Privacy"), start.to("privacy"), key="3"),
            ),
            short=t("Reply: 1 new matter, 2 my reports, 3 privacy. To talk: duty desk {phone}. Danger to life: 112", phone=ctx.desk.duty_phone),
        )
    )


@start.words("prywatność", "/prywatnosc", "privacy")
async def privacy_words(ctx: Context) -> None:
    await privacy(ctx, "")


@start.link("privacy")
async def privacy(ctx: Context, _: str) -> None:
    """Who keeps what, and who may learn it."""
    ctx.say(
        Prompt(
            (
                t("The controller of the data is {administrator}.", administrator=ctx.desk.administrator),
                t(
                    "The system knows your account or number to carry the answer. The officer, the housing co-op, the estate council, "
                    "the school and the neighbours do not see it."
                ),
                t("If a court or a prosecutor demands it, the controller must give the data; we say so as soon as the law allows."),
                t("In a small building a neighbour may guess who wrote. Better leave out what only your household knows."),
            ),
            short=t(
                "Only the system knows the number, to send the answer back. The officer does not see it. A court or prosecutor may demand it. "
                "Controller: {administrator}",
                administrator=ctx.desk.administrator,
            ),
            buttons=() if ctx.me.is_staff else (Button(t("My data"), "resident.my_data.show"),),
        )
    )


@start.link("crime")
async def crime(ctx: Context, _: str) -> None:
    """Where a crime is reported and a complaint made: a message here is neither."""
    ctx.say(
        Prompt(
            (
                t("A crime is reported at any police unit, day and night. Here: {office}.", office=ctx.desk.crime_office),
                t("Please take an identity document, pictures and notes. One can also write to the prosecutor."),
                t("A complaint about an officer is made to the town's police commander, with name and address."),
            )
        )
    )


async def stale(ctx: Context, _: str) -> None:
    """A button that no longer means anything."""
    ctx.say(
        Prompt(
            (t("This button no longer works: that conversation is over. Please write what it is about; nothing was lost or sent."),),
            (Button(t("Cases"), "officer.cases.list"),) if ctx.me.is_staff else (Button(t("My reports"), "resident.my_reports.list"),),
            short=t("This choice is no longer valid; nothing was lost or sent. Please write what it is about. Danger to life: 112"),
        )
    )


@start.text
async def unclear(ctx: Context) -> bool:
    """The last room: staff who write something that belongs to no case. (Residents' words always become a draft.)"""
    await hello(ctx)
    return True
