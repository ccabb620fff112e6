"""A Bot API server that only answers, in a process of its own: the strict one would be the bottleneck.

``python -m benchmarks.light_telegram [LATENCY_MS]`` prints its port. It keeps offsets, hands out what ``POST /load`` gave
it, notes when each chat was written to (``GET /log``: chat -> monotonic seconds), and judges nothing.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import defaultdict
from typing import Any

OFFICER = 900_000_000
"""Chats from here on are officers'."""


class Light(asyncio.Protocol):
    """One connection; the state is the class's."""

    pending: list[dict[str, Any]] = []  # noqa: RUF012  # one server, one process
    log: dict[str, list[tuple[float, str]]] = defaultdict(list)  # noqa: RUF012
    count = 0
    polled = False
    """Whether somebody asks for updates."""
    latency = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.buffer = b""

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while True:
            head, separator, rest = self.buffer.partition(b"\r\n\r\n")
            if not separator:
                return
            length = 0
            for line in head.split(b"\r\n")[1:]:
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            if len(rest) < length:
                return
            self.buffer = rest[length:]
            self.answer(head.split(b" ", 2)[1].rsplit(b"/", 1)[1].decode(), rest[:length])

    def answer(self, method: str, body: bytes) -> None:
        result: Any = True
        if method.startswith(("sendMessage", "editMessageText")):
            given = _parameters(body)
            Light.count += 1
            chat = str(given["chat_id"])
            Light.log[chat].append((time.monotonic(), str(given.get("text", ""))[:200]))
            result = {"message_id": Light.count, "date": 1, "chat": {"id": int(chat), "type": "private", "first_name": "x"}, "text": "x"}
        elif method == "getUpdates":
            Light.polled = True
            offset = int(_parameters(body).get("offset") or 0)
            Light.pending = [each for each in Light.pending if each["update_id"] >= offset]
            result = Light.pending[:100]
        elif method == "getMe":
            result = {"id": 42, "is_bot": True, "first_name": "x", "username": "x_bot"}
        elif method == "getWebhookInfo":
            result = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
        elif method.startswith("getMy"):
            result = [] if method == "getMyCommands" else {}
        elif method == "load":
            Light.pending += json.loads(body)
        elif method == "polled":
            result = Light.polled
        elif method == "officers":
            result = sum(len(said) for chat, said in Light.log.items() if int(chat) >= OFFICER)
        elif method == "log":
            result = {"count": Light.count, "log": Light.log, "pending": len(Light.pending)}
        payload = json.dumps({"ok": True, "result": result}).encode()
        whole = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(payload), payload)
        pause = 0.02 if method == "getUpdates" and not result else Light.latency
        if pause:
            asyncio.get_running_loop().call_later(pause, self.transport.write, whole)
        else:
            self.transport.write(whole)


def _parameters(body: bytes) -> dict[str, Any]:
    if body.startswith(b"{"):
        found: dict[str, Any] = json.loads(body)
        return found
    from urllib.parse import parse_qsl

    return dict(parse_qsl(body.decode()))


async def main(latency: float) -> None:
    Light.latency = latency
    server = await asyncio.get_running_loop().create_server(Light, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]) / 1000 if len(sys.argv) > 1 else 0.0))
