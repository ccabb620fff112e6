"""Files on the web: handed in before their message, shown only to whoever may see them, named by a number alone."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from bot.web.server import make_site
from tests.pictures import CAMERA, document, photo
from tests.test_web import browser, open_page, post, site_of
from tests.town import Town


@pytest.fixture
async def page(town: Town) -> AsyncIterator[httpx.AsyncClient]:
    async with browser(make_site(site_of(town))) as opened:
        await open_page(opened)
        yield opened


async def put(page: httpx.AsyncClient, data: bytes, name: str = "file-00001") -> httpx.Response:
    return await page.put(f"/chat/me/files/{name}", content=data)


async def test_a_picture_is_handed_in_sent_and_shown_clean(town: Town, page: httpx.AsyncClient) -> None:
    assert (await put(page, photo())).status_code == 200
    assert (await post(page, text="rozbita szyba", files=["file-00001"])).status_code == 200
    await town.settle()
    shown = await page.get("/chat/me/files/1")
    assert shown.headers["content-type"] == "image/jpeg"
    assert shown.headers["content-disposition"] == 'inline; filename="zalacznik-1.jpg"'
    assert shown.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["cache-control"] == "no-store"
    assert CAMERA.encode() not in shown.content
    assert list((town.app.settings.media.folder / "uploads").glob("*")) == [], "the raw copy is gone"


async def test_a_document_is_downloaded_not_opened(town: Town, page: httpx.AsyncClient) -> None:
    await put(page, document())
    await post(page, text="pismo", files=["file-00001"])
    await town.settle()
    shown = await page.get("/chat/me/files/1")
    assert shown.headers["content-disposition"].startswith("attachment;")


async def test_sending_again_after_the_file_has_moved_on_is_acknowledged(town: Town, page: httpx.AsyncClient) -> None:
    await put(page, photo())
    await post(page, text="rozbita szyba", files=["file-00001"])
    await town.settle()
    assert (await post(page, text="rozbita szyba", files=["file-00001"])).status_code == 200
    assert len(await town.rows("SELECT id FROM attachments")) == 1


async def test_a_message_whose_file_never_came_is_refused_before_anything_is_acknowledged(town: Town, page: httpx.AsyncClient) -> None:
    answer = await post(page, text="rozbita szyba", files=["file-00009"])
    assert answer.status_code == 409
    assert answer.json() == {"error": "Załącznik nie dotarł. Proszę dodać go jeszcze raz; tekst został w polu."}
    assert await town.rows("SELECT id FROM inbox") == []


@pytest.mark.parametrize(
    ("data", "status", "sentence"),
    [
        (b"MZ\x90\x00" + bytes(50), 415, "Takiego pliku nie możemy przyjąć."),
        (b"", 415, "Takiego pliku nie możemy przyjąć."),
        (b"\xff\xd8\xff" + bytes(1024 * 1024), 413, "Ten plik jest za duży. Proszę wysłać plik do 1 MB."),
    ],
)
async def test_what_is_not_taken_is_said_at_once(page: httpx.AsyncClient, data: bytes, status: int, sentence: str) -> None:
    answer = await put(page, data)
    assert answer.status_code == status
    assert answer.json()["error"].startswith(sentence)


async def test_another_browser_gets_neither_file_nor_upload(town: Town, page: httpx.AsyncClient) -> None:
    await put(page, photo())
    async with browser(make_site(site_of(town))) as eve:
        await open_page(eve)
        assert (await post(eve, text="cudze", files=["file-00001"])).status_code == 409
        await post(page, text="rozbita szyba", files=["file-00001"])
        await town.settle()
        await post(eve, text="Podmiejska 13")
        assert (await eve.get("/chat/me/files/1")).status_code == 404
    async with browser(make_site(site_of(town))) as stranger:
        assert (await stranger.get("/chat/me/files/1")).status_code == 404
        assert (await put(stranger, photo())).status_code == 403


@pytest.mark.parametrize("position", [[1], [91, 0], [0, 181], ["1", "2"], [True, False], {}, "x"])
async def test_a_strange_position_is_not_understood(town: Town, page: httpx.AsyncClient, position: object) -> None:
    assert (await post(page, text="tu", position=position)).status_code == 400
    assert await town.rows("SELECT id FROM inbox") == []


async def test_a_position_alone_is_a_message(town: Town, page: httpx.AsyncClient) -> None:
    assert (await post(page, position=[51.76, 18.09])).status_code == 200
    assert [(row["latitude"], row["state"]) for row in await town.rows("SELECT latitude, state FROM attachments")] == [(51.76, "kept")]


async def test_strange_names_of_files_are_refused(page: httpx.AsyncClient) -> None:
    for name in ("a", "..%2f..%2fetc", "x" * 65):
        assert (await put(page, photo(), name)).status_code in (400, 404)
    assert (await post(page, text="x", files=["file-00001"] * 11)).status_code == 400
