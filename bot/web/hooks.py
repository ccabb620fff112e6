"""Where providers post updates: ``/hooks/NAME`` of a channel. 200 only after the commit; whoever has not the secret gets 404."""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.channels.channel import Accept, Posted, Receiver
from bot.web.guard import TooLarge, body

LARGEST = 1024 * 1024
"""Bytes of one update; Telegram's are far smaller."""


def hook_routes(receivers: Mapping[str, Receiver], accept: Accept) -> list[Route]:
    """One route for all channels that are posted to."""

    async def hook(request: Request) -> Response:
        receiver = receivers.get(request.path_params["channel"])
        if receiver is None:
            return JSONResponse({"error": "not found"}, 404)
        try:
            sent = await body(request, most=LARGEST)
            posted = Posted(request.method, request.path_params.get("path", ""), dict(request.query_params), request.headers, sent)
            answer = await receiver.hooked(posted, accept)
        except TooLarge:
            return JSONResponse({"error": "too large"}, 413)
        except (json.JSONDecodeError, UnicodeDecodeError):
            return JSONResponse({"error": "not understood"}, 400)
        return JSONResponse({"error": "not found"}, 404) if answer is None else PlainTextResponse(answer)

    return [Route("/hooks/{channel}", hook, methods=_METHODS), Route("/hooks/{channel}/{path:path}", hook, methods=_METHODS)]


_METHODS = ["GET", "POST"]
"""A gateway may call with GET."""
