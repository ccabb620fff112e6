"""A secret address of a calendar: made, kept as a seal, shown once; a new one ends the old one."""

from __future__ import annotations

from secrets import token_urlsafe

from handlers.dialogue.context import Context
from handlers.texts import t
from storage.models import Prompt, Text, Written
from storage.repositories import meetings


def hand_out_calendar(ctx: Context, district: int | None, head: Text) -> None:
    """The own calendar, or (`district`) that of a team, to which whoever asks must belong."""
    short = t("The address of a calendar does not fit into an SMS. Please ask for it in the chat.")
    if ctx.is_typed:  # nothing is handed out, and the address that works goes on working
        ctx.say(Prompt((short,), short=short))
        return
    token = token_urlsafe(24)
    meetings.new_calendar(ctx.unit, ctx.seal(token), ctx.me.id, district, ctx.now)
    ctx.did("calendar address", f"contact:{ctx.me.id}" if district is None else f"district:{district}")
    ctx.say(
        Prompt(
            (
                head,
                Written({"": f"{ctx.site}/calendar/{token}.ics"}),
                t("In the calendar program, please choose: subscribe to a calendar by its address."),
                t("Whoever knows the address sees these meetings. A former address does not work any more."),
            ),
            short=short,
        ),
        here=True,
    )
