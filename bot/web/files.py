"""Pictures and documents of a chat: handed in before their message, and shown to whoever may see them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.channels.uploads import Full, Uploads
from bot.channels.webchat import WebChat
from bot.media.cleaning import PDF, SEEN, sniff
from bot.media.files import Files
from bot.mime import file_name
from bot.web.guard import TooLarge, body
from storage.database import Rows
from storage.models import AttachmentKind, AttachmentState, Instant
from storage.repositories import attachments, contacts

UPLOAD_WEIGHT = 2.0
"""What an upload counts beside a message where rates are limited."""
_SANDBOX = {"content-security-policy": "default-src 'none'; sandbox", "cache-control": "no-store"}


async def take(request: Request, channel: WebChat, address: str, client_id: str, largest_mb: int) -> Response:
    """Keeps an upload until its message comes. Its kind is sniffed at once, so that the person hears of a mistake at once."""
    try:
        data = await body(request, most=largest_mb * 1024 * 1024)
    except TooLarge:
        return _no(413, f"Ten plik jest za duży. Proszę wysłać plik do {largest_mb} MB.")
    if sniff(data[:16]) not in (*SEEN, PDF):
        return _no(415, "Takiego pliku nie możemy przyjąć. Proszę wysłać zdjęcie (JPEG, PNG, WebP, GIF) albo dokument PDF.")
    try:
        await asyncio.to_thread(channel.uploads.put, Uploads.reference(address, client_id), data)
    except Full:
        return JSONResponse({"error": "Proszę spróbować za chwilę."}, 503, {"retry-after": "30"})
    return JSONResponse({"accepted": client_id})


def kinds(channel: WebChat, address: str, names: Sequence[str]) -> list[AttachmentKind | None]:
    """What some uploads are by their first bytes; None for one that is not there. Blocks."""
    heads = [channel.uploads.head(Uploads.reference(address, name)) for name in names]
    return [None if head is None else AttachmentKind.DOCUMENT if sniff(head) == PDF else AttachmentKind.PICTURE for head in heads]


async def show(reader: Rows, files: Files, channel: WebChat, address: str, id: int, now: Instant) -> Response:
    """A file, for whoever sent it or may see its report now; named by its number alone."""
    urn = await contacts.by_address(reader, channel.name, address)
    found = None if urn is None else await attachments.visible_to(reader, urn.contact, id, now, at=urn.id)
    if found is None or found.state is AttachmentState.REFUSED or found.position is not None:
        return _no(404, "Nie ma takiego pliku.")
    if found.sha256 is None or found.mime is None:
        return JSONResponse({"error": "Za chwilę."}, 503, {"retry-after": "1"})
    try:
        data = await asyncio.to_thread(files.read, found.sha256)
    except FileNotFoundError:
        return _no(404, "Nie ma takiego pliku.")
    how = "inline" if found.mime.startswith("image/") else "attachment"
    named = f'{how}; filename="{file_name(id, found.mime)}"'
    return Response(data, media_type=found.mime, headers={"content-disposition": named, **_SANDBOX})


def _no(status: int, sentence: str) -> Response:
    return JSONResponse({"error": sentence}, status)
