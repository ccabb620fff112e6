"""Kinds of channels: one line in each of the two lists. A channel is a configured instance of a kind (``[channels.web]``)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bot.channels.channel import Channel, Surroundings
from bot.channels.settings import KeypadSettings, WebChatSettings
from bot.channels.sms.kannel import Kannel
from bot.channels.sms.settings import KannelSettings, SmsApiSettings
from bot.channels.sms.smsapi import SmsApi
from bot.channels.telegram.bot import Telegram
from bot.channels.telegram.settings import TelegramSettings
from bot.channels.webchat import WebChat

ChannelSettings = Annotated[WebChatSettings | KeypadSettings | TelegramSettings | KannelSettings | SmsApiSettings, Field(discriminator="kind")]


def make_channel(name: str, settings: ChannelSettings, around: Surroundings) -> Channel:
    """The channel of a section."""
    match settings:
        case WebChatSettings():
            return WebChat(name, around.units, around.reader, around.clock, around.uploads)
        case KeypadSettings():
            return WebChat(name, around.units, around.reader, around.clock, around.uploads, keypad=True)
        case TelegramSettings():
            return Telegram(name, settings, around)
        case KannelSettings():
            return Kannel(name, settings)
        case SmsApiSettings():
            return SmsApi(name, settings)
