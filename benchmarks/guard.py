"""guard: how long a judgement takes for 200 characters, beside reading the same text as an address; and what it costs in memory.

``python -m benchmarks.guard``. Wanted: 2 ms on average, 5 ms for the slowest of a hundred, 150 MB.
"""

from __future__ import annotations

import resource
from zoneinfo import ZoneInfo

from benchmarks.common import show, timed
from bot.districts.folder import load_maps
from bot.districts.town import EXAMPLE
from bot.emergency.corpus import examples

TEXTS = 2000


def main() -> None:
    town = load_maps(EXAMPLE, ZoneInfo("Europe/Warsaw")).in_force(0)
    rows = [row["text"] for row in examples()]
    texts = [" ".join(rows[place : place + 6])[:200] for place in range(0, TEXTS * 2, 2)]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    from bot.emergency.model import Model

    model = Model.load()
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    taken, address = timed(model.judge, texts), timed(town.resolve, [text[:60] for text in texts])
    mean = sum(taken) / len(taken)
    show("guard, 200 characters", milliseconds=mean, slowest_of_100=taken[int(len(taken) * 0.99)], wanted=2.0, memory_mb=memory)
    show("guard beside an address", rate=1000 / mean, baseline=1000 * len(address) / sum(address), ratio=sum(address) / sum(taken))


if __name__ == "__main__":
    main()
