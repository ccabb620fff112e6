"""Calendars that programs subscribe to: ``/calendar/TOKEN.ics``. Whoever has the address reads it; an unknown one is 404, like any page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

Feed = Callable[[str], Awaitable[bytes | None]]
"""The calendar of a token; None for one that is nobody's."""


def feed_routes(feed: Feed) -> list[Route]:
    """One route; a program that has the latest version is told so (RFC 9110, If-None-Match)."""

    async def calendar(request: Request) -> Response:
        found = await feed(request.path_params["token"])
        if found is None:
            return JSONResponse({"error": "Nie ma takiego kalendarza."}, 404)
        tag = f'"{sha256(found).hexdigest()[:32]}"'
        headers = {"etag": tag, "cache-control": "private, max-age=900", "x-robots-tag": "noindex"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(found, media_type="text/calendar", headers=headers)

    return [Route("/calendar/{token:str}.ics", calendar)]
