"""Pictures, films, recordings and documents: passed on by Telegram's own number where they came from there, else uploaded.

Files that were sent as files (and may tell of their owner) are never passed on, only their clean copies are.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from telegram import Bot, InputFile, InputMediaDocument, InputMediaPhoto, InputMediaVideo, Message
from telegram.error import BadRequest

from bot.channels.telegram.request import UPLOAD_TIMEOUT
from bot.channels.telegram.verdicts import is_gone
from bot.logs import log
from bot.mime import file_name
from storage.models import Attachment, AttachmentKind

ALBUM = 10
"""Bot API, sendMediaGroup: 2–10 items; pictures and films together, documents among themselves."""


@dataclass(frozen=True, slots=True)
class Item:
    """`how` it is sent: photo, video, document, voice, audio, animation, video_note; `file_id` where it is passed on."""

    how: str
    attachment: Attachment
    file_id: str | None


_PASSED_ON = ("photo", "video", "voice", "video_note")
"""What Telegram has made anew itself. An audio file or an animation carries names of its own: only its clean copy leaves."""

Set = tuple[Item, ...]
"""What is sent as one request."""


def sets(attachments: Sequence[Attachment], channel: str) -> list[Set]:
    """What can be shown here, in albums as far as they go; without what is only to be had elsewhere."""
    items = [item for each in attachments if (item := _item(each, channel)) is not None]
    found: list[Set] = []
    for group, members in groupby(items, key=_family):
        row = tuple(members)
        size = ALBUM if group in ("seen", "document") else 1
        found += [row[start : start + size] for start in range(0, len(row), size)]
    return found


def _family(item: Item) -> str:
    return "seen" if item.how in ("photo", "video") else item.how


def _item(each: Attachment, channel: str) -> Item | None:
    how, _, file_id = each.reference.partition(":") if each.channel == channel else ("", "", "")
    if file_id and how in _PASSED_ON:
        return Item(how, each, file_id)
    if each.sha256 is None:
        return None
    match each.kind:
        case AttachmentKind.PICTURE:
            return Item("photo", each, None)
        case AttachmentKind.VIDEO:
            return Item("video", each, None)
        case AttachmentKind.VOICE:
            return Item("audio", each, None)
        case _:
            return Item("document", each, None)


async def show(bot: Bot, chat: int, chosen: Set, read: Callable[[str], bytes]) -> list[int]:
    """Sends them; the numbers of the messages."""
    files = [await _file(item, read) for item in chosen]
    if len(chosen) > 1:
        album = [_ALBUM[item.how](file) for item, file in zip(chosen, files, strict=True)]
        try:
            return [message.message_id for message in await bot.send_media_group(chat, album, read_timeout=UPLOAD_TIMEOUT)]
        except BadRequest as error:  # one of them is at fault: each alone, so that the others arrive
            log.warning("an album was refused", count=len(chosen), error=type(error).__name__)
    sent = [await _one(bot, chat, item, file) for item, file in zip(chosen, files, strict=True)]
    return [number for number in sent if number is not None]


_ALBUM: dict[str, Callable[[Any], InputMediaPhoto | InputMediaVideo | InputMediaDocument]] = {
    "photo": InputMediaPhoto,
    "video": InputMediaVideo,
    "document": InputMediaDocument,
}


async def _one(bot: Bot, chat: int, item: Item, file: str | InputFile) -> int | None:
    """None for one that Telegram refuses in any form: the words beside it must not be lost with it."""
    ways = [_SEND[item.how], _SEND["document"]] if item.file_id is None else [_SEND[item.how]]
    for way in ways:  # a picture may be too long or too narrow for a photo
        try:
            sent: Message = await way(bot)(chat, file, read_timeout=UPLOAD_TIMEOUT)
            return sent.message_id
        except BadRequest as error:
            if is_gone(error):
                raise
            log.warning("a file was refused", id=item.attachment.id, error=type(error).__name__)
    return None


_SEND: dict[str, Callable[[Bot], Callable[..., Any]]] = {
    "photo": lambda bot: bot.send_photo,
    "video": lambda bot: bot.send_video,
    "document": lambda bot: bot.send_document,
    "voice": lambda bot: bot.send_voice,
    "audio": lambda bot: bot.send_audio,
    "animation": lambda bot: bot.send_animation,
    "video_note": lambda bot: bot.send_video_note,
}


async def _file(item: Item, read: Callable[[str], bytes]) -> str | InputFile:
    """Telegram's number, or the bytes under a name that tells nothing."""
    if item.file_id is not None:
        return item.file_id
    each = item.attachment
    assert each.sha256 is not None and each.mime is not None, "an item has a number or bytes"
    return InputFile(await asyncio.to_thread(read, each.sha256), filename=file_name(each.id, each.mime), attach=True)
