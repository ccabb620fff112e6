"""What a team has called: the list, who comes, another time, calling off. Its chair, its officer and whoever called it may change it."""

from __future__ import annotations

from handlers.acts.calendar import hand_out_calendar
from handlers.coordinator import convene
from handlers.coordinator.asking import moment, place_in
from handlers.coordinator.authors import writes
from handlers.coordinator.drafting import is_cancelled
from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue
from handlers.dialogue.update import as_number
from handlers.texts import t
from handlers.views import meeting as views
from storage.meeting import Called, Meeting, Occurrence, Occurs
from storage.models import MINUTE, Button, Prompt, Text, Written
from storage.repositories import announcements, conversations
from storage.repositories import meetings as kept_meetings

meetings = Dialogue("coordinator.meetings", who=writes)

MOST = 8
MEMBERS = 40
TIMES = 6


@meetings.words("spotkania zespołu", "spotkania rejonu", "/spotkania_zespolu", "team meetings", "зустрічі команди")
async def list_words(ctx: Context) -> None:
    await list_link(ctx, "")


@meetings.link("list")
async def list_link(ctx: Context, _: str) -> None:
    """What is coming, in the districts of whoever asks."""
    mine = await announcements.districts_of(ctx.unit, ctx.me.id, ctx.now)
    coming = await kept_meetings.coming_in(ctx.unit, mine, ctx.now, MOST)
    calendars = (Button(t("Calendar of the team, district {district}", district=each), meetings.to("calendar", each), minor=True) for each in mine)
    new = (Button(t("Call a meeting"), "coordinator.meet.begin"), *calendars)
    if not coming:
        ctx.say(Prompt((t("No meeting is called."),), new))
        return
    lines = [views.line(each.meeting, each.occurrence) for each in coming]
    buttons = [Button(t("{candidate}", candidate=Written({"": each.meeting.title})), meetings.to("one", each.meeting.id)) for each in coming]
    ctx.say(Prompt((t("**Coming meetings**"), *lines), (*buttons, *new)))


@meetings.link("calendar")
async def calendar(ctx: Context, argument: str) -> None:
    """[Calendar of the team]: for one of its members; it ends with the membership."""
    district = as_number(argument)
    if district is None or district not in await announcements.districts_of(ctx.unit, ctx.me.id, ctx.now):
        ctx.say(Prompt((t("You do not belong to the team of this district."),)))
        return
    hand_out_calendar(ctx, district, t("The address of the calendar of the team, district {district}:", district=district))


@meetings.link("one")
async def one(ctx: Context, argument: str) -> None:
    """[The meeting]: its next time, who comes, what can be done."""
    meeting = await _meant(ctx, argument)
    if meeting is None:
        return
    next_time = await kept_meetings.next_occurrence(ctx.unit, meeting.id, ctx.now)
    if meeting.state is Called.CANCELLED or next_time is None:
        ctx.say(Prompt((*views.agenda(meeting), t("It is over, or called off."))))
        return
    comers = views.comers(await kept_meetings.comers(ctx.unit, next_time), meeting.draft.seats)
    body = (
        *views.agenda(meeting),
        *views.facts(meeting, next_time.starts_at),
        *views.repeats(meeting.draft, await kept_meetings.coming(ctx.unit, meeting.id, ctx.now), ctx.zone),
        *comers,
    )
    buttons: list[Button] = [Button(t("Who comes"), meetings.to("comers", next_time.id))]
    if await _runs(ctx, meeting):
        buttons += [
            Button(t("Another time"), meetings.to("move", next_time.id)),
            Button(t("Another place"), meetings.to("place", next_time.id)),
            Button(t("Change the agenda"), f"coordinator.agenda.begin:{next_time.id}"),
            Button(t("Call it off"), meetings.to("ask_drop", next_time.id)),
        ]
        if meeting.draft.rule:
            buttons.append(Button(t("All its times"), meetings.to("times", meeting.id), minor=True))
            buttons.append(Button(t("Call off all times"), meetings.to("ask_cancel", meeting.id), minor=True))
    ctx.say(Prompt(body, tuple(buttons)), about=f"run:{meeting.id}")


