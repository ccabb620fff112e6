"""start: from process start to the first answered message with 100,000 residents and reports in the database,
beside a process that only imports the same libraries.

``python -m benchmarks.start``. Prints the difference in seconds; at most one is wanted.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.common import ROUNDS, fill, median, settings, show
from bot.app import App

LIBRARIES = "import aiosqlite, apscheduler.schedulers.asyncio, babel.messages.pofile, babel.dates, itsdangerous, jinja2, pydantic_settings, "
LIBRARIES += "rapidfuzz, smsutil, starlette.applications, structlog, typer, uvicorn"
FIRST_ANSWER = """
import asyncio, sys
from pathlib import Path
from benchmarks.common import NullChannel, settings
from bot.app import App
from bot.channels.channel import Incoming
from handlers.dialogue.update import Kind

async def main():
    channel, answered = NullChannel(), asyncio.Event()
    channel.arrived = lambda address: answered.set()
    app = await App.open(settings(Path(sys.argv[1])), channels=lambda around: {"bench": channel})
    app.start()
    await app.intake.accept(Incoming("bench", sys.argv[2], "old7", Kind.MESSAGE, "Podmiejska 13"))
    await answered.wait()
    await app.close()

asyncio.run(main())
"""


def timed(*arguments: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True)
    return time.perf_counter() - start


async def prepare(path: Path) -> None:
    app = await App.open(settings(path), channels=lambda around: {})
    await fill(app.units, 100_000, 100_000)
    await app.close()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "start.db"
        asyncio.run(prepare(path))
        rounds = [(timed("-c", FIRST_ANSWER, str(path), str(number)), timed("-c", LIBRARIES)) for number in range(ROUNDS)]
    show(
        "start to first answer",
        seconds=median([own for own, _ in rounds]),
        baseline=median([base for _, base in rounds]),
        difference=median([own - base for own, base in rounds]),
        wanted=1.0,
    )


if __name__ == "__main__":
    main()
