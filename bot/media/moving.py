"""Films and recordings: kept as they are, but for the boxes that tell where and with what they were made. Pure.

ISO/IEC 14496-12: a film is a tree of boxes, four bytes of size and four of type; ``free`` means that a box says nothing.
"""

from __future__ import annotations

import struct

MP4, OGG, MP3 = "video/mp4", "audio/ogg", "audio/mpeg"
_TELLING = (b"udta", b"meta", b"uuid", b"\xa9xyz", b"loci")
_TREES = (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"moof", b"traf")
_DEEPEST = 8


def sniff_moving(head: bytes) -> str | None:
    """The type by the first bytes; None for anything else."""
    if head[4:8] == b"ftyp":
        return MP4
    if head[:4] == b"OggS":
        return OGG
    return MP3 if head[:3] == b"ID3" or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2) else None


def without_origin(data: bytes, kind: str) -> bytes:
    """The same film or recording without place, device, author and times. Raises ValueError for one that is not whole."""
    if kind == MP4:
        film = bytearray(data)
        _silence(film, 0, len(film), 0)
        return bytes(film)
    return _without_id3(data) if kind == MP3 else data


def _silence(film: bytearray, start: int, end: int, depth: int) -> None:
    """Turns telling boxes into ``free`` ones, in place: nothing moves, so that every offset inside stays right."""
    position = start
    while position + 8 <= end:
        size, name = struct.unpack_from(">I4s", film, position)
        header = 8
        if size == 1 and position + 16 <= end:
            size, header = struct.unpack_from(">Q", film, position + 8)[0], 16
        elif size == 0:
            size = end - position
        if size < header or position + size > end:
            raise ValueError("a box does not fit")
        body = position + header
        if name in _TELLING:
            film[position + 4 : position + 8] = b"free"
            film[body : position + size] = bytes(position + size - body)
        elif name in (b"mvhd", b"tkhd", b"mdhd"):
            times = 16 if film[body] == 1 else 8
            film[body + 4 : body + 4 + times] = bytes(times)
        elif name in _TREES and depth < _DEEPEST:
            _silence(film, body, position + size, depth + 1)
        position += size


def _without_id3(data: bytes) -> bytes:
    """https://id3.org/id3v2.4.0-structure, 3.1; and the 128 bytes of ID3v1 at the end."""
    if data[:3] == b"ID3" and len(data) > 10:
        size = sum((byte & 0x7F) << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True))
        data = data[10 + size :]
    return data[:-128] if data[-128:-125] == b"TAG" else data
