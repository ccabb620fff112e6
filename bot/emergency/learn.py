"""Learns the guard's table from the examples, and says by cross-validation how good it is.

``python -m bot.emergency.learn [--measure]``; needs scikit-learn (``pip install scikit-learn``), which nothing else here
does. With ``--measure`` it only prints the figures. The result is the same on every machine for the same examples.
"""

from __future__ import annotations

import argparse
import json
import random
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from bot.emergency.corpus import Rows, digest, examples, speaks_of, teaches_levels
from bot.emergency.features import MASK, features, windows
from bot.emergency.model import OUTPUTS, SETTINGS, WEIGHTS
from handlers.dialogue.ports import Level, Matter

LEVELS = [level.value for level in Level]
MATTERS = [matter.value for matter in Matter if matter is not Matter.NONE]
FALSE_ALARMS = 0.039
"""Share of "no" that may get the 112 card in cross-validation; what people really write is more varied than the examples."""
WRONGLY = {Matter.SUICIDE: 0.012, Matter.CHILD: 0.012, Matter.CONFIDENTIAL: 0.015, Matter.COMPLAINT: 0.012}
"""Share of the others that may get a card; crimes and what happens now are among them, so that it is more than of ordinary ones."""
WRONGLY_ORDINARY = 0.015
"""Share of the ordinary ones (class "no", no card) that may get one; two thirds of them were written to look like it."""
STRENGTH, MATTER_STRENGTH = 1.0, 3.0
LENGTH = 10.0
"""To which each text is brought, so that long and short ones are judged alike."""
TELLING = 0.5
"""Power of what a feature tells; 0 would treat all alike."""
FOLDS = 5
COPIES = 1
"""Copies of each example with typing errors, which it is learned with too."""


def matrix(texts: Sequence[str]) -> csr_matrix:
    """One row of features for each text."""
    columns: list[int] = []
    ends = [0]
    for text in texts:
        columns += sorted(features(text))
        ends.append(len(columns))
    return csr_matrix((np.ones(len(columns), dtype=np.float32), columns, ends), shape=(len(texts), MASK + 1))


def mistyped(text: str, chance: random.Random) -> str:
    """The text with one or two typing errors: letters swapped, dropped, doubled, hit beside."""
    letters = list(text)
    for _ in range(chance.choice((1, 1, 2))):
        if len(letters) < 6:
            break
        at, how = chance.randrange(1, len(letters) - 1), chance.random()
        if " " in (letters[at], letters[at + 1]):
            continue
        if how < 0.45:
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        elif how < 0.7:
            del letters[at]
        elif how < 0.85:
            letters.insert(at, letters[at])
        else:
            letters[at] = chance.choice("aeioknrszwt")
    return "".join(letters)


@dataclass(frozen=True, slots=True)
class Learned:
    """`weights` of each feature for each output (its rarity included), the `rarity` of each feature, a bias for each output."""

    weights: Any
    rarity: Any
    biases: Any

    def chances(self, texts: Sequence[str]) -> tuple[Any, Any]:
        """The chances of the three levels, and of each matter; of a long text the highest of its pieces, as when it is judged."""
        pieces = [windows(text) for text in texts]
        levels, matters = self._chances([piece for each in pieces for piece in each])
        starts = np.cumsum([0, *(len(each) for each in pieces[:-1])])
        return np.maximum.reduceat(levels, starts), np.maximum.reduceat(matters, starts)

    def _chances(self, texts: Sequence[str]) -> tuple[Any, Any]:
        seen = matrix(texts)
        lengths = np.sqrt(seen @ self.rarity**2)
        scores = (seen @ self.weights) * (LENGTH / np.maximum(lengths, 1e-9))[:, None] + self.biases
        powers = np.exp(scores[:, : len(LEVELS)])
        return powers / powers.sum(axis=1, keepdims=True), 1 / (1 + np.exp(-scores[:, len(LEVELS) :]))


