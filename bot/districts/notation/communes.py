"""Whole communes: "gmina X (wszystkie miejscowości) z wyłączeniem miejscowości A i B" (rule 8 of the notation)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.districts.notation import words as w
from bot.districts.notation.names import Names, Sort
from bot.districts.notation.words import Kind, Token


@dataclass(slots=True)
class Commune:
    """What was understood. Not understood: nothing is claimed, and names behind it are none of their own."""

    end: int
    villages: list[str] = field(default_factory=list)
    rest: bool = False
    understood: bool = True


def read_commune(found: Sequence[Token], at: int, names: Names) -> Commune:
    """Reads from the commune's name on, which `at` is at."""
    named = names.commune(found, at)
    assert named is not None
    villages, at = named
    excepted: set[str] = set()
    rest = False
    while at < len(found):
        token = found[at]
        if token.kind is Kind.OPEN:
            close = next((k for k in range(at, len(found)) if found[k].kind is Kind.CLOSE), len(found))
            inside = w.behind_exception(found, at + 1)
            if inside is not None and _excepted(found[:close], inside, villages, excepted, names) != close:
                return Commune(len(found), understood=False)
            at = close + 1
        elif token.key in w.REST:
            rest, at = True, at + 1
        elif token.kind is Kind.DASH or token.key in w.VILLAGE_LABELS | w.WHOLE | w.REST_OF:
            at += 1
        elif (behind := w.behind_exception(found, at + (token.kind is Kind.COMMA))) is not None:
            ended = _excepted(found, behind, villages, excepted, names)
            if ended is None:
                return Commune(len(found), understood=False)
            at = ended
        elif token.kind is Kind.COMMA or token.key in w.AND:
            break
        else:
            return Commune(len(found), understood=False)
    return Commune(at, [village for village in villages if village not in excepted], rest)


def _excepted(found: Sequence[Token], at: int, villages: Sequence[str], excepted: set[str], names: Names) -> int | None:
    """Where the exceptions end; None if something among them is no village of the commune.

    A name behind a comma that is none of the commune's opens an entry of its own."""
    some = False
    while at < len(found):
        if found[at].kind in (Kind.COMMA, Kind.COLON) or found[at].key in w.AND | w.VILLAGE_LABELS:
            at += 1
            continue
        named = names.at(found, at, Sort.VILLAGE)
        if named is None or named.scope.place not in villages:
            return at - 1 if some and found[at - 1].kind is Kind.COMMA else None
        excepted.add(named.scope.place)
        some, at = True, named.end
    return at if some else None
