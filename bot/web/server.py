"""The pages: one chat in production, several panes in the demo. Live by server-sent events, one stream a page."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeGuard

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from bot.channels.channel import Receiver
from bot.channels.render import sms_parts
from bot.channels.webchat import WebChat
from bot.clock import Clock
from bot.delivery.intake import Intake
from bot.media.files import Files
from bot.web import files
from bot.web.door import HandedIn, hand_in, is_known
from bot.web.feeds import Feed, feed_routes
from bot.web.guard import Rates, Sessions, StrictHeaders, TooLarge, body
from bot.web.health import Pulse, health_routes
from bot.web.hooks import hook_routes
from handlers.texts import Catalogs
from handlers.texts.moments import local
from storage.repositories.webchat import Shown

HERE = Path(__file__).parent
LONGEST_TEXT = 16_000
MOST_FILES = 10
STREAMS = 2_000
HEARTBEAT = 20.0


@dataclass(frozen=True, slots=True)
class Pane:
    """A chat on the page."""

    id: str
    title: str
    channel: WebChat
    language: str = "pl"
    is_staff: bool = False

    @property
    def keypad(self) -> bool:
        return self.channel.capabilities.sms


@dataclass(slots=True)
class Site:
    """What the pages need from the rest of the process. `panes` is empty in production: there each session is a pane."""

    intake: Intake
    channel: WebChat
    clock: Clock
    catalogs: Catalogs
    sessions: Sessions
    rates: Rates
    hosts: tuple[str, ...]
    secure: bool
    town: str
    is_example: bool
    duty_phone: str
    administrator: str
    exit_to: str
    files: Files
    largest_mb: int
    pulse: Pulse
    calendar: Feed
    panes: Sequence[Pane] = ()
    hooks: Mapping[str, Receiver] = field(default_factory=dict)
    """Channels whose provider posts updates."""
    streams: int = 0
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    def pane(self, name: str, address: str) -> Pane | None:
        """A pane by its name; in production only the session's own."""
        if self.panes:
            return next((pane for pane in self.panes if pane.id == name), None)
        return Pane(address, "", self.channel) if name == "me" else None


def make_site(site: Site) -> ASGIApp:
    """The application, with the strict headers around everything, its own failures included."""
    templates = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=select_autoescape())

    async def page(request: Request) -> Response:
        address = site.sessions.address(request) or site.sessions.begin()
        template = templates.get_template("demo.html" if site.panes else "chat.html")
        html = template.render(site=site, csrf=site.sessions.csrf(address), longest=LONGEST_TEXT)
        response = HTMLResponse(html)
        site.sessions.keep(response, address)
        return response

    async def message(request: Request) -> Response:
        pane = _admitted(site, request, weight=1.0)
        if isinstance(pane, Response):
            return pane
        try:
            given = _handed_in(json.loads(await body(request)))
        except TooLarge:
            return _error(413, f"Wiadomość jest za długa (najwyżej {LONGEST_TEXT} znaków). Proszę ją skrócić; tekst został w polu.")
        except RecursionError:
            return _error(400, _NOT_UNDERSTOOD)
        except ValueError as error:
            return _error(413 if "long" in str(error) else 400, _SENTENCES.get(str(error), _NOT_UNDERSTOOD))
        kinds = await asyncio.to_thread(files.kinds, pane.channel, pane.id, given.files)
        if None in kinds and not await is_known(site.pulse.reader, pane.channel, pane.id, given):
            return _error(409, "Załącznik nie dotarł. Proszę dodać go jeszcze raz; tekst został w polu.")
        await hand_in(site.intake, pane.channel, pane.id, given, site.clock.now(), kinds)
        return JSONResponse({"accepted": given.client_id})

    async def upload(request: Request) -> Response:
        pane = _admitted(site, request, weight=files.UPLOAD_WEIGHT)
        if isinstance(pane, Response):
            return pane
        name = request.path_params["name"]
        if not _is_client_id(name):
            return _error(400, _NOT_UNDERSTOOD)
        return await files.take(request, pane.channel, pane.id, name, site.largest_mb)

    async def file(request: Request) -> Response:
        address = site.sessions.address(request)
        pane = None if address is None else site.pane(request.path_params["pane"], address)
        if pane is None:
            return _error(404, "Nie ma takiego pliku.")
        return await files.show(site.pulse.reader, site.files, pane.channel, pane.id, request.path_params["id"], site.clock.now())

    async def stream(request: Request) -> Response:
        address = site.sessions.address(request)
        if address is None:
            return _error(403, "Proszę odświeżyć stronę.")
        if site.streams >= STREAMS:
            return _error(503, "Proszę spróbować za chwilę.", {"retry-after": "5"})
        names = list(dict.fromkeys(request.query_params.get("panes", "me").split(",")))[:12]
        panes = {name: pane for name in names if (pane := site.pane(name, address)) is not None}
        seen = _revisions(request.headers.get("last-event-id") or request.query_params.get("after", ""))
        return StreamingResponse(_events(site, panes, seen), media_type="text/event-stream", headers={"x-accel-buffering": "no"})

    pages = Starlette(
        routes=[
            Route("/", page),
            *health_routes(site.pulse),
            *feed_routes(site.calendar),
            *hook_routes(site.hooks, site.intake.accept_all),
            Route("/chat/{pane}/messages", message, methods=["POST"]),
            Route("/chat/{pane}/files/{name:str}", upload, methods=["PUT"]),
            Route("/chat/{pane}/files/{id:int}", file, methods=["GET"]),
            Route("/chat/stream", stream),
            Route("/exit", partial(_leave, site), methods=["POST"]),
            Mount("/static", StaticFiles(directory=HERE / "static")),
        ],
        exception_handlers={Exception: _broken},
    )
    return StrictHeaders(pages, hosts=site.hosts, secure=site.secure)


