"""An announcement: as residents read it, and as its authors see it before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from handlers.dialogue.ports import Preview
from handlers.rules.public import Personal
from handlers.texts import t, tn
from handlers.views.answering import officer_name
from storage.announcing import Announcement, Audience, Figure, Severity, Stage
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


def as_read(announcement: Announcement) -> Prompt:
    """What the people of the audience get."""
    district = announcement.audience.district
    urgent = announcement.severity is Severity.ALERT
    if announcement.corrects is not None:
        short = t("CORRECTION, district {district}: {words}", district=district, words=announcement.words)
    elif urgent:
        short = t("URGENT, district {district}: {words}", district=district, words=announcement.words)
    else:
        short = t("District {district}: {words} No announcements: STOP OGL", district=district, words=announcement.words)
    return Prompt(
        (sender(announcement), Written({"": announcement.words}), t("Your answer is read by: {name}.", name=officer_name(district))),
        (Button(t("No announcements"), OFF, minor=True),),
        short=short,
    )


def audience_name(audience: Audience) -> Text:
    """Whom it is for."""
    if not audience.street:
        return t("the whole district {district}", district=audience.district)
    return t("{place}, district {district}", place=audience.place, district=audience.district)


def reach(counts: Mapping[str, int], previews: Sequence[Preview]) -> tuple[Text, ...]:
    """The head count by channel, and what the SMS cost."""
    reached = {channel: count for channel, count in counts.items() if channel}
    lines = [tn("It is for {count} person.", "It is for {count} people.", sum(reached.values()))]
    lines += [t("{channel}: {count}", channel=channel, count=count) for channel, count in reached.items()]
    if counts.get(""):
        lines.append(t("Cannot be reached now: {count}.", count=counts[""]))
    parts = sum(counts.get(each.channel, 0) * each.parts for each in previews)
    cost = sum((counts.get(each.channel, 0) * each.parts * each.price for each in previews), Decimal(0))
    if parts:
        lines.append(t("SMS: {parts} parts, {cost} zł.", parts=parts, cost=f"{cost:.2f}".replace(".", ",")))
    return tuple(lines)


def card(announcement: Announcement, counts: Mapping[str, int], previews: Sequence[Preview], buttons: tuple[Button, ...], head: Text) -> Prompt:
    """Before it leaves: exactly what will, to whom, when."""
    as_sms = next((each for each in previews if each.parts and counts.get(each.channel)), None)
    return Prompt(
        (
            head,
            t("For: {audience}", audience=audience_name(announcement.audience)),
            sender(announcement),
            Written({"": f"„{announcement.words}”"}),
            leaves(announcement),
            *reach(counts, previews),
            *((t("By SMS it reads: {words}", words=as_sms.text),) if as_sms is not None else ()),
        ),
        buttons,
    )


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
