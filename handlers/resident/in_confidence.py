"""A confidential matter on a safe phone: a notice says only that there is a message; it is read on purpose, added to, put away."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.acts.add import add
from handlers.acts.tell import tell_of_message
from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue, residents
from handlers.dialogue.update import as_number
from handlers.resident.own import made_confidential, not_among_own
from handlers.resident.withdraw import EX_OFFICIO, take_back
from handlers.rules import ready
from handlers.texts import t
from handlers.views import attached, status
from handlers.views.answering import answering
from handlers.views.confidence import kept_in_confidence, reading_buttons, with_exit
from storage.models import HOUR, Button, Confidence, Entry, EntryKind, Prompt, Report, State
from storage.repositories import attachments, conversations, reports

in_confidence = Dialogue("resident.in_confidence", who=residents, left_by_any_act=("words",))

TRIES = 5
"""Wrong codes an hour; after that a code is taken for words like any other."""
_WRONG = "code.wrong"


async def _here(ctx: Context) -> list[tuple[Report, Confidence]]:
    """The own confidential reports that may be talked about here: where they were made, on a phone that is safe."""
    mine = [(each, each.confidential) for each in await reports.confidential_of(ctx.unit, ctx.me.id) if each.confidential is not None]
    return [(each, agreed) for each, agreed in mine if agreed.reply_here and agreed.urn in (None, ctx.update.urn)]


async def _mine(ctx: Context, number: str) -> tuple[Report, Confidence] | None:
    wanted = as_number(number)
    return next(((each, agreed) for each, agreed in await _here(ctx) if each.number == wanted), None)


async def open_here(ctx: Context) -> Report | None:
    """The open confidential report that is talked about here, if there is one."""
    return next((each for each, _ in await _here(ctx) if each.is_open), None)


def _nothing(ctx: Context) -> None:
    ctx.say(Prompt((t("This choice is no longer valid. In danger please call 112."),)), here=True)


# --- reading ---------------------------------------------------------------------------------------------------------


@in_confidence.link("read")
async def read(ctx: Context, number: str) -> None:
    """[Read it]; where answers are typed the code opens it, never this."""
    mine = await _mine(ctx, number)
    if mine is None or (ctx.is_typed and mine[1].code is not None):
        _nothing(ctx)
        return
    await _show(ctx, *mine)


def sealed_code(ctx: Context, code: str) -> str:
    """What is kept of the own code of whoever writes from this address."""
    return ctx.seal(f"urn:{ctx.update.urn}:{code}")


@in_confidence.pattern(r"\s*(\d{4})\s*\.?\s*")
async def typed_code(ctx: Context, match: re.Match[str]) -> bool:
    """The own code opens what was answered; any other four digits are words like any other."""
    sealed = {sealed_code(ctx, match[1]), ctx.seal(f"{ctx.me.id}:{match[1]}")}  # the second: chosen before a person could have two phones
    with_code = [(each, agreed) for each, agreed in await _here(ctx) if agreed.code is not None]
    if not with_code or await conversations.acts_since(ctx.unit, ctx.me.id, _WRONG, ctx.now - HOUR) >= TRIES:
        return False
    for each, agreed in with_code:
        if agreed.code in sealed:
            await _show(ctx, each, agreed)
            return True
    ctx.did(_WRONG, f"contact:{ctx.me.id}")
    return False


async def _show(ctx: Context, kept: Report, agreed: Confidence) -> None:
    """What was answered since the last reading, and how it stands. After a question the next words are the answer."""
    fresh = await _unread(ctx, kept, agreed)
    shown = {each.id for each in fresh}
    brought = [each for each in await attachments.of_report(ctx.unit, kept.number) if each.entry in shown]
    ctx.did("read", kept.about)
    reports.read_by_author(ctx.unit, kept.number, max(shown, default=agreed.read_entry))
    lines = [t("“{words}”", words=ready.words(each.text)) for each in fresh if each.text]
    body = (*lines, *attached.lines(brought), status.sentence(kept, ctx.desk))
    ctx.say(with_exit(Prompt(body, reading_buttons(kept), attachments=attached.files(brought))), about=kept.about, here=True)
    if kept.state is State.QUESTION:
        in_confidence.goto(ctx, "words", {"number": kept.number})


async def _unread(ctx: Context, kept: Report, agreed: Confidence) -> list[Entry]:
    return [each for each in await reports.entries(ctx.unit, kept.number) if each.id > agreed.read_entry and each.kind is not EntryKind.WORDS]


# --- adding ----------------------------------------------------------------------------------------------------------


@in_confidence.link("write")
async def write(ctx: Context, number: str) -> None:
    """[Add something]: the next message goes to it."""
    mine = await _mine(ctx, number)
    if mine is None:
        _nothing(ctx)
        return
    in_confidence.goto(ctx, "words", {"number": mine[0].number})
    nothing = Button(t("Add nothing"), in_confidence.to("nothing"), key="N", minor=True)
    ctx.say(with_exit(Prompt((t("Please write what to add."),), (nothing,), short=t("Please write what to add. To stop: N"))), here=True)


@in_confidence.link("nothing")
async def nothing(ctx: Context, _: str) -> None:
    """[Add nothing]."""
    if in_confidence.is_at(ctx, "words"):
        ctx.end()
    ctx.say(with_exit(Prompt((t("Nothing was added."),))), here=True)


@in_confidence.step("words")
async def words(ctx: Context) -> None:
    """What was to be added."""
    number = str(ctx.state["number"])
    ctx.end()
    if not await _add(ctx, number):
        _nothing(ctx)


@in_confidence.reply("report")
async def replied(ctx: Context, number: str) -> bool:
    """A reply to a bubble of a confidential matter belongs to it."""
    return await _add(ctx, number)


async def _add(ctx: Context, number: str) -> bool:
    mine = await _mine(ctx, number)
    if mine is None:
        return False
    await _added(ctx, mine[0], ctx.update.text)
    return True


async def _added(ctx: Context, kept: Report, words: str) -> None:
    await add(ctx, kept, words, [each.id for each in ctx.update.attachments])
    ctx.say(with_exit(kept_in_confidence(kept, await answering(ctx, kept.district))), about=kept.about, here=True)


@in_confidence.pattern(r"#\s*(\d{1,9})[\s:,.–-]*(.*)", with_attachments=True)
async def numbered(ctx: Context, match: re.Match[str]) -> bool:
    """ "#42 more words" of a report that the officer has made confidential; the number of one that began so was never said."""
    kept = await made_confidential(ctx, match[1])
    if kept is None:
        return False
    if match[2].strip() or ctx.update.attachments:
        await _added(ctx, kept, match[2].strip())
    else:
        await not_among_own(ctx, match[1])
    return True


# --- taking back -----------------------------------------------------------------------------------------------------


@in_confidence.link("withdraw")
async def withdraw(ctx: Context, number: str) -> None:
    """[Withdraw]: what it means, then one more tap."""
    mine = await _mine(ctx, number)
    if mine is None or not mine[0].is_open:
        _nothing(ctx)
        return
    yes = Button(t("Withdraw"), in_confidence.to("withdrawn", number), key="T")
    leave = Button(t("Leave it"), in_confidence.to("leave"), key="N")
    body = (t("Withdraw what you wrote? The officer will stop working on it."), EX_OFFICIO)
    short = t("Withdraw what you wrote? The officer stops working on it; what is prosecuted ex officio goes on. Withdraw: T. Leave it: N")
    ctx.say(with_exit(Prompt(body, (yes, leave), short=short)), here=True)


@in_confidence.link("leave")
async def leave(ctx: Context, _: str) -> None:
    """[Leave it]."""
    ctx.say(with_exit(Prompt((t("Nothing was changed."),))), here=True)


@in_confidence.link("withdrawn")
async def withdrawn(ctx: Context, number: str) -> None:
    """[Withdraw]: the officer is told; here only that it is done."""
    mine = await _mine(ctx, number)
    if mine is None or not mine[0].is_open:
        _nothing(ctx)
        return
    await take_back(ctx, mine[0])
    ctx.say(with_exit(Prompt((t("Withdrawn."), t("In danger: 112.")))), here=True)


# --- putting away ----------------------------------------------------------------------------------------------------


@in_confidence.link("clear")
async def clear(ctx: Context, _: str) -> None:
    """[Empty this conversation]: what was said here in the last 48 hours goes, and nothing is said about that.

    The notice of an answer that was not read yet goes with it, and comes anew."""
    ctx.clear_chat(ctx.update.urn)
    for kept, agreed in await _here(ctx):
        reports.read_by_author(ctx.unit, kept.number, agreed.read_entry)  # the next message is told of again
        if await _unread(ctx, kept, agreed):
            tell_of_message(ctx, replace(kept, confidential=replace(agreed, readings=agreed.readings + 1)))
