"""The web chat's door: sessions, CSRF, sizes, rates, headers, and the stream."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp, Message, Scope

from bot.channels.webchat import WebChat
from bot.keys import installation_key
from bot.web.door import HandedIn
from bot.web.guard import BURST, Rates, Sessions
from bot.web.health import Pulse
from bot.web.server import LONGEST_TEXT, Pane, Site, make_site
from tests.town import Town

HOST = "chat.example"


def site_of(town: Town, *, secure: bool = True, panes: bool = False, per_minute: int = 600) -> Site:
    web, keypad = town.app.channels["web"], town.app.channels["keypad"]
    assert isinstance(web, WebChat)
    assert isinstance(keypad, WebChat)
    return Site(
        intake=town.app.intake,
        channel=web,
        clock=town.clock,
        catalogs=town.app.catalogs,
        sessions=Sessions("secret", secure=secure),
        rates=Rates(per_minute),
        hosts=(HOST,),
        secure=secure,
        town="Kalisz",
        is_example=True,
        duty_phone="62 000 00 00",
        administrator="Komenda",
        exit_to="https://meteo.imgw.pl/",
        files=town.app.files,
        largest_mb=1,
        pulse=Pulse(town.app.reader, town.clock, town.app.units.tally, town.app.is_running, town.app.send_errors),
        calendar=town.app.calendar,
        panes=[Pane("anna", "Anna", web), Pane("jan", "Jan", keypad), Pane("rejon5", "Rejon 5", web, is_staff=True)] if panes else (),
    )


def browser(app: ASGIApp) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=f"https://{HOST}")


@pytest.fixture
async def page(town: Town) -> AsyncIterator[httpx.AsyncClient]:
    """A resident's browser in production, with the page open."""
    async with browser(make_site(site_of(town))) as opened:
        await open_page(opened)
        yield opened


async def open_page(client: httpx.AsyncClient) -> None:
    html = (await client.get("/")).text
    client.headers["x-csrf-token"] = re.findall(r'name="csrf" content="(\w+)"', html)[0]


async def post(client: httpx.AsyncClient, pane: str = "me", **message: Any) -> httpx.Response:
    return await client.post(f"/chat/{pane}/messages", json={"id": "message-0001", **message})


async def test_a_message_is_accepted_and_answered(town: Town, page: httpx.AsyncClient) -> None:
    answer = await post(page, text="Podmiejska 13")
    assert (answer.status_code, answer.json()) == (200, {"accepted": "message-0001"})
    await town.settle()
    rows = await town.rows("SELECT from_us, text FROM webchat ORDER BY id")
    assert [row["from_us"] for row in rows] == [0, 1, 1]
    assert "Podmiejska 13 · rejon\u00a05" in rows[1]["text"]


async def test_sending_again_under_the_same_id_is_acknowledged_and_changes_nothing(town: Town, page: httpx.AsyncClient) -> None:
    for _ in range(3):
        assert (await post(page, text="Podmiejska 13")).status_code == 200
    await town.settle()
    assert len(await town.rows("SELECT id FROM webchat")) == 3


async def test_the_cookie_is_strict_and_holds_no_more_than_a_random_address(page: httpx.AsyncClient) -> None:
    answer = await page.get("/")
    cookie = answer.headers["set-cookie"]
    for part in ("__Host-chat=", "HttpOnly", "Secure", "SameSite=strict", "Path=/"):
        assert part in cookie


async def test_every_answer_has_strict_headers(page: httpx.AsyncClient) -> None:
    for path in ("/", "/static/chat.js", "/nothing-here"):
        headers = (await page.get(path)).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["strict-transport-security"] == "max-age=31536000"


async def test_the_page_has_no_inline_script_or_style(town: Town) -> None:
    for panes in (False, True):
        async with browser(make_site(site_of(town, panes=panes))) as client:
            html = (await client.get("/")).text
            assert not re.search(r"<script(?![^>]*src=)|<style|\son\w+=|\sstyle=", html)
            assert "podział" in html.lower(), "the example says so"


async def test_without_session_or_csrf_or_from_elsewhere_nothing_is_accepted(town: Town, page: httpx.AsyncClient) -> None:
    async with browser(make_site(site_of(town))) as stranger:
        assert (await post(stranger, text="x")).status_code == 403
        assert (await stranger.get("/chat/stream")).status_code == 403
    token = page.headers.pop("x-csrf-token")
    assert (await post(page, text="x")).status_code == 403
    page.headers["x-csrf-token"] = "0" * 64
    assert (await post(page, text="x")).status_code == 403
    headers = [(b"x-csrf-token", "ż".encode())]
    assert (await page.post("/chat/me/messages", json={"id": "message-0001", "text": "x"}, headers=headers)).status_code == 403
    page.headers["x-csrf-token"] = token
    page.headers["origin"] = "https://evil.example"
    assert (await post(page, text="x")).status_code == 403
    assert await town.rows("SELECT id FROM inbox") == []


