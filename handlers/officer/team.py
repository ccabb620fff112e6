"""The supervisor's team: who is officer where, inviting one, ending a role."""

from __future__ import annotations

import re
from datetime import timedelta

from handlers.acts.invite import HAND_OVER, hand_out
from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue
from handlers.dialogue.update import as_number
from handlers.texts import t
from handlers.texts.moments import instant, local
from handlers.views.answering import officer_name
from storage.models import Button, Contact, Instant, Moment, Prompt, Role, Style, Text
from storage.repositories import staff


def supervisors(contact: Contact) -> bool:
    return contact.has(Role.SUPERVISOR)


team = Dialogue("officer.team", who=supervisors)
_UNTIL = re.compile(r"(?:^|\s)(?:do|until|до)\s+(\d{1,2})\.(\d{1,2})(?:\.(\d{4}))?(?=\s|$)", re.IGNORECASE)
"""An end of the role, before or behind the name."""
BUTTONS = 3


@team.words("zespół", "/zespol", "team", "команда")
async def list_words(ctx: Context) -> None:
    await list_link(ctx, "")


@team.link("list")
async def list_link(ctx: Context, _: str) -> None:
    """Every district with its officers, and those that have none."""
    held = await staff.officers(ctx.unit, ctx.now)
    lines = []
    for each in held:
        who = each.label or t("officer")
        if each.until is None:
            lines.append(t("District {district}: {who}", district=each.district, who=who))
        else:
            lines.append(t("District {district}: {who}, until {until}", district=each.district, who=who, until=Moment(each.until - 1, Style.DATE)))
    vacant = sorted(set(ctx.town.districts) - {each.district for each in held})
    if vacant:
        lines.append(t("Without an officer: {districts}", districts=", ".join(str(number) for number in vacant)))
    ctx.say(Prompt((*lines, *_how())))


def _how() -> tuple[Text, ...]:
    return (
        t("To invite: invite 5 rank and name (or: invite 5 until 31.12 rank and name). To end a role: end role 5."),
        t("For the group of a team: invite team 5 and its name."),
    )


@team.pattern(r"\s*(?:zaproś|zapros|invite|запросити)\s+(\d{1,9})\s+(.{2,80}?)\s*")
async def make(ctx: Context, match: re.Match[str]) -> bool:
    """ "zaproś 5 (do 31.12) st. asp. Kowalska": a code for this district and this person, shown once."""
    district = as_number(match[1])
    if district is None or district not in ctx.town.districts:
        _no_such(ctx, match[1])
        return True
    until, label = None, match[2]
    day = _UNTIL.search(label)
    if day is not None:
        label = f"{label[: day.start()]} {label[day.end() :]}".strip(" ,;")
        until = _end_of_day(ctx, day[1], day[2], day[3])
        if until is None or len(label) < 2:
            ctx.say(Prompt((t("This day is over or does not exist. Please write it like: invite 5 until 31.12 rank and name."),)))
            return True
    about = [t("For: {label}, {role}. It works once, within a day.", label=label, role=officer_name(district))]
    if until is not None:
        about.append(t("The role ends by itself after {until}.", until=Moment(until - 1, Style.DATE)))
    hand_out(ctx, Role.OFFICER, district, label, (*about, HAND_OVER), role_until=until)
    return True


def _no_such(ctx: Context, typed: str) -> None:
    ctx.say(Prompt((t("There is no district {district}. Districts: {districts}.", district=typed, districts=_numbers(ctx)),)))


@team.pattern(r"\s*(?:zaproś|zapros|invite|запросити)\s+(?:zespół|zespol|team|команду)\s+(\d{1,9})\s+(.{2,80}?)\s*")
async def make_team(ctx: Context, match: re.Match[str]) -> bool:
    """ "zaproś zespół 5 SM Dobrzec": a code that links a group of the district's team."""
    district = as_number(match[1])
    if district is None or district not in ctx.town.districts:
        _no_such(ctx, match[1])
        return True
    about = (
        t("For the group of the team: {label}, district {district}. It works once, within a day.", label=match[2], district=district),
        t("In the group, the bot's name is written first, then the code. You hear when it is used."),
    )
    hand_out(ctx, Role.TEAM, district, match[2], about)
    return True


@team.pattern(r"\s*(?:zakończ rolę|zakoncz role|end role)\s+(\d{1,9})\s*")
async def ask_end(ctx: Context, match: re.Match[str]) -> bool:
    """ "zakończ rolę 5": which one, and a second tap."""
    held = [each for each in await staff.officers(ctx.unit, ctx.now) if each.district == as_number(match[1])]
    groups = [each for each in await staff.groups(ctx.unit, ctx.now) if each.district == as_number(match[1])]
    if not held and groups:
        buttons = [Button(t("End: {who}", who=each.label or t("a coordination team's group")), team.to("end", each.id)) for each in groups[:BUTTONS]]
        ctx.say(Prompt((t("Shall the group of the team be linked no more?"),), (*buttons, Button(t("Leave it"), team.to("leave")))))
        return True
    if not held:
        ctx.say(Prompt((t("District {district} has no officer.", district=match[1]),)))
        return True
    ctx.say(
        Prompt(
            (t("End the role {role}? Cases go to the substitute or to you.", role=officer_name(held[0].district)),),
            (
                *(
                    Button(
                        t("End: {who}", who=each.label or t("district {district}, no. {number}", district=each.district, number=each.id)),
                        team.to("end", each.id),
                    )
                    for each in [*held, *groups][: BUTTONS + 1]
                ),
                Button(t("Leave it"), team.to("leave")),
            ),
        )
    )
    return True


@team.pattern(r"\s*(?:zaproś|zapros|invite|запросити|zakończ rolę|zakoncz role|end role)(?:\s.*)?")
async def not_understood(ctx: Context, _: re.Match[str]) -> bool:
    """An order that lacks something: never words for a resident."""
    ctx.say(Prompt(_how()))
    return True


@team.link("leave")
async def leave(ctx: Context, _: str) -> None:
    """[Leave it]."""
    ctx.say(Prompt((t("Nothing was changed."),)))


@team.link("end")
async def end(ctx: Context, argument: str) -> None:
    """The role ends now; the officer is told."""
    number = as_number(argument)
    ended = None if number is None else await staff.end(ctx.unit, number, ctx.now)
    if ended is None:
        ctx.say(Prompt((t("This role has ended already."),)))
        return
    contact, district, role = ended
    ctx.did("end role", f"role:{number}")
    if role is Role.TEAM:
        ctx.say(Prompt((t("The group is linked no more."),)))
        ctx.tell(f"contact:{contact}", Prompt((t("This group is linked with the team no more."),)), key=f"role:{number}:ended")
        return
    ctx.say(Prompt((t("Ended: {role}.", role=officer_name(district)),)))
    ctx.tell(
        f"contact:{contact}",
        Prompt((t("Your role has ended: {role}. Cases are no longer open to you here.", role=officer_name(district)),)),
        key=f"role:{number}:ended",
    )


def _end_of_day(ctx: Context, day: str, month: str, year: str | None) -> Instant | None:
    """The end of a local day in the future (without a year: the next such day); None for one that is over or does not exist."""
    today = local(ctx.now, ctx.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    for each in (int(year),) if year else (today.year, today.year + 1):
        try:
            found = today.replace(year=each, month=int(month), day=int(day), tzinfo=None)
        except ValueError:
            continue
        end = instant((found + timedelta(days=1)).replace(tzinfo=ctx.zone))
        if end > ctx.now:
            return end
    return None


def _numbers(ctx: Context) -> str:
    return ", ".join(str(number) for number in ctx.town.districts)
