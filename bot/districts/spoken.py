"""Numbers as people say them: "dwadzieścia sześć", "dwanaście a przez pięć", "trzeciego maja". Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.districts.names import Token

_CARDINALS = dict(
    zip(
        "jeden dwa trzy cztery piec szesc siedem osiem dziewiec dziesiec jedenascie dwanascie trzynascie czternascie pietnascie szesnascie "
        "siedemnascie osiemnascie dziewietnascie dwadziescia trzydziesci czterdziesci piecdziesiat szescdziesiat siedemdziesiat osiemdziesiat "
        "dziewiecdziesiat sto dwiescie trzysta".split(),
        (*range(1, 20), *range(20, 100, 10), 100, 200, 300),
        strict=True,
    )
)
_ORDINALS = dict(
    zip(
        "pierwszego drugiego trzeciego czwartego piatego szostego siodmego osmego dziewiatego dziesiatego jedenastego dwunastego trzynastego "
        "czternastego pietnastego szesnastego siedemnastego osiemnastego dziewietnastego dwudziestego trzydziestego".split(),
        (*range(1, 21), 30),
        strict=True,
    )
)


def cardinal(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """The number that is said from here, and where it ends; 0 where none is."""
    number, last = 0, 1_000
    while at < len(tokens) and (value := _CARDINALS.get(tokens[at].key)) and value < last:
        number, last, at = number + value, 100 if value >= 100 else 10 if value >= 20 else 1, at + 1
    return number, at


def with_ordinals(tokens: Sequence[Token]) -> list[Token]:
    """Ordinals in the genitive as figures: names have them ("trzeciego maja", "Mieszka Pierwszego", "dwudziestego piątego pułku")."""
    found: list[Token] = []
    for token in tokens:
        value = _ORDINALS.get(token.key)
        before = found[-1] if found else None
        if value is None:
            found.append(token)
        elif before is not None and before.key in ("20", "30") and before.text.isalpha() and value < 10:
            found[-1] = replace(before, text=before.text + token.text, key=str(int(before.key) + value))
        else:
            found.append(replace(token, key=str(value)))
    return found
