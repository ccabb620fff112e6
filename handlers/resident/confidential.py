"""Violence at home, threats, stalking, sexual harm: before anything is sent, whether it is safe to write here.

On a safe phone the draft goes on, with its own texts. Where somebody else looks into the phone, one question is left (how to
get in touch), then the chat is emptied and nothing about it is ever said there again. Silence keeps the words and sends nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.acts.add import add
from handlers.acts.keep import NewReport, keep
from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import RESTING, Dialogue, residents
from handlers.dialogue.ports import Judgement, Level, Matter
from handlers.dialogue.update import fold
from handlers.resident.draft import place_in
from handlers.resident.in_confidence import open_here, sealed_code
from handlers.resident.report import begin, draft, open_draft, over
from handlers.resident.report import stands as card_stands
from handlers.texts import t
from handlers.views import attached
from handlers.views import place as places
from handlers.views.answering import answering
from handlers.views.confidence import before_sending, kept_in_confidence, silent_from_now, with_exit
from storage.models import HOUR, MINUTE, NO_PLACE, Button, Confidence, Place, Prompt, Report
from storage.repositories import conversations, reports

confidential = Dialogue("resident.confidential", who=residents)
State = Mapping[str, Any]

TAKEN_BACK = 30 * MINUTE
"""After this the last question on an unsafe phone is taken back too; the words still wait."""
STILL_THE_SAME = HOUR
"""What is written within this time after a report from an unsafe phone belongs to it; nothing is answered."""
LONGEST_CONTACT = 300
"""Characters of the safe contact on the officer's card; a longer text stands whole with the words."""
ORDINARY = "ordinary matter"
"""The act of saying that a matter is not confidential; within the hour it is not asked again."""


def is_confidential(ctx: Context, words: str, found: Judgement) -> bool:
    """Whether words are of a matter of this kind: by the guard, or by their category."""
    return found.matter is Matter.CONFIDENTIAL or ctx.categories.guess(words).confidential


def stands(ctx: Context) -> bool:
    """Whether a confidential matter is being talked about: here, or as a draft."""
    return confidential.is_at(ctx, "same", "phone", "contact", "code") or bool(ctx.state.get("confidential"))


async def ordinary_lately(ctx: Context) -> bool:
    """Whether the person has said within the hour that it is an ordinary matter."""
    return bool(await conversations.acts_since(ctx.unit, ctx.me.id, ORDINARY, ctx.now - HOUR))


async def asked(ctx: Context, words: str, *, earlier: State, found: Judgement) -> None:
    """The three things to know before sending. What is known already stays; an alarm or draft that was open goes on as this."""
    said = "\n".join(part for part in (earlier.get("words"), words) if part)
    state = {
        "matter": ctx.update.id,
        "words": said,
        "place": earlier.get("place") or place_in(ctx, said),
        "attachments": attached.joined(earlier, ctx.update.attachments),
        "draft": bool(earlier),
        "now": found.level is Level.NOW,
    }
    ctx.did("asked first", f"contact:{ctx.me.id}")
    if earlier and earlier is ctx.state:
        ctx.end()
    same = await open_here(ctx)
    if same is not None and state["words"]:
        state["earlier"] = same.number
        confidential.goto(ctx, "same", state)
        _ask_same(ctx, state)
    else:
        confidential.goto(ctx, "phone", state)
        _ask_phone(ctx, state)


def _ask_same(ctx: Context, state: State) -> None:
    now = (t("**Please call 112. Now.**"), t("This bot does not call for help. Perhaps nobody reads this message now.")) if state["now"] else ()
    ctx.say(
        with_exit(
            Prompt(
                (*now, t("Does this belong to what you wrote before? Nothing has left yet.")),
                (
                    Button(t("Call: 112"), "tel:112"),
                    Button(t("Yes, add it"), confidential.to("add", state["matter"]), key="T"),
                    Button(t("No, something else"), confidential.to("other", state["matter"]), key="J"),
                    Button(t("Do not send"), confidential.to("drop", state["matter"]), key="N", minor=True),
                ),
                short=t("Does this belong to what you wrote before? T yes, J something else, N do not send. In danger call 112."),
            )
        ),
        here=True,
    )


