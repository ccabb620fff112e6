"""What Telegram tells us, as updates of ours. Pure; anything that a person can send has an answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from telegram import CallbackQuery, Chat, ChatMember, ChatMemberUpdated, Document, Message, Update

from bot.channels.channel import Incoming
from handlers.dialogue.update import Kind
from storage.models import AttachmentKind, HandedOver

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
UNREADABLE = "everyone.trouble.unreadable"
SPOKEN = "everyone.group.spoken"
_LONGEST_TO_US = 40
"""Characters that are read of what is said to us in a group: enough for a code."""
_COMMAND = re.compile(r"(/\w{1,32})(?:@(\w+))?(?=\s|$)")


_READ = frozenset(
    "message_id date edit_date chat from text caption reply_markup migrate_to_chat_id media_group_id photo document video video_note voice audio "
    "animation location venue contact".split()
)
_READ_OF_EARLIER = frozenset("message_id date chat from text caption reply_markup".split())


def essential(given: Mapping[str, Any]) -> dict[str, Any]:
    """Of an update as Telegram sends it, what we read: a novelty somewhere else in it must not stop a message."""
    kept = {key: given[key] for key in ("update_id", "my_chat_member") if key in given}
    for key in ("message", "edited_message"):
        if key in given:
            kept[key] = {name: value for name, value in given[key].items() if name in _READ}
            if given[key].get("reply_to_message"):
                kept[key]["reply_to_message"] = _earlier(given[key]["reply_to_message"])
    if "callback_query" in given:
        query = given["callback_query"]
        kept["callback_query"] = {name: query[name] for name in ("id", "from", "chat_instance", "data") if name in query}
        if query.get("message"):
            kept["callback_query"]["message"] = _earlier(query["message"])
    return kept


def _earlier(message: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in message.items() if name in _READ_OF_EARLIER}


def incoming(channel: str, bot_name: str, update: Update) -> Incoming | None:
    """The update that it is for us; None for what nobody waits for an answer to."""
    if update.callback_query is not None:
        return _press(channel, update.callback_query)
    if update.my_chat_member is not None:
        return _membership(channel, update.update_id, update.my_chat_member)
    if update.edited_message is not None:
        return _edit(channel, update.update_id, update.edited_message)
    return None if update.message is None else _message(channel, bot_name, update.message)


def _press(channel: str, query: CallbackQuery) -> Incoming | None:
    if query.message is None or query.data is None or _is_group(query.message.chat):
        return None
    return Incoming(channel, f"press:{query.id}", str(query.message.chat.id), Kind.PRESS, link=query.data)


def _membership(channel: str, number: int, changed: ChatMemberUpdated) -> Incoming:
    """Blocked, unblocked; added to a group, removed from it."""
    address, name = str(changed.chat.id), f"member:{number}"
    if changed.new_chat_member.status in (ChatMember.BANNED, ChatMember.LEFT):
        return Incoming(channel, name, address, Kind.STOPPED)
    if _is_group(changed.chat) and changed.old_chat_member.status in (ChatMember.BANNED, ChatMember.LEFT):
        return Incoming(channel, name, address, Kind.PRESS, link=f"{SPOKEN}:")
    return Incoming(channel, name, address, Kind.BACK)


def _edit(channel: str, number: int, message: Message) -> Incoming | None:
    text = message.text or message.caption
    if text is None or _is_group(message.chat):
        return None  # a position that moves, a game
    return Incoming(channel, f"edit:{number}", str(message.chat.id), Kind.EDIT, text=text, link=_name(message))


def _message(channel: str, bot_name: str, message: Message) -> Incoming | None:
    address, name = str(message.chat.id), _name(message)
    if message.migrate_to_chat_id is not None:
        return Incoming(channel, name, address, Kind.MOVED, link=str(message.migrate_to_chat_id))
    if _is_group(message.chat):
        return Incoming(channel, name, address, Kind.PRESS, link=_spoken(message, bot_name)) if _is_for_us(message, bot_name) else None
    text, brought = _text(message), _brought(message)
    if not text and not brought:
        return Incoming(channel, name, address, Kind.PRESS, link=UNREADABLE)
    replied = message.reply_to_message
    return Incoming(
        channel,
        name,
        address,
        Kind.MESSAGE,
        text=text,
        reply_to=None if replied is None else str(replied.message_id),
        quoted="" if replied is None or replied.from_user is None or not replied.from_user.is_bot else replied.text or replied.caption or "",
        album=message.media_group_id or "",
        attachments=brought,
    )


def _name(message: Message) -> str:
    """A message's name among our updates; `message_ids` takes it apart."""
    return f"{message.chat.id}:{message.message_id}"