async def _leave(site: Site, request: Request) -> Response:
    """The quick exit: this browser is a stranger again, and keeps nothing of the page."""
    address = site.sessions.address(request)
    if address is not None and not site.sessions.allows(request, address):
        return _error(403, "Proszę odświeżyć stronę.")
    response = Response(status_code=204, headers={"clear-site-data": '"cache", "storage"'})
    site.sessions.end(response)
    return response


def _admitted(site: Site, request: Request, *, weight: float) -> Pane | Response:
    """The pane that a change is for, or why it is refused."""
    address = site.sessions.address(request)
    if address is None or not site.sessions.allows(request, address):
        return _error(403, "Proszę odświeżyć stronę. Wiadomość została w polu.")
    pane = site.pane(request.path_params["pane"], address)
    if pane is None:
        return _error(404, "Nie ma takiej rozmowy.")
    # The browser's network address is only counted here, in memory; it is never kept.
    network, now = request.client.host if request.client else "", time.monotonic()
    pause = max(site.rates.pause(f"chat:{pane.id}", now, weight=weight), site.rates.pause(f"net:{network}", now, weight=weight / 10))
    return _error(429, "Za dużo wiadomości naraz. Wyślemy je za chwilę.", {"retry-after": str(int(pause) + 1)}) if pause else pane


_NOT_UNDERSTOOD = "Nie rozumiemy tej wiadomości. Proszę odświeżyć stronę."
_SENTENCES = {
    "text too long": f"Wiadomość jest za długa (najwyżej {LONGEST_TEXT} znaków). Proszę ją skrócić; tekst został w polu.",
    "empty": "Wiadomość jest pusta. Proszę coś napisać.",
}


