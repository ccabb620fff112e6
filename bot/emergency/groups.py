"""Words that mean the same for the guard, in Polish, Ukrainian and English: what is learned of one is known of all.

``groups.txt`` has a name and the beginnings of its words, in the one spelling of ``features.plain``; one that ends with "." is a
whole word, and a line that begins with a blank goes on with the group before it.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

_LINES = (Path(__file__).parent / "groups.txt").read_text(encoding="utf-8").replace("\n ", " ").splitlines()
GROUPS: dict[str, list[str]] = {name: words.split() for name, _, words in (line.partition(":") for line in _LINES)}


def _table() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """The groups of whole words, and of beginnings."""
    whole: dict[str, set[str]] = {}
    beginnings: dict[str, set[str]] = {}
    for group, words in GROUPS.items():
        for word in words:
            (whole if word.endswith(".") else beginnings).setdefault(word.rstrip("."), set()).add(group)
    return whole, beginnings


_WHOLE, _BEGINNINGS = _table()
_SIZES = range(min(map(len, _BEGINNINGS)), max(map(len, _BEGINNINGS)) + 1)


@lru_cache(maxsize=50_000)
def groups_of(word: str) -> tuple[str, ...]:
    """What a word in the one spelling stands for, in the order of the alphabet."""
    beginnings = {word[:size] for size in _SIZES}
    return tuple(sorted(_WHOLE.get(word, set()).union(*(_BEGINNINGS.get(beginning, set()) for beginning in beginnings))))
