"""The agenda of a called meeting, written anew: a second person approves it like the invitation, and whoever got that one gets this.

Where the invitation stands in a chat, it is changed there; elsewhere the new agenda is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.coordinator import card
from handlers.coordinator.asking import agenda_in, personal_in
from handlers.coordinator.authors import is_officer_of, writes
from handlers.coordinator.drafting import Drafting
from handlers.coordinator.meetings import list_link, to_run
from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue
from handlers.texts import t
from storage.announcing import Announcement, Draft, Severity
from storage.models import Prompt
from storage.repositories import announcements, meetings

agenda = Dialogue("coordinator.agenda", who=writes)
State = Mapping[str, Any]


@agenda.link("begin")
async def begin(ctx: Context, argument: str) -> None:
    """[Change the agenda], under one of its times that is still to come."""
    if not argument:
        await list_link(ctx, "")
        return
    found = await to_run(ctx, argument)
    if found is not None and draft.is_free(ctx):
        await draft.advance(ctx, {"id": None, "meeting": found[0].id, "occurrence": found[1].id})


async def ready(ctx: Context, state: State) -> None:
    """The card of what whoever was asked will read."""
    found = await to_run(ctx, str(state["occurrence"]))
    invitation = None if found is None else await announcements.invitation(ctx.unit, found[0].id)
    if found is None or invitation is None:
        ctx.end()
        return
    meeting, occurrence = found
    by_officer = await is_officer_of(ctx, meeting.draft.district)
    words = {"": "\n".join(state["agenda"])}
    given = Draft(invitation.audience, words, Severity.NOTICE, ctx.quiet.over(ctx.now), occurrence.starts_at, by_officer=by_officer, soon=True)
    if state["id"] is None:
        about = {"corrects": invitation.id, "meeting": meeting.id}
        id = await announcements.add(ctx.unit, given, author=ctx.me.id, urn=ctx.update.urn, now=ctx.now, **about)
    else:
        id = int(state["id"])
        announcements.change(ctx.unit, id, given, ctx.now)
    agenda.goto(ctx, "card", {**state, "id": id})
    kept = await announcements.unattended(ctx.unit, id)
    if kept is not None:
        await _show(ctx, kept)


async def _show(ctx: Context, kept: Announcement) -> None:
    await card.show(ctx, kept, agenda, {"agenda": t("Change the agenda")})


draft = Drafting(agenda, "agenda", "checked", then=ready, show=_show, anew=t("Meetings of the team"))


@draft.asks("agenda")
async def ask_agenda(ctx: Context, state: State) -> None:
    meeting = await meetings.unattended(ctx.unit, int(state["meeting"]))
    body = t("Please write the whole agenda anew: the first line is the subject, each line below it is a point. No names, no flats.")
    joined = t("Questions that have joined it stay.")
    ctx.say(Prompt((body, *((joined,) if meeting is not None and meeting.extra else ())), (draft.cancel(state),)))


@draft.takes("agenda")
async def take_agenda(ctx: Context, state: State, text: str) -> State | None:
    lines = agenda_in(ctx, text)
    return None if lines is None else {**state, "agenda": lines, "checked": None if personal_in(ctx, text) else True}


draft.checks(lambda state: "\n".join(state["agenda"]), take_agenda)


agenda.attachments(draft.without_files)


@agenda.link("open")
async def reopened(ctx: Context, argument: str) -> None:
    """[Open the draft]: one that was not approved, or was taken back, by whoever wrote it."""
    kept = await draft.own(ctx, argument)
    next_time = None if kept is None or kept.meeting is None else await meetings.next_occurrence(ctx.unit, kept.meeting, ctx.now)
    if kept is None or next_time is None:
        draft.over(ctx)
        return
    if not draft.is_this(ctx, str(kept.id)) and not draft.is_free(ctx):
        return
    known = {"id": kept.id, "meeting": kept.meeting, "occurrence": next_time.id}
    await ready(ctx, {**known, "agenda": kept.text.splitlines(), "checked": True})  # its times may have changed meanwhile


@agenda.link("again")
async def again(ctx: Context, argument: str) -> None:
    """[Change the agenda]: once more."""
    slot, _, number = argument.partition(".")
    if not agenda.is_at(ctx, "card") or not draft.is_this(ctx, number) or slot != "agenda":
        draft.over(ctx)
        return
    await draft.advance(ctx, {**ctx.state, "agenda": None, "checked": None})
