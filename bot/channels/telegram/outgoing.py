"""What we say, in Telegram's form. Pure: keyboards, and texts in parts that its limits allow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from bot.channels.channel import RenderedButton

LONGEST_TEXT = 4096
"""Bot API, sendMessage: 1–4096 characters; Telegram counts UTF-16 units."""
LONGEST_DATA = 64
"""Bot API, InlineKeyboardButton: callback_data has 1–64 bytes."""
_SHORT_LABEL = 20
_CHOSEN = "✓ "
_PIECE = re.compile(r"(</?b>|&\w+;|\s+|[^\s<&]+|.)", re.DOTALL)


def keyboard(buttons: Iterable[RenderedButton]) -> dict[str, Any] | None:
    """Decisions stand one below the other; small ones two in a row where both are short."""
    rows: list[list[dict[str, str]]] = []
    for minor, group in groupby(buttons, key=lambda button: button.minor):
        row: list[dict[str, str]] = []
        for button in group:
            if row and not (minor and len(row) == 1 and len(row[0]["text"]) <= _SHORT_LABEL and len(button.label) <= _SHORT_LABEL):
                rows.append(row)
                row = []
            row.append({"text": button.label, "callback_data": button.value})
        rows.append(row)
    return {"inline_keyboard": rows} if rows else None


def with_chosen(rows: Sequence[Sequence[dict[str, Any]]], data: str) -> dict[str, Any] | None:
    """The same keyboard with the pressed button marked; None where it is marked already, or no longer there."""
    changed = False
    marked: list[list[dict[str, Any]]] = []
    for row in rows:
        new_row = []
        for button in row:
            text = str(button["text"]).removeprefix(_CHOSEN)
            if button.get("callback_data") == data:
                text = _CHOSEN + text
            changed |= text != button["text"]
            new_row.append({**button, "text": text})
        marked.append(new_row)
    return {"inline_keyboard": marked} if changed else None


def units(text: str) -> int:
    """The length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def parts(text: str, most: int = LONGEST_TEXT) -> list[str]:
    """A text in HTML (``<b>`` only), in parts of at most `most` units: cut between paragraphs, else words, else anywhere.

    Emphasis that a cut falls into is closed and opened again."""
    if units(text) <= most:
        return [text]
    found: list[str] = []
    current, strong = "", False
    for paragraph in re.split(r"(?<=\n)", text):
        if units(current) + units(paragraph) + 4 > most and current.strip():
            found.append(_closed(current, strong))
            current = "<b>" if strong else ""
        if units(current) + units(paragraph) + 4 <= most:
            current += paragraph
            strong = _strong_after(paragraph, strong)
            continue
        for piece in _pieces(paragraph, most - 16):
            if units(current) + units(piece) + 4 > most:
                found.append(_closed(current, strong))
                current = "<b>" if strong else ""
            current += piece
            strong = _strong_after(piece, strong)
    if current.strip():
        found.append(_closed(current, strong))
    return found


def _pieces(paragraph: str, most: int) -> Iterable[str]:
    for match in _PIECE.finditer(paragraph):
        piece = match[0]
        while units(piece) > most:  # a word without an end
            cut = most // 2  # code points; each is at most two units
            yield piece[:cut]
            piece = piece[cut:]
        yield piece


def _strong_after(piece: str, strong: bool) -> bool:
    opened, closed = piece.rfind("<b>"), piece.rfind("</b>")
    return strong if opened == closed == -1 else opened > closed


def _closed(text: str, strong: bool) -> str:
    return (text.rstrip() + "</b>" if strong else text.rstrip()).replace("<b></b>", "")
