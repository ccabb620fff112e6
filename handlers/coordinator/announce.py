"""An announcement, composed: what, to whom, when; then a card with exactly what will leave.

Nothing leaves from here: a second person approves (`approve.py`), an officer's urgent one goes out at once and is signed afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from typing import Any

from handlers.coordinator import card
from handlers.coordinator.asking import ONCE, RULES, moment, personal_in, rule
from handlers.coordinator.authors import chosen_district, is_officer_of, writes
from handlers.coordinator.drafting import Drafting
from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue
from handlers.dialogue.update import as_number
from handlers.texts import t, tn
from handlers.views import announcement as views
from handlers.views import repeats as repeated
from storage.announcing import Announcement, Audience, Draft, Severity, Stage, Topic
from storage.models import DAY, SECOND, AttachmentKind, Button, Instant, Prompt
from storage.repositories import announcements, attachments

announce = Dialogue("coordinator.announce", version=2, who=writes)
State = Mapping[str, Any]

LONGEST = 800
"""Characters: what is longer is a letter, not an announcement. What SMS would cut is refused at the card."""
CUT_AT, ITS_REST = 4096, 3 * SECOND
"""What comes so soon after a text of that length is its end: programs cut what is longer (Bot API, sendMessage)."""
MOST_FILES = 3
_BLANK: State = {"id": None, "urgent": False, "uk": "", "en": "", "topic": "", "repeats": ONCE, "files": []}
"""What need not be asked: it is changed at the card."""
VALID_FOR = 7 * DAY
"""How long an announcement is sent to whoever could not be reached at first."""


@announce.words("ogłoszenie", "/ogloszenie", "announcement", "оголошення")
async def begin_words(ctx: Context) -> None:
    await begin(ctx, "")


@announce.link("begin")
async def begin(ctx: Context, argument: str) -> None:
    """[Write an announcement]; whoever belongs to several districts says which."""
    if not draft.is_free(ctx):
        return
    district = await chosen_district(ctx, argument, announce.to("begin"))
    if district is not None:
        await draft.advance(ctx, {**_BLANK, "district": district})


@announce.link("correct")
async def correct(ctx: Context, argument: str) -> None:
    """[Correct it]: another text for whoever got the first; approved like any other."""
    number = as_number(argument)
    kept = None if number is None else await announcements.visible_to(ctx.unit, ctx.me.id, number, ctx.now)
    if kept is None or kept.stage not in (Stage.SENT, Stage.STOPPED) or kept.meeting is not None or kept.corrects is not None:
        draft.over(ctx)
        return
    if not draft.is_free(ctx):
        return
    known = {"district": kept.audience.district, "urgent": kept.severity is Severity.ALERT, "audience": asdict(kept.audience)}
    languages = dict.fromkeys(language for language in LANGUAGES if language in kept.words)
    await draft.advance(ctx, {**_BLANK, **known, **languages, "at": 0, "corrects": kept.id})


async def ready(ctx: Context, state: State) -> None:
    """Everything is known: the draft is kept, and the card shows what will leave."""
    to = Audience(**state["audience"])
    severity = Severity.ALERT if state["urgent"] else Severity.NOTICE
    asked_for = ctx.now if state["at"] == 0 else int(state["at"])
    due_at = asked_for if severity is Severity.ALERT else ctx.quiet.over(asked_for)
    rrule, skips_holidays = state["repeats"]["rule"], state["repeats"]["skips_holidays"]
    given = Draft(
        to,
        _words(state),
        severity,
        due_at,
        valid_until(due_at, rrule, asked_for, ctx, skips_holidays=skips_holidays),
        by_officer=await is_officer_of(ctx, to.district),
        soon=state["at"] == 0,
        topic=state["topic"],
        first_at=asked_for,
        rule=rrule,
        skips_holidays=skips_holidays,
        also_following=state.get("follows") or False,
    )
    if state["id"] is None:
        id = await announcements.add(ctx.unit, given, author=ctx.me.id, urn=ctx.update.urn, now=ctx.now, corrects=state.get("corrects"))
    else:
        id = int(state["id"])
        announcements.change(ctx.unit, id, given, ctx.now)
    attachments.announce(ctx.unit, state["files"], contact=ctx.me.id, announcement=id)
    announce.goto(ctx, "card", {**state, "id": id})
    kept = await announcements.unattended(ctx.unit, id)
    if kept is not None:
        await _show(ctx, kept)


def _words(state: State) -> dict[str, str]:
    return {"": state["words"], **{language: state[language] for language in LANGUAGES if state[language]}}


def valid_until(due_at: Instant, rule: str, first_at: Instant, ctx: Context, *, skips_holidays: bool) -> Instant:
    """A week; of a repeated one no longer than until the next time."""
    following = repeated.following(rule, first_at, due_at, ctx.zone, skips_holidays=skips_holidays)
    return due_at + VALID_FOR if following is None else min(due_at + VALID_FOR, following)


async def _show(ctx: Context, kept: Announcement) -> None:
    if kept.corrects is not None:
        repeats = {} if await announcements.next_of(ctx.unit, kept.corrects) is None else {"follows": t("Change the times")}
        changes = {"words": _CHANGES["words"], **LANGUAGES, **repeats}
    else:
        files = {"no_files": t("Without the files")} if await attachments.of_announcement(ctx.unit, kept.id) else {}
        changes = {**_CHANGES, **files}
    await card.show(ctx, kept, announce, changes)


LANGUAGES = {"uk": t("Text in Ukrainian"), "en": t("Text in English")}
_CHANGES = {
    "words": t("Change the text"),
    "audience": t("Another audience"),
    "at": t("Another time"),
    "repeats": t("Repeat it"),
    "topic": t("Topic"),
    **LANGUAGES,
}


draft = Drafting(
    announce, "words", "checked", "uk", "en", "follows", "audience", "at", "repeats", "topic", then=ready, show=_show, anew=t("Write an announcement")
)


@announce.link("open")
async def reopened(ctx: Context, argument: str) -> None:
    """[Open the draft]: one that was not approved, or was taken back, by whoever wrote it."""
    kept = await draft.own(ctx, argument)
    if kept is None:
        draft.over(ctx)
        return
    if not draft.is_this(ctx, str(kept.id)) and not draft.is_free(ctx):
        return
    files = [each.id for each in await attachments.of_announcement(ctx.unit, kept.id)]
    state = {
        "district": kept.audience.district,
        "id": kept.id,
        "urgent": kept.severity is Severity.ALERT,
        "audience": asdict(kept.audience),
        "words": kept.text,
        "checked": True,
        "at": 0 if kept.soon else kept.first_at if kept.origin is None else kept.due_at,
        "repeats": ONCE if kept.origin is not None else {"rule": kept.rule, "skips_holidays": kept.skips_holidays},
        "topic": kept.topic,
        "files": files,
        "corrects": kept.corrects,
        "follows": kept.also_following,
        **{language: kept.words.get(language, "") for language in LANGUAGES},
    }
    announce.goto(ctx, "card", state)
    await _show(ctx, kept)


@announce.link("again")
async def again(ctx: Context, argument: str) -> None:
    """[Change the text], [Another audience], [Another time]: asked once more; the rest stays."""
    slot, _, number = argument.partition(".")
    known = ("words", *LANGUAGES, "follows") if ctx.state.get("corrects") else (*_CHANGES, "no_files")
    if not announce.is_at(ctx, "card") or not draft.is_this(ctx, number) or slot not in known:
        draft.over(ctx)
        return
    if slot == "no_files":
        await ready(ctx, {**ctx.state, "files": []})
        return
    forgotten = {"words": ("words", "checked"), "at": ("at", "repeats") if ctx.state["repeats"]["rule"] else ("at",)}
    if slot == "repeats" and not ctx.state["at"]:
        forgotten["repeats"] = ("at", "repeats")  # a rule counts from a time
    await draft.advance(ctx, {**ctx.state, **dict.fromkeys(forgotten.get(slot, (slot,)))})


@draft.button("urgent")
async def urgent(ctx: Context, argument: str) -> None:
    """[It is urgent] and back: the card is shown anew."""
    answer, _, number = argument.partition(".")
    if not announce.is_at(ctx, "card") or not draft.is_this(ctx, number):
        draft.over(ctx)
        return
    await ready(ctx, {**ctx.state, "urgent": answer == "yes"})


# --- what ------------------------------------------------------------------------------------------------------------


@draft.asks("words")
async def ask_words(ctx: Context, state: State) -> None:
    body = t("Please write the text of the announcement. No names, no flats, no number plates. It is sent only when a second person agrees.")
    ctx.say(Prompt((body,), (draft.cancel(state),)))


@draft.takes("words")
async def take_words(ctx: Context, state: State, text: str) -> State | None:
    if not _fits(ctx, state, text):
        return None
    return {**state, "words": text, "checked": None if personal_in(ctx, text) else True, "doubtful": "words"}


def _fits(ctx: Context, state: State, text: str) -> bool:
    if ctx.now - state.get("refused_at", 0) < ITS_REST:
        return False
    if not text:
        ctx.say(Prompt((t("Please write the text in words, too."),)))
        return False
    if len(text) > LONGEST:
        ctx.say(Prompt((t("The text is too long: {count} characters, at most {most}. Please shorten it.", count=len(text), most=LONGEST),)))
        if ctx.session is not None and len(text) >= CUT_AT:
            announce.goto(ctx, ctx.session.step, {**state, "refused_at": ctx.now})
        return False
    return True


@announce.attachments
async def files(ctx: Context) -> bool:
    """Pictures and PDF documents go with the announcement; words that came with them are taken as words."""
    if not announce.is_at(ctx, *draft.steps):
        return False
    brought = [each.id for each in ctx.update.attachments if each.kind in (AttachmentKind.PICTURE, AttachmentKind.DOCUMENT)]
    together = [*ctx.state["files"], *brought]
    if len(brought) < len(ctx.update.attachments) or len(together) > MOST_FILES:
        ctx.say(Prompt((t("Up to {most} pictures or PDF documents can go with an announcement.", most=MOST_FILES),)))
        return not ctx.update.text
    state = {**ctx.state, "files": together}
    if announce.is_at(ctx, "card"):
        await ready(ctx, state)
        return True
    announce.goto(ctx, ctx.session.step if ctx.session is not None else "words", state)
    ctx.say(Prompt((tn("{count} file goes with the announcement.", "{count} files go with the announcement.", len(together)),)))
    return not ctx.update.text


async def take_other_words(ctx: Context, state: State, text: str) -> State | None:
    """In the place of the text that seems to name somebody, in its language."""
    if state["doubtful"] in LANGUAGES:
        return await _take_in(ctx, {**state, "checked": True}, text, state["doubtful"])
    return await take_words(ctx, state, text)


draft.checks(lambda state: state[state["doubtful"]], take_other_words)


async def _ask_in(ctx: Context, state: State, language: str) -> None:
    names = {"uk": t("in Ukrainian"), "en": t("in English")}
    body = t("Please write the text {language}. Whoever reads in this language gets it instead of the Polish one.", language=names[language])
    ctx.say(Prompt((body,), (Button(t("Not in this language"), announce.to("skip", language)), draft.cancel(state))))


async def _take_in(ctx: Context, state: State, text: str, language: str) -> State | None:
    if not _fits(ctx, state, text):
        return None
    return {**state, language: text, "checked": None if personal_in(ctx, text) else state["checked"], "doubtful": language}


for _language in LANGUAGES:
    draft.asks(_language)(partial(_ask_in, language=_language))
    draft.takes(_language)(partial(_take_in, language=_language))


@draft.button("skip")
async def skip(ctx: Context, language: str) -> None:
    """[Not in this language]."""
    if language not in LANGUAGES:
        draft.over(ctx)
        return
    await draft.answered(ctx, language, {language: ""})


# --- a correction: of this time, or of the following too ------------------------------------------------------------


@draft.asks("follows")
async def ask_following(ctx: Context, state: State) -> None:
    corrects = state.get("corrects")
    if corrects is None or await announcements.next_of(ctx.unit, int(corrects)) is None:
        await draft.advance(ctx, {**state, "follows": False})
        return
    body = t("Shall the following times say the same? Otherwise they leave with the former text.")
    buttons = (Button(t("The following ones too"), announce.to("follows", "yes")), Button(t("Only this time"), announce.to("follows", "no")))
    ctx.say(Prompt((body,), (*buttons, draft.cancel(state))))


@draft.takes("follows")
async def take_following(ctx: Context, state: State, text: str) -> State | None:
    await ask_following(ctx, state)
    return None


@draft.button("follows")
async def following(ctx: Context, answer: str) -> None:
    """[The following ones too], [Only this time]."""
    await draft.answered(ctx, "follows", {"follows": answer == "yes"})


# --- to whom, when -----------------------------------------------------------------------------------------------------

draft.asks_for_whom(t("Who shall get it? Please choose, or write a street, houses (Podmiejska 11-15) or one house."), also={})


@draft.asks("at")
async def ask_when(ctx: Context, state: State) -> None:
    ctx.say(
        Prompt(
            (t("When shall it leave? Please choose, or write for example: tomorrow 18, Friday at 17:30, 12.06 18:00."),),
            (Button(t("As soon as it is approved"), announce.to("soon")), draft.cancel(state)),
        )
    )


draft.answers("soon", "at", {"at": 0})


@draft.takes("at")
async def take_when(ctx: Context, state: State, text: str) -> State | None:
    found = moment(ctx, text)
    return None if found is None else {**state, "at": 0 if found.now else found.at}


# --- how often, about what -------------------------------------------------------------------------------------------


@draft.asks("repeats")
async def ask_repeats(ctx: Context, state: State) -> None:
    if not state["at"]:  # as soon as it is approved: once
        await draft.advance(ctx, {**state, "repeats": ONCE})
        return
    ctx.say(Prompt(RULES, (Button(t("Once"), announce.to("once")), draft.cancel(state))))


@draft.takes("repeats")
async def take_repeats(ctx: Context, state: State, text: str) -> State | None:
    found = rule(ctx, text, int(state["at"]), (Button(t("Once"), announce.to("once")),))
    return None if found is None else {**state, "repeats": found}


draft.answers("once", "repeats", {"repeats": ONCE})


@draft.asks("topic")
async def ask_topic(ctx: Context, state: State) -> None:
    buttons = tuple(Button(name, announce.to("topic", topic.value)) for topic, name in views.TOPICS.items())
    body = t("What is it about? Whoever does not want this topic does not get it.")
    ctx.say(Prompt((body,), (*buttons, Button(t("No topic, for everybody"), announce.to("topic", "none")), draft.cancel(state))))


@draft.takes("topic")
async def take_topic(ctx: Context, state: State, text: str) -> State | None:
    await ask_topic(ctx, state)
    return None


@draft.button("topic")
async def topic(ctx: Context, value: str) -> None:
    """One of the topics, or none."""
    if value not in (*Topic, "none"):
        draft.over(ctx)
        return
    await draft.answered(ctx, "topic", {"topic": "" if value == "none" else value})
