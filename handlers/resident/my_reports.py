"""My reports: how each stands, and everything that is added to one.

A message that could belong to a report or be a new matter is asked about, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from handlers.acts.add import add as add_line
from handlers.acts.add import entry_key
from handlers.acts.tell import tell_author
from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import RESTING, Dialogue, residents
from handlers.dialogue.ports import Found
from handlers.resident.own import not_among_own, own_report
from handlers.rules import ready
from handlers.rules.numbered import BEFORE_A_COLON, NUMBERED
from handlers.texts import t, tn
from handlers.views import attached, status
from handlers.views import place as places
from handlers.views.answering import answering, until, when_read
from handlers.views.case_card import addition, which
from storage.models import MINUTE, SECOND, AttachmentState, Button, EntryKind, Prompt, Report, State, Text
from storage.outgoing import IfUncertain, Otherwise
from storage.repositories import attachments, reports

my_reports = Dialogue("resident.my_reports", who=residents)

MOST = 3
SETTLING = 2 * SECOND
"""Lines that follow each other faster than this are kept together, and asked about once."""
ONE_ENTRY = MINUTE // 2
"""A line that follows an addition faster than this belongs to it."""
_NEW = "resident.report.new"


# --- looking ---------------------------------------------------------------------------------------------------------


@my_reports.words("moje zgłoszenia", "/moje", "status", "stan", "мої звернення", "my reports")
async def list_words(ctx: Context) -> None:
    await list_link(ctx, "")


@my_reports.link("list")
async def list_link(ctx: Context, _: str) -> None:
    """All own reports, the newest first."""
    own = await reports.of_author(ctx.unit, ctx.me.id)
    if not own:
        ctx.say(
            Prompt(
                (t("There are no reports from you. Please describe a matter in your own words, or write an address."),),
                (Button(t("I have a matter for the officer"), _NEW),),
                short=t("There are no open reports from this number. Please describe a new matter by SMS. Danger to life: 112"),
            )
        )
        return
    lines = [
        t("No. {number} · {place}: {state}", number=each.number, place=each.place.building, state=status.state_name(each.state)) for each in own[:10]
    ]
    head = tn("**You have {count} report**", "**You have {count} reports**", len(own))
    ctx.say(Prompt((head, *lines), (*which(own[:MOST], my_reports.to("show")), Button(t("A new matter"), _NEW, minor=True))))


@my_reports.pattern(r"status\s*(?:nr\.?|#)?\s*(\d{1,9})")
async def status_of(ctx: Context, match: re.Match[str]) -> bool:
    """STATUS 42."""
    await show(ctx, match[1])
    return True


@my_reports.link("show")
async def show(ctx: Context, number: str) -> None:
    """One report: how it stands, its conversation, and a way to add to it."""
    kept = await own_report(ctx, number)
    if kept is None:
        await not_among_own(ctx, number)
        return
    brought = await attachments.of_report(ctx.unit, kept.number)
    lines: list[Text] = []
    for entry in await reports.entries(ctx.unit, kept.number):
        if entry.kind is EntryKind.WORDS:
            lines.append(t("You added: {words}", words=entry.text))
        else:
            lines.append(t("Officer: {words}", words=ready.words(entry.text)))
        lines += attached.lines([each for each in brought if each.entry == entry.id])
    add = Button(t("Add something"), my_reports.to("write", kept.number))
    ctx.say(
        Prompt(
            (
                t("**No. {number} · {place}**", number=kept.number, place=kept.place.line),
                status.sentence(kept, ctx.desk),
                *((t("You wrote: {words}", words=kept.words),) if kept.words else ()),
                *attached.lines([each for each in brought if each.entry is None]),
                *lines,
            ),
            (add, *_take_back(kept), Button(t("My reports"), my_reports.to("list"), minor=True)),
            short=t(
                "Report {number}: {state}. To add something: #{number} text",
                number=kept.number,
                state=status.state_name(kept.state),
            ),
            attachments=attached.files(brought),
        ),
        about=kept.about,
    )


def _take_back(kept: Report) -> tuple[Button, ...]:
    return (Button(t("Withdraw"), f"resident.withdraw.ask:{kept.number}", minor=True),) if kept.is_open else ()


# --- adding ----------------------------------------------------------------------------------------------------------


@my_reports.link("write")
async def write(ctx: Context, number: str) -> None:
    """[Add something]: the next message goes to this report; words that wait for "which one?" go there at once."""
    if my_reports.is_at(ctx, "which"):
        await belongs(ctx, number)
        return
    kept = await own_report(ctx, number)
    if kept is None:
        await not_among_own(ctx, number)
        return
    my_reports.goto(ctx, "words", {"number": kept.number})
    if kept.state is State.REOPENED:
        text = t("Please write what is still wrong.")
    else:
        text = t("Please write what to add to report no. {number}.", number=kept.number)
    ctx.say(
        Prompt(
            (text,),
            (Button(t("Add nothing"), my_reports.to("nothing", kept.number), key="N", minor=True),),
            short=t("Please write what to add to report {number}. To stop: N", number=kept.number),
        ),
        about=kept.about,
    )


@my_reports.link("nothing")
async def nothing(ctx: Context, number: str) -> None:
    """[Add nothing]."""
    if my_reports.is_at(ctx, "words") and str(ctx.state["number"]) == number:
        ctx.say(Prompt((t("Nothing was added."),)))
        ctx.end()
    else:
        ctx.say(Prompt((t("There is nothing that waits to be sent."),)))


@my_reports.step("words")
async def added_words(ctx: Context) -> None:
    number = str(ctx.state["number"])
    ctx.end()
    kept = await own_report(ctx, number)
    if kept is None:
        await not_among_own(ctx, number)
    else:
        await add(ctx, kept, ctx.update.text, _brought(ctx))


@my_reports.reply("report")
async def replied(ctx: Context, number: str) -> bool:
    """A reply to a bubble about a report belongs to it; a closed one is asked about."""
    kept = await own_report(ctx, number)
    if kept is None:
        return False
    if not kept.is_open:
        await _which_of(ctx, [kept], ctx.update.text)
        return True
    await add(ctx, kept, ctx.update.text, _brought(ctx))
    return True


@my_reports.pattern(NUMBERED, with_attachments=True)
async def numbered(ctx: Context, match: re.Match[str]) -> bool:
    """ "#42 more words"; without words it shows how the report stands. Other people's numbers are words like any other."""
    kept = None if _asks_for_a_house(ctx) else await own_report(ctx, match[1])
    if kept is None:
        return False
    if match[2].strip() or ctx.update.attachments:
        await add(ctx, kept, match[2].strip(), _brought(ctx))
    else:
        await show(ctx, match[1])
    return True


