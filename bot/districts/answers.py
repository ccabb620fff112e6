"""What the command line says of a text: which address, which district, by which rule."""

from __future__ import annotations

from collections.abc import Mapping

from bot.districts.division import Division, Unclear
from bot.districts.houses import House
from bot.districts.register import Register
from bot.districts.town import TownMap
from handlers.dialogue.ports import Ambiguous, Found, NumberNeeded, OnBorder, Outside, Undecided, Unknown
from handlers.texts import t
from storage.models import Text

Answer = dict[str, str | int | list[str] | None]


def resolved(town: TownMap, text: str) -> Answer:
    """The outcome (found, ambiguous, unknown, outside) with all that is known; what is not known is None. Letters are capital: 12A."""
    meant = town.read(text)
    answer: Answer = {"outcome": "unknown", "street": None, "number": None, "district": None, "candidates": [], "rule": None}
    match meant:
        case Found(place, district):
            answer.update(outcome="found", street=place.street, number=_number(place.house), district=district, rule=town.rule(place))
        case NumberNeeded(street):
            answer.update(outcome="ambiguous", street=street, candidates=[street])
        case Ambiguous(streets, house, _):
            answer.update(outcome="ambiguous", number=_number(house), candidates=list(streets))
        case Outside(place):
            answer.update(outcome="outside", street=place.street, number=_number(place.house))
        case Undecided(place) | OnBorder(place):
            answer.update(outcome="ambiguous", street=place.street, number=_number(place.house), candidates=[place.street])
        case Unknown(nearest):
            estates = town.estates(text)
            answer.update(outcome="ambiguous" if estates else "unknown", candidates=estates or list(nearest))
    return answer


def _number(house: str) -> str | None:
    """A house as registers write it."""
    return house.upper() or None


def lookup_line(town: TownMap, text: str) -> Text:
    """One sentence for whoever asks on the command line."""
    meant = town.read(text)
    match meant:
        case Found(place, district):
            rule = town.rule(place) or ""
            name = town.district(district).name
            if place.is_point:
                return t("{place}: district {number}, {name}.", place=place.line, number=district, name=name)
            return t("{place}: district {number}, {name}. By the list: {rule}", place=place.line, number=district, name=name, rule=rule)
        case NumberNeeded(street):
            return t("{street} belongs to more than one district. Please write the house number.", street=street)
        case Ambiguous(streets, _, _):
            return t("Several streets could be meant: {names}.", names=", ".join(streets))
        case Outside(place):
            return t("{place}: no district of the list has this address.", place=place.line)
        case Undecided(place) | OnBorder(place):
            return t("{place}: the list is not clear about this address; nobody is named for it.", place=place.line)
        case Unknown(nearest) if nearest:
            return t("Not known. Near: {names}.", names=", ".join(nearest))
        case _:
            return t("There is no address of the town in these words.")


def probed(division: Division, register: Register, probe: Mapping[str, object]) -> str:
    """The answer to {"place","street","number"}: a district's number, none, conflict or needs-person."""
    place = str(probe["place"]) if str(probe["place"]) in register.villages else ""
    house = House.read(str(probe["number"]))
    if house is None:
        return "needs-person"
    answer = division.answer(division.street(place, str(probe["street"])), house)
    if isinstance(answer, Unclear):
        return "conflict" if answer.claimed_twice else "needs-person"
    return "none" if answer is None else str(answer)
