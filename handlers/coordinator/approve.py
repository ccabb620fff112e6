"""An announcement, from the second signature to the last figure: approved, sent by slices, stopped, counted.

What is approved is a version: whoever approves has seen exactly what leaves. Half a minute can be taken back.
"""

from __future__ import annotations

from handlers.coordinator import card, convene
from handlers.coordinator.agenda import agenda
from handlers.coordinator.announce import announce, valid_until
from handlers.coordinator.authors import is_officer_of, writes
from handlers.coordinator.meet import meet
from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue
from handlers.dialogue.update import as_number
from handlers.rules.when import hour_of_day
from handlers.texts import t
from handlers.views import announcement as views
from handlers.views import repeats as repeated
from storage.announcing import Announcement, Severity, Stage
from storage.models import SECOND, Button, Moment, Prompt, Style, Text
from storage.outgoing import IfUncertain, Priority
from storage.repositories import announcements, contacts, meetings, staff

approve = Dialogue("coordinator.approve", who=writes)

UNDO: int = 30 * SECOND
"""How long an approved announcement can be taken back before anything leaves."""
SLICE = 1000
"""People in one unit of the fan-out (measured: 10 ms for each thousand)."""
FAN_OUT = "coordinator.approve.fan_out"


async def _meant(ctx: Context, argument: str) -> tuple[Announcement, bool] | None:
    """The announcement of a button, and whether the button still means this version."""
    id, _, version = argument.partition(".")
    number = as_number(id)
    kept = None if number is None else await announcements.visible_to(ctx.unit, ctx.me.id, number, ctx.now)
    if kept is None:
        ctx.say(Prompt((t("This announcement is not open to you."),)))
        return None
    return kept, str(kept.version) == version


# --- asking for it ---------------------------------------------------------------------------------------------------


@approve.link("ask")
async def ask(ctx: Context, argument: str) -> None:
    """[Send for approval]: everybody else of the team sees exactly what would leave."""
    meant = await _meant(ctx, argument)
    if meant is None:
        return
    kept, _ = meant
    if not meant[1] or not await announcements.ask(ctx.unit, kept.id, kept.version, ctx.now):
        ctx.say(_changed())
        return
    _leave_the_draft(ctx, kept)
    ctx.did("ask for approval", kept.about)
    others = [each for each in await announcements.team(ctx.unit, kept.audience.district, ctx.now) if each != ctx.me.id]
    await _show_to(ctx, kept, others, t("**Please approve, or not**"), _decide(kept))
    if await contacts.reachable(ctx.unit, others):
        said = t("It waits for a second person of the team.")
    elif others:
        said = t("Nobody else of the team can be reached now. It waits; who is back finds it when you send it once more.")
    else:
        said = t("Nobody else belongs to the team yet, so nobody can approve. It waits.")
    ctx.say(Prompt((said,), (_state(kept), _back(kept))), about=kept.card)


def _decide(kept: Announcement) -> tuple[Button, ...]:
    version = f"{kept.id}.{kept.version}"
    return (Button(t("Approve"), approve.to("yes", version), key="T"), Button(t("Do not approve"), approve.to("no", version), key="N"))


async def _show_to(ctx: Context, kept: Announcement, people: list[int], head: Text, buttons: tuple[Button, ...]) -> None:
    shown = await card.as_read(ctx, kept)
    found = await card.reach(ctx, kept, shown)
    for contact in people:
        whole = views.card(kept, shown, found, buttons, head, ctx.zone)
        ctx.tell(f"contact:{contact}", whole, key=f"{kept.about}:{kept.version}:asked:{contact}", about=kept.card)


def _changed() -> Prompt:
    return Prompt((t("It has changed meanwhile, or was decided already. Nothing was done by this; the latest card counts."),))


def _leave_the_draft(ctx: Context, kept: Announcement) -> None:
    """Whatever is still being asked about it is over."""
    if any(room.is_at(ctx, *room.steps) for room in (announce, meet, agenda)) and ctx.state.get("id") == kept.id:
        ctx.end()


@approve.reply("card")
async def replied(ctx: Context, _: str) -> bool:
    """A reply to a card of the team is no answer to the announcement, and no matter of a resident."""
    ctx.say(Prompt((t("Nothing was done by this. Please use the buttons under the card."),)))
    return True


# --- deciding --------------------------------------------------------------------------------------------------------


