"""What is said about a list of districts to whoever imports it: every line, understood as what, or why not."""

from __future__ import annotations

from collections.abc import Iterator

from bot.districts.borders import Overlap
from bot.districts.difference import Change, Owner
from bot.districts.division import Code, Division, Finding, Street, Unclear
from bot.districts.houses import WHOLE
from bot.districts.register import Register
from handlers.texts import t, tn
from storage.models import Text

_SAID = {
    Code.STREET: t("there is no such street or village in the register, or there are several"),
    Code.SYNTAX: t("not understood"),
    Code.PARITY: t("odd and even numbers are mixed up"),
    Code.RANGE: t("the range is reversed or incomplete"),
    Code.OVERLAP: t("two districts have the same houses"),
    Code.SIDE: t("only a person can decide; please write it in house numbers"),
    Code.AREA: t("an area is no street; please list its streets"),
    Code.OLD_NAME: t("a former name, understood as the present one"),
    Code.IMPLIED: t("understood as one side of the street"),
    Code.NOTE: t("a remark that changes nothing"),
    Code.DUPLICATE: t("the same district has the same houses twice"),
    Code.GAP: t("no district has these numbers"),
}
_KINDS = (
    ("E", t("To be corrected")),
    ("P", t("For a person to decide: nobody is named for these houses")),
    ("W", t("Worth a look")),
)


def errors(division: Division) -> list[Finding]:
    """What stops an import."""
    return [finding for finding in division.findings if finding.code.startswith("E-")]


def uncovered(division: Division, register: Register) -> list[str]:
    """Streets of the register, and villages of communes that the list has, which no district has."""
    said = {street for street in division.streets if street.place == ""}
    streets = [name for name in register.streets if Street("", name) not in said]
    places = {street.place for street in division.streets if street.place}
    communes = {register.villages[place].commune for place in places}
    return streets + [village.name for village in register.villages.values() if village.commune in communes and village.name not in places]


def whole(division: Division, register: Register, *, details: bool) -> Iterator[Text]:
    """The report, line by line. With `details` also what every line was understood as."""
    if details:
        for district in division.districts:
            title = division.titles.get(district, "")
            yield t("District {number} {title}", number=district, title=title)
            for reading in division.readings:
                if reading.district == district:
                    yield t("  line {line}: {words} = {understood}", line=reading.line, words=reading.words, understood=reading.understood)
    for letter, heading in _KINDS:
        found = [finding for finding in division.findings if finding.code.startswith(letter)]
        if found:
            yield t("{heading} ({count})", heading=heading, count=len(found))
        for finding in found:
            said = _SAID[finding.code]
            yield t("  line {line}: {words} – {said} [{code}]", line=finding.line, words=finding.words, said=said, code=finding.code.value)
    left = uncovered(division, register)
    if left:
        yield tn("{count} street of the register belongs to no district:", "{count} streets of the register belong to no district:", len(left))
        yield t("  {names}", names=", ".join(left))


def change(each: Change) -> Text:
    """One line of a difference."""
    houses = t("all numbers") if each.houses == WHOLE else str(each.houses)
    return t("  {street}, {houses}: {before} → {after}", street=each.street, houses=houses, before=_owner(each.before), after=_owner(each.after))


def overlap(each: Overlap) -> Text:
    """Two polygons that share an area."""
    return t(
        "  districts {one} and {other} overlap by {area} m², e.g. at {latitude}, {longitude}",
        one=each.one,
        other=each.other,
        area=round(each.area),
        latitude=f"{each.latitude:.5f}",
        longitude=f"{each.longitude:.5f}",
    )


def _owner(owner: Owner) -> Text:
    if owner is None:
        return t("nobody")
    if isinstance(owner, Unclear):
        return t("undecided")
    return t("district {number}", number=owner)
