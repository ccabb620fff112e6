"""A worker in a process of its own, to be killed and started again; what it says on stderr stays in its folder."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
import time
from pathlib import Path

import httpx

READY_WITHIN = 30.0
"""Seconds."""


def free_port() -> int:
    """A port on loopback that nobody listened at a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Process:
    """`start` returns once the worker answers at its port, and fails with what it said if it ends before."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self.process: asyncio.subprocess.Process | None = None

    async def start(self, module: str, *arguments: str) -> None:
        with (self.folder / "errors").open("ab") as errors:
            self.process = await asyncio.create_subprocess_exec(sys.executable, "-m", module, *arguments, stderr=errors)
        deadline = time.monotonic() + READY_WITHIN
        async with httpx.AsyncClient() as client:
            while True:
                assert self.process.returncode is None, (self.folder / "errors").read_text()
                try:
                    await client.get(f"http://127.0.0.1:{self.port}/")
                    return
                except httpx.TransportError:
                    assert time.monotonic() < deadline, "the worker does not start"
                    await asyncio.sleep(0.02)

    async def end(self, how: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(how)
        await self.process.wait()
