"""Office documents lose author, company, times and history; films lose place and device. Text, tables and pictures stay."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

import pytest

from bot.media.cleaning import clean, sniff
from bot.media.moving import MP3, MP4, OGG
from bot.media.office import NotAnOfficeDocument, without_authors
from bot.mime import SUFFIXES, file_name
from tests.pictures import CAMERA, photo

AUTHOR = "Anna Kowalska"
DOCX = {
    "[Content_Types].xml": '<Types><Override PartName="/word/document.xml"/><Override PartName="/docProps/core.xml"/></Types>',
    "_rels/.rels": '<R><Relationship Id="1" Target="word/document.xml"/><Relationship Id="2" Target="docProps/core.xml"/></R>',
    "docProps/core.xml": f"<cp:coreProperties><dc:creator>{AUTHOR}</dc:creator></cp:coreProperties>",
    "docProps/app.xml": f"<Properties><Company>{AUTHOR}</Company></Properties>",
    "word/document.xml": f'<w:document><w:ins w:author="{AUTHOR}" w:date="2026-11-27T22:11:00Z"><w:t>zapis o hałasie</w:t></w:ins></w:document>',
    "word/comments.xml": f'<w:comments><w:comment w:author="{AUTHOR}" w:initials="AK"><w:t>uwaga</w:t></w:comment></w:comments>',
    "word/people.xml": f'<w15:person w15:author="{AUTHOR}"/>',
}
ODT = {
    "mimetype": "application/vnd.oasis.opendocument.text",
    "content.xml": f"<office:document-content><dc:creator>{AUTHOR}</dc:creator><text:p>zapis o hałasie</text:p></office:document-content>",
    "meta.xml": f"<office:document-meta><meta:initial-creator>{AUTHOR}</meta:initial-creator></office:document-meta>",
    "META-INF/manifest.xml": '<manifest:manifest><manifest:file-entry manifest:full-path="Thumbnails/thumbnail.png"/></manifest:manifest>',
    "Thumbnails/thumbnail.png": "x",
}


def package(files: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(("files", "suffix"), [(DOCX, "docx"), (ODT, "odt")])
def test_a_document_keeps_its_words_and_loses_its_author(files: dict[str, str | bytes], suffix: str) -> None:
    found = clean(package({**files, "word/media/image1.jpeg" if suffix == "docx" else "Pictures/1.jpg": photo()}))
    assert found is not None
    assert SUFFIXES[found.mime] == suffix
    with zipfile.ZipFile(io.BytesIO(found.data)) as anew:
        everything = b"".join(anew.read(name) for name in anew.namelist())
        assert all(entry.date_time[0] == 1980 for entry in anew.infolist())
    assert "zapis o hałasie".encode() in everything
    for telling in (AUTHOR, CAMERA, "2026-11-27", "docProps", "thumbnail"):
        assert telling.encode() not in everything


def test_a_spreadsheet_names_nobody_fetches_nothing_and_may_have_a_printer() -> None:
    files = {
        "[Content_Types].xml": '<Types><Override PartName="/xl/persons/person.xml"/></Types>',
        "xl/workbook.xml": f'<workbook><x15ac:absPath url="C:\\Users\\{AUTHOR}\\Desktop"/><sheet>zapis</sheet></workbook>',
        "xl/persons/person.xml": f'<person displayName="{AUTHOR}"/>',
        "xl/printerSettings/printerSettings1.bin": "HP",
        "xl/_rels/workbook.xml.rels": '<R><Relationship Id="1" Type="x/attachedTemplate" Target="https://a.invalid/t" TargetMode="External"/></R>',
    }
    found = clean(package(files))
    assert found is not None
    with zipfile.ZipFile(io.BytesIO(found.data)) as anew:
        everything = b"".join(anew.read(name) for name in anew.namelist())
    assert b"zapis" in everything
    for telling in (AUTHOR, "invalid", "HP"):
        assert telling.encode() not in everything


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "word/embeddings/oleObject1.bin", "Basic/script.xml"])
def test_a_document_with_programs_is_not_taken(name: str) -> None:
    assert clean(package({**DOCX, name: "x"})) is None


def test_another_archive_is_not_taken() -> None:
    assert clean(package({"notes.txt": "x"})) is None
    with pytest.raises(NotAnOfficeDocument):
        without_authors(package({f"word/{number}.xml": "x" for number in range(2_001)}), lambda data: data)


def box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), name) + content


def test_a_film_loses_place_and_times_and_keeps_its_length() -> None:
    place = box(b"udta", box(b"\xa9xyz", b"+51.7611+018.0910/"))
    header = box(b"mvhd", struct.pack(">BBBBIIII", 0, 0, 0, 0, 3_900_000_000, 3_900_000_000, 1000, 5000))
    film = (
        box(b"ftyp", b"isom\0\0\2\0")
        + box(b"moov", header + box(b"trak", box(b"meta", b"Galaxy S21")))
        + box(b"moov", place)
        + box(b"mdat", b"picture")
    )
    found = clean(film)
    assert found is not None
    assert found.mime == MP4
    assert len(found.data) == len(film)
    for telling in (b"+51.7611", b"Galaxy", struct.pack(">I", 3_900_000_000)):
        assert telling not in found.data
    assert b"picture" in found.data


def test_recordings_by_their_first_bytes() -> None:
    assert sniff(b"OggS" + bytes(12)) == OGG
    assert sniff(b"ID3\x04\0\0\0\0\0\x05" + bytes(6)) == MP3
    found = clean(b"ID3\x04\0\0\0\0\0\x06Anna K" + b"\xff\xfbsound")
    assert found is not None
    assert found.data == b"\xff\xfbsound"


def test_half_a_film_is_broken() -> None:
    with pytest.raises(Exception, match="ValueError"):
        clean(box(b"ftyp", b"isom") + struct.pack(">I4s", 500, b"moov"))


@pytest.mark.parametrize(("mime", "name"), [("application/vnd.oasis.opendocument.text", "zalacznik-7.odt"), ("application/json", "moje-dane-7.json")])
def test_a_file_leaves_under_a_name_that_tells_only_what_it_is(mime: str, name: str) -> None:
    assert file_name(7, mime) == name
