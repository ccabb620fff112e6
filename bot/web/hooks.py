"""Where providers post updates: ``/hooks/NAME`` of a channel. 200 only after the commit; whoever has not the secret gets 404."""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.channel import Accept, Receiver
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
            posted = await body(request, most=LARGEST)
            known = await receiver.hooked(request.headers, posted, accept)
        except TooLarge:
            return JSONResponse({"error": "too large"}, 413)
        except (json.JSONDecodeError, UnicodeDecodeError):
            return JSONResponse({"error": "not understood"}, 400)
        return JSONResponse({}, 200 if known else 404)

    return [Route("/hooks/{channel}", hook, methods=["POST"])]
