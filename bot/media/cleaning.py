"""What a file is, and the same file without what it tells about its owner. Pure; runs in a process of its own (`apart`).

A picture is drawn anew: position, camera, times, thumbnails and comments stay behind (EXIF, XMP, IPTC, text chunks).
A PDF keeps its pages: author, program, times, scripts, attached files and comments' authors are taken out.
Office documents are `office`, films and recordings `moving`.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageOps

from bot.media.moving import MP3, MP4, OGG, sniff_moving, without_origin
from bot.media.office import NotAnOfficeDocument, without_authors

JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"
SEEN = (JPEG, PNG, "image/webp", "image/gif")
ARCHIVE = "application/zip"
"""Perhaps an office document."""
LONGEST_SIDE = 4096
MOST_PIXELS = 80_000_000
"""Of a picture that came; a phone's largest has fewer, a decompression bomb more."""
MOST_PAGES = 500
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_QUALITY = 88


class NotClean(Exception):
    """The file is not what its first bytes say, or is too large once unpacked."""


@dataclass(frozen=True, slots=True)
class Clean:
    """A file that may be shown."""

    mime: str
    data: bytes


def sniff(head: bytes) -> str | None:
    """The type by the first bytes (at least 16 of them); None for what we do not take. Names and headers are not asked."""
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return "image/gif"
    if head.startswith(b"PK\x03\x04"):
        return ARCHIVE
    return PDF if head.startswith(b"%PDF-") else sniff_moving(head)


def clean(data: bytes) -> Clean | None:
    """The file without what it tells about its owner; None for a type that we do not take. Raises `NotClean`."""
    found = sniff(data[:16])
    if found is None:
        return None
    try:
        if found == PDF:
            return _document(data)
        if found in (MP4, OGG, MP3):
            return Clean(found, without_origin(data, found))
        return _office(data) if found == ARCHIVE else _picture(data)
    except NotClean:
        raise
    except Exception as error:  # two libraries meet hostile bytes here: whatever they raise, the file is not clean
        raise NotClean(type(error).__name__) from error


def _office(data: bytes) -> Clean | None:
    try:
        return Clean(*without_authors(data, _picture_inside))
    except NotAnOfficeDocument:
        return None


def _picture_inside(data: bytes) -> bytes | None:
    """A picture of a document; a drawing of lines (EMF, SVG) is dropped: it cannot be drawn anew."""
    return _picture(data).data if sniff(data[:16]) in SEEN else None


def _picture(data: bytes) -> Clean:
    with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise NotClean("too many pixels")
        drawing = opened.format in ("PNG", "GIF")
        opened.seek(0)
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        pixels = _on_white(upright)
    anew = Image.new("RGB", pixels.size)
    anew.paste(pixels)
    out = io.BytesIO()
    if drawing:
        anew.save(out, "PNG", optimize=False)
        if out.tell() <= len(data) * 2:
            return Clean(PNG, out.getvalue())
        out = io.BytesIO()  # a photo in the clothes of a drawing
    anew.save(out, "JPEG", quality=_QUALITY)
    return Clean(JPEG, out.getvalue())


def _on_white(picture: Image.Image) -> Image.Image:
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    ground = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(ground, seen).convert("RGB")


# --- PDF -------------------------------------------------------------------------------------------------------------
# A new document is built from what is needed to draw its pages (ISO 32000-1, 7.7.3 and 8 to 9): only listed keys are
# copied, and only what the copied pages refer to is written. Links, comments, forms, scripts, files, times, names of
# layers and metadata are not listed.

