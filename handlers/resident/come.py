"""Meetings, as whoever is asked deals with them: will I come, what is coming, a question beforehand, the calendar.

A question is the officer's; the team reads it only if its author says so, on a screen that names the team. It carries no author.
"""

from __future__ import annotations

import re

from handlers.acts.calendar import hand_out_calendar
from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import RESTING, Dialogue
from handlers.dialogue.update import as_number, fold
from handlers.resident.my_reports import the_question
from handlers.texts import t
from handlers.views import meeting as views
from handlers.views.answering import officer_name
from storage.meeting import Answer, Called, Meeting, Occurrence, Occurs
from storage.models import MINUTE, Button, Prompt, Written
from storage.outgoing import Priority
from storage.repositories import conversations, meetings, questions, staff

come = Dialogue("resident.come")
come.is_asked_again = True

MOST = 6
QUESTIONS_EACH = 5
"""Questions of one person to one meeting."""
LONGEST_QUESTION = 500


@come.words("spotkania", "/spotkania", "meetings", "зустрічі")
async def list_words(ctx: Context) -> None:
    """What is coming, for whoever is asked or lives where it is open."""
    coming = await meetings.coming_for(ctx.unit, ctx.me.id, ctx.now, MOST)
    if not coming:
        said = t("There is no meeting to which you are asked.")
        ctx.say(Prompt((said,), (Button(t("My calendar"), come.to("calendar"), minor=True),), short=said))
        return
    buttons = tuple(Button(t("{candidate}", candidate=Written({"": each.meeting.title})), come.to("one", each.meeting.id)) for each in coming)
    lines = (views.line(each.meeting, each.occurrence) for each in coming)
    ctx.say(Prompt((t("**Coming meetings**"), *lines), (*buttons, Button(t("My calendar"), come.to("calendar"), minor=True))))


@come.link("one")
async def one(ctx: Context, argument: str) -> None:
    """One of them: what it is about, and the own answer."""
    found = await _meant(ctx, argument)
    if found is not None:
        meeting, occurrence = found
        own = await meetings.answer_of(ctx.unit, occurrence, ctx.me.id)
        answer = () if own is None else (t("Your answer: {answer}.", answer=views.OWN_ANSWERS[own]),)
        prompt = views.invitation(meeting, await meetings.coming(ctx.unit, meeting.id, ctx.now), ctx.zone)
        ctx.say(Prompt((*prompt.body, *answer), prompt.buttons, short=prompt.short), about=meeting.about)


async def _meant(ctx: Context, argument: str) -> tuple[Meeting, Occurrence] | None:
    """The meeting of a button, and its next time or the one that is named; it was said if it is over."""
    id, _, time = argument.partition(".")
    number, named = as_number(id), as_number(time)
    meeting = None if number is None else await meetings.open_to(ctx.unit, ctx.me.id, number, ctx.now)
    if meeting is None:
        said = t("This meeting is not open to you.")
        ctx.say(Prompt((said,), short=said))
        return None
    occurrence = await (meetings.next_occurrence(ctx.unit, meeting.id, ctx.now) if named is None else meetings.occurrence(ctx.unit, named))
    is_coming = occurrence is not None and occurrence.meeting == meeting.id and occurrence.state is Occurs.PLANNED and occurrence.starts_at > ctx.now
    if occurrence is None or not is_coming or meeting.state is not Called.CALLED:
        said = t("This meeting is over, or it was called off. Coming ones: MEETINGS")
        ctx.say(Prompt((said,), short=said))
        return None
    return meeting, occurrence


# --- will I come -----------------------------------------------------------------------------------------------------


@come.link("yes")
async def yes(ctx: Context, argument: str) -> None:
    """[I will come], while there are seats."""
    found = await _meant(ctx, argument)
    if found is None:
        return
    meeting, occurrence = found
    seats = meeting.draft.seats
    if seats is not None and await meetings.answer_of(ctx.unit, occurrence, ctx.me.id) is not Answer.YES:
        coming = await meetings.comers(ctx.unit, occurrence)
        if coming[Answer.YES] >= seats:
            said = t("All seats are taken. If somebody cannot come, one becomes free: please try again later.")
            ctx.say(Prompt((said,), short=said))
            return
    _note(ctx, argument, meeting, occurrence, Answer.YES)
    said = t("Noted: you are coming. {when}, {place}.", when=views.when(occurrence.starts_at, meeting.draft.minutes), place=_place(meeting))
    buttons = (
        Button(t("I will not come after all"), come.to("no", argument), key="N"),
        Button(t("Ask a question"), come.to("ask", meeting.id), key="P", minor=True),
        Button(t("My calendar"), come.to("calendar"), minor=True),
    )
    short = t("Noted: you are coming, {at}, {where}. Not after all: N", at=views.when_short(occurrence.starts_at), where=_place(meeting))
    ctx.say(Prompt((said,), buttons, short=short), about=meeting.about)


