"""People of a story: they say, tap and see; nothing else."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.channels.channel import Incoming
from bot.channels.uploads import Uploads
from bot.channels.webchat import WebChat
from bot.web.door import HandedIn, hand_in, handed_over
from handlers.dialogue.update import Kind, fold
from storage import prompts
from storage.models import Button, Prompt, Urn
from storage.repositories import contacts

if TYPE_CHECKING:
    from tests.town import Town

_ids = itertools.count(1)


@dataclass(frozen=True)
class Bubble:
    """What stands in somebody's chat."""

    id: str
    text: str
    labels: tuple[str, ...] = ()
    files: tuple[int, ...] = ()


class Person:
    """Somebody on a channel. After every act the town does all that is due."""

    def __init__(self, town: Town, name: str, channel: str) -> None:
        self._town = town
        self.name = name
        self.channel = channel
        self._looked: set[str] = set()

    @property
    def address(self) -> str:
        """How the channel knows this person."""
        return str(self._town.telegram.room(self.name).id) if self.channel == "telegram" else self.name

    # --- acting ------------------------------------------------------------------------------------------------------

    async def says(self, text: str) -> None:
        """Writes a message."""
        await self._act(HandedIn(self._id(), text=text))

    async def sends(self, *files: bytes, text: str = "", reply_to: str | None = None, position: tuple[float, float] | None = None) -> None:
        """Sends pictures, documents or a position, with or without words, perhaps as a reply to the latest bubble that contains `reply_to`."""
        if self.channel == "telegram":
            await self._sends_in_telegram(files, text, reply_to, position)
            return
        bubble = None if reply_to is None else next(b for b in reversed(await self.chat()) if reply_to in b.text)
        names = tuple(self._id() for _ in files)
        channel = self._town.app.channels[self.channel]
        for name, data in zip(names, files, strict=True):
            reference = Uploads.reference(self.name, name)
            if isinstance(channel, WebChat):
                channel.uploads.put(reference, data)
            else:
                self._town.rough.files[reference] = data
        await self._act(HandedIn(self._id(), text=text, reply_to=None if bubble is None else int(bubble.id), files=names, position=position))

    async def _sends_in_telegram(self, files: Sequence[bytes], text: str, reply_to: str | None, position: tuple[float, float] | None) -> None:
        """Pictures as an album, its words under the first."""
        telegram = self._town.telegram
        bubble = None if reply_to is None else next(b for b in reversed(await self.chat()) if reply_to in b.text)
        self._looked = {each.id for each in await self.chat()}
        album = {"media_group_id": self._id()} if len(files) > 1 else {}
        for number, data in enumerate(files):
            reply = None if bubble is None else int(bubble.id)
            telegram.says(self.name, text if number == 0 else "", reply_to=reply, photo=telegram.photo(data), **album)
        if position is not None:
            telegram.says(self.name, "", location={"latitude": position[0], "longitude": position[1]})
        await self._town.calm()

    async def replies(self, to: str, text: str) -> None:
        """Replies to the latest bubble that contains `to`."""
        bubble = next(b for b in reversed(await self.chat()) if to in b.text)
        await self._act(HandedIn(self._id(), text=text, reply_to=int(bubble.id)))

    async def taps(self, label: str) -> None:
        """Taps the latest button with this label; where there are no buttons, types what stands for it."""
        button, prompt = await self.button(label)
        if self._town.app.channels[self.channel].capabilities.buttons:
            await self.acts(button.value)
            return
        await self.says(typed(prompt, button))

    async def acts(self, link: str) -> None:
        """Presses a button by its value (a forwarded, old or invented one)."""
        await self._act(HandedIn(self._id(), link=link))

    async def hands_in_link(self, link: str) -> None:
        """Presses a button without waiting for what follows."""
        self._looked = {bubble.id for bubble in await self.chat()}
        await self.hands_in(HandedIn(self._id(), link=link))

    async def _act(self, given: HandedIn) -> None:
        self._looked = {bubble.id for bubble in await self.chat()}
        await self.hands_in(given)
        await self._town.calm()

    async def hands_in(self, given: HandedIn) -> None:
        """Hands in without waiting for what follows."""
        app = self._town.app
        channel = app.channels[self.channel]
        if self.channel == "telegram":
            if given.link:
                self._town.telegram.presses(self.name, given.link)
            else:
                self._town.telegram.says(self.name, given.text, reply_to=given.reply_to)
            return
        if isinstance(channel, WebChat):
            await hand_in(app.intake, channel, self.name, given, app.clock.now())
            return
        kind = Kind.PRESS if given.link else Kind.MESSAGE
        reply_to = None if given.reply_to is None else str(given.reply_to)
        handed = handed_over(self.name, given)
        external = f"{self.name}:{given.client_id}"
        await app.intake.accept(Incoming(self.channel, external, self.name, kind, given.text, given.link, reply_to, attachments=handed))

    def _id(self) -> str:
        return f"message-{next(_ids):08}"

    # --- seeing ------------------------------------------------------------------------------------------------------

    async def sees(self, *fragments: str) -> None:
        """All of these stand in what came since the last act."""
        news = await self.news()
        for fragment in fragments:
            assert fragment in news, f"{self.name} does not see {fragment!r} in:\n{news}"

    async def sees_not(self, *fragments: str) -> None:
        """None of these stands anywhere in the chat."""
        chat = "\n".join(bubble.text for bubble in await self.chat())
        for fragment in fragments:
            assert fragment not in chat, f"{self.name} sees {fragment!r}"

    async def hears_nothing(self) -> None:
        """Nothing came since the last act."""
        assert await self.news() == ""

    async def looks(self) -> None:
        """Has seen everything so far; `sees` is about what comes after."""
        self._looked = {bubble.id for bubble in await self.chat()}

    async def news(self) -> str:
        return "\n\n".join(bubble.text for bubble in await self.chat() if bubble.id not in self._looked)

    async def choices(self) -> tuple[str, ...]:
        """The labels under the latest bubble."""
        return (await self.chat())[-1].labels

    async def chat(self) -> list[Bubble]:
        """Everything that the bot has said here, in order."""
        channel = self._town.app.channels[self.channel]
        if self.channel == "telegram":
            return [Bubble(f"{s.id}", s.text, s.labels) for s in self._town.telegram.chat(self.name)]
        if isinstance(channel, WebChat):
            shown = await channel.since(self.name, 0)
            return [
                Bubble(str(s.id), _plain(s.text), tuple(b.label for b in s.buttons), tuple(a.id for a in s.attachments))
                for s in shown
                if s.from_us and not s.withdrawn
            ]
        return [Bubble(each.id, each.text) for each in self._town.rough.phones[self.name]]

    async def urn(self) -> Urn:
        """The address underneath."""
        urn = await contacts.by_address(self._town.app.reader, self.channel, self.address)
        assert urn is not None, f"{self.name} has never written"
        return urn

    async def contact(self) -> int:
        """The number of the contact, to look underneath."""
        return (await self.urn()).contact

    async def button(self, label: str) -> tuple[Button, Prompt]:
        """The latest button with this label, and the prompt that offered it."""
        app = self._town.app
        contact = await self.contact()
        rows = await app.reader.fetch(
            "SELECT o.prompt, c.language FROM outbox AS o JOIN contacts AS c ON c.id = o.contact_id WHERE o.contact_id = :contact ORDER BY o.id DESC",
            {"contact": contact},
        )
        for row in rows:
            prompt = prompts.load(row["prompt"])
            for button in prompt.buttons:
                if app.catalogs.plain(button.label, row["language"]).startswith(label):
                    return button, prompt
        raise AssertionError(f"{self.name} has no button {label!r}")


def typed(prompt: Prompt, button: Button) -> str:
    """What is typed for a button on a phone without buttons."""
    if button.key:
        return fold(button.key)
    numbered = [each for each in prompt.buttons if not each.key and not each.minor]
    return str(numbered.index(button) + 1)


def _plain(text: str) -> str:
    return html.unescape(re.sub(r"</?b>", "", text)).replace("\u00a0", " ")
