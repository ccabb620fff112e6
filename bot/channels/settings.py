"""What a section ``[channels.…]`` may say, common to all kinds, and the kinds that need nothing more."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict


class ChannelSection(BaseModel):
    """One channel instance."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class WebChatSettings(ChannelSection):
    """The local web chat."""

    kind: Literal["webchat"] = "webchat"


class KeypadSettings(ChannelSection):
    """The same chat in the form of an SMS phone, for demonstrations."""

    kind: Literal["keypad"] = "keypad"
