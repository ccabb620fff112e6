"""The address that a resident asks us to remember: what for, how long, and how it goes again.

What the consent says about time is kept by the timer at the end of this file.
"""

from __future__ import annotations

from zlib import crc32

from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import RESTING, Dialogue, residents
from handlers.texts import t
from handlers.views import place as places
from storage.models import DAY, Button, Place, Prompt, Written
from storage.repositories import contacts

my_address = Dialogue("resident.my_address", who=residents)

MOST_FOLLOWED = 3
SILENCE = 730 * DAY
"""Twenty-four months without a word from the person: said in the consent."""


@my_address.link("ask")
async def ask(ctx: Context, _: str) -> None:
    """[Remember my address]: the consent, about the address that was just looked up."""
    looked_up = ctx.state.get("place")
    if looked_up is None:
        ctx.say(Prompt((t("Please write the street and the house number first, for example: Podmiejska 13."),)))
        return
    my_address.goto(ctx, RESTING, {"place": looked_up, "consent": ctx.update.id})
    found = places.load(looked_up)
    ctx.say(
        Prompt(
            (
                t("Remember this address: {place}?", place=found.place.line),
                t(
                    "It will be offered when you report something, and announcements for it come here. "
                    "Only the system knows it; the officer does not see it."
                ),
                t("We delete it after 24 months without a word from you, or at once when you write: delete address."),
            ),
            (Button(t("Remember"), my_address.to("yes", ctx.update.id)), *_follow(ctx, found.place), Button(t("No, thank you"), my_address.to("no"))),
        )
    )


@my_address.link("yes")
async def yes(ctx: Context, consent: str) -> None:
    """[Remember], on the consent that was shown last."""
    if not my_address.is_at(ctx, RESTING) or str(ctx.state.get("consent")) != consent:
        ctx.say(Prompt((t("Please write the street and the house number first, for example: Podmiejska 13."),)))
        return
    found = places.load(ctx.state["place"])
    contacts.remember_address(ctx.unit, ctx.me.id, found.place, ctx.now, district=found.district, announcements=True)
    ctx.set_timer(my_address.to("silence"), f"contact:{ctx.me.id}", ctx.now + SILENCE)
    ctx.did("remember address", f"contact:{ctx.me.id}")
    matter = Button(t("I have a matter for the officer"), "resident.report.new")
    ctx.say(Prompt((t("Remembered: {place}.", place=found.place.line),), (matter, _news())))


def _follow(ctx: Context, place: Place) -> tuple[Button, ...]:
    """Whoever has an address already may want announcements for another one, too: of parents, of work."""
    if ctx.me.address is None or ctx.me.address == place:
        return ()
    return (Button(t("Only announcements for it, besides mine"), my_address.to("follow", ctx.update.id)),)


@my_address.link("follow")
async def follow(ctx: Context, consent: str) -> None:
    """[Only announcements for it, besides mine], on the consent that was shown last."""
    if ctx.me.address is None or not my_address.is_at(ctx, RESTING) or str(ctx.state.get("consent")) != consent:
        ctx.say(Prompt((t("Please write the street and the house number first, for example: Podmiejska 13."),)))
        return
    found = places.load(ctx.state["place"])
    if len(await contacts.followed(ctx.unit, ctx.me.id)) >= MOST_FOLLOWED:
        ctx.say(Prompt((t("Announcements come for {count} more addresses already. One can be ended: FOLLOWED ADDRESSES", count=MOST_FOLLOWED),)))
        return
    contacts.follow(ctx.unit, ctx.me.id, found.place, found.district)
    ctx.did("follow address", f"contact:{ctx.me.id}")
    said = t("Announcements for {place} come here too. To end it: FOLLOWED ADDRESSES", place=found.place.line)
    ctx.say(Prompt((said,), (_news(),)))


@my_address.words("śledzone adresy", "/sledzone", "followed addresses", "відстежувані адреси")
async def followed_words(ctx: Context) -> None:
    """What is followed, each to be ended."""
    found = await contacts.followed(ctx.unit, ctx.me.id)
    if not found:
        ctx.say(Prompt((t("No other address is followed. Please write it, and choose: remember my address."),)))
        return
    buttons = tuple(Button(t("End: {who}", who=place.line), my_address.to("unfollow", _mark(place))) for place, _ in found)
    ctx.say(Prompt((t("Announcements come for these addresses, too:"), *(Written({"": place.line}) for place, _ in found)), buttons))


@my_address.link("unfollow")
async def unfollow(ctx: Context, mark: str) -> None:
    """[End: Widok 7]: this one, whatever has changed since the list was shown."""
    place = next((each for each, _ in await contacts.followed(ctx.unit, ctx.me.id) if _mark(each) == mark), None)
    if place is None:
        ctx.say(Prompt((t("Nothing was changed."),)))
        return
    contacts.unfollow(ctx.unit, ctx.me.id, place)
    ctx.did("unfollow address", f"contact:{ctx.me.id}")
    ctx.say(Prompt((t("No more announcements for {place}.", place=place.line),)))


def _mark(place: Place) -> str:
    """A place as a button names it."""
    return f"{crc32(place.line.encode()):08x}"


def _news() -> Button:
    return Button(t("What is new"), "resident.news.new")


@my_address.link("no")
async def no(ctx: Context, _: str) -> None:
    """[No, thank you]."""
    ctx.say(Prompt((t("All right, nothing is remembered."),)))


@my_address.words("usuń adres", "usun adres", "/usun_adres", "delete address", "видалити адресу")
async def forget_words(ctx: Context) -> None:
    """Gone at once."""
    contacts.forget_address(ctx.unit, ctx.me.id)
    ctx.cancel_timer(my_address.to("silence"), f"contact:{ctx.me.id}")
    ctx.did("forget address", f"contact:{ctx.me.id}")
    ctx.say(Prompt((t("The address is deleted. Reports that were sent stay as they are."),)))


@my_address.timer("silence")
async def silence(ctx: Context, _: str) -> None:
    """Twenty-four months have passed since it was remembered; if there were words since, from the last of them."""
    last = await contacts.last_words(ctx.unit, ctx.me.id)
    if last is not None and last + SILENCE > ctx.now:
        ctx.set_timer(my_address.to("silence"), f"contact:{ctx.me.id}", last + SILENCE)
        return
    contacts.forget_address(ctx.unit, ctx.me.id)
