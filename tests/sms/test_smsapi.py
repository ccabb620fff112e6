"""SMSAPI.pl: what leaves is what its own client would send; its errors in our words; what it posts."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp import web
from smsapi.client import Client
from smsapi.exception import SmsApiException

from bot.channels.channel import Incoming, Posted, Rejected, Rendered, SendError, Temporary, Uncertain
from bot.channels.sms.gateway import hidden
from bot.channels.sms.settings import SmsApiSettings
from bot.channels.sms.smsapi import SmsApi
from handlers.dialogue.update import Kind
from storage.models import Urn

SECRET = "tajna-czesc-adresu"
TOKEN = "t" * 40
ANNA = Urn(1, "smsapi", "+48501000111", 1)
TAKEN = json.dumps({"count": 1, "list": [{"id": "9", "points": 0.1, "number": "48501000111", "status": "QUEUE", "error": None, "idx": "x"}]})


class Provider:
    """A server that answers what the test says and remembers what it was asked."""

    def __init__(self) -> None:
        self.answer: tuple[int, str] | None = (200, TAKEN)
        self.asked: list[dict[str, Any]] = []
        self.url = ""

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        form = await request.post()
        self.asked.append({"path": request.path, "method": request.method, "form": dict(form), "token": request.headers.get("Authorization")})
        if self.answer is None:
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        return web.Response(status=self.answer[0], text=self.answer[1], content_type="application/json")


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    provider = Provider()
    server = web.Server(provider)  # type: ignore[arg-type]  # a callable object
    runner = web.ServerRunner(server)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    provider.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield provider
    await runner.cleanup()


def channel(provider: Provider, **more: Any) -> SmsApi:
    given = {"secret": SECRET, "token": TOKEN, "base_url": provider.url, "callback_url": "https://bot.example.invalid", **more}
    return SmsApi("smsapi", SmsApiSettings.model_validate(given))


async def test_the_request_is_the_one_that_its_own_client_makes(provider: Provider) -> None:
    ours = channel(provider, sender="KMP Kalisz")
    assert await ours.say(ANNA, Rendered("Dzień dobry & żółć"), dedupe="report:1:receipt") == "report:1:receipt"
    await ours.close()
    given = dict(ours.parameters(ANNA.address, "Dzień dobry & żółć", "report:1:receipt"))
    theirs = {("from_" if key == "from" else key): value for key, value in given.items() if key != "format"}
    client = Client(f"{provider.url}/", access_token=TOKEN)
    await asyncio.to_thread(lambda: client.sms.send(**theirs))
    assert provider.asked[0] == provider.asked[1]
    assert provider.asked[0]["form"]["notify_url"] == f"https://bot.example.invalid/hooks/smsapi/{SECRET}/dlr"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((200, '{"error": 13, "message": "No correct phonenumbers"}'), Rejected),
        ((200, '{"error": 14, "message": "Wrong sender name"}'), Rejected),
        ((200, '{"error": 101, "message": "Authorization failed"}'), Temporary),
        ((200, '{"error": 103, "message": "Not enough credits"}'), Temporary),
        ((200, '{"error": 201, "message": "Internal system error"}'), Temporary),
        ((200, "<html>"), Temporary),
        ((500, ""), Temporary),
        (None, Uncertain),
    ],
)
async def test_its_errors_in_our_words(provider: Provider, answer: tuple[int, str] | None, error: type[SendError]) -> None:
    provider.answer = answer
    ours = channel(provider)
    with pytest.raises(error):
        await ours.say(ANNA, Rendered("x"), dedupe="a")
    await ours.close()


async def test_what_its_client_takes_for_an_error_is_one_for_us(provider: Provider) -> None:
    provider.answer = (200, '{"error": 13, "message": "No correct phonenumbers"}')
    client = Client(f"{provider.url}/", access_token=TOKEN)
    with pytest.raises(SmsApiException):
        await asyncio.to_thread(lambda: client.sms.send(to="1", message="x"))


async def test_handed_in_twice_is_taken_once(provider: Provider) -> None:
    provider.answer = (200, '{"error": 53, "message": "Not unique idx parameter"}')
    ours = channel(provider)
    assert ours.capabilities.deduplicates
    assert await ours.say(ANNA, Rendered("x"), dedupe="a") == "a"
    await ours.close()


async def posted(path: str, form: dict[str, str], *, method: str = "POST", **more: Any) -> tuple[str | None, list[Incoming]]:
    """What is answered, and what is taken."""
    taken: list[Incoming] = []

    async def accept(incoming: Any) -> None:
        taken.extend(incoming)

    ours = channel(Provider(), base_url="http://127.0.0.1:1", **more)
    body = urlencode(form).encode() if method == "POST" else b""
    return await ours.hooked(Posted(method, path, {} if body else form, {}, body), accept), taken


async def test_a_message_that_came() -> None:
    answer, taken = await posted(f"{SECRET}/mo", {"sms_from": "48501000111", "sms_text": "Podmiejska 13 ąę", "MsgId": "7"})
    assert (answer, taken) == ("OK", [Incoming("smsapi", "mo:7", "+48501000111", Kind.MESSAGE, text="Podmiejska 13 ąę")])


@pytest.mark.parametrize("sender", ["PLAY", "7055", "+48703000000"])
async def test_names_short_and_premium_numbers_are_never_answered(sender: str) -> None:
    assert (await posted(f"{SECRET}/mo", {"sms_from": sender, "sms_text": "x", "MsgId": "7"}))[1] == []


@pytest.mark.parametrize(("sender", "sort"), [("+4915112345678", "foreign"), ("+380671234567", "foreign"), ("+48627650000", "landline")])
async def test_landlines_and_foreign_numbers_are_told_apart_and_nothing_of_what_they_wrote_is_kept(sender: str, sort: str) -> None:
    form = {"sms_from": sender, "sms_text": "tajne", "MsgId": "7"}
    assert (await posted(f"{SECRET}/mo", form))[1] == [Incoming("smsapi", "mo:7", sender, Kind.PRESS, link=f"everyone.refused.number:{sort}")]
    allowed = (await posted(f"{SECRET}/mo", form, answers_foreign=True, answers_landlines=True))[1]
    assert allowed == [Incoming("smsapi", "mo:7", sender, Kind.MESSAGE, text="tajne")]


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_reports_come_as_lists(method: str) -> None:
    form = {"MsgId": "1,2,3,4", "status": "404,405,403,x", "to": "1,2,3,4", "idx": ",".join(hidden(key) for key in "abcd")}
    answer, taken = await posted(f"{SECRET}/dlr", form, method=method)
    assert answer == "OK"
    assert [(each.kind, each.link, each.text) for each in taken] == [(Kind.RECEIPT, "a", "delivered"), (Kind.RECEIPT, "b", "undelivered")]


@pytest.mark.parametrize("path", ["", "mo", "zly/mo", f"{SECRET}", f"{SECRET}/inne"])
async def test_without_the_secret_nothing_is_taken(path: str) -> None:
    assert await posted(path, {"sms_from": "48501000111", "sms_text": "x", "MsgId": "7"}) == (None, [])
