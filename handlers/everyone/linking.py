"""One person, two channels: a code that is asked for on the one and entered on the other makes them one contact.

Whoever enters it holds both. A telephone always asks and never enters: anybody can send an SMS in somebody else's name, but
only its owner reads the answer. Confidential matters stay where they were made, and the other side is told and can part again.
"""

from __future__ import annotations

import re

from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue
from handlers.dialogue.update import as_number
from handlers.rules.codes import new_digits, read_digits
from handlers.texts import t
from storage.models import DAY, HOUR, MINUTE, Button, Prompt
from storage.outgoing import Priority
from storage.repositories import contacts, conversations, links, staff
from storage.repositories.links import Link

linking = Dialogue("everyone.linking")

LASTS = 10 * MINUTE
"""How long a code can be entered: said with it."""
CODES_A_DAY = 3
TRIES, TRIES_OF_ALL = 5, 50
"""Wrong codes within an hour: of one person, and of everybody together. Then no code is looked at."""
_ASKED, _WRONG = "link.asked", "link.wrong"
_EVERYBODY = 0


# --- the code --------------------------------------------------------------------------------------------------------


@linking.words("połącz", "/polacz", "link", "з'єднати", "зʼєднати")
async def begin_words(ctx: Context) -> None:
    await begin(ctx, "")


@linking.link("begin")
async def begin(ctx: Context, _: str) -> None:
    """[Join another phone or chat]: a code, and where to enter it."""
    if ctx.update.urn is None:
        return
    if await conversations.acts_since(ctx.unit, ctx.me.id, _ASKED, ctx.now - DAY) >= CODES_A_DAY:
        said = t("There were enough codes for today. Please try again tomorrow.")
        ctx.say(Prompt((said,), short=said), here=True)
        return
    ctx.did(_ASKED, f"contact:{ctx.me.id}")
    code = await _new_code(ctx)
    phone = ctx.desk.sms_number
    ways = (t("A telephone: please send an SMS with the word POLACZ to {phone}, and write the code from the answer here.", phone=phone),)
    ctx.say(
        Prompt(
            (
                t("Code: {code}. Please enter it in your other chat within 10 minutes.", code=code),
                *(ways if phone else ()),
                t("Nobody will ever ask for this code by telephone."),
            ),
            short=t("Connection code: {code}, valid for 10 minutes. Please enter it in the chat. Nobody will ask for this code by phone.", code=code),
        ),
        here=True,
    )


async def _new_code(ctx: Context) -> str:
    assert ctx.update.urn is not None
    while True:
        code = new_digits()
        if await links.ask(ctx.unit, seal=_sealed(ctx, code), urn=ctx.update.urn, telephone=ctx.is_typed, now=ctx.now, expires_at=ctx.now + LASTS):
            return code


def _sealed(ctx: Context, code: str) -> str:
    return ctx.seal(f"link:{code}")


# --- entering it -----------------------------------------------------------------------------------------------------


@linking.pattern(r".{6,16}")
async def entered(ctx: Context, match: re.Match[str]) -> bool:
    """A message that is nothing but six digits; with "kod" before them it surely is one."""
    code = read_digits(match[0])
    if code is None or await _too_many_tries(ctx):
        return False
    found = await links.opened_by(ctx.unit, _sealed(ctx, code), ctx.now)
    if found is None:
        ctx.did(_WRONG, f"contact:{ctx.me.id}")
        conversations.audit(ctx.unit, _EVERYBODY, _WRONG, "system:0", ctx.now)
        if not match[0].casefold().lstrip().startswith(("kod", "код")):
            return False  # some other number: words like any other
        ctx.say(Prompt((t("This code does not work: it is wrong, used or too old. Please ask for a new one."),)))
    elif found.contact == ctx.me.id:
        ctx.say(Prompt((t("This is the code. Please enter it in your other chat, not here."),)))
    elif ctx.is_typed:
        said = t("Please do it the other way round: send POLACZ from this phone, and enter the code from the answer in the chat.")
        ctx.say(Prompt((said,), short=said))
    else:
        linking.goto(ctx, "confirm", {"link": found.id})
        _ask(ctx, found.id)
    return True


async def _too_many_tries(ctx: Context) -> bool:
    mine = await conversations.acts_since(ctx.unit, ctx.me.id, _WRONG, ctx.now - HOUR)
    return mine >= TRIES or await conversations.acts_since(ctx.unit, _EVERYBODY, _WRONG, ctx.now - HOUR) >= TRIES_OF_ALL


def _ask(ctx: Context, number: int) -> None:
    ctx.say(
        Prompt(
            (
                t("Join the two? Whoever can open this chat, or the other one, then sees the common history."),
                t("Confidential matters stay only where they were made."),
            ),
            (Button(t("Join them"), linking.to("join", number)), Button(t("Do not join"), linking.to("refuse"))),
        ),
        here=True,
    )


@linking.step("confirm")
async def unsure(ctx: Context) -> None:
    """Anything but the tap: nothing is joined, and what was written goes its usual way."""
    ctx.end()
    ctx.say(Prompt((t("Nothing was joined."),)))
    ctx.take_as_ordinary(ctx.update.text, [each.id for each in ctx.update.attachments])