@meetings.reply("run")
async def replied(ctx: Context, _: str) -> bool:
    """A reply to a card of the team is no question of a resident."""
    ctx.say(Prompt((t("Nothing was done by this. Please use the buttons under the card."),)))
    return True


async def _meant(ctx: Context, argument: str) -> Meeting | None:
    number = as_number(argument)
    found = None if number is None else await kept_meetings.visible_to(ctx.unit, ctx.me.id, number, ctx.now)
    if found is None or found.state is Called.DRAFT:
        ctx.say(Prompt((t("This meeting is not open to you.") if found is None else t("It is not called yet: no invitation has left."),)))
        return None
    return found


async def to_run(ctx: Context, argument: str, *, only_see: bool = False) -> tuple[Meeting, Occurrence] | None:
    """A time that is still to come, for whoever may run the meeting (or see it); None if it was said why there is none."""
    number = as_number(argument)
    found = None if number is None else await kept_meetings.occurrence(ctx.unit, number)
    meeting = await _meant(ctx, "" if found is None else str(found.meeting))
    if meeting is None or found is None:
        return None
    if not only_see and not await _runs(ctx, meeting):
        ctx.say(Prompt((t("Only whoever called the meeting, the chair and the officer can change it."),)))
        return None
    if found.state is not Occurs.PLANNED or found.starts_at <= ctx.now:
        ctx.say(Prompt((t("It is over, or called off."),)))
        return None
    return meeting, found


async def _runs(ctx: Context, meeting: Meeting) -> bool:
    return meeting.author == ctx.me.id or await kept_meetings.runs(ctx.unit, ctx.me.id, meeting.draft.district, ctx.now)


@meetings.link("comers")
async def comers(ctx: Context, argument: str) -> None:
    """[Who comes]: members of the team one by one for the chair and the officer, residents only as a number."""
    found = await to_run(ctx, argument, only_see=True)
    if found is None:
        return
    meeting, occurrence = found
    lines = [*views.comers(await kept_meetings.comers(ctx.unit, occurrence), meeting.draft.seats)]
    if await _runs(ctx, meeting):
        for label, answer in await kept_meetings.members_answers(ctx.unit, occurrence, ctx.now, MEMBERS):
            said = t("has not answered") if answer is None else views.ANSWERS[answer]
            lines.append(t("· {who}: {answer}", who=Written({"": label}) if label else t("a member of the team"), answer=said))
    ctx.say(Prompt((views.line(meeting, occurrence), *lines)))


@meetings.link("times")
async def times(ctx: Context, argument: str) -> None:
    """[All its times]: the next ones, each to be moved or called off by itself."""
    meeting = await _meant(ctx, argument)
    if meeting is None:
        return
    coming = (await kept_meetings.coming(ctx.unit, meeting.id, ctx.now))[:TIMES]
    held = [each for each in coming if each.state is Occurs.PLANNED]
    lines = [t("· {when}: {state}", when=views.when(each.starts_at, meeting.draft.minutes), state=views.STATES[each.state]) for each in coming]
    buttons = [Button(t("{candidate}", candidate=views.when_short(each.starts_at)), meetings.to("time", each.id)) for each in held]
    ctx.say(Prompt((*views.agenda(meeting)[:1], *lines, t("Which one?")), tuple(buttons)))


@meetings.link("time")
async def one_time(ctx: Context, argument: str) -> None:
    """One time of a repeated meeting."""
    found = await to_run(ctx, argument)
    if found is None:
        return
    meeting, occurrence = found
    buttons = (
        Button(t("Another time"), meetings.to("move", occurrence.id)),
        Button(t("Call it off"), meetings.to("ask_drop", occurrence.id)),
        Button(t("Who comes"), meetings.to("comers", occurrence.id)),
    )
    ctx.say(Prompt((views.line(meeting, occurrence),), buttons), about=f"run:{meeting.id}")


# --- another time ----------------------------------------------------------------------------------------------------


