"""What a file tells about its owner is taken out; what is hostile or unknown is refused."""

from __future__ import annotations

import io
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from bot.media.apart import clean_apart
from bot.media.cleaning import JPEG, PDF, PNG, Clean, NotClean, clean, sniff, without_segments
from storage.models import Refusal
from tests.pictures import AUTHOR, CAMERA, document, photo, screenshot


def cleaned(data: bytes) -> Clean:
    found = clean(data)
    assert found is not None
    return found


def test_a_photo_loses_camera_time_and_position_and_stands_upright() -> None:
    raw = photo((640, 480))
    assert CAMERA.encode() in raw
    found = cleaned(raw)
    assert found.mime == JPEG
    assert CAMERA.encode() not in found.data
    assert AUTHOR.encode() not in found.data
    opened = Image.open(io.BytesIO(found.data))
    assert opened.size == (480, 640), "its orientation was in the EXIF"
    assert not opened.getexif()
    assert set(opened.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_drawing_stays_one_and_loses_its_text() -> None:
    found = cleaned(screenshot())
    assert found.mime == PNG
    opened = Image.open(io.BytesIO(found.data))
    assert opened.info == {}
    assert opened.getpixel((0, 0)) == (255, 255, 255)
    assert AUTHOR.encode() not in found.data


@pytest.mark.parametrize("form", ["WEBP", "GIF"])
def test_other_pictures_are_drawn_anew(form: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (50, 40), (10, 200, 10)).save(out, form)
    found = cleaned(out.getvalue())
    assert found.mime in (JPEG, PNG)
    assert Image.open(io.BytesIO(found.data)).size == (50, 40)


def test_a_document_loses_author_scripts_files_and_the_positions_inside_it() -> None:
    raw = document()
    found = cleaned(raw)
    assert found.mime == PDF
    reader = PdfReader(io.BytesIO(found.data))
    assert len(reader.pages) == 1
    assert not reader.metadata
    assert reader.attachments == {}
    everything = found.data + b"".join(_streams(reader))
    for secret in (AUTHOR.encode(), AUTHOR.encode("utf-16-be"), CAMERA.encode(), b"app.alert", b"JavaScript", b"tajny", b"Producer"):
        assert secret not in everything, secret
    picture = reader.pages[0].images[0].image
    assert picture is not None
    assert picture.size == (64, 48)


def _streams(reader: PdfReader) -> list[bytes]:
    found = [page.get_contents() for page in reader.pages]
    return [each.get_data() for each in found if each is not None]


@pytest.mark.parametrize(
    "data",
    [b"MZ\x90\x00" + bytes(60), b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html><script>", b"", b"\x00" * 40],
    ids=["exe", "svg", "html", "empty", "zeros"],
)
async def test_unknown_types_are_refused_whatever_they_are_called(data: bytes) -> None:
    assert sniff(data[:16]) is None
    assert await clean_apart(data) is Refusal.UNKNOWN_TYPE


@pytest.mark.parametrize(
    "data",
    [photo()[:200], b"\xff\xd8\xff" + b"x" * 500, b"%PDF-1.7\nnothing", screenshot()[:40], b"RIFF\x00\x00\x00\x00WEBPxxxx", b"GIF89a"],
    ids=["cut", "garbage", "pdf", "png", "webp", "gif"],
)
async def test_broken_files_are_refused(data: bytes) -> None:
    assert await clean_apart(data) is Refusal.BROKEN


async def test_a_decompression_bomb_is_refused() -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    assert len(out.getvalue()) < 100_000
    assert await clean_apart(out.getvalue()) is Refusal.BROKEN


async def test_a_picture_inside_a_pdf_that_unpacks_to_gigabytes_does_no_harm() -> None:
    packed = zlib.compress(b"\x00" * 400_000_000, 9)
    body = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    body += b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
    body += b"4 0 obj<</Length %d/Filter/FlateDecode>>stream\n" % len(packed) + packed + b"\nendstream endobj\ntrailer<</Root 1 0 R>>"
    found = await clean_apart(body)
    assert isinstance(found, Clean | Refusal)
    assert not isinstance(found, Clean) or len(found.data) < 2_000_000


async def test_cleaning_apart_gives_the_same() -> None:
    assert await clean_apart(photo()) == clean(photo())


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300), st.integers(0, 60), st.binary(max_size=8))
def test_any_bytes_end_as_clean_unknown_or_not_clean(tail: bytes, cut: int, garbage: bytes) -> None:
    for data in (tail, photo((16, 16))[:cut] + garbage + tail, b"%PDF-1.4\n" + tail, b"\x89PNG\r\n\x1a\n" + tail):
        try:
            found = clean(data)
        except NotClean:
            continue
        assert found is None or found.data


@given(st.binary(max_size=200))
def test_segments_are_cut_from_any_bytes(data: bytes) -> None:
    try:
        without_segments(b"\xff\xd8" + data)
    except NotClean:
        return
