"""Announcements, as residents deal with them: off, on again, what is new, and an answer."""

from __future__ import annotations

import re

from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue
from handlers.dialogue.ports import Found
from handlers.resident.come import asked_by_reply
from handlers.resident.own import own_report
from handlers.resident.report import begin
from handlers.texts import t
from handlers.views import place as places
from handlers.views.announcement import TOPICS
from storage.announcing import Severity, Topic
from storage.models import DAY, Button, Moment, Place, Prompt, Report, Style, Written
from storage.repositories import announcements, contacts, meetings, reports, staff

news = Dialogue("resident.news")

MOST = 5


@news.words("stop ogl", "bez ogłoszeń", "stop ogłoszenia", "stop ogłoszeń", "nie chcę ogłoszeń", "/bez_ogloszen", "no announcements", "без оголошень")
async def off_words(ctx: Context) -> None:
    await off(ctx, "")


@news.link("off")
async def off(ctx: Context, _: str) -> None:
    """[No announcements]: answers in matters still come."""
    contacts.want_announcements(ctx.unit, ctx.me.id, False)
    announcements.skip_waiting(ctx.unit, ctx.me.id, ctx.now)
    ctx.did("announcements off", f"contact:{ctx.me.id}")
    ctx.say(
        Prompt(
            (t("There will be no more announcements. Answers in your matters still come."),),
            (Button(t("Announcements again"), news.to("on"), minor=True),),
            short=t("No more announcements. Answers in your matters still come. Without any SMS: STOP. Again: ANNOUNCEMENTS"),
        )
    )


@news.words("ogłoszenia", "/ogloszenia", "announcements", "оголошення так")
async def on_words(ctx: Context) -> None:
    await on(ctx, "")


@news.link("on")
async def on(ctx: Context, _: str) -> None:
    """[Announcements again]: for the remembered address."""
    if ctx.me.address is None:
        said = t("Announcements come for an address. Please write yours, for example Podmiejska 13, and have it remembered.")
        ctx.say(Prompt((said,), short=said))
        return
    contacts.want_announcements(ctx.unit, ctx.me.id, True)
    ctx.did("announcements on", f"contact:{ctx.me.id}")
    said = t("Announcements for your address come here. To end: STOP OGL")
    ctx.say(Prompt((said,), short=said))


MUTED = {"day": (t("For a day"), DAY), "week": (t("For a week"), 7 * DAY), "month": (t("For a month"), 30 * DAY)}


@news.words("wycisz", "/wycisz", "mute", "тихо")
async def mute_words(ctx: Context) -> None:
    """For how long; what is urgent, and answers in one's own matters, still come."""
    buttons = tuple(Button(label, news.to("mute", key)) for key, (label, _) in MUTED.items())
    body = t("For how long shall announcements wait? What is urgent, and answers in your matters, still come.")
    ctx.say(Prompt((body,), (*buttons, Button(t("Not any longer"), news.to("mute", "over"), minor=True))))


@news.link("mute")
async def mute(ctx: Context, key: str) -> None:
    """[For a day], [For a week], [For a month], or over."""
    chosen = MUTED.get(key)
    until = None if chosen is None else ctx.now + chosen[1]
    contacts.mute(ctx.unit, ctx.me.id, until)
    ctx.did("mute", f"contact:{ctx.me.id}")
    said = t("Announcements come again.") if until is None else t("Announcements wait until {date}.", date=Moment(until, Style.DATE))
    ctx.say(Prompt((said,), short=said))


@news.pattern(r"\s*(?:godziny ciszy|quiet hours|години тиші)\s+(\d{1,2})(?::(\d{2}))?\s*[-–]\s*(\d{1,2})(?::(\d{2}))?\s*")
async def quiet(ctx: Context, match: re.Match[str]) -> bool:
    """ "godziny ciszy 21-8": the person's own, every day."""
    begin, end = (int(match[hour]) * 60 + int(match[hour + 1] or 0) for hour in (1, 3))
    if begin >= 24 * 60 or end > 24 * 60 or begin == end or any(int(match[minute] or 0) > 59 for minute in (2, 4)):
        said = t("Please write hours of the day, for example: quiet hours 21-8.")
    else:
        contacts.quiet_hours(ctx.unit, ctx.me.id, begin, end % (24 * 60))
        ctx.did("quiet hours", f"contact:{ctx.me.id}")
        hours = {"begin": f"{begin // 60}:{begin % 60:02}", "end": f"{end // 60}:{end % 60:02}"}
        said = t("Quiet hours from {begin} to {end}: announcements wait. What is urgent still comes.", **hours)
    ctx.say(Prompt((said,), short=said))
    return True


@news.words("tematy", "/tematy", "topics", "теми")
async def topics_words(ctx: Context) -> None:
    await topics(ctx, "")


@news.link("topics")
async def topics(ctx: Context, _: str) -> None:
    """Which topics come, each to be switched."""
    unwanted = await contacts.unwanted_topics(ctx.unit, ctx.me.id)
    lines = [t("· {topic}: no", topic=name) if topic.value in unwanted else t("· {topic}: yes", topic=name) for topic, name in TOPICS.items()]
    buttons = tuple(
        Button(t("{topic} again", topic=name), news.to("want", topic.value))
        if topic.value in unwanted
        else Button(t("Without: {topic}", topic=name), news.to("unwant", topic.value))
        for topic, name in TOPICS.items()
    )
    ctx.say(Prompt((t("**Topics of announcements**"), *lines, t("What is urgent, and what has no topic, always comes.")), buttons))


