"""Office documents (OOXML, ODF): the same text and tables without author, company, times and history. Pure.

ECMA-376 part 2 (packages) and OpenDocument 1.3 part 3: both are ZIP archives of XML with their properties in files of their own.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

MOST_ENTRIES = 2_000
MOST_UNPACKED = 100 * 1024 * 1024
_TYPES = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_OPEN_TYPES = ("application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet")
_PROGRAMS = re.compile(r"vbaProject|/macros?/|^Basic/|^Scripts/|\.(exe|dll|js|vbs|bat|bin|ole)$|embeddings/|activeX/", re.IGNORECASE)
_DROPPED = re.compile(
    r"^docProps/|^Thumbnails/|^Configurations2/|^customXml/|/people\.xml$|commentAuthors|/persons?/|/authors\.xml$|printerSettings/"
    r"|^settings\.xml$",
    re.IGNORECASE,
)
_AUTHOR = re.compile(rb"((?:\w+:)?(?:author|initials|lastModifiedBy|userId|providerId|date|dateUtc))=(\"[^\"]*\"|'[^']*')", re.IGNORECASE)
_PERSON = re.compile(
    rb"<((?:dc|meta|loext|office):(?:creator|date|initial-creator|sender-initials|creator-initials)|author)(\s[^>]*)?>[^<]*</\1>", re.IGNORECASE
)
_PATH = re.compile(rb"<x15ac:absPath\b[^>]*/>")
"""Where the file stood on its author's machine."""
_EMPTY_META = (
    b'<?xml version="1.0" encoding="UTF-8"?><office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    b'office:version="1.3"><office:meta/></office:document-meta>'
)


class NotAnOfficeDocument(ValueError):
    """An archive of something else, or one with programs in it."""


def without_authors(data: bytes, clean_picture: Callable[[bytes], bytes | None]) -> tuple[str, bytes]:
    """Its type and the cleaned bytes; pictures inside go through `clean_picture` (None: dropped). Raises `NotAnOfficeDocument`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as anew:
        entries = package.infolist()
        if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
            raise NotAnOfficeDocument("too large once unpacked")
        names = {entry.filename for entry in entries}
        if any(entry.flag_bits & 1 or (_PROGRAMS.search(entry.filename) and not _DROPPED.search(entry.filename)) for entry in entries):
            raise NotAnOfficeDocument("encrypted, or with programs inside")
        kind = _kind(package, names)
        for entry in entries:
            if entry.is_dir() or _DROPPED.search(entry.filename):
                continue
            content = _cleaned(entry.filename, package.read(entry), clean_picture)
            if content is not None:
                how = zipfile.ZIP_STORED if entry.filename == "mimetype" else zipfile.ZIP_DEFLATED
                anew.writestr(zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0)), content, how)
    return kind, out.getvalue()


def _kind(package: zipfile.ZipFile, names: set[str]) -> str:
    if "mimetype" in names:
        kind = package.read("mimetype").decode("ascii", "replace").strip()
        if kind in _OPEN_TYPES:
            return kind
    if "[Content_Types].xml" in names:
        for folder, kind in _TYPES.items():
            if any(name.startswith(folder) for name in names):
                return kind
    raise NotAnOfficeDocument("no office document")


def _cleaned(name: str, content: bytes, clean_picture: Callable[[bytes], bytes | None]) -> bytes | None:
    if name == "meta.xml":
        return _EMPTY_META
    if re.search(r"(^|/)(media|Pictures)/", name):
        return clean_picture(content)
    if name in ("[Content_Types].xml", "META-INF/manifest.xml") or name.endswith(".rels"):
        return _without_dropped(content)
    if name.endswith(".xml"):
        content = _PATH.sub(b"", content)
        emptied = _AUTHOR.sub(lambda found: b'%s=""' % found[1] if b"ate" not in found[1] else b'%s="2000-01-01T00:00:00Z"' % found[1], content)
        return _PERSON.sub(lambda found: b"" if b"date" in found[1] else b"<%s%s></%s>" % (found[1], found[2] or b"", found[1]), emptied)
    return content


_MENTION = re.compile(rb"<(?:Override|Relationship|manifest:file-entry)\b[^>]*?/>")


def _without_dropped(content: bytes) -> bytes:
    """What is no longer there is no longer mentioned."""

    def keep(found: re.Match[bytes]) -> bytes:
        target = re.search(rb"(?:PartName|Target|manifest:full-path)=[\"'](?:\.\./|/)*([^\"']*)[\"']", found[0])
        if b'TargetMode="External"' in found[0] and b"/hyperlink" not in found[0]:
            return b""  # a template or a picture fetched from elsewhere would tell who looks, or bring programs
        gone = target is not None and _DROPPED.search(target[1].decode("utf-8", "replace"))
        return b"" if gone else found[0]

    return _MENTION.sub(keep, content)
