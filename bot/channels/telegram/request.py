"""How python-telegram-bot's requests reach Telegram: over aiohttp (docs/decisions/0004), with errors that say whether anything left."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

import aiohttp
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

READ_TIMEOUT = 20.0
"""Seconds that an answer may take; well below the sender's own limit, so that we know which of the two it was."""
CONNECT_TIMEOUT = 5.0
UPLOAD_TIMEOUT = 28.0
KEEP_ALIVE = 15.0
"""Seconds an idle connection is kept: shorter than any server keeps it, so that none breaks just as a message leaves."""


class NotSent(NetworkError):
    """No connection: nothing has left."""


class ServerTrouble(NetworkError):
    """Telegram answered with a 5xx: it took the request and did not carry it out."""


class Ready:
    """Parameters of a request without files, in the form that `AioRequest` needs of a `RequestData`.

    The way around `Bot.send_message` where nobody reads the `Message` that it would build (measured: half of its cost)."""

    contains_files = False

    def __init__(self, parameters: Mapping[str, Any]) -> None:
        self.json_payload = json.dumps(parameters, ensure_ascii=False, separators=(",", ":")).encode()


class AioRequest(BaseRequest):
    """One pool of connections. Timeouts are seconds."""

    def __init__(self, *, connections: int = 128) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return READ_TIMEOUT

    async def initialize(self) -> None:
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=KEEP_ALIVE)
            self._session = aiohttp.ClientSession(connector=connector, auto_decompress=True, cookie_jar=aiohttp.DummyCookieJar())

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """As python-telegram-bot's, which would write an answer that is no JSON into the log: people's words, perhaps."""
        try:
            found: dict[str, Any] = json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            raise TelegramError("Invalid server response") from None
        return found

    async def call(self, url: str, parameters: Mapping[str, Any], *, read_timeout: float = READ_TIMEOUT) -> Any:
        """The result of a method without files, as Telegram's JSON has it. Raises as `BaseRequest.post` does."""
        return await self.post(url, cast(RequestData, Ready(parameters)), read_timeout=read_timeout)

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        await self.initialize()
        session = self._session
        assert session is not None
        uploads = request_data is not None and request_data.contains_files
        read = (UPLOAD_TIMEOUT if uploads else READ_TIMEOUT) if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_TIMEOUT, sock_read=read)
        try:
            async with session.request(method, url, timeout=timeout, **_body(request_data)) as answer:
                payload = await answer.read()
                status = answer.status
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotSent(type(error).__name__) from None
        except TimeoutError:
            raise TimedOut("no answer in time") from None
        except aiohttp.ClientError as error:  # it broke while the answer was awaited
            raise NetworkError(type(error).__name__) from None
        if status >= 500:
            raise ServerTrouble(str(status))
        return status, payload


def _body(data: RequestData | None) -> dict[str, Any]:
    if data is None:
        return {}
    if not data.contains_files:
        return {"data": data.json_payload, "headers": {"Content-Type": "application/json"}}
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return {"data": form}
