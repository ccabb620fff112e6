"""The card: what will leave, to whom, when, at what cost. Under it an announcement or an invitation is sent for approval."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue
from handlers.texts import t
from handlers.views import announcement as views
from handlers.views import meeting as meeting_views
from handlers.views.announcement import Reach
from storage.announcing import TEAM, Announcement, Severity, Stage
from storage.models import MINUTE, AttachmentState, Button, Instant, Prompt, Text
from storage.repositories import announcements, attachments, meetings


def drop_button(room: Dialogue, label: Text, id: int | None = None) -> Button:
    """[Delete the draft], [Cancel]; under a card it names its draft."""
    return Button(label, room.to("drop", "" if id is None else id), key="N", minor=True)


async def as_read(ctx: Context, kept: Announcement) -> Prompt:
    """What the people of the audience get."""
    files = await _files(ctx, kept)
    meeting = None if kept.meeting is None else await meetings.unattended(ctx.unit, kept.meeting)
    if meeting is None:
        return views.as_read(kept, files)
    anew = kept.corrects is not None
    if anew:
        meeting = replace(meeting, draft=replace(meeting.draft, agenda=tuple(kept.text.splitlines())))
    return meeting_views.invitation(meeting, await meetings.coming(ctx.unit, meeting.id, ctx.now), ctx.zone, files, anew=anew)


async def _files(ctx: Context, kept: Announcement) -> list[int]:
    """What goes with it. A meeting's calendar file is made when it is approved; a new agenda goes with the latest that is there."""
    if kept.meeting is not None and kept.corrects is not None:
        made = await attachments.calendar_of(ctx.unit, kept.corrects)
        return [] if made is None else [made]
    if kept.meeting is not None and kept.stage in (Stage.DRAFT, Stage.WAITING):
        return []
    return [each.id for each in await attachments.of_announcement(ctx.unit, kept.origin or kept.id)]


MOST_PATIENCE = MINUTE


async def waits_for_files(ctx: Context, files: Sequence[int], *, since: Instant) -> bool:
    """Whether a file that goes along is still being made or cleaned; after a minute the words leave without it."""
    found = await attachments.by_ids(ctx.unit, files) if files and ctx.now < since + MOST_PATIENCE else ()
    return any(each.state is AttachmentState.WAITING for each in found)


async def reach(ctx: Context, kept: Announcement, shown: Prompt) -> Reach:
    """Whom it would reach, each in their own language, and what that costs."""
    by_channel: Counter[str] = Counter()
    parts, cost, as_sms, is_cut = 0, Decimal(0), "", False
    counts = await announcements.head_count(ctx.unit, kept, ctx.channels, ctx.now)
    previews = {language: {each.channel: each for each in ctx.previews.of(shown, language)} for _, language in counts}
    for (channel, language), count in counts.items():
        by_channel[channel] += count
        preview = previews[language].get(channel)
        if preview is None:
            continue
        parts += count * preview.parts
        cost += count * preview.parts * preview.price
        is_cut = is_cut or preview.is_cut
        if preview.parts and (not as_sms or language == "pl"):
            as_sms = preview.text
    of_team = kept.audience.role == TEAM and kept.corrects is None
    groups = await announcements.groups(ctx.unit, kept.audience.district, ctx.now) if of_team else 0
    return Reach(by_channel, parts, cost, as_sms, is_cut, groups)


async def show(ctx: Context, kept: Announcement, room: Dialogue, changes: Mapping[str, Text]) -> None:
    """The card with what can be done about it; `changes` are the answers that `room` can ask once more (its link "again")."""
    shown = await as_read(ctx, kept)
    found = await reach(ctx, kept, shown)
    drop = drop_button(room, t("Delete the draft"), kept.id)
    if not found and kept.corrects is None:
        body = t("Nobody there has asked for announcements, so nobody would get it. Please choose another audience.")
        ctx.say(Prompt((body,), (Button(t("Another audience"), room.to("again", f"audience.{kept.id}")), drop)))
        return
    if found.is_cut:
        body = t("As an SMS this text is too long: its end would be missing. Please shorten it.")
        shorter = tuple(Button(label, room.to("again", f"{slot}.{kept.id}")) for slot, label in changes.items())
        ctx.say(Prompt((body,), (*shorter, drop)))
        return
    version = f"{kept.id}.{kept.version}"
    alert = kept.severity is Severity.ALERT
    first = (
        Button(t("Send at once, signed afterwards"), f"coordinator.approve.urgent:{version}", key="T")
        if alert and kept.by_officer
        else Button(t("Send for approval"), f"coordinator.approve.ask:{version}", key="T")
    )
    buttons = [first]
    if kept.meeting is None:
        buttons.append(
            Button(t("It is not urgent"), room.to("urgent", f"no.{kept.id}"))
            if alert
            else Button(t("It is urgent"), room.to("urgent", f"yes.{kept.id}"))
        )
    buttons += [Button(label, room.to("again", f"{slot}.{kept.id}"), minor=True) for slot, label in changes.items()]
    head = t("**Let us check before sending**")
    ctx.say(views.card(kept, shown, found, (*buttons, drop), head, ctx.zone), about=kept.card)
