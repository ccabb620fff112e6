"""A division written down again, one clause a line, in the notation that it was read from. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from bot.districts.division import Claim, Division, Scope
from bot.districts.houses import WHOLE, House, Side, Span
from bot.districts.register import Register


def export(division: Division, register: Register) -> str:
    """Reads back to the same answers. What a person must decide is written as "część"."""
    lines: list[str] = []
    for district in division.districts:
        title = division.titles.get(district, "")
        lines += ["", f"Rejon nr {district}" + (f" – {title}" if title else "")]
        lines += [f"• {line}" for line in _claims(division, district, register)]
        for doubt in division.doubts:
            if doubt.district == district:
                lines.append(f"• {_name(doubt.scope, register)} część {_span(doubt.span)}".rstrip())
    return "\n".join(lines).lstrip("\n") + "\n"


def _claims(division: Division, district: int, register: Register) -> Iterator[str]:
    """Single houses of a street share a line; every range has its own, so that no side is read into another."""
    singles: dict[tuple[Scope, tuple[Span, ...], bool], list[House]] = defaultdict(list)
    for claim in division.claims:
        if claim.district == district and claim.span.single and claim.span.first is not None:
            singles[claim.scope, claim.but, claim.rest].append(claim.span.first)
    for claim in division.claims:
        if claim.district != district:
            continue
        if not claim.span.single:
            yield _line(claim, _span(claim.span), register)
        elif houses := singles.pop((claim.scope, claim.but, claim.rest), None):
            yield _line(claim, ", ".join(str(house) for house in houses), register)


def _line(claim: Claim, numbers: str, register: Register) -> str:
    rest = "pozostałe adresy" if claim.rest else ""
    but = sorted(claim.but, key=lambda span: span.side is Side.BOTH)  # a side said behind a plain range would bind it too
    without = "bez " + ", ".join(_span(span) or "wszystkich" for span in but) if but else ""
    said = " ".join(part for part in (rest, numbers, without) if part)
    return f"{_name(claim.scope, register)}{' ' if said else ''}{said}"


def _name(scope: Scope, register: Register) -> str:
    if scope.place:
        return f"{scope.place}: ul. {scope.street}" if scope.street else f"wieś {scope.place}"
    street = register.streets[scope.street or ""]
    return f"ul. {street.name}" if street.kind == "ulica" else street.name


def _span(span: Span) -> str:
    """A range; a whole side as a range too, since a word of parity at the beginning would be read forwards."""
    if span == WHOLE:
        return ""
    if span.first is None and span.last is None:
        return str(Span(House(1 if span.side is Side.ODD else 2), None, span.side))
    return str(span)
