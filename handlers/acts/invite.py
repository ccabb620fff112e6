"""A code that gives somebody a role, once, within a day: made, kept as a seal, shown to whoever asked for it."""

from __future__ import annotations

from handlers.dialogue.context import Context
from handlers.rules.codes import LASTS, new_code
from handlers.texts import t
from storage.models import Instant, Prompt, Role, Text
from storage.repositories import invites


def hand_out(
    ctx: Context,
    role: Role,
    district: int | None,
    label: str,
    about: tuple[Text, ...],
    *,
    role_days: int | None = None,
    role_until: Instant | None = None,
) -> None:
    """`about` says for whom it is and how it is used; the role lasts `role_days` from its use, or until `role_until`, or until it is ended."""
    code = new_code()
    invites.add(
        ctx.unit,
        seal=ctx.seal(code),
        role=role,
        district=district,
        label=label,
        role_days=role_days,
        role_until=role_until,
        made_by=ctx.me.id,
        now=ctx.now,
        expires_at=ctx.now + LASTS,
    )
    ctx.did("invite", "team:0" if district is None else f"district:{district}")
    ctx.say(Prompt((t("Code: **{code}**", code=code), *about)))


HAND_OVER = t("Please hand it over in person. The person enters it in the chat. You hear when it is used.")