@approve.link("yes")
async def yes(ctx: Context, argument: str) -> None:
    """[Approve]: this version, by somebody else than its author, once."""
    meant = await _meant(ctx, argument)
    if meant is None:
        return
    kept, is_this = meant
    if kept.author == ctx.me.id:
        ctx.say(Prompt((t("Whoever wrote it cannot approve it. A second person of the team can."),)))
        return
    due_at = _leaves_at(ctx, kept)
    ends = kept.expires_at
    if kept.meeting is not None and kept.corrects is not None:  # it may have been moved meanwhile
        next_time = await meetings.next_occurrence(ctx.unit, kept.meeting, ctx.now)
        ends = ctx.now if next_time is None else next_time.starts_at
    is_over = due_at >= ends if kept.meeting is not None else not kept.soon and kept.due_at <= ctx.now
    if is_this and is_over:
        ctx.say(Prompt((t("The time for which it was meant is over. Whoever wrote it can choose another one."),)))
        return
    expires_at = ends if kept.meeting is not None else _valid_until(ctx, kept, due_at)
    if not is_this or not await announcements.approve(ctx.unit, kept.id, kept.version, ctx.me.id, due_at=due_at, expires_at=expires_at, now=ctx.now):
        ctx.say(_changed())
        return
    ctx.did("approve", kept.about)
    if kept.meeting is not None and kept.corrects is None:
        await ctx.order(convene.CALENDAR, f"{kept.meeting}:0", announcement=kept.id)
    _send_at(ctx, kept, due_at)
    leaves = t("Approved. It leaves {day} at {clock}.", day=Moment(due_at, Style.DAY), clock=Moment(due_at, Style.CLOCK))
    ctx.say(Prompt((leaves,), (_state(kept), _stop(kept))), about=kept.card)
    await _told(ctx, kept, Prompt((t("Announcement no. {number}", number=kept.id), leaves), (_back(kept), _state(kept))), "approved")


def _valid_until(ctx: Context, kept: Announcement, due_at: int) -> int:
    return max(kept.expires_at, valid_until(due_at, kept.rule, kept.first_at, ctx, skips_holidays=kept.skips_holidays))


def _leaves_at(ctx: Context, kept: Announcement) -> int:
    """Half a minute from now at the soonest; a notice never in quiet hours."""
    soonest = max(kept.due_at, ctx.now + UNDO)
    return soonest if kept.severity is Severity.ALERT else ctx.quiet.over(soonest)


def _send_at(ctx: Context, kept: Announcement, due_at: int) -> None:
    ctx.set_timer(FAN_OUT, kept.about, due_at)


@approve.link("no")
async def no(ctx: Context, argument: str) -> None:
    """[Do not approve]: it is a draft again, and its author hears so."""
    meant = await _meant(ctx, argument)
    if meant is None:
        return
    kept, is_this = meant
    if not is_this or kept.stage is not Stage.WAITING or not await announcements.take_back(ctx.unit, kept.id, ctx.now):
        ctx.say(_changed())
        return
    ctx.did("refuse", kept.about)
    ctx.say(Prompt((t("Not approved. Its author is told."),)))
    await _told(ctx, kept, Prompt((t("Announcement no. {number} was not approved. Nothing was sent.", number=kept.id),), (_draft(kept),)), "refused")


def _draft(kept: Announcement) -> Button:
    room = announce if kept.meeting is None else meet if kept.corrects is None else agenda
    return Button(t("Open the draft"), room.to("open", kept.id))


@approve.link("urgent")
async def urgent(ctx: Context, argument: str) -> None:
    """[Send at once, signed afterwards]: officers only; the team is asked to sign."""
    meant = await _meant(ctx, argument)
    if meant is None:
        return
    kept, is_this = meant
    is_officer = kept.by_officer and await is_officer_of(ctx, kept.audience.district)
    if not is_officer or kept.author != ctx.me.id or kept.severity is not Severity.ALERT:
        ctx.say(_changed())
        return
    due_at = _leaves_at(ctx, kept)
    if not is_this or not await announcements.release(ctx.unit, kept.id, kept.version, due_at=due_at, now=ctx.now):
        ctx.say(_changed())
        return
    _leave_the_draft(ctx, kept)
    ctx.did("release", kept.about)
    _send_at(ctx, kept, due_at)
    others = [each for each in await announcements.team(ctx.unit, kept.audience.district, ctx.now) if each != ctx.me.id]
    supervisors = [each.contact for each in (await staff.roster(ctx.unit, [], ctx.now)).supervisors if each.contact != ctx.me.id]
    sign = (Button(t("Sign"), approve.to("sign", f"{kept.id}.{kept.version}"), key="T"), Button(t("Stop it"), approve.to("stop", kept.id)))
    await _show_to(ctx, kept, sorted({*others, *supervisors}), t("**This leaves now. Please sign it afterwards, or stop it.**"), sign)
    ctx.say(Prompt((t("It leaves in half a minute. A second person signs afterwards."),), (_back(kept), _state(kept))), about=kept.card)


