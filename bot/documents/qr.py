"""QR codes for posters and letters (ISO/IEC 18004), drawn by segno."""

from __future__ import annotations

from pathlib import Path

import segno

KINDS = (".png", ".svg")
_QUIET_ZONE = 4
"""Modules of white around it, as the standard asks for."""
_PIXELS = 12
"""Of one module: large enough for a stairwell."""


def draw(content: str, path: Path) -> None:
    """Writes a PNG or an SVG, by the name's ending. Raises ValueError for another one, OSError where it cannot be written."""
    if path.suffix.lower() not in KINDS:
        raise ValueError("please choose a name that ends in .png or .svg")
    segno.make_qr(content, error="m").save(str(path), scale=_PIXELS, border=_QUIET_ZONE)
