"""Kannel's HTTP interface (Kannel 1.4 User Guide, chapters "Sending SMS" and "Delivery reports").

Sending: ``GET /cgi-bin/sendsms``, answered 202 when the message is taken. Reports: ``GET /hooks/NAME/SECRET/dlr``. What comes:
``/hooks/NAME/SECRET/mo`` with the parameters id, from and coding, the text in the body (``post-url``) or in the parameter text.
"""

from __future__ import annotations

from bot.channels.channel import Accept, Posted, Rejected, Rendered, Temporary
from bot.channels.render import is_gsm7
from bot.channels.sms.gateway import Gateway, hidden, shown
from bot.channels.sms.settings import KannelSettings
from storage.models import Urn

DELIVERED, UNDELIVERED, BUFFERED, TAKEN, REFUSED = 1, 2, 4, 8, 16
"""Kinds of reports; we ask for all of them (dlr-mask=31)."""
_FINAL = {DELIVERED: True, UNDELIVERED: False, REFUSED: False}
GSM_7, UCS_2 = "0", "2"


class Kannel(Gateway):
    """One Kannel."""

    def __init__(self, name: str, settings: KannelSettings) -> None:
        super().__init__(name, settings)
        self._settings = settings

    async def say(self, to: Urn, message: Rendered, *, dedupe: str) -> str:
        settings = self._settings
        parameters = {
            "username": settings.username,
            "password": settings.password.get_secret_value(),
            "from": settings.sender or settings.number,
            "to": to.address,
            "text": message.text,
            "charset": "UTF-8",
            # Kannel turns what is not in GSM-7 into question marks unless it is told.
            "coding": GSM_7 if is_gsm7(message.text) else UCS_2,
            "dlr-mask": "31",
            "dlr-url": f"{self._callback(settings.callback_url, 'dlr')}?id={hidden(dedupe)}&type=%d",
        }
        status, _ = await self._ask("GET", f"{settings.base_url}/cgi-bin/sendsms", parameters)
        if status == 202:
            return dedupe
        if status in (400, 404, 413):
            raise Rejected(f"{status}")
        raise Temporary(f"{status}")  # 403: a wrong password can be mended; 5xx: nothing was taken

    async def hooked(self, posted: Posted, accept: Accept) -> str | None:
        """A message or a report; Kannel asks again until it gets a 200."""
        what = self._secret_of(posted.path)
        if what == "dlr":
            kind, id = posted.query.get("type", ""), shown(posted.query.get("id", ""))
            final = _FINAL.get(int(kind)) if kind.isascii() and kind.isdecimal() else None
            if id and final is not None:
                await self._reported(accept, dedupe=id, delivered=final)
            return ""
        if what == "mo":
            id, sender = posted.query.get("id", ""), posted.query.get("from", "")
            sender = f"+{sender[1:]}" if sender.startswith(" ") else sender  # a plus that was not escaped is a blank
            text = posted.body.decode("utf-8", "replace") or posted.query.get("text", "")
            if id and sender:
                await self._heard(accept, id=id, sender=sender, text=text)
            return ""
        return None
