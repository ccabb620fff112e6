"""A mobile operator behind Kannel: SMPP 3.4 by smpp34, in a process of its own. ``python -m tests.kannel.operator PORT``.

It prints a JSON line for everything that was handed to it, byte for byte, and for every message that Kannel has taken; it takes orders
as JSON lines: ``{"from", "text"}`` is a message that somebody sends. What becomes of a message is decided by the end of the number that
it goes to.
"""

from __future__ import annotations

import asyncio
import json
import sys
from itertools import repeat
from typing import Any

import smpp34

AGAIN_AFTER, ANSWER_WITHIN = 0.2, 5.0
"""Seconds: what Kannel could not take is handed in again."""
INVALID_DESTINATION = 0x0B
"""ESME_RINVDSTADR (SMPP 3.4, 5.1.3)."""
REPORT_AFTER = 0.1
"""Seconds; sooner, and Kannel loses some (`kannel.md`)."""
REFUSED, UNDELIVERED, NEVER_REPORTED = "01", "02", "03"
"""Ends of numbers."""
BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"


class Operator:
    """One operator and the Kannel that is bound to it."""

    def __init__(self, port: int) -> None:
        self._server = smpp34.Server(host="127.0.0.1", port=port, system_id="operator")
        self._bound: dict[str, Any] = {}
        self._somebody = asyncio.Event()
        self._number = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        await self._server.start()
        self._say({"ready": True})
        orders = asyncio.create_task(self._take_orders())
        while not orders.done():
            event = await self._server.next()
            if isinstance(event, smpp34.Esme):
                self._bound[event.session_id] = event
                self._somebody.set()
            elif isinstance(event, smpp34.SubmitSmEvent):
                self._submitted(event)
            elif isinstance(event, smpp34.Unbound):
                self._bound.pop(event.session_id, None)
                if not self._bound:
                    self._somebody.clear()

    def _submitted(self, event: Any) -> None:
        to = event.destination_addr
        if to.endswith(REFUSED):
            event.reject(INVALID_DESTINATION)
            return
        self._number += 1
        id = f"{self._number:08}"
        event.accept(message_id=id)
        self._say(
            {
                "to": to,
                "from": event.source_addr,
                "coding": event.data_coding,
                "bytes": event.short_message.hex(),
                "udh": bool(event.esm_class & 0x40),
            }
        )
        if event.registered_delivery and not to.endswith(NEVER_REPORTED):
            state = "UNDELIV" if to.endswith(UNDELIVERED) else "DELIVRD"
            self._later(self._report(event.session_id, event.source_addr, to, id, state))

    async def _report(self, session: str, source: str, to: str, id: str, state: str) -> None:
        await asyncio.sleep(REPORT_AFTER)
        text = f"id:{id} sub:001 dlvrd:001 submit date:2406051000 done date:2406051000 stat:{state} err:000 text:"
        while (esme := self._bound.get(session)) is not None:
            try:
                await esme.deliver_sm(source_addr=to, destination_addr=source, esm_class=0x04, short_message=text.encode())
                return
            except (smpp34.SmppError, OSError, RuntimeError, TimeoutError):
                await asyncio.sleep(AGAIN_AFTER)  # Kannel has too much to do: an operator keeps a report, too

    async def _take_orders(self) -> None:
        loop = asyncio.get_running_loop()
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            order = json.loads(line)
            plain = all(character in BASIC for character in order["text"])
            words = bytes(BASIC.index(c) for c in order["text"]) if plain else order["text"].encode("utf-16-be")
            for pause in repeat(AGAIN_AFTER):
                if await self._delivered(order["from"], words, 0 if plain else 8):
                    self._say({"taken": order["from"]})
                    break
                await asyncio.sleep(pause)

    async def _delivered(self, sender: str, words: bytes, coding: int) -> bool:
        """Whether Kannel has taken it; an operator keeps what it could not hand over."""
        await self._somebody.wait()
        esme = list(self._bound.values())[-1]  # the one that has come last: an older one may be dead and not know it yet
        try:
            answer = await asyncio.wait_for(
                esme.deliver_sm(
                    source_addr=sender,
                    destination_addr="48500500500",
                    short_message=words,
                    data_coding=coding,
                    source_addr_ton=1,
                    source_addr_npi=1,
                ),
                ANSWER_WITHIN,
            )
        except (smpp34.SmppError, OSError, RuntimeError, TimeoutError):
            return False  # it has gone, or has too much to do
        return bool(getattr(answer, "is_success", True))

    def _later(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _say(self, what: dict[str, Any]) -> None:
        print(json.dumps(what), flush=True)


if __name__ == "__main__":
    asyncio.run(Operator(int(sys.argv[1])).run())
