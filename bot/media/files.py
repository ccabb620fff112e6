"""Where bytes live: files named by their SHA-256, synced before any row says that they are there. No other name is kept."""

from __future__ import annotations

from collections.abc import Set
from hashlib import sha256
from pathlib import Path

from bot.synced import write_synced


class Files:
    """A folder of files. All calls block: call them in a thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, data: bytes) -> str:
        """Writes the bytes, synced with their folder; returns their SHA-256. The same bytes are one file."""
        name = sha256(data).hexdigest()
        if not self.path(name).exists():
            write_synced(self.path(name), data)
        return name

    def read(self, name: str) -> bytes:
        """The bytes of a file. FileNotFoundError if it is gone."""
        return self.path(name).read_bytes()

    def path(self, name: str) -> Path:
        """Where a file stands; its name is 64 hexadecimal digits, nothing else."""
        if len(name) != 64 or not set(name) <= set("0123456789abcdef"):
            raise ValueError("not a SHA-256")
        return self._folder / name[:2] / name

    def sweep(self, known: Set[str]) -> int:
        """Removes what no row knows (a crash before the row, a row that was deleted); returns how many.

        Right while nobody keeps anything: the one loop that keeps files is the one that sweeps."""
        removed = 0
        for path in self._folder.glob("??/*"):
            if path.name not in known:
                path.unlink(missing_ok=True)
                removed += 1
        return removed
