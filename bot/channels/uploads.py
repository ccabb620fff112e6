"""Files that a page has handed in and that wait to be fetched: synced before the page hears a yes, gone once they are kept.

They are named by a hash of the chat and the page's own number, so that nobody can name somebody else's.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from bot.clock import wall_seconds
from bot.synced import write_synced

MOST_BYTES = 1024 * 1024 * 1024
"""All that may wait at once; beyond it pages are told to try again later."""
FORGOTTEN = 24 * 3600.0
"""Seconds: no message came for it."""


class Full(Exception):
    """Too much waits already."""


class Uploads:
    """A folder of files under way. All calls block: call them in a thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @staticmethod
    def reference(address: str, client_id: str) -> str:
        """How a chat's upload is named."""
        return sha256(f"{address}:{client_id}".encode()).hexdigest()

    def put(self, reference: str, data: bytes) -> None:
        """Keeps an upload; the same once more is fine. Raises `Full`."""
        self._folder.mkdir(parents=True, exist_ok=True)
        if sum(path.stat().st_size for path in self._folder.iterdir()) + len(data) > MOST_BYTES:
            raise Full
        write_synced(self._folder / reference, data)

    def has(self, reference: str) -> bool:
        """Whether it waits here."""
        return (self._folder / reference).is_file()

    def read(self, reference: str, most: int) -> bytes:
        """Its bytes, at most one more than `most`. FileNotFoundError if it is gone."""
        with (self._folder / reference).open("rb") as file:
            return file.read(most + 1)

    def drop(self, reference: str) -> None:
        """It is kept elsewhere, or was refused."""
        (self._folder / reference).unlink(missing_ok=True)

    def sweep(self) -> None:
        """Removes what no message has come for."""
        for path in self._folder.glob("*"):
            if wall_seconds() - path.stat().st_mtime > FORGOTTEN:
                path.unlink(missing_ok=True)