@linking.link("refuse")
async def refuse(ctx: Context, _: str) -> None:
    """[Do not join]."""
    if linking.is_at(ctx, "confirm"):
        ctx.end()
    ctx.say(Prompt((t("Nothing was joined."),)))


@linking.link("join")
async def join(ctx: Context, argument: str) -> None:
    """[Join them]: only whoever has just entered the code, and only once."""
    number = as_number(argument)
    found = await links.by_id(ctx.unit, number, ctx.now) if number is not None and linking.is_at(ctx, "confirm") else None
    if found is None or ctx.state.get("link") != number or found.contact == ctx.me.id:
        if linking.is_at(ctx, "confirm"):
            ctx.end()
        ctx.say(Prompt((t("This code does not work: it is wrong, used or too old. Please ask for a new one."),)))
        return
    ctx.end()
    roles = await staff.holds_a_role(ctx.unit, found.contact, ctx.now)
    if roles and ctx.me.grants:
        ctx.say(Prompt((t("Both have a role of their own, so they stay apart. The supervisor can end one of the roles."),)))
        return
    if roles:
        ctx.aside = ()  # a resident's draft is no officer's
    if not await links.join(ctx.unit, found, ctx.me.id, ctx.now):
        ctx.say(Prompt((t("This code does not work: it is wrong, used or too old. Please ask for a new one."),)))
        return
    ctx.did("join", f"link:{found.id}")
    _tell_the_other_side(ctx, found)
    first = Button(t("Write to the telephone first"), linking.to("first", found.urn))
    ctx.say(
        Prompt(
            (t("Joined. We write here first; if that does not work, to the other address."), t("To part them again: ROZŁĄCZ.")),
            (first,) if found.telephone else (),
        ),
        here=True,
    )
    if roles or ctx.me.grants:
        await _tell_supervisors(ctx, found)


def _tell_the_other_side(ctx: Context, found: Link) -> None:
    """Whoever holds it hears of it there, and can end it there."""
    said = t("This number was joined with a chat. If that was not you, please reply ROZLACZ.")
    body = said if found.telephone else t("This chat was joined with another one. If that was not you, please write ROZŁĄCZ.")
    ctx.tell(f"contact:{ctx.me.id}", Prompt((body,), short=said), key=f"link:{found.id}:told", only_urn=found.urn, priority=Priority.URGENT)


async def _tell_supervisors(ctx: Context, found: Link) -> None:
    for supervisor in (await staff.roster(ctx.unit, [], ctx.now)).supervisors:
        if supervisor.contact not in (ctx.me.id, found.contact):
            ctx.tell(
                f"contact:{supervisor.contact}",
                Prompt((t("**An officer has joined a second phone or chat.** If that is not right, please end the role at once: write team."),)),
                key=f"link:{found.id}:supervisor:{supervisor.contact}",
                priority=Priority.URGENT,
            )


# --- which first -----------------------------------------------------------------------------------------------------


@linking.link("first")
async def first(ctx: Context, argument: str) -> None:
    """Which of a person's addresses is tried first. Who writes is answered where they wrote, whatever the order."""
    mine = await contacts.reachable(ctx.unit, [ctx.me.id])
    chosen = next((urn for each in mine.values() for urn in each.urns if urn.id == as_number(argument)), None)
    if chosen is None:
        ctx.say(Prompt((t("This choice is no longer valid. Nothing was changed."),)))
        return
    contacts.prefer(ctx.unit, ctx.me.id, chosen.id)
    ctx.did("prefer", f"contact:{ctx.me.id}")
    back = Button(t("Write here first"), linking.to("first", ctx.update.urn))
    elsewhere = chosen.id != ctx.update.urn
    said = t("From now on we write to the other address first.") if elsewhere else t("From now on we write here first.")
    ctx.say(Prompt((said,), (back,) if elsewhere else ()))


# --- parting ---------------------------------------------------------------------------------------------------------


@linking.words("rozłącz", "/rozlacz", "unlink", "роз'єднати", "розʼєднати")
async def part(ctx: Context) -> None:
    """At once, from either side: what was reported there goes with it."""
    standing = await links.standing(ctx.unit, ctx.me.id)
    mine = [each for each in standing if ctx.update.urn in each.urns] or standing
    if not mine or ctx.update.urn is None:
        said = t("Nothing is joined with this address.")
        ctx.say(Prompt((said,), short=said))
        return
    latest, other = mine[-1], ctx.me.id
    links.part(ctx.unit, latest, other, ctx.now)
    ctx.did("part", f"link:{latest.id}")
    said = t("This number stands alone again. What was reported from it stays with it.")
    for urn in latest.urns:
        ctx.tell(
            f"contact:{latest.contact}", Prompt((said,), short=said), key=f"link:{latest.id}:parted:{urn}", only_urn=urn, priority=Priority.URGENT
        )
    for left in [urn for found in (await contacts.reachable(ctx.unit, [other])).values() for urn in found.urns]:
        gone = Prompt((t("The other phone or chat is no longer joined with this one."),))
        ctx.tell(f"contact:{other}", gone, key=f"link:{latest.id}:parted:{left.id}", only_urn=left.id)
    if ctx.update.urn in latest.urns:
        ctx.becomes(latest.contact)  # what goes on here is theirs alone from now on
