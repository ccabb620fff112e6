"""A meeting once its invitation leaves: it stands, reminders are set, and changes are told to everybody who was asked, once.

Times, timers and what waits in the outbox change in one unit: no reminder of a former time survives a change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handlers.coordinator import card
from handlers.coordinator.authors import writes
from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue
from handlers.rules import reminders
from handlers.rules.when import hour_of_day
from handlers.texts import t
from handlers.texts.moments import local
from handlers.views import meeting as views
from storage.announcing import Announcement
from storage.meeting import Called, Meeting, Occurrence, Occurs
from storage.models import HOUR, SECOND, Instant, Prompt
from storage.repositories import meetings
from storage.repositories.meetings import ToMany

convene = Dialogue("coordinator.convene", who=writes)

SLICE = 1000
"""People in one unit."""
SOON = 12 * HOUR
"""What changes so shortly before passes quiet hours."""
CALENDAR = "calendar"
"""The maker of calendar files (bot/documents/calendar.py)."""
REMIND = "coordinator.convene.remind"
TELL = "coordinator.convene.tell"


async def call(ctx: Context, kept: Announcement) -> Meeting | None:
    """The first invitations leave: the meeting stands with all its times, each with its reminders; None where no meeting is meant."""
    if kept.meeting is None:
        return None
    meeting = await meetings.unattended(ctx.unit, kept.meeting)
    if meeting is None or meeting.state is not Called.DRAFT:
        return meeting
    times, left_out = views.times_of(meeting.draft, ctx.zone)
    for occurrence in await meetings.call(ctx.unit, meeting.id, times, left_out, ctx.now):
        _set_reminders(ctx, occurrence)
    return await meetings.unattended(ctx.unit, kept.meeting)


def _set_reminders(ctx: Context, occurrence: Occurrence) -> None:
    """Those that are still to come."""
    for lead in ctx.reminders:
        ring = reminders.ring_at(lead, occurrence.starts_at, ctx.zone)
        if ring > ctx.now:
            ctx.set_timer(REMIND, f"{occurrence.about}:{lead}:0", ring)


# --- reminders -------------------------------------------------------------------------------------------------------


@convene.timer("remind")
async def remind(ctx: Context, subject: str) -> None:
    """A slice of those who come, or may; it sets the timer of the next. What is too late is not sent, and its author hears so."""
    _, number, lead, after = subject.split(":")
    occurrence = await meetings.occurrence(ctx.unit, int(number))
    meeting = None if occurrence is None else await meetings.unattended(ctx.unit, occurrence.meeting)
    if occurrence is None or meeting is None or occurrence.state is not Occurs.PLANNED:
        return
    if reminders.ring_at(lead, occurrence.starts_at, ctx.zone) > ctx.now:
        return  # it was moved while this one waited to be handled; the right one is set
    valid_until = reminders.valid_until(lead, ctx.reminders, occurrence.starts_at, ctx.zone)
    leaves_at = ctx.quiet.over(ctx.now)
    if leaves_at >= valid_until:
        key = f"{occurrence.about}:{occurrence.starts_at}:{lead}:late"
        when = views.when(occurrence.starts_at, meeting.draft.minutes)
        ctx.tell(meeting.to_author, Prompt((t("A reminder of the meeting was not sent, it was too late for it: {when}.", when=when),)), key=key)
        return
    if leaves_at > ctx.now:
        ctx.set_timer(REMIND, subject, leaves_at)
        return
    tomorrow = (local(occurrence.starts_at, ctx.zone).date() - local(ctx.now, ctx.zone).date()).days == 1
    message = ToMany(f"{occurrence.about}:{occurrence.starts_at}:{lead}", views.reminder(meeting, occurrence, tomorrow=tomorrow), valid_until)
    last = await meetings.remind(
        ctx.unit, meeting, occurrence, message, after=int(after), size=SLICE, now=ctx.now, hour=hour_of_day(ctx.now, ctx.zone), active=ctx.channels
    )
    ctx.said()
    if last is not None:
        ctx.set_timer(REMIND, f"{occurrence.about}:{lead}:{last}", ctx.now)


# --- changes ---------------------------------------------------------------------------------------------------------


async def move(ctx: Context, meeting: Meeting, occurrence: Occurrence, starts_at: Instant) -> bool:
    """One time is another: everybody is told once; False if it is not held at all."""
    if not await meetings.move(ctx.unit, occurrence, starts_at):
        return False
    meetings.forget_reminders(ctx.unit, REMIND, occurrence, ctx.now)
    _set_reminders(ctx, replace(occurrence, starts_at=starts_at))
    was_at = 0 if occurrence.sequence else occurrence.starts_at  # moved again: some know one former time, some another
    await _tell(ctx, meeting, (occurrence,), "moved", was_at)
    return True


async def relocate(ctx: Context, meeting: Meeting, next_time: Occurrence, place: str, position: tuple[float, float] | None) -> bool:
    """Another place: everybody is told once; False if it is not held at all. Reminders say the new one by themselves."""
    if not await meetings.relocate(ctx.unit, meeting, place, position):
        return False
    await _tell(ctx, meeting, (next_time,), "both" if next_time.sequence else "relocated")  # not everybody may know of its new time yet
    return True


async def reword(ctx: Context, kept: Announcement) -> bool:
    """A new agenda whose first messages leave is the meeting's from now on; False where it is over, or called off.

    Told it is by its announcement; invitations that have not left say it by themselves."""
    meeting = None if kept.meeting is None else await meetings.unattended(ctx.unit, kept.meeting)
    next_time = None if meeting is None else await meetings.next_occurrence(ctx.unit, meeting.id, ctx.now)
    if meeting is None or next_time is None or meeting.state is not Called.CALLED:
        return False
    lines = tuple(kept.text.splitlines())
    if meeting.draft.agenda != lines:
        meetings.reword(ctx.unit, meeting, lines, ctx.now)
        invitation = await meetings.announcement_of(ctx.unit, meeting.id)
        await _made_anew(ctx, meeting, await meetings.changed(ctx.unit, meeting, (), ctx.now), invitation, whose=kept.approved_by or kept.author)
    return True


async def drop(ctx: Context, meeting: Meeting, occurrence: Occurrence) -> bool:
    """One time is not held: everybody is told once; False if that was known."""
    if not await meetings.drop(ctx.unit, occurrence):
        return False
    meetings.forget_reminders(ctx.unit, REMIND, occurrence, ctx.now)
    await _tell(ctx, meeting, (occurrence,), "dropped")
    return True


async def cancel(ctx: Context, meeting: Meeting, next_time: Occurrence) -> bool:
    """It is not held any more: everybody is told once; False if that was known."""
    coming = [each for each in await meetings.coming(ctx.unit, meeting.id, ctx.now) if each.state is Occurs.PLANNED]
    if not await meetings.cancel(ctx.unit, meeting, ctx.now):
        return False
    for occurrence in coming:
        meetings.forget_reminders(ctx.unit, REMIND, occurrence, ctx.now)
    await _tell(ctx, meeting, (next_time, *(each for each in coming if each.id != next_time.id)), "cancelled")
    return True


async def _tell(ctx: Context, meeting: Meeting, times: Sequence[Occurrence], what: str, was_at: Instant = 0) -> None:
    """The first slice is told in a moment.

    What is told is about the first of these times."""
    sequence = await meetings.changed(ctx.unit, meeting, times, ctx.now)
    file = await _made_anew(ctx, meeting, sequence, await meetings.announcement_of(ctx.unit, meeting.id))
    ctx.set_timer(TELL, f"meeting:{meeting.id}:{times[0].id}:{sequence}:{what}:{was_at}:{file}:0", ctx.now + SECOND)


async def _made_anew(ctx: Context, meeting: Meeting, sequence: int, announcement: int | None, *, whose: int | None = None) -> int:
    """After a change: the calendar file, which goes with an announcement; its number. Invitations that have not left are right again."""
    file = await ctx.order(CALENDAR, f"{meeting.id}:{sequence}", announcement=announcement, whose=whose)
    kept = await meetings.unattended(ctx.unit, meeting.id)
    if kept is None:
        return file
    coming = await meetings.coming(ctx.unit, meeting.id, ctx.now)
    begins = min((each.starts_at for each in coming if each.state is Occurs.PLANNED), default=None)
    if kept.state is Called.CALLED and begins is not None:
        invites, anew = (views.invitation(kept, coming, ctx.zone, (file,), anew=each) for each in (False, True))
        meetings.rewrite_waiting(ctx.unit, kept, sequence, invites, anew, expires_at=begins, urgent=begins < ctx.now + SOON, now=ctx.now)
    else:
        meetings.skip_invitations(ctx.unit, kept.id, ctx.now)
    return file


@convene.timer("tell")
async def tell(ctx: Context, subject: str) -> None:
    """A slice of those who do not know of the change; a later change of the same time takes its place."""
    _, number, time, sequence, what, was_at, file, after = subject.split(":")
    meeting = await meetings.unattended(ctx.unit, int(number))
    occurrence = await meetings.occurrence(ctx.unit, int(time))
    if meeting is None or occurrence is None or occurrence.sequence != int(sequence):
        return
    begins = max(occurrence.starts_at, int(was_at))
    if begins <= ctx.now:
        said = t("A change of the meeting was not told, it was too late for it: {when}.", when=views.when(begins, meeting.draft.minutes))
        ctx.tell(meeting.to_author, Prompt((said,)), key=f"{meeting.about}:{sequence}:late")
        return
    urgent = min(at for at in (occurrence.starts_at, int(was_at)) if at) < ctx.now + SOON
    leaves_at = ctx.now if urgent else ctx.quiet.over(ctx.now)
    if leaves_at > ctx.now:
        ctx.set_timer(TELL, subject, leaves_at)
        return
    files = (int(file),)
    if await card.waits_for_files(ctx, files, since=meeting.changed_at):
        ctx.set_timer(TELL, subject, ctx.now + SECOND)
        return
    if what == "moved":
        prompt = views.moved(meeting, occurrence, int(was_at), files)
    elif what in ("relocated", "both"):
        prompt = views.relocated(meeting, occurrence, files, was_moved=what == "both")
    else:
        prompt = views.called_off(meeting, occurrence, files, all_times=what == "cancelled")
    message = ToMany(f"{meeting.about}:{time}:{sequence}", prompt, begins, urgent)
    last = await meetings.tell(
        ctx.unit, meeting, int(sequence), message, after=int(after), size=SLICE, now=ctx.now, hour=hour_of_day(ctx.now, ctx.zone), active=ctx.channels
    )
    ctx.said()
    if last is not None:
        ctx.set_timer(TELL, f"{subject.rpartition(':')[0]}:{last}", ctx.now)
