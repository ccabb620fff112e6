"""Types of files that we keep, and the names under which they leave: they tell nothing but what the file is."""

from __future__ import annotations

SUFFIXES = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "text/plain": "txt",
    "application/json": "json",
    "text/calendar": "ics",
    "video/mp4": "mp4",
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_OWN = {"text/plain": "moje-dane", "application/json": "moje-dane", "text/calendar": "spotkanie"}
"""What we make ourselves."""


def file_name(id: int, mime: str) -> str:
    """``zalacznik-12.pdf``; what we make ourselves says what it is."""
    return f"{_OWN.get(mime, 'zalacznik')}-{id}.{SUFFIXES[mime]}"
