"""What the guard takes a message for: a linear model over the features, learned by ``python -m bot.emergency.learn``.

No library at run time: one table of small whole numbers, a row for each feature, a column for each output.
"""

from __future__ import annotations

import json
import math
import zlib
from array import array
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.emergency.features import WINDOW, features, sentences, windows
from handlers.dialogue.ports import Judgement, Level, Matter

FOLDER = Path(__file__).parent
WEIGHTS = FOLDER / "weights.bin"
SETTINGS = FOLDER / "weights.json"
OUTPUTS = (*Level, *(matter for matter in Matter if matter is not Matter.NONE))
"""Columns of the table: the three levels, then a yes or no for each matter."""
LONGEST = 16_000
CERTAIN = 0.95
"""Chance of "now" from which one sentence of a long text is enough."""


@dataclass(frozen=True, slots=True)
class Model:
    """`table` has one row for each feature: a number for each output, and the square of its rarity.

    A column's sum over a text, divided by the text's length (the root of all its rarities), is the log odds."""

    table: array[int]
    scales: tuple[float, ...]
    rarity_scale: float
    biases: tuple[float, ...]
    now_from: float
    """Probability of "now" from which the 112 card is shown."""
    soft_from: float
    matter_from: dict[str, float]

    @classmethod
    def load(cls) -> Model:
        """The model that is kept with the program; read once."""
        return _loaded()

    def judge(self, text: str) -> Judgement:
        """What a message is; of a long one, what its most alarming part is."""
        text = text[:LONGEST]
        found = [self._scores(piece) for piece in windows(text)]
        chances = [self._levels(scores) for scores in found]
        level = Level.NO
        if max(now for now, _ in chances) >= self.now_from or self._one_sentence_alarms(text):
            level = Level.NOW
        elif max(soft for _, soft in chances) >= self.soft_from:
            level = Level.SOFT
        said = self._matters(found)
        first = next((matter for matter in Matter if matter in said), Matter.NONE)  # in the order of their urgency
        return Judgement(level, first, Matter.COMPLAINT in said)

    def _one_sentence_alarms(self, text: str) -> bool:
        """Whether a long text has one sentence that leaves no doubt."""
        return len(text) > WINDOW and any(self._levels(self._scores(piece))[0] >= CERTAIN for piece in sentences(text))

    def _scores(self, text: str) -> list[float]:
        table, width = self.table, len(OUTPUTS) + 1
        rows = [table[feature * width : (feature + 1) * width] for feature in features(text)]
        *sums, rarity = map(sum, zip(*rows, strict=True))
        length = math.sqrt(max(rarity * self.rarity_scale, 1e-9))
        return [total * scale / length + bias for total, scale, bias in zip(sums, self.scales, self.biases, strict=True)]

    def _levels(self, scores: list[float]) -> tuple[float, float]:
        """The chances of "now", and of "soft" or more."""
        weights = dict(zip(OUTPUTS, (math.exp(min(score, 50.0)) for score in scores), strict=True))
        total = weights[Level.NOW] + weights[Level.SOFT] + weights[Level.NO]
        return weights[Level.NOW] / total, (weights[Level.NOW] + weights[Level.SOFT]) / total

    def _matters(self, found: list[list[float]]) -> set[Matter]:
        """What some part of the text speaks of clearly enough."""
        said = set()
        for column, output in enumerate(OUTPUTS):
            if isinstance(output, Matter):
                chance = max(1 / (1 + math.exp(-max(scores[column], -50.0))) for scores in found)
                if chance >= self.matter_from[output.value]:
                    said.add(output)
        return said


@cache
def _loaded() -> Model:
    settings = json.loads(SETTINGS.read_text(encoding="utf-8"))
    table = array("b")
    table.frombytes(zlib.decompress(WEIGHTS.read_bytes()))
    return Model(
        table,
        tuple(settings["scales"]),
        settings["rarity_scale"],
        tuple(settings["biases"]),
        settings["now_from"],
        settings["soft_from"],
        settings["matter_from"],
    )
