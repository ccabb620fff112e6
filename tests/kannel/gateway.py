"""A real Kannel with an operator behind it, on loopback: bearerbox, smsbox, `tests.kannel.operator`."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.channels.sms.settings import KannelSettings
from tests.crash.process import free_port

CONFIGURATION = Path(__file__).parent / "kannel.conf"
SECRET = "tajna-czesc-adresu"
PATIENCE = {"bearerbox": 1.0, "smsbox": 30.0}
"""Seconds. bearerbox waits half a minute for its operator, and its store is on the disk; smsbox has what it has taken in its memory."""
READY_WITHIN = 200
"""Tries, a tenth of a second each."""


def kannel_or_skip() -> None:
    """Skips where Kannel is not installed; on CI that is a failure."""
    if shutil.which("bearerbox", path=f"{os.environ.get('PATH', '')}:/usr/sbin") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Kannel is not installed; .ci/run installs it")
        pytest.skip("Kannel is not installed (apt-get install kannel)")


class RealKannel:
    """Started and stopped by a test; `handed` is what the operator got, in order."""

    def __init__(self, folder: Path, callback_port: int) -> None:
        self._folder = folder
        self._ports = {name: free_port() for name in ("ADMIN", "BOX", "SENDSMS", "OPERATOR")}
        self._callback_port = callback_port
        self._processes: list[asyncio.subprocess.Process] = []
        self.handed: list[dict[str, Any]] = []
        self.taken = 0
        """Messages that Kannel has taken from the operator."""
        self._reader: asyncio.Task[None] | None = None
        self._operator: asyncio.subprocess.Process | None = None

    def settings(self, **more: Any) -> KannelSettings:
        """The channel's section for this Kannel."""
        return KannelSettings.model_validate(
            {
                "secret": SECRET,
                "number": "48500500500",
                "base_url": f"http://127.0.0.1:{self._ports['SENDSMS']}",
                "username": "bot",
                "password": "botpw",
                "callback_url": f"http://127.0.0.1:{self._callback_port}",
                **more,
            }
        )

    async def start(self) -> None:
        (self._folder / "spool").mkdir(parents=True, exist_ok=True)
        written = CONFIGURATION.read_text(encoding="utf-8").replace("@DIR@", str(self._folder))
        for name, port in {**self._ports, "CALLBACK": self._callback_port}.items():
            written = written.replace(f"@{name}@", str(port))
        configuration = self._folder / "kannel.conf"
        configuration.write_text(written.replace("@SECRET@", SECRET), encoding="utf-8")
        if self._operator is None:
            self._operator = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "tests.kannel.operator",
                str(self._ports["OPERATOR"]),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
            )
            assert self._operator.stdout is not None
            await self._operator.stdout.readline()
            self._reader = asyncio.create_task(self._read())
        for program in PATIENCE:
            path = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/lib/kannel")
            assert path is not None
            self._processes.append(
                await asyncio.create_subprocess_exec(path, str(configuration), stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL)
            )
            await self._until("box" if program == "bearerbox" else "smsbox:")

    async def stop(self) -> None:
        """Kannel ends; the operator stays."""
        for program, process in reversed(list(zip(PATIENCE, self._processes, strict=False))):
            if process.returncode is None:
                process.terminate()
                try:
                    await asyncio.wait_for(process.wait(), PATIENCE[program])
                except TimeoutError:
                    process.kill()
                    await process.wait()
        self._processes = []

    async def isolate(self) -> None:
        """Kannel takes nothing more from the operator, and goes on with what it has: before a restart (docs/operations.md)."""
        url = f"http://127.0.0.1:{self._ports['ADMIN']}/isolate?password=adm"
        async with aiohttp.ClientSession() as session, session.get(url) as answer:
            assert answer.status in (200, 202), await answer.text()

    async def close(self) -> None:
        await self.stop()
        if self._operator is not None:
            self._operator.kill()
            await self._operator.wait()
        if self._reader is not None:
            await self._reader

    async def comes(self, sender: str, text: str) -> None:
        """Somebody sends an SMS."""
        assert self._operator is not None and self._operator.stdin is not None
        self._operator.stdin.write(json.dumps({"from": sender, "text": text}).encode() + b"\n")
        await self._operator.stdin.drain()

    def posted(self) -> int:
        """Messages that were posted to it, as its own log says; what the operator got beyond that Kannel has sent again by itself."""
        log = (self._folder / "sb.log").read_text(encoding="utf-8", errors="replace")
        return log.count("Got HTTP request </cgi-bin/sendsms>")

    def texts(self, to: str) -> list[str]:
        """What a telephone got, as its owner reads it: parts put together."""
        return [decoded(each) for each in self.handed if each["to"].lstrip("+") == to.lstrip("+")]

    async def _read(self) -> None:
        assert self._operator is not None and self._operator.stdout is not None
        while line := await self._operator.stdout.readline():
            said = json.loads(line)
            if "taken" in said:
                self.taken += 1
            else:
                self.handed.append(said)

    async def _until(self, words: str) -> None:
        status = f"http://127.0.0.1:{self._ports['ADMIN']}/status.txt?password=sta"
        async with aiohttp.ClientSession() as session:
            for _ in range(READY_WITHIN):
                try:
                    async with session.get(status) as answer:
                        text = await answer.text()
                        if (words == "box" and "online" in text) or (words in text and "online" in text.partition(words)[2]):
                            return
                except aiohttp.ClientError:
                    pass
                await asyncio.sleep(0.1)
        raise AssertionError(f"Kannel does not get ready: {words}")


def decoded(handed: dict[str, Any]) -> str:
    """The words of a part: GSM-7 or UCS-2, without the header of a long message."""
    from tests.kannel.operator import BASIC

    content = bytes.fromhex(handed["bytes"])
    if handed["udh"]:
        content = content[content[0] + 1 :]
    return content.decode("utf-16-be") if handed["coding"] == 8 else "".join(BASIC[byte] for byte in content)
