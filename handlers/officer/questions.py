"""Questions that people send in before a meeting: the officer lets them into the agenda, in these words or in others, or not.

Whoever asked hears what became of it, and stays unnamed.
"""

from __future__ import annotations

from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue, staff
from handlers.dialogue.update import as_number
from handlers.rules import public
from handlers.rules.ownership import answers_for
from handlers.texts import t
from handlers.views import announcement as personal_views
from storage.meeting import Called, Meeting, Question
from storage.models import Button, Prompt, Text, Written
from storage.repositories import meetings
from storage.repositories import questions as sent_in
from storage.repositories import staff as staff_rows

questions = Dialogue("officer.questions", who=staff, left_by_any_act=("words",))

LONGEST = 200


async def _meant(ctx: Context, argument: str) -> tuple[Meeting, Question] | None:
    """The question of a button, for whoever answers for its district now."""
    number = as_number(argument)
    found = None if number is None else await sent_in.by_id(ctx.unit, number)
    meeting = None if found is None else await meetings.visible_to(ctx.unit, ctx.me.id, found.meeting, ctx.now)
    answers = meeting is not None and answers_for(
        ctx.me.id, meeting.draft.district, ctx.now, await staff_rows.roster(ctx.unit, [meeting.draft.district], ctx.now)
    )
    if found is None or meeting is None or not answers:
        ctx.say(Prompt((t("This question is not open to you."),)))
        return None
    if meeting.state is Called.CANCELLED:
        ctx.say(Prompt((t("It is over, or called off."),)))
        return None
    if found.state != "asked":
        ctx.say(Prompt((t("This question was decided already."),)))
        return None
    return meeting, found


@questions.link("take")
async def take(ctx: Context, argument: str) -> None:
    """[Into the agenda]: as it stands, unless it seems to name somebody."""
    found = await _meant(ctx, argument)
    if found is None:
        return
    meeting, asked = found
    seen = public.found_in(asked.text, lambda _: False)
    if seen or len(asked.text) > LONGEST:
        anew = Button(t("Write it anew"), questions.to("rewrite", asked.id), key="P")
        leave_it = Button(t("It is official, leave it"), questions.to("sure", asked.id))
        buttons = (anew, leave_it) if len(asked.text) <= LONGEST else (anew,)
        ctx.say(Prompt((*personal_views.personal(seen), t("Everybody who gets the agenda will read that. Please write it anew.")), buttons))
        return
    await _taken(ctx, meeting, asked, asked.text)


@questions.link("sure")
async def sure(ctx: Context, argument: str) -> None:
    """[It is official, leave it]."""
    found = await _meant(ctx, argument)
    if found is not None and len(found[1].text) <= LONGEST:
        await _taken(ctx, *found, found[1].text)


@questions.link("rewrite")
async def rewrite(ctx: Context, argument: str) -> None:
    """[Write it anew]."""
    found = await _meant(ctx, argument)
    if found is not None:
        questions.goto(ctx, "words", {"question": found[1].id})
        ctx.say(Prompt((t("Please write the point as it shall stand in the agenda, at most {most} characters.", most=LONGEST),)))


@questions.step("words")
async def words(ctx: Context) -> None:
    """The officer's own words for it."""
    found = await _meant(ctx, str(ctx.state["question"]))
    if found is None:
        ctx.end()
        return
    text = " ".join(ctx.update.text.split())
    if not text or len(text) > LONGEST:
        ctx.say(Prompt((t("Please write the point as it shall stand in the agenda, at most {most} characters.", most=LONGEST),)))
        return
    ctx.end()
    await _taken(ctx, *found, text)


async def _taken(ctx: Context, meeting: Meeting, asked: Question, text: str) -> None:
    if not await sent_in.settle(ctx.unit, asked.id, text, taken=True):
        ctx.say(Prompt((t("This question was decided already."),)))
        return
    ctx.did("question taken", meeting.about)
    ctx.say(Prompt((t("It is in the agenda: {point}", point=Written({"": text})),)))
    _tell(ctx, meeting, asked, t("Your question has joined the agenda of the meeting, without your name: {title}.", title=_title(meeting)))


@questions.link("leave")
async def leave(ctx: Context, argument: str) -> None:
    """[Not into the agenda]."""
    found = await _meant(ctx, argument)
    if found is None:
        return
    meeting, asked = found
    await sent_in.settle(ctx.unit, asked.id, asked.text, taken=False)
    ctx.did("question left out", meeting.about)
    ctx.say(Prompt((t("It is not in the agenda. Whoever asked is told."),)))
    said = t("The officer has read your question. It is not in the agenda; it can be asked in the meeting, or sent as a matter.")
    _tell(ctx, meeting, asked, said)


def _title(meeting: Meeting) -> Written:
    return Written({"": meeting.title})


def _tell(ctx: Context, meeting: Meeting, asked: Question, said: Text) -> None:
    if asked.contact is not None:
        prompt = Prompt((said,), short=said)
        ctx.tell(f"contact:{asked.contact}", prompt, key=f"question:{asked.id}:decided", about=meeting.about, first_urn=asked.urn)
