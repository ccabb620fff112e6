"""What the command line says of a text: which address, which district, by which rule."""

from __future__ import annotations

from bot.districts.town import TownMap
from handlers.dialogue.ports import Ambiguous, Found, NumberNeeded, Outside

Answer = dict[str, str | int | list[str] | None]


def resolved(town: TownMap, text: str) -> Answer:
    """The outcome (found, ambiguous, unknown, outside) with all that is known; what is not known is None."""
    meant = town.read(text)
    answer: Answer = {"outcome": "unknown", "street": None, "number": None, "district": None, "candidates": [], "rule": None}
    match meant:
        case Found(place, district):
            answer.update(outcome="found", street=place.street, number=place.house or None, district=district, rule=str(town.rule(place)))
        case NumberNeeded(street):
            answer.update(outcome="ambiguous", street=street, candidates=[street])
        case Ambiguous(streets, house, _):
            answer.update(outcome="ambiguous", number=house or None, candidates=list(streets))
        case Outside(place):
            answer.update(outcome="outside", street=place.street, number=place.house or None)
        case _:
            answer.update(candidates=list(meant.nearest))
    return answer
