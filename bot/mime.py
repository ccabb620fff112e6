"""Types of files that we keep, and the names under which they leave: they tell nothing but what the file is."""

from __future__ import annotations

SUFFIXES = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "text/plain": "txt",
    "application/json": "json",
    "video/mp4": "mp4",
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_OF_MY_DATA = ("text/plain", "application/json")


def file_name(id: int, mime: str) -> str:
    """``zalacznik-12.pdf``; a copy of one's own data says that it is one."""
    return f"{'moje-dane' if mime in _OF_MY_DATA else 'zalacznik'}-{id}.{SUFFIXES[mime]}"
