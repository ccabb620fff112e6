"""Cleaning in a process of its own: bytes of strangers meet decoders there, with little memory and little time.

``python -m bot.media.apart`` reads a file and writes its type, a line's end, and the clean bytes; a line alone says why not.
"""

from __future__ import annotations

import asyncio
import resource
import sys
from pathlib import Path

from bot.media.cleaning import Clean, NotClean, clean
from storage.models import Refusal

MEMORY = 1536 * 1024 * 1024
SECONDS = 8
"""Of a processor; a phone's largest photo takes one."""
MOST_OUT = 64 * 1024 * 1024
"""Bytes that are read back at most, whatever the other side writes."""
ROOT = Path(__file__).parent.parent.parent


async def clean_apart(data: bytes) -> Clean | Refusal:
    """The file without what it tells about its owner, or why it cannot be kept."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.media.apart", cwd=ROOT, env={}, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with asyncio.timeout(SECONDS * 3):
            said = await _exchange(process, data)
    except (TimeoutError, BrokenPipeError, ConnectionResetError):
        return Refusal.BROKEN
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
    if len(said) > MOST_OUT:
        return Refusal.TOO_LARGE
    first, _, cleaned = said.partition(b"\n")
    if first == b"unknown":
        return Refusal.UNKNOWN_TYPE
    return Clean(first.decode("ascii"), cleaned) if cleaned else Refusal.BROKEN


async def _exchange(process: asyncio.subprocess.Process, data: bytes) -> bytes:
    """Writes the file and reads the answer, at most one chunk more than is taken."""
    assert process.stdin is not None and process.stdout is not None

    async def give(to: asyncio.StreamWriter) -> None:
        to.write(data)
        await to.drain()
        to.close()

    giving = asyncio.create_task(give(process.stdin))
    said = bytearray()
    while len(said) <= MOST_OUT and (chunk := await process.stdout.read(1024 * 1024)):
        said += chunk
    if len(said) > MOST_OUT:
        process.kill()
    giving.cancel()
    await asyncio.gather(giving, return_exceptions=True)
    return bytes(said)


def main() -> None:
    """The process: nothing but one file in and one out."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    try:
        found = clean(sys.stdin.buffer.read())
    except NotClean:
        sys.stdout.buffer.write(b"broken\n")
        return
    sys.stdout.buffer.write(b"unknown\n" if found is None else found.mime.encode() + b"\n" + found.data)


if __name__ == "__main__":
    main()
