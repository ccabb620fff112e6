"""Valid but strange updates: built from aiogram's own models, any optional field there or not, any text in it."""

from __future__ import annotations

import datetime
import types
import typing
from enum import Enum
from random import Random
from typing import Any

from aiogram import types as telegram_types
from pydantic import BaseModel

_WORDS = (
    "", "x", "/start", "/start@dzielnicowy_bot d5", "#1", "Podmiejska 13", "ł" * 300, "👩‍👩‍👧‍👦",
    "\u202e\u0000", "<b>&", "mąż mnie bije", "1", "T", "\n\n",
)  # fmt: skip
_DEEPEST = 3
_SKIPPED = {"giveaway", "giveaway_winners", "poll", "web_app_data", "passport_data", "story", "checklist"}


def strange_update(chance: Random, number: int, chat: int, kind: str) -> dict[str, Any]:
    """An update of a kind for a private chat; everything else by chance."""
    content = _object(telegram_types.Message if "message" in kind else telegram_types.CallbackQuery, chance, 0)
    where = {"id": chat, "type": "private", "first_name": "x"}
    message = content if "message" in kind else content.setdefault("message", _object(telegram_types.Message, chance, 1))
    message.update(chat=where, message_id=number, date=max(int(message.get("date", 1)), 1))
    if kind != "callback_query":
        message["from"] = _person(chat)
    for forbidden in ("migrate_to_chat_id", "migrate_from_chat_id"):
        message.pop(forbidden, None)
    if kind == "callback_query":
        content.update({"from": _person(chat), "id": f"strange{number}"})
    return {"update_id": number, kind: content}


def _person(id: int) -> dict[str, Any]:
    return {"id": id, "is_bot": False, "first_name": "x"}


def _object(model: type[BaseModel], chance: Random, depth: int) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        if name in _SKIPPED or (not info.is_required() and chance.random() < (0.75 if depth == 0 else 0.9)):
            continue
        value = _value(info.annotation, chance, depth)
        if value is not None or info.is_required():
            made[info.alias or name] = value
    return made


def _value(kind: Any, chance: Random, depth: int) -> Any:
    origin, inside = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        choices = [each for each in inside if each is not type(None)]
        return _value(chance.choice(choices), chance, depth)
    if origin is typing.Annotated:
        return _value(inside[0], chance, depth)
    if origin is typing.Literal:
        return chance.choice(inside)
    if origin is list:
        return [] if depth > _DEEPEST else [_value(inside[0], chance, depth + 1) for _ in range(chance.randrange(3))]
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return _object(kind, chance, depth + 1) if depth <= _DEEPEST or any(f.is_required() for f in kind.model_fields.values()) else {}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return chance.choice(list(kind)).value
    if kind is bool:
        return chance.random() < 0.5
    if kind is int:
        return chance.choice((0, 1, 7, 2**31, 25 * 1024 * 1024))
    if kind is float:
        return chance.choice((0.0, 51.76, -180.0))
    if kind in (datetime.datetime, datetime.timedelta):
        return chance.choice((1, 1_717_574_400))
    return chance.choice(_WORDS)
