"""Files that a page has handed in and that wait to be fetched: synced before the page hears a yes, gone once they are kept.

They are named by a hash of the chat and the page's own number, so that nobody can name somebody else's.
"""

from __future__ import annotations

import os
from collections.abc import Set
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from threading import Lock

from bot.clock import wall_seconds
from bot.synced import write_synced

MOST_BYTES = 2 * 1024 * 1024 * 1024
"""All that may wait at once; beyond it pages are told to try again later."""
MOST_OF_ONE = 128 * 1024 * 1024
"""The same of one chat."""
FORGOTTEN = 3600.0
"""Seconds: no message came for it."""


class Full(Exception):
    """Too much waits already."""


class Uploads:
    """A folder of files under way. All calls block: call them in a thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._one_at_a_time = Lock()

    @staticmethod
    def reference(address: str, client_id: str) -> str:
        """How a chat's upload is named: first the chat, so that its share can be counted."""
        return f"{sha256(address.encode()).hexdigest()[:24]}-{sha256(f'{address}:{client_id}'.encode()).hexdigest()}"

    def put(self, reference: str, data: bytes) -> None:
        """Keeps an upload; the same once more is fine. Raises `Full`."""
        with self._one_at_a_time:
            self._folder.mkdir(parents=True, exist_ok=True)
            chat = reference.partition("-")[0]
            if self._size("*") + len(data) > MOST_BYTES or self._size(f"{chat}-*") + len(data) > MOST_OF_ONE:
                raise Full
            write_synced(self._folder / reference, data)

    def _size(self, pattern: str) -> int:
        total = 0
        for path in self._folder.glob(pattern):
            with suppress(FileNotFoundError):  # fetched just now
                total += path.stat().st_size
        return total

    def head(self, reference: str) -> bytes | None:
        """Its first bytes, if it waits here; a message has come for it, so that it is not forgotten meanwhile."""
        try:
            os.utime(self._folder / reference)
            with (self._folder / reference).open("rb") as file:
                return file.read(16)
        except FileNotFoundError:
            return None

    def read(self, reference: str, most: int) -> bytes:
        """Its bytes, at most one more than `most`. FileNotFoundError if it is gone."""
        with (self._folder / reference).open("rb") as file:
            return file.read(most + 1)

    def drop(self, reference: str) -> None:
        """It is kept elsewhere, or was refused."""
        (self._folder / reference).unlink(missing_ok=True)

    def sweep(self, known: Set[str]) -> None:
        """Removes what no message has come for; `known` are the references that a row still waits for."""
        for path in self._folder.glob("*"):
            with suppress(FileNotFoundError):
                if path.name not in known and wall_seconds() - path.stat().st_mtime > FORGOTTEN:
                    path.unlink()
