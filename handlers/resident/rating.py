"""After a closing: did it help? One tap; "no" opens the case again."""

from __future__ import annotations

import re

from handlers.acts.move import move
from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import RESTING, Dialogue, residents
from handlers.dialogue.update import fold
from handlers.resident.my_reports import write
from handlers.resident.own import not_among_own, own_report
from handlers.rules.lifecycle import Action
from handlers.texts import t
from handlers.views.answering import until
from handlers.views.case_card import case_card, discreet, which
from storage.models import DAY, Prompt, Report, State
from storage.repositories import reports

rating = Dialogue("resident.rating", who=residents)

RATED_WITHIN = 7 * DAY
"""After this a plain "nie" is no answer to "did it help?" any more."""


@rating.link("yes")
async def yes(ctx: Context, number: str) -> None:
    """[Yes]."""
    kept = await _closed(ctx, number)
    if kept is None:
        return
    reports.rate(ctx.unit, kept.number, "yes")
    ctx.did("rate", kept.about)
    ctx.say(
        Prompt(
            (t("Thank you. Report no. {number} stays closed. If the problem comes back, please write.", number=kept.number),),
            short=t("Thank you. Report {number} is closed. If the problem comes back, please write.", number=kept.number),
        ),
        about=kept.about,
    )


@rating.link("no")
async def no(ctx: Context, number: str) -> None:
    """[No, open again]: a new promise, the officer is told, and what is still wrong is asked for."""
    kept = await _closed(ctx, number)
    if kept is None:
        return
    reports.rate(ctx.unit, kept.number, "no")
    ctx.did("reopen", kept.about)
    moved = await move(ctx, kept, Action.REOPEN)
    ctx.tell(
        f"duty:{kept.district}",
        Prompt(
            (t("**No. {number} · {place}**: did not help, open again.", number=kept.number, place=kept.place.building),),
            case_card(moved).buttons,
            discreet=discreet(kept, t("open again")),
            short=t("#{number} {street}: did not help, open again. Its words: #{number} C", number=kept.number, street=kept.place.short),
        ),
        key=f"{kept.about}:reopened:{ctx.update.id}",
        about=kept.about,
    )
    ctx.say(
        Prompt(
            (t("Report no. {number} is open again. The officer answers by {until}.", number=kept.number, until=until(moved.promised_at)),),
            short=t(
                "Report {number} is open again. The officer answers by {until}. Danger to life: 112",
                number=kept.number,
                until=until(moved.promised_at, short=True),
            ),
        ),
        about=kept.about,
    )
    await write(ctx, number)


@rating.pattern(r"\s*(tak|nie|так|ні|yes|no)\s+(?:nr\.?|#)?\s*(\d{1,9})\s*[.!]?")
async def spoken(ctx: Context, match: re.Match[str]) -> bool:
    """ "TAK 42", "NIE 42" about an own report; anything else of that form are words like any other."""
    if await own_report(ctx, match[2]) is None:
        return False
    answer = yes if match[1].casefold() in ("tak", "так", "yes") else no
    await answer(ctx, match[2])
    return True


@rating.pattern(r"\s*(?:tak|nie|так|ні|yes|no)\s*[.!]?")
async def bare(ctx: Context, _: re.Match[str]) -> bool:
    """A plain "tak" or "nie" while one closed report waits for it, and nothing else does."""
    if ctx.session is not None and ctx.session.step != RESTING:
        return False
    waiting = [each for each in await reports.of_author(ctx.unit, ctx.me.id) if await _waits(ctx, each)]
    answer = yes if fold(ctx.update.text) in ("tak", "так", "yes") else no
    if not waiting:
        return False
    if len(waiting) == 1:
        await answer(ctx, str(waiting[0].number))
    else:
        ctx.say(Prompt((t("Which report is this about?"),), which(waiting[:3], rating.to("yes" if answer is yes else "no"))))
    return True


async def _waits(ctx: Context, each: Report) -> bool:
    return each.state is State.CLOSED and await reports.waits_for_rating(ctx.unit, each.number, ctx.now - RATED_WITHIN)


async def _closed(ctx: Context, number: str) -> Report | None:
    """The own closed report; otherwise says what is wrong."""
    kept = await own_report(ctx, number)
    if kept is None:
        await not_among_own(ctx, number)
        return None
    if kept.state is not State.CLOSED:
        ctx.say(Prompt((t("Report no. {number} is open; please just write what is on your mind.", number=kept.number),)), about=kept.about)
        return None
    return kept