def _place(meeting: Meeting) -> Written:
    return Written({"": meeting.draft.place})


@come.link("no")
async def no(ctx: Context, argument: str) -> None:
    """[I will not come]."""
    found = await _meant(ctx, argument)
    if found is not None:
        _note(ctx, argument, *found, Answer.NO)
        said = t("Noted: you are not coming. No reminder will come.")
        again = Button(t("I will come after all"), come.to("yes", argument), key="T")
        ctx.say(Prompt((said,), (again,), short=t("Noted: you are not coming. Coming after all: T")), about=found[0].about)


@come.link("unsure")
async def unsure(ctx: Context, argument: str) -> None:
    """[I do not know yet]: reminded like whoever comes."""
    found = await _meant(ctx, argument)
    if found is not None:
        _note(ctx, argument, *found, Answer.UNSURE)
        meeting, _ = found
        said = t("Noted. We remind you before the meeting.")
        about = f"{meeting.id}" if "." not in argument else argument
        buttons = (Button(t("I will come"), come.to("yes", about), key="T"), Button(t("I will not come"), come.to("no", about), key="N"))
        ctx.say(Prompt((said,), buttons, short=t("Noted. We remind you. Coming: T, not coming: N")), about=meeting.about)


def _note(ctx: Context, argument: str, meeting: Meeting, occurrence: Occurrence, answer: Answer) -> None:
    """For the time that the button names, else for all of them; where seats are counted, only for the next."""
    if "." in argument or (meeting.draft.rule and meeting.draft.seats is not None):
        meetings.answer_one(ctx.unit, meeting, occurrence, ctx.me.id, answer)
    else:
        meetings.answer_all(ctx.unit, meeting, ctx.me.id, answer, ctx.now)
    ctx.did(f"meeting {answer.value}", meeting.about)


# --- a question beforehand -------------------------------------------------------------------------------------------


@come.link("ask")
async def ask(ctx: Context, argument: str) -> None:
    """[Ask a question]: who reads it is said before it is written."""
    found = await _meant(ctx, argument)
    if found is None or await _too_many(ctx, found[0]):
        return
    meeting, _ = found
    come.goto(ctx, "question", {"meeting": meeting.id})
    said = t("Please write your question. {name} reads it; in the meeting it is asked without your name.", name=officer_name(meeting.draft.district))
    ctx.say(Prompt((said,), (Button(t("Cancel"), come.to("leave"), key="N", minor=True),), short=said))


async def _too_many(ctx: Context, meeting: Meeting) -> bool:
    if await questions.count(ctx.unit, meeting.id, ctx.me.id) < QUESTIONS_EACH:
        return False
    said = t("You have sent {count} questions already. Others can be asked in the meeting.", count=QUESTIONS_EACH)
    ctx.say(Prompt((said,), short=said))
    return True


_YES = ("tak", "przyjde", "tak przyjde", "tak, przyjde", "bede", "tak bede", "tak, bede", "так", "прииду", "так, прииду", "yes", "i will come")
_NO = ("nie", "nie przyjde", "nie, nie przyjde", "nie bede", "ні", "не прииду", "ні, не прииду", "no", "i will not come")
_UNSURE = ("nie wiem", "nie wiem jeszcze", "jeszcze nie wiem", "не знаю", "i do not know")
_AS_WORDS = {**dict.fromkeys(_YES, yes), **dict.fromkeys(_NO, no), **dict.fromkeys(_UNSURE, unsure)}
"""What people write instead of pressing (folded)."""


@come.pattern(r"\s*(?:(?:tak|nie|так|ні)[\s,]+)?(?:nie\s+|не\s+)?(?:przyjd[ęe]|прийду)\s*[.!]?")
async def said_in_words(ctx: Context, _: re.Match[str]) -> bool:
    """ "Przyjdę" while one meeting is coming."""
    waits = ctx.session is not None and ctx.session.step != RESTING
    if waits or ctx.me.is_staff or await the_question(ctx) is not None:
        return False  # somebody has asked something else
    press = _AS_WORDS.get(fold(ctx.update.text))
    coming = await meetings.coming_for(ctx.unit, ctx.me.id, ctx.now, 2) if press is not None else []
    if press is None or len(coming) != 1:
        return False
    await press(ctx, str(coming[0].meeting.id))
    return True


@come.reply("meeting")
async def replied(ctx: Context, number: str) -> bool:
    """A reply to a reminder, or to the own answer, is a question."""
    return await asked_by_reply(ctx, number)


