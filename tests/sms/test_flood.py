"""Ten thousand messages at once: every one is written down once, in order per person, and nobody is lost behind the flood."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

from pydantic import SecretStr

from bot.app import App
from bot.channels import make_channel
from bot.channels.channel import Posted, Receiver
from bot.channels.sms.settings import KannelSettings
from tests.kannel.gateway import SECRET
from tests.settings import settings
from tests.town import TestClock

PEOPLE, EACH = 500, 20


async def test_a_flood_of_ten_thousand_is_queued_and_none_is_lost(tmp_path: Path) -> None:
    section = KannelSettings(secret=SecretStr(SECRET), username="bot", password=SecretStr("x"), base_url="http://127.0.0.1:1")
    app = await App.open(settings(tmp_path), clock=TestClock(), channels=lambda around: {"sms": make_channel("sms", section, around)})
    sms = app.channels["sms"]
    assert isinstance(sms, Receiver)

    async def person(number: int) -> None:
        """Posted as a gateway does: the next one when the last is acknowledged, now and then twice."""
        for line in range(EACH):
            query = {"id": f"{number}-{line}", "from": f"+48501{number:06}", "coding": "0"}
            posted = Posted("POST", f"{SECRET}/mo", query, {}, f"wiersz {line} od {number}".encode())
            for _ in range(random.Random(number * EACH + line).choice((1, 1, 1, 2))):
                assert await sms.hooked(posted, app.intake.accept_all) == ""

    try:
        await asyncio.gather(*(person(number) for number in range(PEOPLE)))
        rows = await app.reader.fetch("SELECT u.address, i.payload, i.settled_at FROM inbox AS i JOIN urns AS u ON u.id = i.urn_id ORDER BY i.id")
        assert len(rows) == PEOPLE * EACH
        by_person: dict[str, list[str]] = {}
        for row in rows:
            by_person.setdefault(row["address"], []).append(row["payload"])
        assert len(by_person) == PEOPLE
        for payloads in by_person.values():
            lines = [int(payload.split("wiersz ")[1].split()[0]) for payload in payloads]
            assert lines == list(range(EACH))
        waiting = (await app.reader.fetch("SELECT COUNT(*) AS n FROM inbox WHERE settled_at IS NULL"))[0]["n"]
        assert waiting == 0, "all of them are handled, one after another"
    finally:
        await app.close()
