"""PDF: what is hidden beside the pages does not come along, wherever it hides. Secrets are single words: no escapes."""

from __future__ import annotations

import io
import zlib
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from bot.media.apart import clean_apart
from bot.media.cleaning import Clean, NotClean, clean, without_segments
from tests.pictures import photo

Objects = dict[int, bytes]
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def built(objects: Objects) -> bytes:
    """A PDF of these objects, as a program writes them."""
    out, offsets = bytearray(b"%PDF-1.7\n"), {}
    for number, body in objects.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % offsets[number] if number in offsets else b"0000000000 00000 f \n"
    return bytes(out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, start))


def stream(entries: bytes, data: bytes) -> bytes:
    return b"<< " + entries + b" /Length %d >>\nstream\n" % len(data) + data + b"\nendstream"


def page(entries: bytes, **others: bytes) -> Objects:
    tree = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"}
    tree[3] = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] " + entries + b" >>"
    return {**tree, **{int(name[1:]): body for name, body in others.items()}}


def everything(pdf: bytes) -> str:
    """All names, strings and decoded streams of all objects, also of those that nothing refers to."""
    reader, found = PdfReader(io.BytesIO(pdf)), [pdf.decode("latin-1")]

    def walk(each: Any, depth: int = 0) -> None:
        if depth > 30 or isinstance(each, IndirectObject):
            return
        if isinstance(each, StreamObject):
            try:
                found.append(each.get_data().decode("latin-1"))
            except Exception as error:  # a picture
                found.append(repr(error))
        if isinstance(each, DictionaryObject):
            for name, value in each.items():
                found.append(str(name))
                walk(value, depth + 1)
        elif isinstance(each, ArrayObject):
            for value in each:
                walk(value, depth + 1)
        else:
            found.append(str(each))

    for number in range(1, int(str(reader.trailer["/Size"]))):
        walk(reader.get_object(number))
    return "\n".join(found)


JPEG = photo((64, 64))
IMAGE = b"/Type /XObject /Subtype /Image /Width 64 /Height 64 /ColorSpace /DeviceRGB /BitsPerComponent 8 "
DRAWN = b"/Resources << /XObject << /I 4 0 R >> >>"
BESIDE_JFIF = JPEG.index(b"\xff\xe1")