def message_ids(names: list[str]) -> list[int]:
    """The message numbers in names of updates."""
    return [int(name.rpartition(":")[2]) for name in names if re.fullmatch(r"-?\d+:\d+", name)]


def _is_group(chat: Chat) -> bool:
    return chat.type != Chat.PRIVATE


def _is_for_us(message: Message, bot_name: str) -> bool:
    """A command for this bot, its name in the text, a reply to it. Everything else in a group is not ours to read."""
    text = message.text or message.caption or ""
    command = _COMMAND.match(text)
    if command is not None:
        return command[2] is None or command[2].casefold() == bot_name.casefold()
    replied = message.reply_to_message
    to_us = replied is not None and replied.from_user is not None and (replied.from_user.username or "").casefold() == bot_name.casefold()
    return to_us or f"@{bot_name}".casefold() in text.casefold()


def _spoken(message: Message, bot_name: str) -> str:
    """What was said to us, without our name."""
    text = re.sub(rf"^/\w+(@\w+)?|@{re.escape(bot_name)}", " ", message.text or message.caption or "", flags=re.IGNORECASE)
    return f"{SPOKEN}:{' '.join(text.split())[:_LONGEST_TO_US]}"


def _text(message: Message) -> str:
    text = message.text or message.caption or ""
    command = _COMMAND.match(text)
    if command is not None and command[2] is not None:
        text = command[1] + text[command.end() :]
    if message.venue is not None:
        text = "\n".join(part for part in (message.venue.title, message.venue.address) if part)
    if message.contact is not None:
        whose = " ".join(part for part in (message.contact.first_name, message.contact.last_name) if part)
        text = f"{whose}, {message.contact.phone_number}"
    return text


def _brought(message: Message) -> tuple[HandedOver, ...]:
    position = message.location or (message.venue.location if message.venue is not None else None)
    if position is not None:
        return (HandedOver(AttachmentKind.POSITION, position=(position.latitude, position.longitude)),)
    if message.photo:
        return (HandedOver(AttachmentKind.PICTURE, f"photo:{message.photo[-1].file_id}"),)
    if message.animation is not None:  # comes with a `document` too, for older programs
        return (_moving("animation", message.animation.file_id, message.animation.file_size),)
    if message.document is not None:
        return (_document(message.document),)
    if message.video is not None:
        return (_moving("video", message.video.file_id, message.video.file_size),)
    if message.video_note is not None:
        return (_moving("video_note", message.video_note.file_id, message.video_note.file_size),)
    if message.voice is not None:
        return (_moving("voice", message.voice.file_id, message.voice.file_size, AttachmentKind.VOICE),)
    if message.audio is not None:
        return (_moving("audio", message.audio.file_id, message.audio.file_size, AttachmentKind.VOICE),)
    return ()


FETCHED_UP_TO = 20 * 1024 * 1024
"""Bytes; Bot API, getFile: larger files can be passed on within Telegram, not downloaded."""


def _moving(how: str, file_id: str, size: int | None, kind: AttachmentKind = AttachmentKind.VIDEO) -> HandedOver:
    return HandedOver(kind, f"{how}:{file_id}", stays=(size or 0) > FETCHED_UP_TO)


def _document(document: Document) -> HandedOver:
    picture = (document.mime_type or "").startswith("image/")
    return HandedOver(AttachmentKind.PICTURE if picture else AttachmentKind.DOCUMENT, f"document:{document.file_id}")
