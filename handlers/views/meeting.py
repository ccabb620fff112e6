"""A meeting: as whoever is asked reads it, and as whoever runs it sees it."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from handlers.texts import t, tn
from handlers.views import repeats as repeated
from handlers.views.answering import officer_name
from handlers.views.attached import position_line
from storage.meeting import Answer, Comers, Meeting, MeetingDraft, Occurrence, Occurs
from storage.models import MINUTE, Button, Instant, Moment, Prompt, Style, Text, Written


def when(starts_at: Instant, minutes: int) -> Text:
    """ "w środę, 12 czerwca 2024, 18:00–19:30": always said in full."""
    end = starts_at + minutes * MINUTE
    return t("{day}, {begin}–{end}", day=Moment(starts_at, Style.DAY), begin=Moment(starts_at, Style.CLOCK), end=Moment(end, Style.CLOCK))


def when_short(starts_at: Instant) -> Moment:
    """The same for an SMS."""
    return Moment(starts_at, Style.AT_SHORT)


def times_of(draft: MeetingDraft, zone: ZoneInfo) -> tuple[tuple[Instant, ...], tuple[Instant, ...]]:
    """When it happens, and on which public holidays it does not."""
    return repeated.times_of(draft.rule, draft.starts_at, zone, skips_holidays=draft.skips_holidays)


def repeats(draft: MeetingDraft, coming: Sequence[Occurrence], zone: ZoneInfo) -> tuple[Text, ...]:
    """How often, by its dates: those that are still to come, or before it is called those that its rule gives."""
    if not coming or not draft.rule:
        return repeated.repeats(draft.rule, draft.starts_at, zone, skips_holidays=draft.skips_holidays)
    held = sorted(each.starts_at for each in coming if each.state is Occurs.PLANNED)
    return repeated.dates(held, [each.starts_at for each in coming if each.state is Occurs.HOLIDAY])


def head(meeting: Meeting) -> Text:
    """Whose meeting it is."""
    district = meeting.draft.district
    if meeting.draft.of_team:
        return t("**Meeting of the coordination team · district {district}**", district=district)
    if meeting.draft.by_officer:
        return t("**Meeting with the officer of district {district}**", district=district)
    return t("**Meeting · district {district}**", district=district)


def agenda(meeting: Meeting) -> tuple[Text, ...]:
    """What it is about, and its points."""
    points = [t("{number}. {point}", number=number, point=Written({"": point})) for number, point in enumerate(meeting.points, 1)]
    return (t("**{title}**", title=Written({"": meeting.title})), *points)


def facts(meeting: Meeting, starts_at: Instant) -> tuple[Text, ...]:
    """When and where."""
    position = () if meeting.draft.position is None else (position_line(*meeting.draft.position),)
    return (
        t("When: {when}", when=when(starts_at, meeting.draft.minutes)),
        t("Where: {place}", place=Written({"": meeting.draft.place})),
        *position,
    )


def invitation(meeting: Meeting, coming: Sequence[Occurrence], zone: ZoneInfo, files: Sequence[int] = (), *, anew: bool = False) -> Prompt:
    """What whoever is asked gets; `coming` are its times that are still to come, none before it is called. `anew`: with another agenda."""
    draft = meeting.draft
    starts_at = min((each.starts_at for each in coming if each.state is Occurs.PLANNED), default=draft.starts_at)
    seats = () if draft.seats is None else (tn("There is {count} seat.", "There are {count} seats.", draft.seats),)
    ask = t("Will you come? Questions may be sent beforehand: {name} reads them.", name=officer_name(draft.district))
    off = (Button(t("No announcements"), "resident.news.off", minor=True),) if not draft.of_team else ()
    changed = (t("The agenda has changed."),) if anew else ()
    at, title = when_short(starts_at), Written({"": meeting.title})
    short = (
        t("NEW AGENDA of the meeting {at}. Subject: {title}. Will you come? YES or NO. A question: P", at=at, title=title)
        if anew
        else t(
            "{head}: {at}, {where}. Subject: {title}. Will you come? YES or NO. A question: P",
            head=_short_head(meeting),
            at=at,
            where=Written({"": draft.place}),
            title=title,
        )
    )
    return Prompt(
        (head(meeting), *changed, *agenda(meeting), *facts(meeting, starts_at), *repeats(draft, coming, zone), *seats, ask),
        (*answers(meeting, None), Button(t("Ask a question"), f"resident.come.ask:{meeting.id}", key="P", minor=True), *off),
        short=short,
        attachments=tuple(files),
    )


def _short_head(meeting: Meeting) -> Text:
    return t("Meeting with the officer") if meeting.draft.by_officer and not meeting.draft.of_team else t("Meeting")


OWN_ANSWERS = {Answer.YES: t("I will come"), Answer.NO: t("I will not come"), Answer.UNSURE: t("I do not know yet")}


def answers(meeting: Meeting, occurrence: Occurrence | None) -> tuple[Button, ...]:
    """[I come], [I do not], [I do not know]; for one time, or for all of them."""
    about = f"{meeting.id}" if occurrence is None else f"{meeting.id}.{occurrence.id}"
    keys = {Answer.YES: "T", Answer.NO: "N", Answer.UNSURE: "W"}
    return tuple(Button(said, f"resident.come.{answer.value}:{about}", key=keys[answer]) for answer, said in OWN_ANSWERS.items())


def reminder(meeting: Meeting, occurrence: Occurrence, *, tomorrow: bool) -> Prompt:
    """Before it begins, to whoever comes or may come."""
    at, where, title = when_short(occurrence.starts_at), Written({"": meeting.draft.place}), Written({"": meeting.title})
    said = (
        t("We remind you: the meeting is tomorrow, {at}, {where}. Subject: {title}. Not coming: N", at=at, where=where, title=title)
        if tomorrow
        else t("We remind you of the meeting {at}, {where}. Subject: {title}. Not coming: N", at=at, where=where, title=title)
    )
    first = t("**We remind you: the meeting is tomorrow**") if tomorrow else t("**We remind you of the meeting**")
    return Prompt((first, *agenda(meeting)[:1], *facts(meeting, occurrence.starts_at)), answers(meeting, occurrence), short=said)


def moved(meeting: Meeting, occurrence: Occurrence, was_at: Instant, files: Sequence[int]) -> Prompt:
    """Another time: the old one is named, so that nobody goes there; `was_at` is 0 where it was moved before, and people know several."""
    at, where = when_short(occurrence.starts_at), Written({"": meeting.draft.place})
    if was_at:
        former = t("The former time is not valid any more: {when}.", when=when(was_at, meeting.draft.minutes))
        short = t(
            "NEW TIME of the meeting: {at}, {where}. The former one ({former}) is not valid. Does it not suit you? Reply NO",
            at=at,
            where=where,
            former=when_short(was_at),
        )
    else:
        former = t("All former times are not valid any more.")
        short = t("NEW TIME of the meeting: {at}, {where}. All former times are not valid. Does it not suit you? Reply NO", at=at, where=where)
    return Prompt(
        (
            t("**The meeting has another time**"),
            *agenda(meeting)[:1],
            *facts(meeting, occurrence.starts_at),
            former,
        ),
        answers(meeting, occurrence),
        short=short,
        attachments=tuple(files),
    )


def relocated(meeting: Meeting, occurrence: Occurrence, files: Sequence[int], *, was_moved: bool) -> Prompt:
    """Another place; `was_moved`: perhaps another time, too, which not everybody knows."""
    return Prompt(
        (
            t("**The meeting is in another place**"),
            *agenda(meeting)[:1],
            *facts(meeting, occurrence.starts_at),
            t("The former place is not valid any more."),
            *((t("All former times are not valid any more."),) if was_moved else ()),
        ),
        answers(meeting, occurrence),
        short=t(
            "NEW PLACE of the meeting {at}: {where}. The former one is not valid any more.",
            at=when_short(occurrence.starts_at),
            where=Written({"": meeting.draft.place}),
        ),
        attachments=tuple(files),
    )


def called_off(meeting: Meeting, occurrence: Occurrence, files: Sequence[int], *, all_times: bool) -> Prompt:
    """It does not take place: this time, or at all."""
    at, where, at_all = when_short(occurrence.starts_at), Written({"": meeting.draft.place}), all_times and bool(meeting.draft.rule)
    last = t("It is not held any more at all.") if at_all else t("Sorry for the trouble.")
    short = (
        t("CALLED OFF: the meeting {at}, {where}, and all that were to follow. Sorry for the trouble.", at=at, where=where)
        if at_all
        else t("CALLED OFF: the meeting {at}, {where}. Sorry for the trouble.", at=at, where=where)
    )
    return Prompt(
        (
            t("**The meeting is called off**"),
            *agenda(meeting)[:1],
            t("It was to be: {when}", when=when(occurrence.starts_at, meeting.draft.minutes)),
            last,
        ),
        short=short,
        attachments=tuple(files),
    )


ANSWERS = {Answer.YES: t("comes"), Answer.NO: t("does not come"), Answer.UNSURE: t("does not know yet")}


def comers(found: Comers, seats: int | None) -> tuple[Text, ...]:
    """How many come; residents are counted and never named."""
    lines = [
        t("Coming: {yes}. Not coming: {no}. Do not know: {unsure}. No answer: {silent}.",
          yes=found[Answer.YES], no=found[Answer.NO], unsure=found[Answer.UNSURE], silent=found.silent),
    ]  # fmt: skip
    if seats is not None:
        lines.append(t("Seats: {seats}, still free: {free}.", seats=seats, free=max(seats - found[Answer.YES], 0)))
    return tuple(lines)


STATES = {Occurs.PLANNED: t("is held"), Occurs.CANCELLED: t("is called off"), Occurs.HOLIDAY: t("is not held: public holiday")}


def line(meeting: Meeting, occurrence: Occurrence) -> Text:
    """One line of a list."""
    return t(
        "· {when}, {place}: {title}",
        when=when(occurrence.starts_at, meeting.draft.minutes),
        place=Written({"": meeting.draft.place}),
        title=Written({"": meeting.title}),
    )


def question_card(meeting: Meeting, id: int, text: str) -> Prompt:
    """A question that was sent in, as the officer reads it."""
    return Prompt(
        (t("**A question to the meeting**: {title}", title=Written({"": meeting.title})), Written({"": f"„{text}”"}), t("Nobody sees who asks.")),
        (
            Button(t("Into the agenda"), f"officer.questions.take:{id}", key="T"),
            Button(t("Write it anew"), f"officer.questions.rewrite:{id}", key="P"),
            Button(t("Not into the agenda"), f"officer.questions.leave:{id}", key="N"),
        ),
    )


def question_to_team(meeting: Meeting, text: str) -> Prompt:
    """The same for the members of the team, whom its author has let read it."""
    return Prompt(
        (t("**A question to the meeting**: {title}", title=Written({"": meeting.title})), Written({"": f"„{text}”"}), t("Nobody sees who asks."))
    )