HIDING = {
    "metadata of the page": page(b"/Metadata 4 0 R", _4=stream(b"/Type /Metadata /Subtype /XML", b"SECRET")),
    "private data of a program": page(b"/PieceInfo 4 0 R", _4=b"<< /X << /Private (SECRET) >> >>"),
    "author of a comment, written in place": page(b"/Annots [ << /Type /Annot /Subtype /Text /Rect [0 0 1 1] /T (SECRET) /Contents (x) >> ]"),
    "script of a link": page(
        b"/Annots [ 4 0 R ]", _4=b"<< /Type /Annot /Subtype /Link /Rect [0 0 1 1] /A << /S /JavaScript /JS (SECRET) >> >>"
    ),
    "program that a link starts": page(
        b"/Annots [ 4 0 R ]", _4=b"<< /Subtype /Link /Rect [0 0 1 1] /A 5 0 R >>", _5=b"<< /S 6 0 R /F (SECRET) >>", _6=b"/Launch"
    ),
    "script of the page": page(
        b"/AA 4 0 R", _4=b"<< /O 5 0 R >>", _5=b"<< /S /JavaScript /JS 6 0 R >>", _6=stream(b"", b"SECRET()")
    ),
    "attached file": page(
        b"/Annots [ 4 0 R ]",
        _4=b"<< /Subtype /FileAttachment /Rect [0 0 1 1] /FS 5 0 R >>",
        _5=b"<< /Type /Filespec /F (SECRET) /EF << /F 6 0 R >> >>",
        _6=stream(b"/Type /EmbeddedFile", b"SECRET"),
    ),
    "small picture of the page": page(b"/Thumb 4 0 R", _4=stream(b"/Width 1 /Height 1", b"SECRET")),
    "metadata of a picture": page(
        DRAWN,
        _4=stream(b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Metadata 5 0 R", b"\0"),
        _5=stream(b"/Type /Metadata /Subtype /XML", b"SECRET"),
    ),
    "metadata of a form": page(
        DRAWN, _4=stream(b"/Type /XObject /Subtype /Form /BBox [0 0 1 1] /PieceInfo 5 0 R /Metadata 6 0 R", b""),
        _5=b"<< /P (SECRET) >>", _6=stream(b"", b"SECRET")
    ),
    "signature": page(
        b"/Annots [ 4 0 R ]",
        _4=b"<< /Subtype /Widget /FT /Sig /Rect [0 0 1 1] /V 5 0 R >>",
        _5=b"<< /Type /Sig /Name (SECRET) /Location (SECRET) /Contents <00> >>",
    ),
    "name of a layer": page(b"/Resources << /Properties << /M 4 0 R >> >>", _4=b"<< /Type /OCG /Name (SECRET) >>"),
    "link to another file": page(b"/Annots [ << /Subtype /Link /Rect [0 0 1 1] /A << /S /GoToR /F (SECRET) >> >> ]"),
}  # fmt: skip
PICTURES = {
    "plain": page(DRAWN, _4=stream(IMAGE + b"/Filter /DCTDecode", JPEG)),
    "filter by reference": page(DRAWN, _4=stream(IMAGE + b"/Filter 5 0 R", JPEG), _5=b"/DCTDecode"),
    "packed once more": page(DRAWN, _4=stream(IMAGE + b"/Filter [/FlateDecode /DCTDecode]", zlib.compress(JPEG))),
    "with fill bytes": page(DRAWN, _4=stream(IMAGE + b"/Filter [/DCTDecode]", JPEG[:BESIDE_JFIF] + b"\xff" + JPEG[BESIDE_JFIF:])),
    "behind the end": page(DRAWN, _4=stream(IMAGE + b"/Filter /DCTDecode", JPEG + b"TajnyAparat")),
}


@pytest.mark.parametrize("objects", HIDING.values(), ids=HIDING.keys())
def test_what_hides_beside_the_pages_stays_behind(objects: Objects) -> None:
    pdf = built(objects)
    assert "SECRET" in everything(pdf), "the test hides something"
    found = clean(pdf)
    assert found is not None
    kept = everything(found.data)
    for secret in ("SECRET", "JavaScript", "Launch", "GoToR", "Annot"):
        assert secret not in kept


@pytest.mark.parametrize("objects", PICTURES.values(), ids=PICTURES.keys())
def test_pictures_inside_lose_where_they_were_taken_and_can_be_drawn(objects: Objects) -> None:
    found = clean(built(objects))
    assert found is not None
    reader = PdfReader(io.BytesIO(found.data))
    kept: Any = reader.pages[0]["/Resources"]
    picture = kept["/XObject"]["/I"]
    assert picture["/Filter"] == "/DCTDecode"
    assert b"TajnyAparat" not in picture._data
    assert reader.pages[0].images[0].image is not None


def test_strange_filters_are_refused() -> None:
    with pytest.raises(NotClean):
        clean(built(page(DRAWN, _4=stream(IMAGE + b"/Filter [/DCTDecode /FlateDecode]", JPEG))))


def test_the_page_is_still_drawn() -> None:
    text = b"BT /F1 12 Tf 10 50 Td (Dzien dobry) Tj ET"
    objects = page(
        b"/Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> /Rotate 90",
        _4=stream(b"", text),
        _5=FONT,
    )
    found = clean(built(objects))
    assert found is not None
    reader = PdfReader(io.BytesIO(found.data))
    assert reader.pages[0].extract_text().strip() == "Dzien dobry"
    assert reader.pages[0].rotation == 90


def test_resources_that_all_pages_share_are_kept() -> None:
    objects = page(b"/Contents 4 0 R", _4=stream(b"", b"BT /F1 12 Tf 10 50 Td (Wspolne) Tj ET"), _5=FONT)
    objects[2] = b"<< /Type /Pages /Kids [3 0 R] /Count 1 /Resources << /Font << /F1 5 0 R >> >> >>"
    found = clean(built(objects))
    assert found is not None
    assert PdfReader(io.BytesIO(found.data)).pages[0].extract_text().strip() == "Wspolne"


def test_an_object_inside_itself_ends() -> None:
    objects = page(DRAWN, _4=stream(b"/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /I 4 0 R >> >>", b""))
    assert clean(built(objects)) is not None


async def test_what_unpacks_to_too_much_is_refused() -> None:
    objects = page(b"/Contents 4 0 R", _4=stream(b"/Filter /FlateDecode", zlib.compress(bytes(range(256)) * 100_000, 9)))
    pdf = built(objects)
    found = await clean_apart(pdf)
    assert not isinstance(found, Clean) or len(found.data) <= 2 * len(pdf) + 100_000


@pytest.mark.parametrize("data", [b"", b"\xff\xd8", b"\xff\xd8\xff\xe1\x00\x00", b"\xff\xd8\xff\xda"])
def test_broken_jpegs_end(data: bytes) -> None:
    try:
        without_segments(data)
    except NotClean:
        return