async def test_a_tampered_cookie_is_a_new_session(page: httpx.AsyncClient) -> None:
    name, value = next(iter(page.cookies.items()))
    page.cookies.set(name, value[:-3] + "abc", domain=HOST)
    assert (await post(page, text="x")).status_code == 403


async def test_another_host_is_refused(town: Town) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(make_site(site_of(town))), base_url="https://evil.example") as client:
        assert (await client.get("/")).status_code == 400


async def test_in_production_there_is_only_ones_own_pane(town: Town, page: httpx.AsyncClient) -> None:
    officer = await town.officer(5)
    assert (await post(page, pane="rejon5", text="sprawy")).status_code == 404
    await officer.hears_nothing()


async def test_a_defect_of_ours_shows_no_trace_and_keeps_the_headers(
    town: Town, page: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    async def broken(*_: object) -> bool:
        raise RuntimeError("tajemnica")

    monkeypatch.setattr(town.app.intake, "accept", broken)
    answer = await post(page, text="x")
    assert (answer.status_code, answer.json()["error"]) == (500, "Coś u nas nie zadziałało. Proszę spróbować jeszcze raz.")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "tajemnica" not in capfd.readouterr().err


STRANGE: list[tuple[Any, int]] = [
    (b"", 400),
    (b"{", 400),
    (b"\xff\xfe", 400),
    (b"[]", 400),
    (b'{"id": "short", "text": "x"}', 400),
    (b'{"id": "message-0001"}', 400),
    (b'{"id": "message-0001", "text": "   "}', 400),
    (b'{"id": "message-0001", "text": 7}', 400),
    (b'{"id": "message-0001", "text": "x", "reply_to": "1"}', 400),
    (b'{"id": "message-0001", "text": "x", "reply_to": true}', 400),
    (b'{"id": "message-0001", "text": "x", "pressed_in": -1}', 400),
    (b'{"id": "message-0001", "text": "\\ud800"}', 400),
    (b'{"id": "message-0001", "link": "' + b"x" * 65 + b'"}', 400),
    (b'{"id": "message-0001", "link": "\\ud800"}', 400),
    (json.dumps({"id": "message-0001", "text": "ż" * (LONGEST_TEXT + 1)}).encode(), 413),
    (b"x" * (129 * 1024), 413),
    (b'{"id": "message-0001", "text": ' + b"[" * 100_000, 400),
]


@pytest.mark.parametrize(("raw", "status"), STRANGE, ids=range(len(STRANGE)))
async def test_strange_bodies_get_a_sentence_and_leave_no_trace(town: Town, page: httpx.AsyncClient, raw: bytes, status: int) -> None:
    answer = await page.post("/chat/me/messages", content=raw)
    assert answer.status_code == status
    assert answer.json()["error"].endswith(".")
    assert await town.rows("SELECT id FROM inbox") == []


async def test_whoever_is_too_fast_is_told_to_wait_before_anything_is_acknowledged(town: Town) -> None:
    async with browser(make_site(site_of(town, per_minute=60))) as client:
        await open_page(client)
        statuses = [(await post(client, id=f"message-{n:04}", text="x")).status_code for n in range(BURST + 5)]
        assert statuses == [200] * BURST + [429] * 5
        answer = await post(client, id="message-9999", text="x")
        assert int(answer.headers["retry-after"]) >= 1
    assert len(await town.rows("SELECT id FROM inbox")) == BURST


async def test_health_is_ready_only_when_it_can_work(town: Town, page: httpx.AsyncClient) -> None:
    answer = await page.get("/health")
    assert (answer.status_code, answer.json()) == (503, {"ready": False}), "no loop runs in this test's town"
    town.app.start()
    assert (await page.get("/health")).json() == {"ready": True}
    await town.app.database.reader.close()
    assert (await page.get("/health")).status_code == 503


async def test_the_quick_exit_ends_the_session(town: Town, page: httpx.AsyncClient) -> None:
    await page.post("/chat/me/messages", json={"id": "message-1", "text": "Podmiejska 13"})
    token = page.headers.pop("x-csrf-token")
    assert (await page.post("/exit")).status_code == 403, "no other site can end it"
    page.headers["x-csrf-token"] = token
    left = await page.post("/exit")
    assert left.status_code == 204
    assert left.headers["clear-site-data"] == '"cache", "storage"'
    assert dict(page.cookies) == {}
    assert (await page.get("/chat/stream")).status_code == 403


async def test_metrics_are_figures_without_people_and_only_for_this_machine(town: Town, page: httpx.AsyncClient) -> None:
    anna = await town.resident("secretaddress", on="rough")
    town.rough.mood(["lost"])
    await anna.hands_in(HandedIn("message-1", text="tajemnica 600100200"))
    await town.settle()
    await town.let_pass(minutes=1)
    written = (await page.get("/metrics")).text
    for line in (
        'outbox_waiting{channel="rough"} 1.0',
        'outbox_oldest_seconds{channel="rough"} 60.0',
        'send_errors_total{channel="rough",kind="Temporary"} ',
    ):
        assert line in written
    assert "units_total" in written
    for secret in ("tajemnica", "600100200", "secretaddress"):
        assert secret not in written
    stranger = httpx.ASGITransport(make_site(site_of(town)), client=("203.0.113.7", 1))
    async with httpx.AsyncClient(transport=stranger, base_url=f"https://{HOST}") as elsewhere:
        assert (await elsewhere.get("/metrics")).status_code == 404


def test_the_bucket_fills_again_and_the_memory_is_bounded() -> None:
    rates = Rates(60)
    assert [rates.pause("a", 0.0) for _ in range(BURST)] == [0.0] * BURST
    assert rates.pause("a", 0.0) == 1.0
    assert rates.pause("a", 1.5) == 0.0
    for number in range(20_000):
        rates.pause(str(number), 2.0)
    assert len(rates._buckets) <= 10_000


def test_the_key_is_made_once_and_is_ours_alone(tmp_path: Any) -> None:
    key = installation_key(tmp_path / "town.db")
    assert installation_key(tmp_path / "town.db") == key
    assert (tmp_path / "town.key").stat().st_mode & 0o777 == 0o600
    assert len(key) == 64


class Stream:
    """One open stream, read as a browser does."""

    def __init__(self, app: ASGIApp, cookie: str, query: str) -> None:
        self._events: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._gone = asyncio.Event()
        scope: Scope = {
            "type": "http", "method": "GET", "path": "/chat/stream", "raw_path": b"/chat/stream", "query_string": query.encode(), "root_path": "",
            "headers": [(b"host", HOST.encode()), (b"cookie", cookie.encode())], "http_version": "1.1", "scheme": "https", "server": (HOST, 443),
        }  # fmt: skip
        self._task = asyncio.ensure_future(app(scope, self._receive, self._send))

    async def _receive(self) -> Message:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        for line in message.get("body", b"").decode().splitlines():
            if line.startswith("data: "):
                self._events.put_nowait(json.loads(line[6:]))

    async def next(self) -> dict[str, Any]:
        return await asyncio.wait_for(self._events.get(), 5)

    async def close(self) -> None:
        self._gone.set()
        await asyncio.wait_for(asyncio.shield(self._task), 5)


async def test_the_stream_shows_what_was_and_what_comes_in_each_pane(town: Town) -> None:
    site = site_of(town, panes=True)
    app = make_site(site)
    officer = await town.officer(5)
    async with browser(app) as client:
        await open_page(client)
        await post(client, pane="anna", text="Podmiejska 13")
        await town.settle()
        cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        stream = Stream(app, cookie, "panes=anna,jan,nobody")
        first, second = await stream.next(), await stream.next()
        assert (first["pane"], first["ours"], first["client_id"], first["parts"]) == ("anna", False, "message-0001", ["Podmiejska 13"])
        assert "Dzielnicowy rejonu\u00a05" in second["html"]
        assert second["time"] == "10:00"
        await post(client, pane="jan", id="message-0002", text="Podmiejska 13")
        await town.settle()
        keypad = [await stream.next(), await stream.next()]
        assert keypad[1]["pane"] == "jan"
        assert keypad[1]["html"] is None
        assert all(len(part) <= 160 for part in keypad[1]["parts"])
        assert site.streams == 1
        await stream.close()
        assert site.streams == 0
        again = Stream(app, cookie, f"panes=anna&after=anna.{1}")
        assert (await again.next())["ours"], "only what came after revision 1"
        site.closing.set()
        await again.close()
    await officer.hears_nothing()