@my_reports.pattern(BEFORE_A_COLON, with_attachments=True)
async def before_a_colon(ctx: Context, match: re.Match[str]) -> bool:
    """ "42: more words" while nothing else waits for an answer."""
    waits = ctx.session is not None and ctx.session.step != RESTING
    return not waits and await numbered(ctx, match)


def _asks_for_a_house(ctx: Context) -> bool:
    """Whether "nr 13" is the answer to "which house?"."""
    return not ctx.update.text.startswith("#") and ctx.session is not None and ctx.session.step in ("house", "place")


@my_reports.text
async def free_words(ctx: Context) -> bool:
    """Free text while a report is open: an answer to the only question goes there; otherwise one tap decides."""
    if await _one_more_line(ctx):
        return True
    own = await _open(ctx)
    if not own:
        return False
    if _asks(own) is not None:
        await add(ctx, own[0], ctx.update.text, _brought(ctx))
        return True
    await _which_of(ctx, own, ctx.update.text)
    return True


async def the_question(ctx: Context) -> Report | None:
    """The only open report, if its officer has asked something: the next words are the answer."""
    return _asks(await _open(ctx))


def _asks(own: list[Report]) -> Report | None:
    return own[0] if len(own) == 1 and own[0].state is State.QUESTION else None


async def _open(ctx: Context) -> list[Report]:
    return [each for each in await reports.of_author(ctx.unit, ctx.me.id) if each.is_open]


async def _which_of(ctx: Context, own: list[Report], words: str) -> None:
    """Asks about new words; those that wait already stay with them."""
    before = ctx.state if my_reports.is_at(ctx, "which") else {}
    said = "\n".join(part for part in (before.get("pending"), words) if part)
    earlier = [each for number in before.get("numbers", ()) if (each := await own_report(ctx, str(number))) is not None]
    listed = {each.number: each for each in (*own, *earlier)}
    await _ask_which(ctx, list(listed.values()), said, attached.joined(before, ctx.update.attachments), before.get("place"))


async def _ask_which(ctx: Context, own: list[Report], words: str, brought: list[list[Any]], place: Any = None) -> None:
    waiting = {"pending": words, "attachments": brought, "place": place, "numbers": [each.number for each in own], "asked_at": ctx.now}
    my_reports.goto(ctx, "which", waiting)
    buttons = (*which(own[:MOST], my_reports.to("belongs")), Button(t("A new matter"), _NEW))
    body = [t("What is this message about? Nothing has left yet.")]
    if not any(each.is_open for each in own):
        body.append(t("Report no. {number} is closed; choosing it opens it again.", number=own[0].number))
    ctx.say(Prompt(tuple(body), buttons))


