"""An announcement: as residents read it, and as its authors see it before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import ZoneInfo

from handlers.rules.public import Personal
from handlers.texts import t, tn
from handlers.views.answering import officer_name
from handlers.views.repeats import repeats
from storage.announcing import TEAM, Announcement, Audience, Figure, Severity, Stage, Topic
from storage.models import Button, Moment, Prompt, Style, Text, Written

OFF = "resident.news.off"


def sender(announcement: Announcement) -> Text:
    """Its head: whose it is, as everybody reads it."""
    district = announcement.audience.district
    urgent = announcement.severity is Severity.ALERT
    if announcement.corrects is not None:
        return t("**Correction · district {district}**", district=district)
    if announcement.by_officer and urgent:
        return t("**Urgent: the officer of district {district}**", district=district)
    if announcement.by_officer:
        return t("**Officer · district {district}**", district=district)
    if urgent:
        return t("**Urgent: coordination team · district {district}**", district=district)
    return t("**Coordination team · district {district}**", district=district)


def as_read(announcement: Announcement, files: Sequence[int] = ()) -> Prompt:
    """What the people of the audience get; `files` are the attachments that go with it."""
    district = announcement.audience.district
    words = Written(announcement.words)
    name = officer_name(district)
    urgent = announcement.severity is Severity.ALERT
    if announcement.corrects is not None:
        short = t("CORRECTION, district {district}: {words}", district=district, words=words)
    elif urgent:
        short = t("URGENT, district {district}: {words}", district=district, words=words)
    else:
        short = t("District {district}: {words} No announcements: STOP OGL", district=district, words=words)
    of_team = announcement.audience.role == TEAM
    if of_team and announcement.corrects is None and not urgent:
        short = t("To the team of district {district}: {words}", district=district, words=words)
    off = () if of_team else (Button(t("No announcements"), OFF, minor=True),)  # whoever belongs to a team gets what is for it
    in_polish_only = t("Your answer is read by: {name}. The text is in Polish only.", name=name)
    return Prompt(
        (sender(announcement), words, in_polish_only if len(announcement.words) == 1 else t("Your answer is read by: {name}.", name=name)),
        (*off, *((Button(t("Topics"), "resident.news.topics", minor=True),) if announcement.topic else ())),
        short=short,
        attachments=tuple(files),
    )


def audience_name(audience: Audience) -> Text:
    """Whom it is for."""
    if audience.role == TEAM:
        return t("the coordination team of district {district}", district=audience.district)
    if not audience.street:
        return t("the whole district {district}", district=audience.district)
    return t("{place}, district {district}", place=audience.place, district=audience.district)


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom something would reach, and what that costs: the head count by channel ('' cannot be reached now), SMS parts, złoty."""

    counts: Mapping[str, int]
    parts: int
    cost: Decimal
    as_sms: str
    """How it reads by SMS; empty where nobody gets one."""
    is_cut: bool
    """Whether somebody would miss its end."""
    groups: int = 0
    """Groups of the team in which it would stand too."""

    def __bool__(self) -> bool:
        return bool(self.counts)


def reach(found: Reach) -> tuple[Text, ...]:
    """The head count by channel, and what the SMS cost."""
    reached = {channel: count for channel, count in found.counts.items() if channel}
    lines = [tn("It is for {count} person.", "It is for {count} people.", sum(reached.values()))]
    lines += [t("{channel}: {count}", channel=channel, count=count) for channel, count in reached.items()]
    if found.groups:
        lines.append(tn("And {count} group of the team.", "And {count} groups of the team.", found.groups))
    if found.counts.get(""):
        lines.append(t("Cannot be reached now: {count}.", count=found.counts[""]))
    if found.parts:
        lines.append(t("SMS: {parts} parts, {cost} zł.", parts=found.parts, cost=f"{found.cost:.2f}".replace(".", ",")))
    return tuple(lines)


def card(announcement: Announcement, shown: Prompt, found: Reach, buttons: tuple[Button, ...], head: Text, zone: ZoneInfo) -> Prompt:
    """Before it leaves: exactly what will, to whom, when, how often."""
    often = repeats(announcement.rule, announcement.first_at, zone, skips_holidays=announcement.skips_holidays)
    topic = () if not announcement.topic else (t("Topic: {topic}", topic=TOPICS[Topic(announcement.topic)]),)
    return Prompt(
        (
            head,
            t("For: {audience}", audience=audience_name(announcement.audience)),
            *(_quoted(block) for block in shown.body),
            leaves(announcement),
            *often,
            *((t("The following times leave with this text."),) if announcement.also_following else ()),
            *topic,
            *reach(found),
            *((t("By SMS it reads: {words}", words=found.as_sms),) if found.as_sms else ()),
        ),
        buttons,
        attachments=shown.attachments,
        whole=True,
    )


def _quoted(block: Text | Written) -> Text | Written:
    """Words that a person wrote, in every language in which they were written."""
    if not isinstance(block, Written):
        return block
    return Written({"": "\n".join(f"{language}: „{words}”" if language else f"„{words}”" for language, words in block.words.items())})


def leaves(announcement: Announcement) -> Text:
    """When, said in full."""
    return t(
        "It leaves {day} at {clock}; until {last} it is valid.",
        day=Moment(announcement.due_at, Style.DAY),
        clock=Moment(announcement.due_at, Style.CLOCK),
        last=Moment(announcement.expires_at, Style.DATE),
    )


_STAGES = {
    Stage.DRAFT: t("It is a draft."),
    Stage.WAITING: t("It waits for a second person."),
    Stage.APPROVED: t("It is approved and has not left yet."),
    Stage.SENDING: t("It is being sent."),
    Stage.SENT: t("It was sent to everybody it was for."),
    Stage.STOPPED: t("It was stopped."),
    Stage.EXPIRED: t("Its time was over; it was not sent."),
    Stage.DROPPED: t("It was deleted; nothing was sent."),
}


def stage(announcement: Announcement) -> Text:
    """Where it stands."""
    return _STAGES[announcement.stage]


TOPICS = {
    Topic.SAFETY: t("Safety"),
    Topic.WORKS: t("Repairs and breaks in supply"),
    Topic.CHILDREN: t("School and children"),
    Topic.EVENTS: t("Events"),
}


_PERSONAL = {
    Personal.NAME: t("a name"),
    Personal.FLAT: t("the number of a flat"),
    Personal.PLATE: t("a number plate"),
}


def personal(found: frozenset[Personal]) -> tuple[Text, ...]:
    """What seems to stand in the text."""
    return tuple(t("In the text there is {what}.", what=_PERSONAL[each]) for each in Personal if each in found)


_ENDED = {
    "waiting": t("waiting"),
    "under_way": t("on their way"),
    "sent": t("sent"),
    "delivered": t("delivered"),
    "undelivered": t("not delivered"),
    "rejected": t("refused"),
    "unreachable": t("cannot be reached"),
    "uncertain": t("uncertain"),
    "expired": t("expired"),
    "skipped": t("stopped"),
}


def figures(announcement: Announcement, counted: Sequence[Figure]) -> tuple[Text, ...]:
    """What became of it; the lines add up to the first."""
    total = sum(each.count for each in counted)
    lines = [t("**Announcement no. {number}**: {count} messages", number=announcement.id, count=total)]
    lines += [t("{channel}, {ended}: {count}", channel=each.channel or "–", ended=_ENDED[each.ended], count=each.count) for each in counted]
    return tuple(lines)
