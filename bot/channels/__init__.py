"""Kinds of channels: one line each. A channel is a configured instance of a kind (``[channels.web]``)."""

from __future__ import annotations

from collections.abc import Callable

from bot.channels.channel import Channel
from bot.channels.uploads import Uploads
from bot.channels.webchat import WebChat
from bot.clock import Clock
from storage.database import Rows
from storage.unit import Units

Make = Callable[[str, Units, Rows, Clock, Uploads], Channel]

KINDS: dict[str, Make] = {
    "webchat": WebChat,
    "keypad": lambda name, units, reader, clock, uploads: WebChat(name, units, reader, clock, uploads, keypad=True),
}