@news.link("want")
async def want(ctx: Context, value: str) -> None:
    """[School and children again]."""
    await _switch(ctx, value, wanted=True)


@news.link("unwant")
async def unwant(ctx: Context, value: str) -> None:
    """[Without: school and children]."""
    await _switch(ctx, value, wanted=False)


async def _switch(ctx: Context, value: str, *, wanted: bool) -> None:
    if value in list(Topic):
        contacts.want_topic(ctx.unit, ctx.me.id, value, wanted)
        ctx.did("topic", f"contact:{ctx.me.id}")
    await topics(ctx, "")


@news.words("co nowego", "/co_nowego", "what is new", "що нового")
async def what_is_new_words(ctx: Context) -> None:
    await what_is_new(ctx, "")


@news.link("new")
async def what_is_new(ctx: Context, _: str) -> None:
    """The latest announcements that are still valid, and the next meeting, for the own address and those that are followed."""
    home = None if ctx.me.address is None else ctx.town.resolve(ctx.me.address.line)
    addresses = [(home.place, home.district)] if isinstance(home, Found) else []
    addresses += [(place, district) for place, district in await contacts.followed(ctx.unit, ctx.me.id) if district is not None]
    if not addresses:
        said = t("Announcements come for an address. Please write yours, for example Podmiejska 13, and have it remembered.")
        ctx.say(Prompt((said,), short=said))
        return
    unwanted = await contacts.unwanted_topics(ctx.unit, ctx.me.id)
    valid = {each.id: each for place, district in addresses for each in await announcements.for_address(ctx.unit, district, place, ctx.now, MOST)}
    shown = [each for each in sorted(valid.values(), key=lambda each: -each.id) if each.severity is Severity.ALERT or each.topic not in unwanted][
        :MOST
    ]
    coming = await meetings.coming_for(ctx.unit, ctx.me.id, ctx.now, 1)
    if not shown and not coming:
        said = t("There is nothing new in district {district}.", district=addresses[0][1])
        ctx.say(Prompt((said,), short=said))
        return
    lines = [Written({language: f"· {words}" for language, words in each.words.items()}) for each in shown]
    head = t("**New in district {district}**", district=addresses[0][1]) if len({each for _, each in addresses}) == 1 else t("**What is new**")
    meeting = tuple(Button(t("Meeting: {title}", title=Written({"": each.meeting.title})), f"resident.come.one:{each.meeting.id}") for each in coming)
    ctx.say(Prompt((head, *lines), (*meeting, Button(t("Topics"), news.to("topics"), minor=True))))


@news.reply("announcement")
async def answered(ctx: Context, number: str) -> bool:
    """A reply to an announcement is a matter for the officer: nobody else reads it, and the card says so before it is sent."""
    found = await announcements.unattended(ctx.unit, int(number)) if number.isdecimal() else None
    if found is not None and found.meeting is not None and await asked_by_reply(ctx, str(found.meeting)):
        return True
    if found is None or ctx.me.is_staff or (not ctx.update.text and not ctx.update.attachments):
        return False
    district = found.audience.district
    place = places.dump(Found(Place(found.audience.place or f"rejon {district}"), district))
    await begin(ctx, words=ctx.update.text or None, suggestion=None, brought=ctx.update.attachments, place=place, announcement=found.id)
    return True


@news.link("share")
async def share(ctx: Context, argument: str) -> None:
    """[Let the team read it too]: who that is, and what they read, before it is shown."""
    found = await _answer(ctx, argument)
    if found is None:
        return
    ctx.say(
        Prompt(
            (
                t("The coordination team of district {district} will read this: co-op, estate council, school.", district=found.district),
                Written({"": f"„{found.words}”"}),
                t("Without your name, phone and number of the report."),
            ),
            (
                Button(t("Show it to the team"), news.to("shared", found.number), key="T"),
                Button(t("No, only to the officer"), news.to("kept"), key="N"),
            ),
        )
    )


async def _answer(ctx: Context, argument: str) -> Report | None:
    """The own answer to an announcement; said where there is none."""
    found = await own_report(ctx, argument)
    if found is not None and found.announcement is not None and found.alarm is None:
        return found
    ctx.say(Prompt((t("Only an answer to an announcement can be shown to the team."),)))
    return None


@news.link("kept")
async def kept_to_the_officer(ctx: Context, _: str) -> None:
    """[No, only to the officer]."""
    ctx.say(Prompt((t("All right: only the officer reads it."),)))


@news.link("shared")
async def shared(ctx: Context, argument: str) -> None:
    """[Show it to the team]: the words, to each of its members, without their author."""
    found = await _answer(ctx, argument)
    if found is None:
        return
    if not await reports.share(ctx.unit, found.number, ctx.me.id):
        ctx.say(Prompt((t("The team has it already."),)))
        return
    ctx.did("share answer", found.about)
    words = (t("**An answer to announcement no. {number}**", number=found.announcement or 0), Written({"": f"„{found.words}”"}))
    for member in await staff.team_contacts(ctx.unit, found.district, ctx.now):
        if member != ctx.me.id:
            prompt = Prompt((*words, t("Nobody sees who wrote it; the officer answers.")))
            ctx.tell(f"contact:{member}", prompt, key=f"{found.about}:shared:{member}", about=f"card:{found.announcement}")
    ctx.say(Prompt((t("The team has it, without your name."),)))