def learn(rows: Rows) -> Learned:
    """Logistic regressions over features weighted by their rarity, each text of the same length."""
    chance = random.Random(112)
    copies = [mistyped(row["text"], chance) for _ in range(COPIES) for row in rows]
    many = [*rows, *(row for _ in range(COPIES) for row in rows)]
    seen = matrix([*(row["text"] for row in rows), *copies])
    of_levels = np.flatnonzero([teaches_levels(row) for row in many])
    rarity = np.log((1 + len(of_levels)) / (1 + np.asarray((seen[of_levels] > 0).sum(axis=0)).ravel())) + 0.3
    weighted = seen @ diags(rarity)
    lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    inputs = diags(LENGTH / np.maximum(lengths, 1e-9)) @ weighted
    weight = np.array([1.0] * len(rows) + [0.5] * len(copies))
    classes = np.array([row["class"] for row in many])[of_levels]
    told = np.max([telling(seen[of_levels], classes == level) for level in LEVELS], axis=0)
    levels = LogisticRegression(C=STRENGTH, max_iter=400)
    levels.fit(inputs[of_levels] @ diags(told), classes, sample_weight=weight[of_levels])
    columns = {name: (levels.coef_[place] * told, levels.intercept_[place]) for place, name in enumerate(levels.classes_)}
    for matter in MATTERS:
        chosen = np.array([speaks_of(row, matter) for row in many])
        told = telling(seen, chosen)
        one = LogisticRegression(C=MATTER_STRENGTH, max_iter=400, class_weight={True: 2.0, False: 1.0})
        one.fit(inputs @ diags(told), chosen, sample_weight=weight)
        columns[matter] = (one.coef_[0] * told, one.intercept_[0])
    names = [output.value for output in OUTPUTS]
    weights = np.stack([columns[name][0] for name in names], axis=1) * rarity[:, None]
    return Learned(weights, rarity, np.array([columns[name][1] for name in names]))


def telling(seen: csr_matrix, chosen: np.ndarray) -> Any:
    """How much each feature tells the chosen texts from the others, 1 on average: what tells much is learned sooner, what stood once never."""
    inside, outside = (np.asarray(seen[which].sum(axis=0)).ravel() + 0.5 for which in (chosen, ~chosen))
    odds = np.abs(np.log(inside / chosen.sum()) - np.log(outside / (~chosen).sum())) ** TELLING
    often = np.asarray(seen.sum(axis=0)).ravel() > 1
    return np.where(often, odds / odds[often].mean(), 0.0)


def cross_validated(rows: Rows) -> tuple[np.ndarray, np.ndarray]:
    """For each example what a table says that has not seen it. What teaches the cards only moves no other to another fold."""
    levels, matters = np.zeros((len(rows), len(LEVELS))), np.zeros((len(rows), len(MATTERS)))
    folds = np.array([zlib.crc32(row["text"].encode()) % FOLDS for row in rows])
    whole = np.flatnonzero([teaches_levels(row) for row in rows])
    alike = [f"{rows[place]['class']}{rows[place]['lang']}" for place in whole]
    for fold, (_, inside) in enumerate(StratifiedKFold(FOLDS, shuffle=True, random_state=112).split(whole, alike)):
        folds[whole[inside]] = fold
    for fold in range(FOLDS):
        known, held = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        learned = learn([rows[place] for place in known])
        levels[held], matters[held] = learned.chances([rows[place]["text"] for place in held])
    return levels, matters


