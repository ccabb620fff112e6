"""What stands before every request: sessions, CSRF, sizes, rates, headers."""

from __future__ import annotations

import hmac
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from hashlib import sha256

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.logs import kind_of, log

SESSION_SECONDS = 180 * 24 * 3600
"""How long a browser keeps its chat: a resident's answer may take weeks."""
BODY_BYTES = 128 * 1024
BUCKETS = 10_000
BURST = 20


class Sessions:
    """Signed cookies that hold nothing but a random chat address."""

    def __init__(self, key: str, *, secure: bool) -> None:
        self._key = key.encode()
        self._secure = secure
        self._signer = URLSafeTimedSerializer(key, salt="chat", signer_kwargs={"digest_method": sha256})
        self.cookie = "__Host-chat" if secure else "chat"

    def address(self, request: Request) -> str | None:
        """The chat of a browser, or None for a missing, foreign or expired cookie."""
        try:
            value = self._signer.loads(request.cookies.get(self.cookie, ""), max_age=SESSION_SECONDS)
        except BadSignature:
            return None
        return value if isinstance(value, str) else None

    def begin(self) -> str:
        """A new chat, 128 random bits."""
        return secrets.token_hex(16)

    def keep(self, response: Response, address: str) -> None:
        """Sets the cookie: this site only, not for scripts, HTTPS only where the site has it."""
        response.set_cookie(
            self.cookie, self._signer.dumps(address), max_age=SESSION_SECONDS, path="/", secure=self._secure, httponly=True, samesite="strict"
        )

    def end(self, response: Response) -> None:
        """Takes the cookie away."""
        response.delete_cookie(self.cookie, path="/", secure=self._secure, httponly=True, samesite="strict")

    def csrf(self, address: str) -> str:
        """The token that a page of this session sends with every change."""
        return hmac.new(self._key, f"csrf:{address}".encode(), sha256).hexdigest()

    def allows(self, request: Request, address: str) -> bool:
        """Whether a change really comes from our own page."""
        origin = request.headers.get("origin")
        if origin is not None and origin.partition("://")[2] != request.headers.get("host"):
            return False
        return hmac.compare_digest(request.headers.get("x-csrf-token", "").encode(), self.csrf(address).encode())


class Rates:
    """A bucket per sender. Nothing is dropped: whoever is refused keeps the message and sends it again."""

    def __init__(self, per_minute: int) -> None:
        self._per_second = per_minute / 60
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def pause(self, sender: str, now: float, *, weight: float = 1.0) -> float:
        """0 when the sender may go on, otherwise the seconds to wait. `now` is monotonic seconds.

        A light `weight` is for senders that stand for many people (one network address of a whole building).
        """
        filled, at = self._buckets.pop(sender, (float(BURST), now))
        filled = min(float(BURST), filled + (now - at) * self._per_second)
        allowed = filled >= weight
        self._buckets[sender] = (filled - weight if allowed else filled, now)
        if len(self._buckets) > BUCKETS:
            self._buckets.popitem(last=False)
        return 0.0 if allowed else (weight - filled) / self._per_second


class TooLarge(Exception):
    """The body is larger than anything a page of ours sends."""


async def body(request: Request, *, most: int = BODY_BYTES) -> bytes:
    """The body of a request, at most `most` bytes; raises `TooLarge` without reading on."""
    read = bytearray()
    async for chunk in request.stream():
        read += chunk
        if len(read) > most:
            raise TooLarge
    return bytes(read)


_HEADERS: Mapping[str, str] = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "geolocation=(self), camera=(), microphone=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


class StrictHeaders:
    """Adds the headers to every answer, and refuses hosts that are not ours (a page elsewhere may point its name at us)."""

    def __init__(self, app: ASGIApp, *, hosts: tuple[str, ...], secure: bool) -> None:
        self._app = app
        self._hosts = frozenset(hosts)
        self._headers = {**_HEADERS, "strict-transport-security": "max-age=31536000"} if secure else dict(_HEADERS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        host = Headers(scope=scope).get("host", "").rsplit(":", 1)[0]
        if host not in self._hosts:
            await Response("unknown host", 400)(scope, receive, send)
            return

        started = False

        async def strict(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self._app(scope, receive, strict)
        except Exception as error:  # a defect must neither show a trace nor quote a person in the server's own log
            log.error("defect while serving", error=kind_of(error))
            if not started:
                raise
