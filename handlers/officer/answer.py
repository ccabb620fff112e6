"""The officer answers or asks: by button, by replying to a bubble, or by "#42 text".

What could belong to two cases is asked about; until the tap nothing has left.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from handlers.acts.move import move
from handlers.acts.tell import tell_author
from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import RESTING, Dialogue, staff
from handlers.dialogue.update import fold
from handlers.officer.case import case, closed
from handlers.officer.cases import open_case
from handlers.officer.progress import close, take
from handlers.rules import ready
from handlers.rules.lifecycle import Action
from handlers.rules.numbered import BEFORE_A_COLON, NUMBERED
from handlers.texts import t
from handlers.views import attached
from handlers.views.case_card import case_card, discreet, no_such_case, not_to_be_answered, where, which
from storage.models import NO_PLACE, SECOND, Attachment, Button, EntryKind, Prompt, Report, Role, Text
from storage.outgoing import Otherwise, Outcome
from storage.repositories import attachments, outbox, reports
from storage.repositories.outbox import Ended

answer = Dialogue("officer.answer", who=staff, left_by_any_act=("answer", "question"))

MOST = 3
SETTLING = 2 * SECOND
"""Lines that follow each other faster than this are kept together, and asked about once."""
_SHORT_ORDERS = {"w": take, "z": close, "c": open_case}


@answer.link("reply")
async def reply(ctx: Context, number: str) -> None:
    """[Answer]: the next message goes to the resident."""
    await _ask_for(ctx, number, "answer")


@answer.link("ask")
async def ask(ctx: Context, number: str) -> None:
    """[Ask]: the next message is a question to the resident."""
    await _ask_for(ctx, number, "question")


async def _ask_for(ctx: Context, number: str, step: str) -> None:
    found = await case(ctx, number)
    if found is None:
        ctx.say(no_such_case())
        return
    forbidden = not_to_be_answered(found)
    if forbidden is not None:
        ctx.say(Prompt((forbidden,)), about=found.about)
        return
    if step == "question" and not found.is_open:
        ctx.say(closed(found))
        return
    answer.goto(ctx, step, {"number": found.number})
    offered: tuple[Button, ...] = ()
    if step == "question":
        text = t("Please write the question about no. {number}, or choose one. The resident gets it at once.", number=found.number)
        offered = tuple(Button(question, answer.to("ready", f"{found.number}.{key}")) for key, question in ready.QUESTIONS.items())
    else:
        text = t("Please write the answer to no. {number}. The resident gets it at once.", number=found.number)
    ctx.say(Prompt((text,), (*offered, Button(t("Do not send"), answer.to("drop"), key="N", minor=True))), about=found.about)


@answer.link("ready")
async def ready_question(ctx: Context, argument: str) -> None:
    """A ready question: one tap."""
    number, _, key = argument.partition(".")
    found = await case(ctx, number)
    if found is None or key not in ready.QUESTIONS:
        ctx.say(no_such_case())
    elif not found.is_open:
        ctx.say(closed(found))
    else:
        ctx.end()
        await send(ctx, number, ready.mark(key), EntryKind.QUESTION)


@answer.link("drop")
async def drop(ctx: Context, _: str) -> None:
    """Nothing leaves; when something has left already, it does not say otherwise."""
    if answer.is_at(ctx, "answer", "question", "which"):
        ctx.end()
        ctx.say(Prompt((t("Nothing was sent."),)))
    else:
        ctx.say(nothing_waits())


@answer.step("answer")
async def answer_words(ctx: Context) -> None:
    await _finish(ctx, EntryKind.ANSWER)


@answer.step("question")
async def question_words(ctx: Context) -> None:
    await _finish(ctx, EntryKind.QUESTION)


async def _finish(ctx: Context, kind: EntryKind) -> None:
    number = str(ctx.state["number"])
    ctx.end()
    if not await send(ctx, number, ctx.update.text, kind, _brought(ctx)):
        ctx.say(no_such_case())


def _brought(ctx: Context) -> list[int]:
    return [each.id for each in ctx.update.attachments]


@answer.reply("report")
async def replied(ctx: Context, number: str) -> bool:
    """A reply to a bubble about a case."""
    return await send(ctx, number, ctx.update.text, EntryKind.ANSWER, _brought(ctx))


@answer.pattern(NUMBERED, with_attachments=True)
async def numbered(ctx: Context, match: re.Match[str]) -> bool:
    """ "#42 text" answers, "#42 W" takes, "#42 Z" closes, "#42 C" or "#42" shows."""
    words = match[2].strip()
    order = None if ctx.update.attachments else _SHORT_ORDERS.get(fold(words) or "c")
    if order is not None:
        await order(ctx, match[1])
    elif not await send(ctx, match[1], words, EntryKind.ANSWER, _brought(ctx)):
        ctx.say(no_such_case())
    return True


@answer.pattern(BEFORE_A_COLON, with_attachments=True)
async def before_a_colon(ctx: Context, match: re.Match[str]) -> bool:
    """ "42: text", where 42 is a case of theirs and nothing else waits for words."""
    waits = ctx.session is not None and ctx.session.step != RESTING
    return not waits and await case(ctx, match[1]) is not None and await numbered(ctx, match)


@answer.text
async def free_words(ctx: Context) -> bool:
    """Words that name no case: one tap says which, and nothing has left before it."""
    found = await _open_cases(ctx)
    if not found:
        return False
    _ask_which(ctx, found, ctx.update.text, attached.joined({}, ctx.update.attachments))
    return True


async def _open_cases(ctx: Context) -> list[Report]:
    districts = [NO_PLACE, *ctx.town.districts] if ctx.me.has(Role.SUPERVISOR) else await reports.districts_of(ctx.unit, ctx.me.id, ctx.now)
    return await reports.open_in(ctx.unit, ctx.me.id, districts, MOST)


def _ask_which(ctx: Context, found: list[Report], words: str, brought: list[list[Any]]) -> None:
    answer.goto(ctx, "which", {"pending": words, "attachments": brought, "asked_at": ctx.now})
    ctx.say(
        Prompt(
            (t("Which case is this for? Nothing has left yet."), t("Another case: #42 and the text.")),
            (*which(found, answer.to("belongs")), Button(t("Do not send"), answer.to("drop"))),
        )
    )


@answer.step("which")
async def still_which(ctx: Context) -> None:
    """More lines before the tap: they stay together."""
    words = f"{ctx.state['pending']}\n{ctx.update.text}".strip()
    state = {**ctx.state, "pending": words, "attachments": attached.joined(ctx.state, ctx.update.attachments)}
    answer.goto(ctx, "which", state)
    if ctx.now - state["asked_at"] >= SETTLING:
        await resumed(ctx)
    else:
        ctx.set_timer(answer.to("settled"), ctx.talk, ctx.now + SETTLING)


@answer.resumes("which", links=("belongs", "drop"))
async def resumed(ctx: Context) -> None:
    """Another case was answered in between: the words still wait for their tap."""
    _ask_which(ctx, await _open_cases(ctx), ctx.state["pending"], attached.joined(ctx.state, ()))


@answer.timer("settled")
async def settled(ctx: Context, _: str) -> None:
    """The last of many lines is in: the question stands below them."""
    if answer.is_at(ctx, "which"):
        await resumed(ctx)


@answer.link("belongs")
async def belongs(ctx: Context, number: str) -> None:
    """The tap: the words that waited leave."""
    waiting = ctx.state if answer.is_at(ctx, "which") else None
    if waiting is None:
        ctx.say(nothing_waits())
        return
    ctx.end()
    alive = [each.id for each in await attachments.alive(ctx.unit, attached.ids(waiting))]
    if not waiting["pending"] and not alive:
        ctx.say(nothing_waits())
    elif not await send(ctx, number, waiting["pending"], EntryKind.ANSWER, alive):
        ctx.say(no_such_case())


def nothing_waits() -> Prompt:
    """For a button whose words have left, or were dropped, before."""
    return Prompt((t("There is nothing that waits to be sent."),))


async def send(ctx: Context, number: str, words: str, kind: EntryKind, brought: Sequence[int] = ()) -> bool:
    """Brings words and attachments to the author of the case; False if there is no such case for whoever writes."""
    found = await case(ctx, number)
    if found is None:
        return False
    if found.author is None:
        ctx.say(Prompt((t("No. {number}: nobody can be reached about this case any more.", number=found.number),)), about=found.about)
        return True
    forbidden = not_to_be_answered(found)
    if forbidden is not None:
        ctx.say(Prompt((forbidden,)), about=found.about)
        return True
    if not words:
        kind = EntryKind.ANSWER  # a picture alone asks nothing
    moved = await move(ctx, found, Action.ASK if kind is EntryKind.QUESTION else Action.ANSWER, found.reason)
    entry = await reports.add_entry(ctx.unit, found.number, kind, words, ctx.now)
    ctx.did(kind.value, found.about)
    attachments.attach(ctx.unit, brought, contact=ctx.me.id, report=found.number, entry=entry)
    shown = await attachments.take_unshown(ctx.unit, found.number, by=ctx.me.id) if brought else ()
    if words or shown:  # a picture alone is told of when it has arrived (handlers/everyone/attachments.py)
        prompt = _question(found, words) if kind is EntryKind.QUESTION else _answer(found, words, shown)
        tell_author(ctx, found, f"entry:{entry}", prompt, then=answer.to("landed"))
    on_its_way = Prompt((t("No. {number}: on its way to the resident.", number=moved.number),))
    ctx.say(on_its_way, about=found.about, key=f"{found.about}:entry:{entry}:told")
    return True


@answer.timer("landed")
async def landed(ctx: Context, message: str) -> None:
    """What the officer was told of an answer says how it ended; where that cannot be changed, only bad news is said anew."""
    ended = await outbox.ended(ctx.unit, int(message.partition(":")[2]))
    if ended is None:
        return
    number = (ended.about or "").partition(":")[2]
    good = ended.outcome is Outcome.SENT and ended.reported != "undelivered"
    otherwise = Otherwise.SKIP if good else Otherwise.SAY
    ctx.replace(ended.recipient, ended.told, Prompt((_ended(number, ended),)), about=ended.about, otherwise=otherwise)


def _ended(number: str, ended: Ended) -> Text:
    if ended.outcome is Outcome.SENT and ended.reported == "delivered":
        return t("No. {number}: delivered to the resident.", number=number)
    if ended.outcome is Outcome.SENT and ended.reported is None:
        return t("No. {number}: sent to the resident.", number=number)
    if ended.outcome is Outcome.UNREACHABLE and ended.stopped:
        return t("No. {number}: not delivered, the resident has switched messages off. The answer stays with the report.", number=number)
    if ended.outcome is Outcome.UNCERTAIN:
        return t("No. {number}: it is not known whether the answer arrived. It stays with the report.", number=number)
    return t("No. {number}: not delivered. The answer stays with the report.", number=number)


def _question(found: Report, words: str) -> Prompt:
    said = ready.words(words)
    return Prompt(
        (
            t("**Report no. {number}**: the officer asks", number=found.number),
            t("“{words}”", words=said),
            t("Please answer here. We wait 14 days."),
        ),
        (_add(found),),
        short=t("Report {number}, the officer asks: {words} Please answer by SMS.", number=found.number, words=said),
    )


def _answer(found: Report, words: str, brought: Sequence[Attachment]) -> Prompt:
    said = ready.words(words)
    along = attached.in_words(each.kind for each in brought)
    return Prompt(
        (
            t("**Report no. {number}**: the officer answers", number=found.number),
            *((t("“{words}”", words=said),) if words else ()),
            *attached.lines(brought),
        ),
        (_add(found),),
        short=t("Report {number}, the officer answers: {words}", number=found.number, words=said if words or along is None else along),
        attachments=attached.files(brought),
    )


def _add(found: Report) -> Button:
    return Button(t("Add something"), f"resident.my_reports.write:{found.number}")


@answer.timer("unanswered")
async def unanswered(ctx: Context, about: str) -> None:
    """Fourteen days without an answer to the officer's question: the officer decides what follows."""
    found = await reports.unattended(ctx.unit, int(about.partition(":")[2]))
    if found is None or not found.is_open:
        return
    ctx.tell(
        f"duty:{found.district}",
        Prompt(
            (t("**No. {number} · {place}**: no answer to the question for 14 days.", number=found.number, place=where(found)),),
            case_card(found).buttons,
            discreet=discreet(found),
            short=t("#{number}: no answer to the question for 14 days. Reply: #{number} text. Close: #{number} Z", number=found.number),
        ),
        key=f"{about}:unanswered:{ctx.update.id}",
        about=about,
    )