def thresholds(rows: Rows, levels: np.ndarray, matters: np.ndarray) -> dict[str, Any]:
    """From which chance on each output is said, so that false alarms stay rare."""
    no = np.array([row["class"] == Level.NO.value for row in rows])
    of_levels = np.array([teaches_levels(row) for row in rows])
    ordinary = no & np.array([row["card"] == Matter.NONE.value for row in rows])
    now_from = float(np.quantile(levels[no & of_levels, LEVELS.index("now")], 1 - FALSE_ALARMS))
    matter_from = {}
    taken = np.zeros(len(rows), dtype=bool)
    for place, matter in enumerate(MATTERS):  # in the order of their urgency: what a more urgent one has taken is not asked again
        others = ~taken & np.array([not speaks_of(row, matter) for row in rows])
        allowed = int(WRONGLY[Matter(matter)] * sum(not speaks_of(row, matter) for row in rows))
        at_least = np.sort(matters[others, place])[-allowed - 1]
        matter_from[matter] = round(float(max(at_least, np.quantile(matters[ordinary, place], 1 - WRONGLY_ORDINARY))) + 0.0001, 4)
        taken |= matters[:, place] >= matter_from[matter]
    return {"now_from": round(now_from, 3), "soft_from": 0.6, "matter_from": matter_from}


def figures(rows: Rows, levels: np.ndarray, matters: np.ndarray, bounds: dict[str, Any]) -> None:
    """What is caught and what is alarmed for nothing: all, by language, by kind; and the cards."""
    alarmed = levels[:, LEVELS.index("now")] >= bounds["now_from"]
    slices: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        if not teaches_levels(row):
            continue
        topic, _, styles = row["kind"].partition("/")
        for name in ("all", f"lang:{row['lang']}", f"topic:{topic}", *(f"style:{style}" for style in styles.split("+"))):
            slices.setdefault(name, []).append(place)
    for name in sorted(slices):
        said = []
        for level in ("now", "soft", "no"):
            inside = [place for place in slices[name] if rows[place]["class"] == level]
            if inside:
                said.append(f"{level} {int(alarmed[inside].sum())}/{len(inside)} = {alarmed[inside].mean():.3f}")
        if name == "all" or len(slices[name]) >= 20:
            print(f"{name:24} alarmed of " + ", ".join(said))
    first = [next((m for place, m in enumerate(MATTERS) if each[place] >= bounds["matter_from"][m]), "none") for each in matters]
    right = np.array([speaks_of(row, said_first) for row, said_first in zip(rows, first, strict=True)])
    ordinary = np.array([row["card"] == Matter.NONE.value and row["class"] == Level.NO.value for row in rows])
    for matter in MATTERS:
        chosen = np.array([row["card"] == matter for row in rows])
        wrongly = ~right & np.array([each == matter for each in first])
        others = np.array([not speaks_of(row, matter) for row in rows])
        caught = [f"caught {right[chosen].mean():.3f} of {chosen.sum()}"]
        for language in ("pl", "uk", "en"):
            inside = chosen & np.array([row["lang"] == language for row in rows])
            caught.append(f"{language} {right[inside].mean():.3f} of {inside.sum()}")
        print(f"card:{matter:18} {', '.join(caught)}; wrongly {wrongly[others].mean():.4f}, of ordinary ones {wrongly[ordinary].mean():.4f}")


def keep(learned: Learned, bounds: dict[str, Any]) -> None:
    """Writes the table as whole numbers from -127 to 127, the last column the square of the rarity, and what they mean."""
    columns = np.concatenate([learned.weights, (learned.rarity**2)[:, None]], axis=1)
    scales = np.abs(columns).max(axis=0) / 127
    WEIGHTS.write_bytes(zlib.compress(np.round(columns / scales).astype(np.int8).tobytes(), 9))
    settings = {
        "learned_from": digest(),
        "scales": (scales[:-1] * LENGTH).tolist(),
        "rarity_scale": float(scales[-1]),
        "biases": learned.biases.tolist(),
        **bounds,
    }
    SETTINGS.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--measure", action="store_true", help="print the figures, keep nothing")
    measure_only = arguments.parse_args().measure
    rows = examples()
    levels, matters = cross_validated(rows)
    bounds = thresholds(rows, levels, matters)
    print(f"{len(rows)} examples; {bounds}")
    figures(rows, levels, matters, bounds)
    if not measure_only:
        keep(learn(rows), bounds)


if __name__ == "__main__":
    main()
