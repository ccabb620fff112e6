"""What all SMS gateways share: the form of a message, who is answered, HTTP with errors that say whether anything left."""

from __future__ import annotations

import asyncio
import base64
import hmac
from collections.abc import Mapping

import aiohttp

from bot.channels.channel import Accept, Capabilities, Gone, Incoming, Plain, Rendered, Temporary, Uncertain
from bot.channels.sms import phone
from bot.channels.sms.phone import Sort
from bot.channels.sms.settings import SmsSettings
from bot.logs import log
from handlers.dialogue.update import Kind
from storage.models import MINUTE, Urn

REFUSED = "everyone.refused.number"
"""The link of whoever writes from a number to which we do not write."""
CONNECT_TIMEOUT = 5.0
READ_TIMEOUT = 20.0
"""Seconds; below the sender's own limit."""


class Gateway(Plain):
    """An SMS channel. What a gateway adds is how it is asked to send and how it tells what has come."""

    def __init__(self, name: str, settings: SmsSettings, *, deduplicates: bool = False) -> None:
        """`deduplicates`: the gateway sends the same message once, however often it is handed in."""
        self.name = name
        self.capabilities = Capabilities(
            buttons=False,
            edits=False,
            withdraws=False,
            html=False,
            sms=True,
            parts=settings.most_parts,
            parts_a_month=settings.parts_a_month or None,
            takes_over_after=settings.takes_over_after_minutes * MINUTE or None,
            deduplicates=deduplicates,
        )
        self._common = settings
        allowed = {Sort.LANDLINE: settings.answers_landlines, Sort.FOREIGN: settings.answers_foreign}
        self._refused = frozenset(sort for sort, is_allowed in allowed.items() if not is_allowed)
        self._session: aiohttp.ClientSession | None = None

    async def prepare(self) -> None:
        self._connect()

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def replace(self, to: Urn, external_id: str, message: Rendered) -> None:
        raise Gone("an SMS cannot be changed")

    async def withdraw(self, to: Urn, external_id: str) -> None:
        raise Gone("an SMS cannot be taken back")

    async def receive(self, accept: Accept, *, wait: int) -> bool:
        """A gateway posts what comes: there is nothing to ask for."""
        await asyncio.sleep(wait)
        return False

    def _connect(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            timeout = aiohttp.ClientTimeout(total=None, connect=CONNECT_TIMEOUT, sock_read=READ_TIMEOUT)
            self._session = aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar())
        return self._session

    async def _ask(self, method: str, url: str, parameters: Mapping[str, str], headers: Mapping[str, str] | None = None) -> tuple[int, str]:
        """The status and the text of the answer. Nothing of the request is logged: it has numbers and words."""
        given = {"params": parameters} if method == "GET" else {"data": parameters}
        try:
            async with self._connect().request(method, url, headers=headers, **given) as answer:  # type: ignore[arg-type]  # either of the two
                return answer.status, await answer.text()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise Temporary("no connection") from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Uncertain(type(error).__name__) from error

    def _callback(self, url: str, what: str) -> str:
        """The address that the gateway calls."""
        return f"{url}/hooks/{self.name}/{self._common.secret.get_secret_value()}/{what}"

    def _secret_of(self, path: str) -> str | None:
        """What stands behind the secret in a callback's path; None if that is not ours."""
        given, _, rest = path.partition("/")
        secret = self._common.secret.get_secret_value()
        return rest if hmac.compare_digest(given.encode(), secret.encode()) else None

    async def _heard(self, accept: Accept, *, id: str, sender: str, text: str) -> None:
        """Takes a message that came. Premium and short numbers are never answered; landlines and foreign ones, unless the settings
        allow them, are told kindly that we do not write to them, and nothing of the message is kept."""
        kind = phone.sort(sender)
        number = phone.e164(sender)
        if number is None or kind is Sort.PREMIUM:
            log.info("a message of a number that is never answered", channel=self.name, sort=kind.value)
            return
        if kind in self._refused:
            await accept([Incoming(self.name, f"mo:{id}", number, Kind.PRESS, link=f"{REFUSED}:{kind.value}")])
            return
        await accept([Incoming(self.name, f"mo:{id}", number, Kind.MESSAGE, text=text)])

    async def _reported(self, accept: Accept, *, dedupe: str, delivered: bool) -> None:
        """Takes a delivery report: in any order, and as often as it comes."""
        state = "delivered" if delivered else "undelivered"
        await accept([Incoming(self.name, f"dlr:{dedupe}:{state}", "", Kind.RECEIPT, link=dedupe, text=state)])


def hidden(dedupe: str) -> str:
    """The key inside the report's address, in letters that mean nothing to a gateway (Kannel has escapes of its own, with "%")."""
    return base64.urlsafe_b64encode(dedupe.encode()).decode().rstrip("=")


def shown(given: str) -> str | None:
    """The key again; None for what is none of ours."""
    try:
        return base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)).decode()
    except ValueError:
        return None
