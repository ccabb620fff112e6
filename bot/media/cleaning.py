"""What a file is, and the same file without what it tells about its owner. Pure; runs in a process of its own (`apart`).

A picture is drawn anew: position, camera, times, thumbnails and comments stay behind (EXIF, XMP, IPTC, text chunks).
A PDF keeps its pages: author, program, times, scripts, attached files and comments' authors are taken out.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageOps

JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"
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
    return PDF if head.startswith(b"%PDF-") else None


def clean(data: bytes) -> Clean | None:
    """The file without what it tells about its owner; None for a type that we do not take. Raises `NotClean`."""
    found = sniff(data[:16])
    if found is None:
        return None
    try:
        return _document(data) if found == PDF else _picture(data)
    except NotClean:
        raise
    except Exception as error:  # two libraries meet hostile bytes here: whatever they raise, the file is not clean
        raise NotClean(type(error).__name__) from error


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

_PERSONAL = ("/Metadata", "/PieceInfo", "/LastModified", "/AA", "/OpenAction", "/JavaScript", "/JS", "/EmbeddedFiles", "/AF", "/Thumb")
_OF_COMMENTS = ("/T", "/M", "/CreationDate", "/NM", "/RC")
_RUNS = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Rendition")


def _document(data: bytes) -> Clean:
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import DictionaryObject, NameObject, StreamObject

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        raise NotClean("encrypted")
    if not 0 < len(reader.pages) <= MOST_PAGES:
        raise NotClean("pages")
    writer = PdfWriter()
    for page in reader.pages:
        writer.add_page(page)
    for number in range(1, len(writer._objects) + 1):
        found: Any = writer.get_object(number)
        if not isinstance(found, DictionaryObject):
            continue
        for name in _PERSONAL:
            found.pop(NameObject(name), None)
        if found.get("/Type") == "/Annot" or ("/Subtype" in found and "/Rect" in found):
            for name in _OF_COMMENTS:
                found.pop(NameObject(name), None)
            if found.get("/Subtype") == "/FileAttachment":
                found.pop(NameObject("/FS"), None)
        if found.get("/S") in _RUNS:
            found.clear()
        if isinstance(found, StreamObject) and found.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
            found._data = without_segments(found._data)
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    return Clean(PDF, out.getvalue())


def without_segments(jpeg: bytes) -> bytes:
    """A JPEG without its application segments and comments, except those that say how to draw it (JFIF, Adobe, ICC).

    ITU-T T.81, annex B: segments of a marker and a length up to the start of scan; what follows is copied.
    """
    if not jpeg.startswith(b"\xff\xd8"):
        return jpeg
    kept, at = bytearray(jpeg[:2]), 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        segment = jpeg[at : at + 2 + length]
        drawing = marker == 0xE0 or marker == 0xEE or segment[4:15] == b"ICC_PROFILE"
        if not (0xE0 <= marker <= 0xEF or marker == 0xFE) or drawing:
            kept += segment
        at += 2 + length
    return bytes(kept + jpeg[at:])
