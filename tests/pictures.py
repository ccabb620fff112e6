"""Files as phones and programs make them: with a position, a camera, an author, a script."""

from __future__ import annotations

import io

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, StreamObject, TextStringObject

CAMERA = "TajnyAparat 9000"
AUTHOR = "Anna Nowakowska"


def photo(size: tuple[int, int] = (640, 480), colour: tuple[int, int, int] = (180, 40, 40)) -> bytes:
    """A JPEG as a phone takes it, lying on its side: camera, time, position, thumbnail-sized secrets."""
    exif = Image.Exif()
    exif[0x010F] = CAMERA
    exif[0x0112] = 6
    exif[0x0132] = "2024:06:05 09:58:00"
    gps = exif.get_ifd(0x8825)
    gps.update({1: "N", 2: (51.0, 45.0, 40.0), 3: "E", 4: (18.0, 5.0, 30.0)})
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", exif=exif, comment=f"zdjęcie: {AUTHOR}".encode())
    return out.getvalue()


def screenshot() -> bytes:
    """A PNG with text chunks and a hole."""
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", AUTHOR)
    out = io.BytesIO()
    Image.new("RGBA", (200, 100), (0, 0, 0, 0)).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def document() -> bytes:
    """A PDF with an author, a photo with its position inside, a comment's author, a script and an attached file."""
    page = io.BytesIO()
    inside = Image.open(io.BytesIO(photo((64, 48))))
    inside.save(page, "PDF", author=AUTHOR, title=f"Pismo, {AUTHOR}")
    writer = PdfWriter(clone_from=io.BytesIO(page.getvalue()))
    for number in range(1, len(writer._objects) + 1):
        found = writer.get_object(number)
        if isinstance(found, StreamObject) and found.get("/Filter") == "/DCTDecode":
            found._data = photo((64, 48))
    script = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert('x')")})
    writer.root_object[NameObject("/OpenAction")] = script
    note = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Text"),
            NameObject("/Rect"): ArrayObject([FloatObject(each) for each in (1, 1, 9, 9)]),
            NameObject("/T"): TextStringObject(AUTHOR),
            NameObject("/Contents"): TextStringObject("tu"),
        }
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): script})
    writer.add_attachment("sekret.txt", b"tajny zalacznik")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