_PAGE = {"/Type", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Contents", "/Group"}
_RESOURCES = {"/Font", "/XObject", "/ColorSpace", "/ExtGState", "/Pattern", "/Shading", "/ProcSet"}
_IMAGE = set(
    "/Type /Subtype /Width /Height /ColorSpace /BitsPerComponent /Decode /DecodeParms /Interpolate /ImageMask /Mask /SMask /Matte /Intent "
    "/SMaskInData".split()
)
_DROPPED = set(
    "/Metadata /PieceInfo /LastModified /AA /A /OpenAction /JavaScript /JS /EmbeddedFiles /EF /AF /Thumb /Annots /OC /Properties /StructParent "
    "/StructParents /Parent /ID /OPI /Alternates /Measure /PtData /Ref /Info /Names /Dests /Outlines".split()
)
_DRAWN = ("/DCTDecode", "/JPXDecode")


def _document(data: bytes) -> Clean:
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import NameObject

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        raise NotClean("encrypted")
    if not 0 < len(reader.pages) <= MOST_PAGES:
        raise NotClean("pages")
    writer = PdfWriter()
    copier = _Copier(writer)
    for page in reader.pages:
        blank = writer.add_blank_page(width=page.mediabox.width, height=page.mediabox.height)
        for name in _PAGE - {"/Type"}:
            # /Resources and /MediaBox may be inherited: pypdf has resolved the boxes, and the tree is asked for the rest.
            value = page.mediabox if name == "/MediaBox" else _inherited(page, name)
            if value is not None:
                blank[NameObject(name)] = copier.copy(value, _RESOURCES if name == "/Resources" else None)
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    if out.tell() > 2 * len(data) + 100_000:
        raise NotClean("unpacks to too much")
    return Clean(PDF, out.getvalue())


def _inherited(page: Any, name: str) -> Any:
    for _ in range(20):
        if name in page:
            return page[name]
        if "/Parent" not in page:
            return None
        page = page["/Parent"]
    return None


class _Copier:
    """Copies what draws, and nothing else, into a new document; each object once."""

    def __init__(self, writer: Any) -> None:
        self._writer = writer
        self._known: dict[int, Any] = {}

    def copy(self, found: Any, only: set[str] | None = None, depth: int = 0) -> Any:
        """A copy with references into the new document."""
        from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

        if depth > 60:
            raise NotClean("too deep")
        if isinstance(found, IndirectObject):
            return self._reference(found, depth)
        if isinstance(found, StreamObject):
            return self._writer._add_object(self._stream(found, depth))
        if isinstance(found, DictionaryObject):
            return self._dictionary(found, DictionaryObject(), only, depth)
        if isinstance(found, ArrayObject):
            return ArrayObject([self.copy(each, None, depth + 1) for each in found])
        return found.clone(self._writer)

    def _reference(self, found: Any, depth: int) -> Any:
        from pypdf.generic import DictionaryObject, NullObject, StreamObject

        if found.idnum in self._known:
            return self._known[found.idnum]
        self._known[found.idnum] = NullObject()  # an object inside itself: a knot, cut here
        inside = found.get_object()
        if inside is None:
            return NullObject()
        if isinstance(inside, DictionaryObject) and not isinstance(inside, StreamObject):
            if inside.get("/Type") in ("/Page", "/Pages", "/Catalog"):
                return NullObject()
            copied = self._writer._add_object(DictionaryObject())
            self._known[found.idnum] = copied
            self._dictionary(inside, copied.get_object(), None, depth)
            return copied
        copied = self.copy(inside, None, depth + 1)
        self._known[found.idnum] = copied if hasattr(copied, "idnum") else self._writer._add_object(copied)
        return self._known[found.idnum]

    def _dictionary(self, found: Any, into: Any, only: set[str] | None, depth: int) -> Any:
        from pypdf.generic import NameObject

        for name, value in found.items():
            if (only is None or name in only) and name not in _DROPPED:
                into[NameObject(name)] = self.copy(value, _RESOURCES if name == "/Resources" else None, depth + 1)
        return into

    def _stream(self, found: Any, depth: int) -> Any:
        """The stream with the wrapping around a picture undone, and with what is written beside the picture cut off."""
        from pypdf.generic import DecodedStreamObject, NameObject

        raw = found.get("/Filter")  # a name, a list, or a reference to either
        filters = [] if raw is None else raw.get_object()
        filters = [each.get_object() for each in filters] if isinstance(filters, list) else [filters]
        picture = next((name for name in _DRAWN if name in filters), None)
        only = _IMAGE if found.get("/Subtype") == "/Image" else None
        made = DecodedStreamObject()
        for name, value in found.items():
            if (only is None or name in only) and name not in _DROPPED and name not in ("/Filter", "/DecodeParms", "/Length", "/F", "/FFilter"):
                made[NameObject(name)] = self.copy(value, _RESOURCES if name == "/Resources" else None, depth + 1)
        if picture is None:
            made.set_data(found.get_data())
            return made.flate_encode()
        if filters[-1] != picture or filters.count(picture) != 1:
            raise NotClean("strange filters")
        bare = _unwrapped(found, filters[:-1])
        made.set_data(without_segments(bare) if picture == "/DCTDecode" else without_boxes(bare))
        made[NameObject("/Filter")] = NameObject(picture)
        return made


def _unwrapped(found: Any, filters: list[Any]) -> bytes:
    """The bytes of a picture inside other filters."""
    from pypdf.generic import ArrayObject, NameObject

    if not filters:
        return bytes(found._data)
    found[NameObject("/Filter")] = ArrayObject(filters)
    found.pop("/DecodeParms", None)
    return bytes(found.get_data())


def without_segments(jpeg: bytes) -> bytes:
    """A JPEG without its application segments and comments, except those that say how to draw it (JFIF, Adobe, ICC).

    ITU-T T.81, annex B: segments of a marker (any number of 0xFF before it) and a length, scans with their data, an end.
    """
    if not jpeg.startswith(b"\xff\xd8"):
        raise NotClean("no JPEG")
    kept, at = bytearray(jpeg[:2]), 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        if jpeg[at + 1] == 0xFF:
            at += 1
            continue
        marker = jpeg[at + 1]
        if marker == 0xD9:
            break
        length = int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if length < 2:
            raise NotClean("segment")
        segment = jpeg[at : at + 2 + length]
        drawing = marker in (0xE0, 0xEE) or segment[4:15] == b"ICC_PROFILE"
        if not (0xE0 <= marker <= 0xEF or marker == 0xFE) or drawing:
            kept += segment
        at += 2 + length
        if marker == 0xDA:
            end = _end_of_scan(jpeg, at)
            kept += jpeg[at:end]
            at = end
    return bytes(kept + b"\xff\xd9")


def _end_of_scan(jpeg: bytes, at: int) -> int:
    """Where the next marker stands: not a stuffed zero, not a restart."""
    while True:
        at = jpeg.find(b"\xff", at)
        if at < 0 or at + 1 >= len(jpeg):
            return len(jpeg)
        if jpeg[at + 1] not in (0, 0xFF) and not 0xD0 <= jpeg[at + 1] <= 0xD7:
            return at
        at += 1 if jpeg[at + 1] == 0xFF else 2


_BOXES = (b"jP  ", b"ftyp", b"jp2h", b"jp2c")


def without_boxes(jp2: bytes) -> bytes:
    """A JPEG 2000 file with the boxes that draw only (ISO 15444-1, annex I)."""
    if jp2.startswith(b"\xff\x4f\xff\x51"):
        return jp2  # a bare codestream
    kept, at = bytearray(), 0
    while at + 8 <= len(jp2):
        length, kind = int.from_bytes(jp2[at : at + 4], "big"), jp2[at + 4 : at + 8]
        end = len(jp2) if length == 0 else at + length
        if length == 1 or end < at + 8:
            raise NotClean("box")
        if kind in _BOXES:
            kept += jp2[at:end]
        at = end
    return bytes(kept)
