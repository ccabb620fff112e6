"""The key of this installation: signs the web chat's cookies and seals invitation codes."""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path


def installation_key(database: Path) -> str:
    """The key beside the database file: made once, readable by us alone."""
    path = database.with_suffix(".key")
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        key = secrets.token_hex(32)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(key)
        return key


def sealer(key: str) -> Callable[[str], str]:
    """Turns a code into its seal; whoever reads the database alone cannot try codes out."""
    return lambda code: hmac.new(key.encode(), f"invite:{code}".encode(), sha256).hexdigest()
