"""What people report: a small tree from ``categories.toml`` of the town's folder (or of the example town)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.districts.town import EXAMPLE, TownError
from handlers.dialogue.ports import Body, Category, Group
from handlers.dialogue.update import fold
from storage.models import Written

MOST = 4
"""Groups, and categories in a group: what fits on one screen."""
LONGEST = 2000
"""Characters of a report that are looked at."""


class CategoryTree:
    """The tree; `guess` is a suggestion for the officer, never a decision."""

    def __init__(self, groups: tuple[Group, ...], stems: Mapping[str, re.Pattern[str] | None]) -> None:
        self._groups = groups
        self._by_key = {category.key: category for group in groups for category in group.categories}
        self._stems = stems
        self._guess = lru_cache(maxsize=200)(self._guess_afresh)  # a draft is looked at several times

    @property
    def groups(self) -> tuple[Group, ...]:
        return self._groups

    def category(self, key: str) -> Category | None:
        return self._by_key.get(key)

    def guess(self, words: str) -> Category:
        return self._guess(words[:LONGEST])

    def confidential(self, words: str) -> Category:
        found = self.guess(words)
        return found if found.confidential else next((each for each in self._by_key.values() if each.confidential), found)

    def _guess_afresh(self, words: str) -> Category:
        text = fold(words)
        hits = {key: 0 if pattern is None else len(pattern.findall(text)) for key, pattern in self._stems.items()}
        best = max(hits, key=lambda key: hits[key])  # the earlier, more frequent one wins a tie
        return self._by_key[best] if hits[best] else list(self._by_key.values())[-1]


def load_categories(folder: Path) -> CategoryTree:
    """Reads the tree. Raises `TownError` with one sentence."""
    path = folder / "categories.toml"
    if not path.exists():
        path = EXAMPLE / "categories.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        bodies = {entry["key"]: Body(Written(entry["name"]), str(entry["phone"]), Written(entry["hint"])) for entry in data.get("body", [])}
        groups = tuple(_group(entry, bodies, path) for entry in data["group"])
        stems = {entry["key"]: _pattern(entry["stems"]) for group in data["group"] for entry in group["category"]}
    except OSError as error:
        raise TownError(f"{path}: cannot be read ({error.strerror})") from error
    except tomllib.TOMLDecodeError as error:
        raise TownError(f"{path}: {error}") from error
    except KeyError as error:
        raise TownError(f"{path}: {error.args[0]} is missing in a group, a category or a body") from error
    if not 1 <= len(groups) <= MOST or any(not 1 <= len(group.categories) <= MOST for group in groups):
        raise TownError(f"{path}: there must be one to {MOST} groups, and one to {MOST} categories in each")
    if len(stems) != sum(len(group.categories) for group in groups):
        raise TownError(f"{path}: the key of a category stands twice")
    return CategoryTree(groups, stems)


def _pattern(stems: Sequence[str]) -> re.Pattern[str] | None:
    """One expression for all beginnings of words of a category."""
    return re.compile(rf"\b(?:{'|'.join(re.escape(fold(stem)) for stem in stems)})") if stems else None


def _group(entry: Mapping[str, Any], bodies: Mapping[str, Body], path: Path) -> Group:
    categories = []
    for each in entry["category"]:
        goes_to = each.get("goes_to")
        if goes_to is not None and goes_to not in bodies:
            raise TownError(f"{path}: {each['key']}: goes_to names {goes_to!r}, which is no [[body]]")
        categories.append(
            Category(
                each["key"],
                Written(each["name"]),
                None if goes_to is None else bodies[goes_to],
                may_be_urgent=bool(each.get("may_be_urgent")),
                confidential=bool(each.get("confidential")),
            )
        )
    return Group(entry["key"], Written(entry["name"]), tuple(categories))
