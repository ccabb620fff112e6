"""One started row on its way: rendered for its reader, handed to the channel."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.channels.channel import Capabilities, Channel, Gone, Rendered
from bot.channels.render import THE_REST, render
from bot.delivery.verdict import Settle, Verdict
from bot.logs import kind_of, log
from handlers.texts import Catalogs
from storage import prompts
from storage.database import Rows
from storage.models import Prompt, Urn
from storage.outgoing import IfUncertain, Otherwise, Outcome, Priority, Verb
from storage.repositories import attachments, inbox, outbox
from storage.repositories.outbox import Claimed, Standing

MORE = ("dalej", "далі", "more")
"""The word for the rest of a shortened message, in each language, as it is typed."""
SAME_TEXTS = 256
"""Rendered messages that are remembered: a broadcast is the same thousands of times."""


@dataclass(frozen=True, slots=True)
class Flight:
    """A started row on its way."""

    row: Claimed
    urn: Urn
    language: str
    discreet: bool
    standing: Standing | None
    uncertain: int


@dataclass(frozen=True, slots=True)
class Landed:
    """How a flight ended: settled with what was shown, or judged."""

    flight: Flight
    verdict: Verdict
    external_id: str | None = None
    shown: Rendered | None = None


class Unrenderable(Exception):
    """The row's prompt cannot be shown."""


class Carrier:
    """Renders and sends the rows of one channel."""

    def __init__(self, channel: Channel | None, reader: Rows, catalogs: Catalogs) -> None:
        self.name = "" if channel is None else channel.name
        self._channel = channel
        self._reader = reader
        self._catalogs = catalogs
        self._same = lru_cache(SAME_TEXTS)(self._rendered)

    async def carry(self, flight: Flight) -> Landed:
        """Sends it. Raises `SendError`, and `Unrenderable` for a row that cannot be shown."""
        assert self._channel is not None, "rows without a channel never fly"
        row, channel = flight.row, self._channel
        capabilities = channel.capabilities
        shown = await self._shown(flight, capabilities)
        if shown is None:
            return Landed(flight, Settle(Outcome.SKIPPED))
        here = flight.standing if flight.standing is not None and flight.standing.urn == flight.urn.id else None
        sent = Settle(Outcome.SENT)
        if row.verb is Verb.CLEAR:
            return await self._clear(flight, channel)
        if row.verb is Verb.WITHDRAW:
            if here is None or not capabilities.withdraws:
                return Landed(flight, Settle(Outcome.SKIPPED))
            await channel.withdraw(flight.urn, here.external_id)
            return Landed(flight, sent)
        if row.verb is Verb.REPLACE and here is not None and capabilities.edits:
            with suppress(Gone):
                await channel.replace(flight.urn, here.external_id, shown)
                return Landed(flight, sent, here.external_id, shown)
        if row.verb is Verb.REPLACE and row.otherwise is Otherwise.SKIP:
            return Landed(flight, Settle(Outcome.SKIPPED))
        if shown.rest is not None:
            rest = f"everyone.more.rest:{row.id}.{shown.rest}"
            answers = {key: rest if link == THE_REST else link for key, link in shown.answers.items()}
            shown = replace(shown, answers={**answers, **dict.fromkeys(MORE, rest)})
        return Landed(flight, sent, await channel.say(flight.urn, shown, dedupe=row.key), shown)

    def _rendered(self, source: str, language: str, capabilities: Capabilities) -> tuple[Prompt, Rendered]:
        prompt = prompts.load(source)
        return prompt, render(prompt, language, capabilities, self._catalogs)

    async def _clear(self, flight: Flight, channel: Channel) -> Landed:
        """Everything that stands in the chat since an instant; asked for when it leaves, so that what came meanwhile goes too."""
        if not channel.capabilities.clears:
            return Landed(flight, Settle(Outcome.SKIPPED))
        since, _, until = (flight.row.target or "").partition(":")
        said = await outbox.said_in(self._reader, flight.row.recipient, flight.urn.id, int(since), flight.row.id)
        heard = await inbox.heard_in(self._reader, flight.urn.id, int(since), int(until))
        await channel.clear(flight.urn, said=said, heard=heard)
        return Landed(flight, Settle(Outcome.SENT))

    async def _shown(self, flight: Flight, capabilities: Capabilities) -> Rendered | None:
        """The message in this channel's form; None where it is about attachments that cannot be shown here."""
        marked = flight.row.if_uncertain is IfUncertain.REPEAT_MARKED or flight.row.fell_back
        again = flight.uncertain > 0 and marked and (flight.row.fell_back or not capabilities.deduplicates)
        try:
            if flight.row.priority is Priority.BULK and not flight.discreet and not again:
                prompt, same = self._same(flight.row.prompt, flight.language, capabilities)
                if not prompt.attachments:
                    return same
            prompt = prompts.load(flight.row.prompt)
            if flight.discreet and prompt.discreet is not None:
                prompt = Prompt((prompt.discreet,), prompt.buttons)
            brought = await attachments.by_ids(self._reader, prompt.attachments) if prompt.attachments and capabilities.attachments else ()
            elsewhere = next((each.channel for each in brought if each.stays_in_its_channel and each.channel != self.name), "")
            shown = render(prompt, flight.language, capabilities, self._catalogs, again=again, elsewhere=elsewhere)
        except Exception as error:  # one text that cannot be shown ends alone
            log.error("defect while rendering", channel=self.name, id=flight.row.id, error=kind_of(error))
            raise Unrenderable from error
        if not prompt.attachments:
            return shown
        if not capabilities.attachments:
            return None if flight.row.verb is Verb.SAY and flight.row.otherwise is Otherwise.SKIP else shown
        return replace(shown, attachments=brought)
