"""districts: how long an address takes to be understood, how often rightly, beside rapidfuzz's WRatio over all names; and its scale.

``python -m benchmarks.districts``. Wanted: 99 of 100 texts of 100 characters within 2 ms and of 1,000 within 10 ms, a start within a
second, 80 MB; a register of 50,000 streets in several towns imported within 30 s, and still 10 ms when the town is known.
"""

from __future__ import annotations

import json
import random
import resource
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rapidfuzz import fuzz, process

from benchmarks.common import show, timed

DATA = Path(__file__).parent.parent / "tests" / "data"
SETS = ("addresses_dev.jsonl", "addresses_held_out.jsonl", "addresses_traps.jsonl")
TOWNS, STREETS = 20, 50_000


def memory() -> float:
    """Megabytes that the process has had at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    before, start = memory(), time.perf_counter()
    from bot.districts.answers import resolved
    from bot.districts.folder import load_maps
    from bot.districts.town import EXAMPLE

    town = load_maps(EXAMPLE, ZoneInfo("Europe/Warsaw")).in_force(0)
    resolved(town, "Podmiejska 13")
    show("start of the map", seconds=time.perf_counter() - start, wanted=1.0, memory_mb=memory() - before, wanted_mb=80)

    cases = [json.loads(line) for name in SETS for line in (DATA / name).read_text(encoding="utf-8").splitlines()]
    names = list(town.streets)

    def plain(text: str) -> str | None:
        found = process.extractOne(text, names, scorer=fuzz.WRatio, score_cutoff=86)
        return None if found is None else found[0]

    for name, work in (("ours", lambda text: resolved(town, text)["street"]), ("WRatio", plain)):
        for each in SETS:
            chosen = [json.loads(line) for line in (DATA / each).read_text(encoding="utf-8").splitlines()]
            show(f"{each}: {name}", **rates(chosen, work))
    texts = [str(case["text"]) for case in cases]
    chance = random.Random(1)
    stories = [" ".join(chance.choice(texts) for _ in range(60))[:1000] for _ in range(300)]
    bad = [" ".join("".join(chance.sample(word, len(word))) for word in story.split()) for story in stories[:100]]
    short = [text.ljust(100, ".")[:100] for text in texts]
    ours, baseline = timed(lambda text: resolved(town, text), short), timed(plain, short)
    show("100 characters", p99_ms=ours[int(len(ours) * 0.99)], wanted=2.0, ratio_to_wratio=sum(baseline) / sum(ours))
    for label, long in (("1,000 characters", stories), ("1,000 characters without a sense", bad)):
        taken = timed(lambda text: resolved(town, text), long)
        show(label, p99_ms=taken[int(len(taken) * 0.99)], wanted=10.0)
    scale(chance)


def rates(cases: list[dict[str, Any]], work: Callable[[str], Any]) -> dict[str, float]:
    """Streets only: how many are right of those that are meant, and wrong of all."""
    right = wrong = meant = 0
    for case in cases:
        street = work(str(case["text"]))
        accepted = [each.removeprefix("resolve:") for each in case.get("accept") or ()]
        meant += case["expect"] == "resolve"
        right += street is not None and street == case.get("street")
        wrong += street is not None and street != case.get("street") and street not in accepted
    return {"right": right / meant, "wrong": wrong / len(cases)}


def scale(chance: random.Random) -> None:
    """A national register of several towns, of which one is brought in; and one town of them all."""
    from bot.districts.answers import resolved
    from bot.districts.folder import load_published
    from bot.districts.notation.document import read_document
    from bot.districts.register import Register
    from bot.districts.town import EXAMPLE, Published, TownMap
    from bot.districts.ulic import COLUMNS, Place, read_ulic

    published: Published = load_published(EXAMPLE)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ULIC.csv"
        rows = [";".join((*COLUMNS, "STAN_NA"))]
        for number in range(STREETS):
            rows.append(f"30;61;01;1;{1000 + number % TOWNS:07};{number:05};ul.;{invented(chance)};{chance.choice(FIRST)};2026-01-01")
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
        for label, place in (("a town of 20", Place("0001000")), ("all of them as one town", None)):
            start = time.perf_counter()
            register = Register({street.name: street for _, street in read_ulic(path, place)}.values())
            text = "\n".join(f"Rejon {at % 12 + 1}: {name}" for at, name in enumerate(register.streets))
            town = TownMap(published, register, read_document(text, register))
            built = time.perf_counter() - start
            asked = [f"{chance.choice(list(register.streets)[:2000])} {chance.randrange(1, 90)}" for _ in range(1000)]
            misspelt = [each[:4] + each[5:] for each in asked[:300]]
            taken, typos = timed(partial(resolved, town), asked), timed(partial(resolved, town), misspelt)
            show(
                f"{label}: {len(register.streets)} streets",
                import_seconds=built,
                wanted_seconds=30,
                p99_ms=taken[int(len(taken) * 0.99)],
                p99_misspelt_ms=typos[int(len(typos) * 0.99)],
                wanted_ms=10.0,
            )


FIRST = ("", "", "", "Adama", "Jana", "Marii", "Stanisława", "gen. Józefa")
_BEGIN = "Bar Cho Dą Gó Jar Kor Lip Mar Nie Or Pod Rak So Tar Wil Zawi Żar Krze Brze Świe".split()
_MIDDLE = "do ma ni wo sz la ro ki be ce no ra sta mie gra cho".split()
_END = "ska cka na wa ńska owa ńskiego wicza ckiego rowa kowa".split()


def invented(chance: random.Random) -> str:
    """A name that sounds like one."""
    return chance.choice(_BEGIN) + "".join(chance.choice(_MIDDLE) for _ in range(chance.randrange(1, 3))) + chance.choice(_END)


if __name__ == "__main__":
    main()
