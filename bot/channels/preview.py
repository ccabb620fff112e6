"""What a message would look like on each channel, and what it would cost, before anybody gets it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from bot.channels.channel import Channel
from bot.channels.render import render
from handlers.dialogue.ports import Preview
from handlers.texts import Catalogs
from storage.models import Prompt


class Previews:
    """Renders by what the channels declare. `prices` is what one SMS part costs, by channel."""

    def __init__(self, channels: Mapping[str, Channel], catalogs: Catalogs, prices: Mapping[str, Decimal]) -> None:
        self._channels = channels
        self._catalogs = catalogs
        self._prices = prices

    def of(self, prompt: Prompt, language: str) -> tuple[Preview, ...]:
        """One for each channel that is switched on."""
        found = []
        for name, channel in self._channels.items():
            shown = render(prompt, language, channel.capabilities, self._catalogs)
            found.append(
                Preview(name, shown.text, shown.parts if channel.capabilities.sms else 0, self._prices.get(name, Decimal(0)), shown.rest is not None)
            )
        return tuple(found)