@my_reports.step("which")
async def still_which(ctx: Context) -> None:
    """More lines before the tap: they stay together."""
    resolution = ctx.town.resolve(ctx.update.text)
    if isinstance(resolution, Found) and resolution.place.house and not ctx.update.attachments:
        my_reports.goto(ctx, "which", {**ctx.state, "place": places.dump(resolution)})  # where it is, should it be a new matter
        await _ask_again(ctx)
        return
    words = f"{ctx.state['pending']}\n{ctx.update.text}".strip()
    state = {**ctx.state, "pending": words, "attachments": attached.joined(ctx.state, ctx.update.attachments)}
    my_reports.goto(ctx, "which", state)
    if ctx.now - state["asked_at"] >= SETTLING:
        await _ask_again(ctx)
    else:
        ctx.set_timer(my_reports.to("settled"), ctx.talk, ctx.now + SETTLING)


@my_reports.timer("settled")
async def settled(ctx: Context, _: str) -> None:
    """The last of many lines is in: the question stands below them."""
    if my_reports.is_at(ctx, "which"):
        await _ask_again(ctx)


@my_reports.resumes("which", links=("belongs",))
async def _ask_again(ctx: Context) -> None:
    own = [each for number in ctx.state["numbers"] if (each := await own_report(ctx, str(number))) is not None]
    await _ask_which(ctx, own, ctx.state["pending"], attached.joined(ctx.state, ()), ctx.state.get("place"))


@my_reports.link("belongs")
async def belongs(ctx: Context, number: str) -> None:
    """The tap: the words that waited go to this report. A closed report opens again."""
    waiting = ctx.state if my_reports.is_at(ctx, "which") else None
    kept = await own_report(ctx, number)
    if waiting is None or kept is None:
        await not_among_own(ctx, number)
        return
    ctx.end()
    place = waiting.get("place")
    words = [waiting["pending"], *((places.load(place).place.line,) if place else ())]
    await add(ctx, kept, "\n".join(part for part in words if part), attached.ids(waiting))


def _brought(ctx: Context) -> list[int]:
    return [each.id for each in ctx.update.attachments]


async def add(ctx: Context, kept: Report, words: str, brought: Sequence[int] = ()) -> None:
    """Keeps words and attachments with an own report and brings them to whoever answers."""
    known = await answering(ctx, kept.district)
    moved, entry = await add_line(ctx, kept, words, brought)
    if ctx.session is None or ctx.session.step == RESTING or ctx.went_on:
        my_reports.goto(ctx, RESTING, {"number": kept.number, "entry": entry, "until": ctx.now + ONE_ENTRY})
    body = [t("Added to report no. {number}.", number=kept.number), when_read(known)]
    if moved.state is State.REOPENED:
        body.append(t("The matter is open again. The officer answers by {until}.", until=until(moved.promised_at)))
    ctx.say(Prompt(tuple(body)), about=kept.about)


# --- many lines in a row are one entry ---


async def _one_more_line(ctx: Context) -> bool:
    """A line right behind an addition belongs to it; officer and resident hear of many lines once."""
    state = ctx.state
    if not my_reports.is_at(ctx, RESTING) or ctx.now > state.get("until", 0):
        return False
    if isinstance(ctx.town.resolve(ctx.update.text), Found) or ctx.update.text.isdecimal():
        return False  # an address or a number on its own is a question, or another matter
    kept = await own_report(ctx, str(state["number"]))
    if kept is None or not kept.is_open or kept.state is State.QUESTION:
        return False  # an answer to a new question, or words about a closed report, are more than one more line
    if (await reports.entries(ctx.unit, kept.number))[-1].id != state["entry"]:
        return False  # the officer has answered meanwhile
    if ctx.update.text:
        await reports.extend_entry(ctx.unit, state["entry"], ctx.update.text)
    attachments.attach(ctx.unit, _brought(ctx), contact=ctx.me.id, report=kept.number, entry=state["entry"])
    my_reports.goto(ctx, RESTING, {**state, "until": ctx.now + ONE_ENTRY})
    ctx.set_timer(my_reports.to("lines"), f"report:{state['number']}.{state['entry']}", ctx.now + SETTLING)
    return True


@my_reports.timer("lines")
async def lines(ctx: Context, subject: str) -> None:
    """The last line is in, whatever the person does meanwhile: the officer's message shows all of them."""
    number, _, entry = subject.partition(":")[2].partition(".")
    kept = await reports.unattended(ctx.unit, int(number))
    if kept is None or kept.author is None:
        return
    words = next(each.text for each in await reports.entries(ctx.unit, kept.number) if each.id == int(entry))
    target = entry_key(kept, int(entry))
    attachments.take_unshown_of_entry(ctx.unit, kept.number, int(entry))
    brought = [each for each in await attachments.of_report(ctx.unit, kept.number) if each.entry == int(entry) and each.state is AttachmentState.KEPT]
    ctx.replace(f"duty:{kept.district}", target, addition(kept, words, brought), about=kept.about, otherwise=Otherwise.SAY)
    added = Prompt((t("Added to report no. {number}.", number=kept.number),))
    tell_author(ctx, kept, f"lines:{ctx.update.id}", added, if_uncertain=IfUncertain.REPEAT)
