"""What stands beside the conversation: the menu of commands per role and language, and the bot's profile. Sent only when changed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from handlers.texts import LANGUAGES, Catalogs, t
from storage.models import Text

Call = Callable[[str, Mapping[str, Any]], Awaitable[Any]]

RESIDENT: Mapping[str, Text] = {
    "start": t("Begin: who is my officer"),
    "moje": t("My reports"),
    "co_nowego": t("What is new"),
    "spotkania": t("Meetings"),
    "tematy": t("Topics"),
    "pomoc": t("Help"),
    "prywatnosc": t("Privacy"),
    "moje_dane": t("My data"),
    "anuluj": t("Cancel what I am writing"),
}
STAFF: Mapping[str, Text] = {
    "sprawy": t("Cases"),
    "ogloszenie": t("Write an announcement"),
    "spotkania_zespolu": t("Meetings of the team"),
    "dyskretnie": t("Discreet mode"),
    "zespol": t("Team"),
    "start": t("Help"),
}
_DESCRIPTION = t(
    "Please write the street and the house number: we answer who the district officer there is and how to get in touch. "
    "You can also report a matter, without giving your data. Danger to life: 112. We never ask for money, codes or passwords."
)
_SHORT = t("The district police officer in one conversation: who it is, a report, an answer. Danger to life: 112.")
_FIRST = "pl"
"""What whoever speaks another language reads."""


async def introduce(call: Call, catalogs: Catalogs) -> None:
    """The profile and the residents' menu, in every language of ours."""
    for language in LANGUAGES:
        code = {} if language == _FIRST else {"language_code": language}
        for get, put, field, text in (
            ("getMyDescription", "setMyDescription", "description", _DESCRIPTION),
            ("getMyShortDescription", "setMyShortDescription", "short_description", _SHORT),
        ):
            wanted = catalogs.plain(text, language)
            if (await call(get, code)).get(field) != wanted:
                await call(put, {**code, field: wanted})
        await _offer(call, {**code, "scope": {"type": "default"}}, _commands(RESIDENT, catalogs, language))


async def offer_staff(call: Call, catalogs: Catalogs, chat: int, language: str) -> None:
    """The menu of somebody who answers reports, in their own chat only."""
    await _offer(call, {"scope": {"type": "chat", "chat_id": chat}}, _commands(STAFF, catalogs, language))


async def offer_nothing_of_staff(call: Call, chat: int) -> None:
    """The role has ended: the chat has the residents' menu again."""
    await call("deleteMyCommands", {"scope": {"type": "chat", "chat_id": chat}})


def _commands(menu: Mapping[str, Text], catalogs: Catalogs, language: str) -> list[dict[str, str]]:
    return [{"command": command, "description": catalogs.plain(text, language)} for command, text in menu.items()]


async def _offer(call: Call, where: Mapping[str, Any], wanted: Sequence[dict[str, str]]) -> None:
    if await call("getMyCommands", where) != wanted:
        await call("setMyCommands", {**where, "commands": wanted})