@meetings.link("move")
async def move(ctx: Context, argument: str) -> None:
    """[Another time]: which."""
    found = await to_run(ctx, argument)
    if found is None:
        return
    meetings.goto(ctx, "when", {"occurrence": found[1].id})
    ctx.say(Prompt((t("To when? Please write for example: Tuesday 18, 12.06 18:00."),), (Button(t("Leave it"), meetings.to("leave"), key="N"),)))


@meetings.step("when")
async def new_time(ctx: Context) -> None:
    """Read back in full before it counts."""
    if is_cancelled(ctx):
        await leave(ctx, "")
        return
    found = await to_run(ctx, str(ctx.state["occurrence"]))
    if found is None:
        ctx.end()
        return
    meeting, occurrence = found
    at = moment(ctx, ctx.update.text)
    if at is None:
        return
    if at.at <= ctx.now or at.at == occurrence.starts_at:
        ctx.say(Prompt((t("Please write another time that is still to come."),)))
        return
    meetings.goto(ctx, "sure", {"occurrence": occurrence.id, "at": at.at})
    asked = await kept_meetings.comers(ctx.unit, occurrence)
    ctx.say(
        Prompt(
            (
                t("Now: {when}", when=views.when(occurrence.starts_at, meeting.draft.minutes)),
                t("Then: {when}", when=views.when(at.at, meeting.draft.minutes)),
                t("Everybody who was asked is told once: {count}.", count=sum(asked.counts.values()) + asked.silent),
            ),
            (Button(t("Move it"), meetings.to("moved", at.at // 1_000_000), key="T"), Button(t("Leave it"), meetings.to("leave"), key="N")),
        )
    )


@meetings.step("sure")
async def unsure(ctx: Context) -> None:
    """Words instead of a button change nothing; another time may be meant."""
    await new_time(ctx)


@meetings.link("moved")
async def moved(ctx: Context, argument: str) -> None:
    """[Move it]: the time that was read back."""
    if not meetings.is_at(ctx, "sure") or str(int(ctx.state["at"]) // 1_000_000) != argument:
        await _too_late(ctx)
        return
    at = int(ctx.state["at"])
    found = await to_run(ctx, str(ctx.state["occurrence"]))
    ctx.end()
    if found is None:
        return
    meeting, occurrence = found
    if at <= ctx.now or not await convene.move(ctx, meeting, occurrence, at):
        ctx.say(Prompt((t("Nothing was changed."),)))
        return
    ctx.did("move meeting", meeting.about)
    said = t("Moved: {when}. Everybody who was asked is told.", when=views.when(at, meeting.draft.minutes))
    ctx.say(Prompt((said,), (Button(t("The meeting"), meetings.to("one", meeting.id)),)))


async def _too_late(ctx: Context) -> None:
    """The question of this button does not stand any more: perhaps it was pressed twice."""
    is_done = await conversations.acts_since(ctx.unit, ctx.me.id, "move meeting", ctx.now - MINUTE)
    ctx.say(Prompt((t("It is done already.") if is_done else t("Nothing was changed."),)))


@meetings.link("leave")
async def leave(ctx: Context, _: str) -> None:
    """[Leave it]."""
    if meetings.is_at(ctx, "when", "sure", "where", "there"):
        ctx.end()
    ctx.say(Prompt((t("Nothing was changed."),)))


# --- another place ---------------------------------------------------------------------------------------------------


@meetings.link("place")
async def place(ctx: Context, argument: str) -> None:
    """[Another place]: which; a repeated meeting is there from now on."""
    found = await to_run(ctx, argument)
    if found is None:
        return
    meetings.goto(ctx, "where", {"occurrence": found[1].id})
    body = t("Where is it? Please write it as people will look for it: school canteen, Podmiejska 13. A position can be sent with it.")
    ctx.say(Prompt((body,), (Button(t("Leave it"), meetings.to("leave"), key="N"),)))


@meetings.step("where")
async def new_place(ctx: Context) -> None:
    """Read back before it counts."""
    if is_cancelled(ctx):
        await leave(ctx, "")
        return
    found = await to_run(ctx, str(ctx.state["occurrence"]))
    if found is None:
        ctx.end()
        return
    meeting, occurrence = found
    given = place_in(ctx, ctx.state)
    if given is None:
        return
    if not given["place"]:
        meetings.goto(ctx, "where", {**ctx.state, **given})
        return
    meetings.goto(ctx, "there", {"occurrence": occurrence.id, **given})
    asked = await kept_meetings.comers(ctx.unit, occurrence)
    ctx.say(
        Prompt(
            (
                t("Now: {when}", when=Written({"": meeting.draft.place})),
                t("Then: {when}", when=Written({"": given["place"]})),
                t("Everybody who was asked is told once: {count}.", count=sum(asked.counts.values()) + asked.silent),
            ),
            (Button(t("Move it"), meetings.to("there", occurrence.id), key="T"), Button(t("Leave it"), meetings.to("leave"), key="N")),
        )
    )


@meetings.step("there")
async def other_place(ctx: Context) -> None:
    """Words instead of a button change nothing; another place may be meant."""
    await new_place(ctx)


@meetings.link("there")
async def relocated(ctx: Context, argument: str) -> None:
    """[Move it]: the place that was read back."""
    if not meetings.is_at(ctx, "there") or str(ctx.state["occurrence"]) != argument:
        await _too_late(ctx)
        return
    known = ctx.state
    found = await to_run(ctx, argument)
    ctx.end()
    if found is None:
        return
    meeting, occurrence = found
    position = tuple(known["position"]) if known.get("position") else None
    if not await convene.relocate(ctx, meeting, occurrence, str(known["place"]), position):
        ctx.say(Prompt((t("Nothing was changed."),)))
        return
    ctx.did("move meeting", meeting.about)
    said = t("Moved: {when}. Everybody who was asked is told.", when=Written({"": str(known["place"])}))
    ctx.say(Prompt((said,), (Button(t("The meeting"), meetings.to("one", meeting.id)),)))


# --- calling off -----------------------------------------------------------------------------------------------------


@meetings.link("ask_drop")
async def ask_drop(ctx: Context, argument: str) -> None:
    """[Call it off]: one time, and one more tap."""
    found = await to_run(ctx, argument)
    if found is not None:
        meeting, occurrence = found
        _ask(ctx, meeting, occurrence, meetings.to("drop", occurrence.id), t("Call off this time? Everybody who was asked is told once."))


@meetings.link("ask_cancel")
async def ask_cancel(ctx: Context, argument: str) -> None:
    """[Call off all times]: and one more tap."""
    meeting = await _meant(ctx, argument)
    next_time = None if meeting is None else await kept_meetings.next_occurrence(ctx.unit, meeting.id, ctx.now)
    if meeting is not None and next_time is not None and await _runs(ctx, meeting):
        text = t("Call off the meeting with all its times? Everybody who was asked is told once.")
        _ask(ctx, meeting, next_time, meetings.to("cancel", next_time.id), text)


def _ask(ctx: Context, meeting: Meeting, occurrence: Occurrence, link: str, text: Text) -> None:
    buttons = (Button(t("Yes, call it off"), link, key="T"), Button(t("Leave it"), meetings.to("leave"), key="N"))
    ctx.say(Prompt((views.line(meeting, occurrence), text), buttons))


@meetings.link("drop")
async def drop(ctx: Context, argument: str) -> None:
    """[Yes, call it off]: one time; of a meeting that is held once, the meeting."""
    found = await to_run(ctx, argument)
    if found is None:
        return
    meeting, occurrence = found
    done = await convene.drop(ctx, meeting, occurrence) if meeting.draft.rule else await convene.cancel(ctx, meeting, occurrence)
    _called_off(ctx, meeting, done=done)


@meetings.link("cancel")
async def cancel(ctx: Context, argument: str) -> None:
    """[Yes, call it off]: all times."""
    found = await to_run(ctx, argument)
    if found is None:
        return
    meeting, occurrence = found
    _called_off(ctx, meeting, done=await convene.cancel(ctx, meeting, occurrence))


def _called_off(ctx: Context, meeting: Meeting, *, done: bool) -> None:
    if not done:
        ctx.say(Prompt((t("It is over, or called off."),)))
        return
    ctx.did("call off meeting", meeting.about)
    ctx.say(Prompt((t("Called off. Everybody who was asked is told."),)))