@approve.link("sign")
async def sign(ctx: Context, argument: str) -> None:
    """[Sign]: afterwards."""
    meant = await _meant(ctx, argument)
    if meant is None:
        return
    kept, is_this = meant
    if not is_this or kept.stage in (Stage.DRAFT, Stage.WAITING):
        ctx.say(_changed())
        return
    if not await announcements.countersign(ctx.unit, kept.id, kept.version, ctx.me.id, ctx.now):
        ctx.say(Prompt((t("It was signed already, or you wrote it."),)))
        return
    signed = await announcements.unattended(ctx.unit, kept.id)
    if signed is not None and signed.stage in (Stage.SENDING, Stage.SENT):
        _reword_following(ctx, signed)
    ctx.did("countersign", kept.about)
    ctx.say(Prompt((t("Signed. Thank you."),)))


# --- taking back, stopping -------------------------------------------------------------------------------------------


def _back(kept: Announcement) -> Button:
    return Button(t("Take it back"), approve.to("back", kept.id))


def _stop(kept: Announcement) -> Button:
    return Button(t("Stop it"), approve.to("stop", kept.id))


def _state(kept: Announcement) -> Button:
    return Button(t("How it stands"), approve.to("state", kept.id))


@approve.link("back")
async def back(ctx: Context, argument: str) -> None:
    """[Take it back]: by its author, while nothing has left."""
    meant = await _meant(ctx, argument)
    if meant is None:
        return
    kept = meant[0]
    if kept.author == ctx.me.id and kept.stage is Stage.DRAFT:  # pressed twice
        ctx.say(Prompt((t("Taken back. Nothing was sent; the draft is kept."),), (_draft(kept),)))
        return
    if kept.author != ctx.me.id or not await announcements.take_back(ctx.unit, kept.id, ctx.now):
        ctx.say(Prompt((t("It cannot be taken back any more. It can be stopped."),), (_stop(kept), _state(kept))))
        return
    ctx.did("take back", kept.about)
    await _end_planned(ctx, kept)
    ctx.cancel_timer(FAN_OUT, kept.about)
    ctx.say(Prompt((t("Taken back. Nothing was sent; the draft is kept."),), (_draft(kept),)))


@approve.link("stop")
async def stop(ctx: Context, argument: str) -> None:
    """[Stop it]: what has not left does not leave; the figures say how many have got it."""
    meant = await _meant(ctx, argument)
    if meant is None:
        return
    kept = meant[0]
    if kept.stage is Stage.DRAFT:
        ctx.say(_changed())
        return
    had_more = await _end_planned(ctx, kept)
    if not await announcements.end(ctx.unit, kept.id, Stage.STOPPED, ctx.now) and not had_more:
        ctx.say(Prompt((t("It has ended already."),), (_state(kept),)))
        return
    ctx.cancel_timer(FAN_OUT, kept.about)
    announcements.stop_waiting(ctx.unit, kept, ctx.now)
    if kept.meeting is not None and kept.corrects is None:
        meetings.unask_skipped(ctx.unit, kept.meeting)
    former = None if kept.corrects is None or not kept.also_following else await announcements.unattended(ctx.unit, kept.corrects)
    if former is not None:
        announcements.reword_following(ctx.unit, former.id, former, ctx.now, instead_of=kept)
    ctx.did("stop", kept.about)
    if kept.author != ctx.me.id:
        await _tell_author(ctx, kept, t("Announcement no. {number} was stopped by somebody of the team.", number=kept.id), "stopped")
    ctx.say(Prompt((t("**Stopped.**"), *views.figures(kept, await announcements.figures(ctx.unit, kept))), (_state(kept),)), about=kept.card)


async def _end_planned(ctx: Context, kept: Announcement) -> bool:
    """A repeated one: none of its times follows. False where none was planned."""
    planned = await announcements.next_of(ctx.unit, kept.id)
    if planned is None:
        return False
    await announcements.end(ctx.unit, planned[0], Stage.STOPPED, ctx.now)
    ctx.cancel_timer(FAN_OUT, f"announcement:{planned[0]}")
    return True


@approve.link("state")
async def state(ctx: Context, argument: str) -> None:
    """[How it stands]: the figures, which always add up."""
    meant = await _meant(ctx, argument)
    if meant is None:
        return
    kept = meant[0]
    counted = await announcements.figures(ctx.unit, kept)
    waits = kept.stage is Stage.SENT and any(each.ended in ("waiting", "under_way") for each in counted)
    buttons: tuple[Button, ...] = (_state(kept),)
    if kept.stage in (Stage.APPROVED, Stage.SENDING) or waits:
        buttons = (_state(kept), _stop(kept))
    if kept.meeting is not None:
        buttons = (*buttons, Button(t("The meeting"), f"coordinator.meetings.one:{kept.meeting}"))
    elif kept.stage in (Stage.SENT, Stage.STOPPED) and not waits and kept.corrects is None:
        buttons = (_state(kept), Button(t("Correct it"), announce.to("correct", kept.id)))
    planned = await announcements.next_of(ctx.unit, kept.id)
    following: tuple[Text, ...] = ()
    if planned is not None:
        following = (t("Next time: {day} at {clock}.", day=Moment(planned[1], Style.DAY), clock=Moment(planned[1], Style.CLOCK)),)
        buttons = buttons if _stop(kept) in buttons else (*buttons, _stop(kept))
    ctx.say(Prompt((views.stage(kept), *following, *views.figures(kept, counted)), buttons), about=kept.card)


