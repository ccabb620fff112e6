"""Telegram's errors, sorted into the closed vocabulary of send errors."""

from __future__ import annotations

from datetime import timedelta

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.channels.channel import ContactStopped, Moved, Rejected, SendError, Temporary, Throttled, Uncertain
from bot.channels.telegram.request import NotSent, ServerTrouble
from storage.models import SECOND, Instant

_GONE = ("chat not found", "user not found", "peer_id_invalid", "user is deactivated", "bot was kicked", "chat was deleted")
_DONE = ("message is not modified",)
_NO_LONGER = ("message to delete not found", "message to edit not found", "message can't be deleted", "message identifier is not specified")


def sorted_error(error: TelegramError) -> SendError:
    """What a failed request means (https://core.telegram.org/bots/api#making-requests)."""
    if isinstance(error, RetryAfter):
        return Throttled(pause(error))
    if isinstance(error, ChatMigrated):
        return Moved(str(error.new_chat_id))
    if isinstance(error, Forbidden):
        return ContactStopped("forbidden")
    if isinstance(error, BadRequest):
        return ContactStopped("gone") if is_gone(error) else Rejected("bad request")
    if isinstance(error, NotSent | ServerTrouble | InvalidToken):
        return Temporary(type(error).__name__)
    return Uncertain(type(error).__name__)


def pause(error: RetryAfter) -> Instant:
    """How long to rest (a timedelta: see `bot.channels.telegram`)."""
    after = error.retry_after
    return int((after.total_seconds() if isinstance(after, timedelta) else float(after)) * SECOND)


def is_done(error: TelegramError) -> bool:
    """Whether what was asked for is so already."""
    return isinstance(error, BadRequest) and _says(error, _DONE)


def is_no_longer_there(error: TelegramError) -> bool:
    """Whether the message that was to be changed or deleted is gone, or can no longer be."""
    return isinstance(error, BadRequest) and _says(error, _NO_LONGER)


def is_gone(error: TelegramError) -> bool:
    """Whether the whole chat is gone."""
    return isinstance(error, BadRequest) and _says(error, _GONE)


def _says(error: TelegramError, sentences: tuple[str, ...]) -> bool:
    said = error.message.casefold()
    return any(sentence in said for sentence in sentences)