@confidential.step("same")
async def more_of_which(ctx: Context) -> None:
    """More words before the tap."""
    state = {**ctx.state, "words": f"{ctx.state['words']}\n{ctx.update.text}".strip()}
    confidential.goto(ctx, "same", state)
    _ask_same(ctx, state)


@confidential.resumes("same", links=("add", "other"))
async def resumed_same(ctx: Context) -> None:
    """Something else was done in between: the question stands again."""
    _ask_same(ctx, ctx.state)


@confidential.link("add")
async def add_to_earlier(ctx: Context, number: str) -> None:
    """[Yes, add it]."""
    earlier = await open_here(ctx)
    if not _at(ctx, number, "same") or earlier is None or earlier.number != ctx.state["earlier"]:
        _over(ctx)
        return
    state = ctx.state
    ctx.end()
    await add(ctx, earlier, state["words"], attached.ids(state))
    ctx.say(with_exit(kept_in_confidence(earlier, await answering(ctx, earlier.district))), about=earlier.about, here=True)


@confidential.link("other")
async def other(ctx: Context, number: str) -> None:
    """[No, something else]."""
    if not _at(ctx, number, "same"):
        _over(ctx)
        return
    confidential.goto(ctx, "phone", ctx.state)
    _ask_phone(ctx, ctx.state)


def _ask_phone(ctx: Context, state: State) -> None:
    number = state["matter"]
    prompt = before_sending(
        ctx.desk,
        now=state["now"],
        safe=Button(t("No, you can write here"), confidential.to("safe", number), key="T"),
        unsafe=Button(t("Yes, please do not answer here"), confidential.to("unsafe", number), key="N"),
        others=(
            Button(t("It is an ordinary matter"), confidential.to("ordinary", number), key="Z", minor=True),
            Button(t("Do not send"), confidential.to("drop", number), minor=True),
        ),
    )
    ctx.say(with_exit(prompt), here=True)


@confidential.link("start")
async def start(ctx: Context, _: str) -> None:
    """[Confidential: violence, threats]: the person says so."""
    await asked(ctx, "", earlier=open_draft(ctx), found=Judgement(Level.NO))


@confidential.attachments
async def more_pictures(ctx: Context) -> bool:
    """Pictures in between are kept with the words."""
    step = ctx.session.step if ctx.session is not None else "phone"
    confidential.goto(ctx, step, {**ctx.state, "attachments": attached.joined(ctx.state, ctx.update.attachments)})
    return not ctx.update.text


@confidential.step("phone")
async def more_words(ctx: Context) -> None:
    """More words before the tap are kept with the others; a typed yes or no is the tap."""
    typed = fold(ctx.update.text)
    yes, no = (safe, unsafe) if ctx.is_typed else (unsafe, safe)  # the short text asks the other way round
    if typed in ("tak", "так", "yes", "nie", "ні", "no"):
        await (yes if typed in ("tak", "так", "yes") else no)(ctx, str(ctx.state["matter"]))
        return
    state = {**ctx.state, "words": f"{ctx.state['words']}\n{ctx.update.text}".strip()}
    state["place"] = state["place"] or place_in(ctx, ctx.update.text)
    state["now"] = state["now"] or ctx.judge(ctx.update.text).level is Level.NOW
    confidential.goto(ctx, "phone", state)
    _ask_phone(ctx, state)


@confidential.resumes("phone", links=("safe", "unsafe", "ordinary", "drop"))
async def resumed(ctx: Context) -> None:
    """Something else was done in between: the question stands again."""
    _ask_phone(ctx, ctx.state)


