"""Announcements, as residents deal with them: off, on again, what is new, and an answer."""

from __future__ import annotations

from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue, residents
from handlers.dialogue.ports import Found
from handlers.resident.report import begin
from handlers.texts import t
from handlers.views import place as places
from storage.announcing import Stage
from storage.models import Button, Place, Prompt, Written
from storage.repositories import announcements, contacts

news = Dialogue("resident.news", who=residents)

MOST = 5


@news.words("stop ogl", "bez ogłoszeń", "stop ogłoszenia", "/bez_ogloszen", "no announcements", "без оголошень")
async def off_words(ctx: Context) -> None:
    await off(ctx, "")


@news.link("off")
async def off(ctx: Context, _: str) -> None:
    """[No announcements]: answers in matters still come."""
    contacts.want_announcements(ctx.unit, ctx.me.id, False)
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


@news.words("co nowego", "/co_nowego", "what is new", "що нового")
async def what_is_new(ctx: Context) -> None:
    """The latest announcements of the own district that are still valid."""
    home = None if ctx.me.address is None else ctx.town.resolve(ctx.me.address.line)
    if not isinstance(home, Found):
        said = t("Announcements come for an address. Please write yours, for example Podmiejska 13, and have it remembered.")
        ctx.say(Prompt((said,), short=said))
        return
    latest = await announcements.latest(ctx.unit, home.district, (Stage.SENDING, Stage.SENT), MOST)
    valid = [each for each in latest if each.expires_at > ctx.now]
    if not valid:
        said = t("There is nothing new in district {district}.", district=home.district)
        ctx.say(Prompt((said,), short=said))
        return
    ctx.say(Prompt((t("**New in district {district}**", district=home.district), *(Written({"": f"· {each.words}"}) for each in valid))))


@news.reply("announcement")
async def answered(ctx: Context, number: str) -> bool:
    """A reply to an announcement is a matter for the officer: nobody else reads it, and the card says so before it is sent."""
    found = await announcements.unattended(ctx.unit, int(number)) if number.isdecimal() else None
    if found is None or (not ctx.update.text and not ctx.update.attachments):
        return False
    district = found.audience.district
    place = places.dump(Found(Place(found.audience.place or f"rejon {district}"), district))
    await begin(ctx, words=ctx.update.text or None, suggestion=None, brought=ctx.update.attachments, place=place, announcement=found.id)
    return True
