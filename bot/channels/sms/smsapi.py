"""SMSAPI.pl (smsapi.pl/docs): ``POST sms.do`` with a bearer token; reports and messages are posted to ``/hooks/NAME/SECRET/…``.

Errors come with HTTP 200 and a key ``error``. With ``check_idx`` the same message handed in twice leaves once (error 53).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from bot.channels.channel import Accept, Posted, Rejected, Rendered, Temporary
from bot.channels.sms.gateway import Gateway, hidden, shown
from bot.channels.sms.settings import SmsApiSettings
from bot.logs import log
from storage.models import Urn

TAKEN_ALREADY = 53
OF_THE_MESSAGE = frozenset({11, 12, 13, 14, 17, 18, 20, 25, 27, 28})
"""Errors that no repetition mends: the text, the number, the name of the sender."""
OF_THE_ACCOUNT = frozenset({101, 102, 103, 105, 110})
"""The token, the credit, the address that we call from: somebody must mend it, and the message waits."""
DELIVERED = 404
NEVER_DELIVERED = frozenset({402, 405, 406, 407})
"""Expired, undelivered, failed, rejected."""


class SmsApi(Gateway):
    """One account."""

    def __init__(self, name: str, settings: SmsApiSettings) -> None:
        super().__init__(name, settings, deduplicates=True)
        self._settings = settings

    async def say(self, to: Urn, message: Rendered, *, dedupe: str) -> str:
        settings = self._settings
        headers = {"Authorization": f"Bearer {settings.token.get_secret_value()}"}
        status, answer = await self._ask("POST", f"{settings.base_url}/sms.do", self.parameters(to.address, message.text, dedupe), headers)
        if status != 200:
            raise Temporary(f"{status}")
        self._judge(_error_of(answer))
        return dedupe

    def parameters(self, number: str, text: str, dedupe: str) -> Mapping[str, str]:
        """The form of a message."""
        settings = self._settings
        form = {
            "to": number.removeprefix("+"),
            "message": text,
            "encoding": "utf-8",
            "normalize": "0",  # the text has been made plain already where that saves parts
            "idx": hidden(dedupe),
            "check_idx": "1",
            "max_parts": str(settings.most_parts),
            "notify_url": self._callback(settings.callback_url, "dlr"),
            "format": "json",
        }
        sender = settings.sender or settings.number
        return {**form, "from": sender} if sender else form

    def _judge(self, error: int | None) -> None:
        if error is None or error == TAKEN_ALREADY:
            return
        if error in OF_THE_MESSAGE:
            raise Rejected(f"error {error}")
        if error in OF_THE_ACCOUNT:
            log.error("SMSAPI refuses our account: please check token, credit and allowed addresses", channel=self.name, error=error)
        raise Temporary(f"error {error}")

    async def hooked(self, posted: Posted, accept: Accept) -> str | None:
        """Messages and reports, by GET or as a form; SMSAPI asks again until it reads OK."""
        what = self._secret_of(posted.path)
        form = {**posted.query, **dict(parse_qsl(posted.body.decode("utf-8", "replace"), keep_blank_values=True))}
        if what == "dlr":
            for status, idx in zip(form.get("status", "").split(","), form.get("idx", "").split(","), strict=False):
                key, code = shown(idx), int(status) if status.isascii() and status.isdecimal() else 0
                if key and (code == DELIVERED or code in NEVER_DELIVERED):
                    await self._reported(accept, dedupe=key, delivered=code == DELIVERED)
            return "OK"
        if what == "mo":
            if form.get("MsgId") and form.get("sms_from"):
                sender = form["sms_from"].strip()
                number = f"+{sender}" if sender.isdecimal() and len(sender) > 9 else sender
                await self._heard(accept, id=form["MsgId"], sender=number, text=form.get("sms_text", ""))
            return "OK"
        return None


def _error_of(answer: str) -> int | None:
    """The error's number; None for a message that was taken. What is no answer at all counts as an error that passes."""
    try:
        given: Any = json.loads(answer)
    except ValueError:
        return 999
    if not isinstance(given, dict):
        return 999
    error = given.get("error")
    return None if error is None else int(error) if str(error).isdecimal() else 999