async def asked_by_reply(ctx: Context, number: str) -> bool:
    """A reply to an invitation is a question to its meeting; False for what is no question of a resident."""
    id = as_number(number)
    if id is None or not ctx.update.text or ctx.update.attachments or await meetings.open_to(ctx.unit, ctx.me.id, id, ctx.now) is None:
        return False
    press = _AS_WORDS.get(fold(ctx.update.text))
    if press is not None:
        await press(ctx, number)
        return True
    found = await _meant(ctx, number)
    if found is not None and not await _too_many(ctx, found[0]):
        _check(ctx, found[0], ctx.update.text)
    return True


@come.step("question")
async def question(ctx: Context) -> None:
    """The words of the question."""
    meeting = await meetings.open_to(ctx.unit, ctx.me.id, int(ctx.state["meeting"]), ctx.now)
    if meeting is None:
        ctx.end()
        return
    if not ctx.update.text:
        ctx.say(Prompt((t("Please write your question in words."),)))
        return
    _check(ctx, meeting, ctx.update.text)


def _check(ctx: Context, meeting: Meeting, text: str) -> None:
    """Shown once more, with who reads it."""
    if len(text) > LONGEST_QUESTION:
        come.goto(ctx, "question", {"meeting": meeting.id})
        ctx.say(Prompt((t("The question is too long: at most {most} characters. Please shorten it.", most=LONGEST_QUESTION),)))
        return
    come.goto(ctx, "check", {"meeting": meeting.id, "text": text})
    name = officer_name(meeting.draft.district)
    ctx.say(
        Prompt(
            (
                t("**Your question to the meeting**"),
                Written({"": f"„{text}”"}),
                t("It is read by: {name}. Your name is not said.", name=name),
            ),
            (
                Button(t("Send to the officer"), come.to("send", "officer"), key="T"),
                Button(t("Send it to the team too: co-op, estate council, school"), come.to("send", "team"), key="Z"),
                Button(t("Cancel"), come.to("leave"), key="N", minor=True),
            ),
            short=t("Your question is read by: {name}. Send: T. To the team too (co-op, council, school): Z. Cancel: N", name=name),
        )
    )


@come.step("check")
async def other_words(ctx: Context) -> None:
    """Words instead of a button: the question anew."""
    await question(ctx)


@come.resumes("question", "check", links=("send", "leave"))
async def resumed(ctx: Context) -> None:
    """Something else came in between."""
    meeting = await meetings.open_to(ctx.unit, ctx.me.id, int(ctx.state["meeting"]), ctx.now)
    if meeting is not None and come.is_at(ctx, "check"):
        _check(ctx, meeting, str(ctx.state["text"]))
    elif meeting is not None:
        ctx.say(Prompt((t("Please write your question in words."),), (Button(t("Cancel"), come.to("leave"), key="N", minor=True),)))


@come.link("leave")
async def leave(ctx: Context, _: str) -> None:
    """[Cancel]."""
    if come.is_at(ctx, "question", "check"):
        ctx.end()
    said = t("No question was sent.")
    ctx.say(Prompt((said,), short=said))


@come.link("send")
async def send(ctx: Context, readers: str) -> None:
    """[Send to the officer], [Send it to the team too]."""
    if not come.is_at(ctx, "check") or readers not in ("officer", "team"):
        is_sent = await conversations.acts_since(ctx.unit, ctx.me.id, "question", ctx.now - MINUTE)  # pressed twice
        said = t("Your question is sent already.") if is_sent else t("No question was sent.")
        ctx.say(Prompt((said,), short=said))
        return
    meeting = await meetings.open_to(ctx.unit, ctx.me.id, int(ctx.state["meeting"]), ctx.now)
    text = str(ctx.state["text"])
    ctx.end()
    if meeting is None:
        return
    for_team = readers == "team"
    id = await questions.ask(ctx.unit, meeting.id, text, contact=ctx.me.id, urn=ctx.update.urn, for_team=for_team, now=ctx.now)
    ctx.did("question", meeting.about)
    ctx.tell(f"duty:{meeting.draft.district}", views.question_card(meeting, id, text), key=f"question:{id}:officer", about=f"question:{id}")
    if for_team:
        for member in await staff.team_contacts(ctx.unit, meeting.draft.district, ctx.now):
            if member != ctx.me.id:
                shown = views.question_to_team(meeting, text)
                ctx.tell(f"contact:{member}", shown, key=f"question:{id}:team:{member}", about=f"run:{meeting.id}", priority=Priority.NOTICE)
    said = t("Sent. You hear whether it joins the agenda.")
    ctx.say(Prompt((said,), short=said))


# --- calendar --------------------------------------------------------------------------------------------------------


@come.words("kalendarz", "/kalendarz", "calendar", "календар")
async def calendar_words(ctx: Context) -> None:
    await calendar(ctx, "")


@come.link("calendar")
async def calendar(ctx: Context, _: str) -> None:
    """[My calendar]: a secret address that calendar programs subscribe to; a new one ends the old one."""
    hand_out_calendar(ctx, None, t("The address of your calendar of meetings:"))
