"""My data: what is kept about me, a copy of it, and deleting it now.

An open report stays with the officer without identity. What the words promise about time is kept by the timers at the end.
"""

from __future__ import annotations

from collections.abc import Sequence

from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue, residents
from handlers.texts import t, tn
from handlers.views.case_card import building, current_card, discreet, short_place
from storage.models import DAY, MINUTE, Button, Moment, Prompt, Report, Style
from storage.outgoing import Otherwise
from storage.repositories import attachments as kept_attachments
from storage.repositories import contacts, conversations, personal, reports
from storage.repositories.personal import Elsewhere

my_data = Dialogue("resident.my_data", who=residents)

LAST_TRACE = DAY
"""After this the address goes too, through which we say that the rest is gone."""
COPIES_A_DAY = 2
_COPIED = "copy of data"
COPY = "my_data"
"""The maker of the copies (bot/documents/my_data.py)."""


@my_data.words("moje dane", "/moje_dane", "my data", "мої дані")
async def show_words(ctx: Context) -> None:
    await show(ctx, "")


@my_data.link("show")
async def show(ctx: Context, _: str) -> None:
    """What is kept, how long, and what can be done about it."""
    count = len(await reports.of_author(ctx.unit, ctx.me.id, limit=1000))
    if ctx.me.address is None:
        address = t("No address is remembered.")
    else:
        address = t("Remembered address: {address}. It goes 24 months after your last word.", address=ctx.me.address.line)
    ctx.say(
        Prompt(
            (
                t("**This is what we keep about you**"),
                t("A way to reach you, and this conversation."),
                address,
                tn("{count} report, with its words and attachments.", "{count} reports, with their words and attachments.", count),
                t("A report that is over is emptied 24 months later; only its kind, district and dates stay."),
            ),
            (
                Button(t("A copy of my data"), my_data.to("copy"), key="K"),
                Button(t("Delete my data"), my_data.to("ask"), key="U"),
                Button(t("Leave it"), my_data.to("leave"), key="N"),
                Button(t("Join another phone or chat"), "everyone.linking.begin", minor=True),
            ),
            short=t("We keep: your number, this conversation, remembered address, reports. A copy: K. Delete everything: U. Nothing: N"),
        )
    )


@my_data.link("leave")
async def leave(ctx: Context, _: str) -> None:
    """[Leave it]."""
    ctx.say(Prompt((t("Nothing was changed."),)))


# --- a copy ----------------------------------------------------------------------------------------------------------


@my_data.link("copy")
async def copy(ctx: Context, _: str) -> None:
    """[A copy of my data]: made after this unit, handed over when it is there."""
    if await conversations.acts_since(ctx.unit, ctx.me.id, _COPIED, ctx.now - DAY) >= COPIES_A_DAY:
        ctx.say(Prompt((t("A copy was made today already; it stands above. A new one can be made tomorrow."),)))
        return
    ctx.did(_COPIED, f"contact:{ctx.me.id}")
    for form in ("text", "json"):
        await ctx.order(COPY, f"{ctx.me.id}:{ctx.update.urn}:{form}:{ctx.me.language}", then=my_data.to("ready"))
    ctx.say(
        Prompt(
            (t("The copy comes here in a moment: one for reading, one for programs."),),
            short=t("A copy does not fit into an SMS. It is handed out by: {administrator}", administrator=ctx.desk.administrator),
        )
    )


@my_data.timer("ready")
async def ready(ctx: Context, subject: str) -> None:
    """One of the two is there."""
    for found in await kept_attachments.by_ids(ctx.unit, [int(subject.partition(":")[2])]):
        if found.contact is None or found.sha256 is None:
            continue
        text = t("The copy of your data for programs (JSON).") if found.mime == "application/json" else t("The copy of your data for reading.")
        asked_at = int(found.reference.split(":")[1])
        ctx.tell(
            f"contact:{found.contact}",
            Prompt((text, t("It can be downloaded here for 7 days.")), attachments=(found.id,)),
            key=f"copy:{found.id}",
            otherwise=Otherwise.SKIP,
            only_urn=asked_at,
        )


# --- deleting --------------------------------------------------------------------------------------------------------


@my_data.words("usuń", "usuń dane", "usuń moje dane", "/usun", "delete my data", "видалити", "видалити дані")
async def ask_words(ctx: Context) -> None:
    await ask(ctx, "")