# --- the clock -------------------------------------------------------------------------------------------------------


@approve.timer("fan_out")
async def fan_out(ctx: Context, about: str) -> None:
    """One slice; it sets the timer of the next. What is too late is not sent, and its author hears so."""
    kept = await announcements.unattended(ctx.unit, int(about.partition(":")[2]))
    if kept is None or kept.stage not in (Stage.APPROVED, Stage.SENDING):
        return
    if kept.stage is Stage.APPROVED:
        await _plan_next(ctx, kept)
    if kept.expires_at <= ctx.now:
        await announcements.end(ctx.unit, kept.id, Stage.EXPIRED, ctx.now)
        await _tell_author(ctx, kept, t("Announcement no. {number} was not sent: its time is over.", number=kept.id), "expired")
        return
    urgent = kept.severity is Severity.ALERT
    morning = ctx.now if urgent else ctx.quiet.over(ctx.now)
    if morning > ctx.now:  # we were off when it was due, and now it is night
        ctx.set_timer(FAN_OUT, about, morning)
        return
    is_agenda = kept.meeting is not None and kept.corrects is not None
    if is_agenda and kept.stage is Stage.APPROVED and not await convene.reword(ctx, kept):
        await announcements.end(ctx.unit, kept.id, Stage.EXPIRED, ctx.now)
        await _tell_author(ctx, kept, t("The new agenda was not sent: the meeting is over, or called off."), "expired")
        return
    shown = await card.as_read(ctx, kept)
    if await card.waits_for_files(ctx, shown.attachments, since=kept.due_at):
        ctx.set_timer(FAN_OUT, about, ctx.now + SECOND)
        return
    meeting = await convene.call(ctx, kept)
    if kept.stage is Stage.APPROVED:
        _reword_following(ctx, kept)
    done = await announcements.fan_out(
        ctx.unit,
        kept,
        shown,
        Priority.NOTICE if urgent else Priority.BULK,
        IfUncertain.REPEAT if urgent else IfUncertain.LEAVE,
        size=SLICE,
        now=ctx.now,
        hour=hour_of_day(ctx.now, ctx.zone),
        active=ctx.channels,
        sequence=0 if meeting is None else meeting.sequence,
    )
    ctx.said()
    if not done.is_last:
        ctx.set_timer(FAN_OUT, about, ctx.now)
        return
    await announcements.end(ctx.unit, kept.id, Stage.SENT, ctx.now)
    await _tell_author(ctx, kept, t("Announcement no. {number} is on its way to everybody it is for.", number=kept.id), "sent")


def _reword_following(ctx: Context, kept: Announcement) -> None:
    """A correction that is right for the following times too; one that is not signed yet changes this time only."""
    if kept.corrects is not None and kept.also_following and kept.approved_by is not None:
        announcements.reword_following(ctx.unit, kept.corrects, kept, ctx.now)


async def _plan_next(ctx: Context, kept: Announcement) -> None:
    """A repeated one: its next time is an announcement of its own, with a timer of its own. What is past is planned too, and told as too late."""
    due_at = repeated.following(kept.rule, kept.first_at, kept.due_at, ctx.zone, skips_holidays=kept.skips_holidays)
    if due_at is None or await announcements.next_of(ctx.unit, kept.id) is not None:
        return
    ends = valid_until(due_at, kept.rule, kept.first_at, ctx, skips_holidays=kept.skips_holidays)
    id = await announcements.repeat(ctx.unit, kept.id, due_at=due_at, expires_at=ends, now=ctx.now)
    ctx.set_timer(FAN_OUT, f"announcement:{id}", due_at)


async def _tell_author(ctx: Context, kept: Announcement, said: Text, key: str) -> None:
    await _told(ctx, kept, Prompt((said,), (_state(kept), _stop(kept))), key)


async def _told(ctx: Context, kept: Announcement, prompt: Prompt, key: str) -> None:
    """Whoever wrote it hears of it, unless they have had everything about themselves deleted."""
    if not await contacts.is_erased(ctx.unit, kept.author):
        ctx.tell(kept.to_author, prompt, key=f"{kept.about}:{kept.version}:{key}", about=kept.card)