def _handed_in(data: Any) -> HandedIn:
    """A page's JSON as a message; ValueError for anything that our page would not send."""
    if not isinstance(data, dict):
        raise ValueError("not an object")
    client_id, text, link = data.get("id"), data.get("text", ""), data.get("link", "")
    reply_to, pressed_in = data.get("reply_to"), data.get("pressed_in")
    attached, position = data.get("files", []), _position(data.get("position"))
    if not _is_client_id(client_id):
        raise ValueError("id")
    if not (isinstance(attached, list) and len(attached) <= MOST_FILES and all(_is_client_id(name) for name in attached)):
        raise ValueError("files")
    if not (isinstance(text, str) and isinstance(link, str) and len(link) <= 64):
        raise ValueError("text or link")
    if len(text) > LONGEST_TEXT:
        raise ValueError("text too long")
    if not (text.strip() or link or attached or position):
        raise ValueError("empty")
    for number in (reply_to, pressed_in):
        if number is not None and (not isinstance(number, int) or isinstance(number, bool) or not 0 < number < 2**53):
            raise ValueError("number")
    (text + link).encode()  # a lone surrogate is no text
    return HandedIn(client_id, text, link, reply_to, tuple(attached), position, pressed_in)


def _is_client_id(name: object) -> TypeGuard[str]:
    return isinstance(name, str) and 8 <= len(name) <= 64 and name.isascii() and name.replace("-", "").isalnum()


def _position(given: object) -> tuple[float, float] | None:
    if given is None:
        return None
    if not (isinstance(given, list) and len(given) == 2 and all(isinstance(each, int | float) and not isinstance(each, bool) for each in given)):
        raise ValueError("position")
    latitude, longitude = float(given[0]), float(given[1])
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise ValueError("position")
    return latitude, longitude


async def _broken(_: Request, __: Exception) -> Response:
    """Said for a defect of ours; `StrictHeaders` logs it without quoting anybody."""
    return _error(500, "Coś u nas nie zadziałało. Proszę spróbować jeszcze raz.")


def _error(status: int, sentence: str, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse({"error": sentence}, status, headers)


def _revisions(text: str) -> dict[str, int]:
    """``anna.12,rejon5.4`` -> {"anna": 12, "rejon5": 4}; what is not understood is ignored."""
    found = {}
    for part in text.split(","):
        name, _, revision = part.rpartition(".")
        if name and revision.isdigit() and len(revision) < 16:
            found[name] = int(revision)
    return found


async def _events(site: Site, panes: Mapping[str, Pane], seen: dict[str, int]) -> AsyncIterator[str]:
    """Everything that changed, pane by pane, then whatever changes; ends when the process does."""
    changed = asyncio.Event()
    site.streams += 1
    for pane in panes.values():
        pane.channel.listen(pane.id, changed)
    closing = asyncio.ensure_future(site.closing.wait())
    opening = not seen
    try:
        yield "retry: 1000\n\n"
        while not site.closing.is_set():
            changed.clear()
            for name, pane in panes.items():
                for shown in await pane.channel.since(pane.id, seen.get(name, 0)):
                    seen[name] = max(seen.get(name, 0), shown.revision)
                    event_id = ",".join(f"{key}.{revision}" for key, revision in seen.items())
                    yield f"id: {event_id}\ndata: {json.dumps(_event(site, name, pane, shown, opening), ensure_ascii=False)}\n\n"
            opening = False
            waiting = asyncio.ensure_future(changed.wait())
            try:
                done, _ = await asyncio.wait({waiting, closing}, timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED)
            finally:
                waiting.cancel()
            if not done:
                yield ": still here\n\n"
    finally:
        closing.cancel()
        site.streams -= 1
        for pane in panes.values():
            pane.channel.forget(pane.id, changed)


def _event(site: Site, name: str, pane: Pane, shown: Shown, old: bool) -> dict[str, Any]:
    return {
        "old": old,
        "pane": name,
        "id": shown.id,
        "ours": shown.from_us,
        "client_id": shown.dedupe.removeprefix("in:") if not shown.from_us else None,
        "html": shown.text if shown.from_us and not pane.keypad else None,
        "parts": sms_parts(shown.text) if pane.keypad else [shown.text],
        "buttons": [{"label": b.label, "value": b.value, "minor": b.minor} for b in shown.buttons],
        "reply_to": shown.reply_to,
        "chosen": shown.chosen,
        "files": [{"id": each.id, "kind": "calendar" if each.is_calendar else each.kind.value} for each in shown.attachments],
        "withdrawn": shown.withdrawn,
        "time": f"{local(shown.sent_at, site.catalogs.zone):%H:%M}",
    }