@confidential.link("ordinary")
async def ordinary(ctx: Context, number: str) -> None:
    """[It is an ordinary matter]: the message is taken as any other would have been."""
    if not _at(ctx, number, "phone"):
        _over(ctx)
        return
    state = ctx.state
    ctx.did(ORDINARY, f"contact:{ctx.me.id}")
    ctx.end()
    if state["draft"] or not (state["words"] or state["attachments"]):
        await begin(ctx, words=state["words"], suggestion=None, waited=state, place=state["place"])
    else:
        ctx.take_as_ordinary(state["words"], attached.ids(state))


@confidential.link("drop")
async def drop(ctx: Context, number: str) -> None:
    """[Do not send]: nothing has left, nothing will; on an unsafe phone it is not even said."""
    if not _at(ctx, number, "same", "phone", "contact", "code"):
        _over(ctx)
        return
    unsafe_here = confidential.is_at(ctx, "contact")
    ctx.cancel_timer(confidential.to("silent"), ctx.talk)
    ctx.end()
    if unsafe_here:
        ctx.clear_chat(ctx.update.urn)
    else:
        ctx.say(with_exit(Prompt((t("Nothing was sent. You can write again at any moment. Danger to life: 112."),))), here=True)


@confidential.link("undo")
async def undo(ctx: Context, number: str) -> None:
    """[It is an ordinary matter] on the card before sending: the draft goes on as any other."""
    if not card_stands(ctx, number):
        await over(ctx)
        return
    ctx.did(ORDINARY, f"contact:{ctx.me.id}")
    await draft.advance(ctx, {**ctx.state, "confidential": None})


# --- a safe phone ----------------------------------------------------------------------------------------------------


@confidential.link("safe")
async def safe(ctx: Context, number: str) -> None:
    """[No, you can write here]: the draft goes on; where answers are typed, with a code that opens what is answered."""
    if not _at(ctx, number, "phone"):
        _over(ctx)
    elif ctx.is_typed:
        confidential.goto(ctx, "code", ctx.state)
        await _ask_code(ctx)
    else:
        await _go_on(ctx, None)


@confidential.resumes("code")
async def _ask_code(ctx: Context) -> None:
    ctx.say(
        Prompt(
            (t("Please choose a code of 4 digits. It opens the answers: here only “There is a new message” is written."),),
            short=t("Please reply with 4 digits of your own choice. They open the answers: here we write only that there is a new message."),
        ),
        here=True,
    )


@confidential.step("code")
async def code(ctx: Context) -> None:
    """Four digits; anything else is more of the story."""
    chosen = ctx.update.text.strip()
    if len(chosen) == 4 and chosen.isascii() and chosen.isdecimal():
        await _go_on(ctx, sealed_code(ctx, chosen))
        return
    confidential.goto(ctx, "code", {**ctx.state, "words": f"{ctx.state['words']}\n{ctx.update.text}".strip()})
    await _ask_code(ctx)


async def _go_on(ctx: Context, sealed: str | None) -> None:
    state = ctx.state
    ctx.end()
    agreed = {"urn": ctx.update.urn, "code": sealed}
    await begin(ctx, words=state["words"], suggestion=None, waited=state, place=state["place"], confidential=agreed)


# --- somebody else looks into the phone ------------------------------------------------------------------------------


@confidential.link("unsafe")
async def unsafe(ctx: Context, number: str) -> None:
    """[Yes, please do not answer here]: how to get in touch is asked once, where that can be taken back; typed, nothing is said."""
    if not _at(ctx, number, "phone"):
        _over(ctx)
        return
    if ctx.is_typed:
        await _keep_in_silence(ctx, "")
        return
    ctx.clear_chat(ctx.update.urn)
    confidential.goto(ctx, "contact", {**ctx.state, "silent_in": ctx.update.urn})
    await _ask_contact(ctx)


@confidential.resumes("contact", links=("later", "drop"))
async def _ask_contact(ctx: Context) -> None:
    number = ctx.state["matter"]
    ctx.set_timer(confidential.to("silent"), ctx.talk, ctx.now + TAKEN_BACK)
    known = await answering(ctx, _place(ctx.state)[0])
    later = Button(t("I will get in touch when it is safe"), confidential.to("later", number))
    ctx.say(with_exit(silent_from_now(known, later, Button(t("Do not send"), confidential.to("drop", number)))), here=True)