@my_data.link("ask")
async def ask(ctx: Context, _: str) -> None:
    """[Delete my data]: what that means, and one more tap."""
    ctx.say(
        Prompt(
            (
                t("Delete address, number and conversations?"),
                t("We delete them from this system at once, the last trace by {date}.", date=Moment(ctx.now + LAST_TRACE, Style.DATE)),
                t(
                    "An open report stays with the officer: its words and pictures too, also a name in the words. No answer can come any more. "
                    "Whoever does not want that may withdraw it first."
                ),
                t("What was not sent yet is gone."),
                t("What the police have put into their files we cannot delete; the Komenda answers for those."),
            ),
            (
                Button(t("Delete"), my_data.to("yes"), key="U"),
                Button(t("A copy of my data"), my_data.to("copy"), key="K"),
                Button(t("Leave it"), my_data.to("leave"), key="N"),
            ),
            short=t("Delete number, address and conversations, at once? Open reports stay without your data, no answer comes. Delete: U. Leave: N"),
        )
    )


@my_data.link("yes")
async def yes(ctx: Context, _: str) -> None:
    """[Delete]: at once; the address itself goes a day later, unless the person writes again."""
    ctx.did("delete data", f"contact:{ctx.me.id}")
    own = [*await reports.of_author(ctx.unit, ctx.me.id, limit=1000), *await reports.confidential_of(ctx.unit, ctx.me.id)]
    mine = [each for each in own if each.is_open]
    naming = [(each, await personal.naming(ctx.unit, each, ctx.me.id)) for each in mine]
    left = await personal.erase(ctx.unit, ctx.me.id, ctx.now)
    for each in left.elsewhere:
        ctx.withdraw(f"contact:{each.contact}", each.key)
    for before, named_in in naming:
        await _anonymous(ctx, before, named_in)
    ctx.end()
    ctx.aside = ()
    ctx.erased()
    for number in left.closed:
        ctx.set_timer(my_data.to("old"), f"report:{number}", ctx.now + MINUTE)  # what was on its way to an officer
    ctx.set_timer(my_data.to("vanish"), f"contact:{ctx.me.id}", ctx.now + LAST_TRACE)
    ctx.say(
        Prompt(
            (
                t("Deleted. By {date} the address of this conversation goes too.", date=Moment(ctx.now + LAST_TRACE, Style.DATE)),
                t("You can write again at any time. Danger to life: 112."),
            ),
            short=t("Deleted. The number itself goes by {date}. Danger to life: 112", date=Moment(ctx.now + LAST_TRACE, Style.DATE_SHORT)),
        )
    )


async def _anonymous(ctx: Context, before: Report, named_in: Sequence[Elsewhere]) -> None:
    """The open report without whoever wrote it: what named the person goes.

    Nothing is said of a report without personal data: said together with a named one, it would join the two."""
    if before.identity is None:
        return
    kept = await reports.unattended(ctx.unit, before.number)
    if kept is None:
        return
    card = await current_card(ctx, kept)
    ctx.rewrite(kept.card_key, card)
    for each in named_in:
        if each.under_way:
            ctx.withdraw(f"contact:{each.contact}", each.key, due_at=ctx.now + MINUTE)
        elif each.key == kept.card_key:
            ctx.replace(f"contact:{each.contact}", each.key, card, about=kept.about, otherwise=Otherwise.SKIP)
        else:
            ctx.withdraw(f"contact:{each.contact}", each.key)
    ctx.tell(
        f"duty:{kept.district}",
        Prompt(
            (
                t("**No. {number} · {place}**: the resident has deleted all personal data.", number=kept.number, place=building(kept)),
                t("The report stays. An answer cannot be sent any more."),
            ),
            short=t(
                "#{number} {street}: the resident has deleted all personal data, no answer can be sent.", number=kept.number, street=short_place(kept)
            ),
            discreet=discreet(kept),
        ),
        key=f"{kept.about}:erased:{ctx.update.id}",
        about=kept.about,
    )


# --- what the clock does ---------------------------------------------------------------------------------------------


@my_data.timer("vanish")
async def vanish(ctx: Context, _: str) -> None:
    """A day after the deletion: the address too, unless the person has come back."""
    if await personal.vanish(ctx.unit, ctx.me.id, await contacts.last_words(ctx.unit, ctx.me.id), ctx.now):
        ctx.end()
        ctx.aside = ()
        ctx.erased()


@my_data.timer("old")
async def old(ctx: Context, about: str) -> None:
    """Twenty-four months after its end a report stays as a figure only."""
    kept = await reports.unattended(ctx.unit, int(about.partition(":")[2]))
    if kept is None or kept.is_open:
        return
    for each in await personal.standing(ctx.unit, kept.number):
        ctx.withdraw(f"contact:{each.contact}", each.key)
    personal.empty_reports(ctx.unit, [kept.number], ctx.now)
    ctx.erased()