@confidential.step("contact")
async def contact(ctx: Context) -> None:
    """How to get in touch, in the person's words; with that it is sent."""
    await _keep_in_silence(ctx, ctx.update.text)


@confidential.link("later")
async def later(ctx: Context, number: str) -> None:
    """[I will get in touch when it is safe]."""
    if _at(ctx, number, "contact"):
        await _keep_in_silence(ctx, "")


@confidential.timer("silent")
async def silent(ctx: Context, _: str) -> None:
    """No answer: the question goes out of the chat, the words wait, nothing is sent."""
    for state in (ctx.state, *(each.state for each in ctx.aside)):
        if "silent_in" in state:
            ctx.clear_chat(state["silent_in"])


def _place(state: State) -> tuple[int, Place]:
    if state["place"] is None:
        return NO_PLACE, Place("")
    found = places.load(state["place"])
    return found.district, found.place


async def _keep_in_silence(ctx: Context, safe_contact: str) -> None:
    """The report, without a word on this phone, now or later; the chat is emptied where it can be."""
    state = ctx.state
    district, place = _place(state)
    words = state["words"] if len(safe_contact) <= LONGEST_CONTACT else f"{state['words']}\n{safe_contact}"
    agreed = Confidence(ctx.update.urn, reply_here=False, safe_contact=safe_contact[:LONGEST_CONTACT])
    category = ctx.categories.confidential(words).key
    new = NewReport(district, place, words, category, attached.ids(state), confidential=agreed)
    ctx.cancel_timer(confidential.to("silent"), ctx.talk)
    ctx.end()
    kept, _ = await keep(ctx, new, author=ctx.me.id)
    confidential.goto(ctx, RESTING, {"silent": kept.number, "until": ctx.now + STILL_THE_SAME})
    ctx.clear_chat(ctx.update.urn)


async def more_in_silence(ctx: Context, found: Judgement) -> bool:
    """More of a report from an unsafe phone: added to it; nothing is answered, and the words go out of the chat."""
    same = confidential.is_at(ctx, RESTING) and "silent" in ctx.state and ctx.now <= ctx.state["until"]
    if not same and not is_confidential(ctx, ctx.update.text, found):
        return False
    kept = await _silent_report(ctx)
    if kept is None:
        return False
    await add(ctx, kept, ctx.update.text, [each.id for each in ctx.update.attachments])
    ctx.clear_chat(ctx.update.urn)
    return True


def edited_in_silence(ctx: Context) -> bool:
    """An edit while the last question stands on an unsafe phone: the words are kept with the others, nothing is said, the chat is emptied."""
    if not confidential.is_at(ctx, "contact"):
        return False
    state = {**ctx.state, "words": f"{ctx.state['words']}\n{ctx.update.text}".strip()}
    confidential.goto(ctx, "contact", state)
    ctx.clear_chat(ctx.update.urn)
    return True


async def _silent_report(ctx: Context) -> Report | None:
    """The latest report from this unsafe phone, also one that is over: its author was never told so."""
    for each in await reports.confidential_of(ctx.unit, ctx.me.id):
        agreed = each.confidential
        if agreed is not None and not agreed.reply_here and agreed.urn == ctx.update.urn:
            return each
    return None


@confidential.text
async def anything_more(ctx: Context) -> bool:
    """Any words right after a report from an unsafe phone belong to it."""
    return await more_in_silence(ctx, Judgement(Level.NO))


def _at(ctx: Context, number: str, *steps: str) -> bool:
    return confidential.is_at(ctx, *steps) and str(ctx.state["matter"]) == number


def _over(ctx: Context) -> None:
    ctx.say(Prompt((t("This choice is no longer valid. In danger please call 112."),)), here=True)
