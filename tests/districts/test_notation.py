"""Lists of districts as police units publish them: understood exactly, or said not to be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.districts.answers import probed
from bot.districts.division import Code, Division, Street
from bot.districts.folder import as_table, read_list
from bot.districts.houses import House, Side, Span
from bot.districts.notation.document import number_of, read_document
from bot.districts.notation.export import export
from bot.districts.register import Register, read_streets, read_villages

DATA = Path(__file__).parent.parent / "data" / "districts"
DOCUMENTS = sorted(path.stem for path in DATA.glob("*.txt"))
REGISTER = Register(read_streets(DATA / "streets.csv"), read_villages(DATA / "places.csv"))
TOWN = "Kalisz"


def read(text: str) -> Division:
    return read_document(text, REGISTER, town=TOWN)


def answers(division: Division, street: str, numbers: str, place: str = TOWN) -> str:
    """The answers for several numbers, in one line."""
    return " ".join(probed(division, REGISTER, {"place": place, "street": street, "number": number}) for number in numbers.split())


def codes(division: Division) -> set[tuple[int, str]]:
    return {(finding.line, finding.code.value) for finding in division.findings}


# --- whole documents --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_question_about_a_document_is_answered_rightly(document: str) -> None:
    division = read_list(DATA / f"{document}.txt", REGISTER, town=TOWN)
    wrong = []
    for line in (DATA / f"{document}.probes.jsonl").read_text(encoding="utf-8").splitlines():
        probe = json.loads(line)
        answer = probed(division, REGISTER, probe)
        if answer != probe["expect"]:
            wrong.append(f"{probe['place']} {probe['street']} {probe['number']}: {answer}, should be {probe['expect']}")
    assert wrong == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_line_that_needs_it_is_reported_and_no_other(document: str) -> None:
    found = codes(read_list(DATA / f"{document}.txt", REGISTER, town=TOWN))
    expected: dict[str, Any] = json.loads((DATA / f"{document}.expect.json").read_text(encoding="utf-8"))
    allowed = set(expected["may_report_lines"])
    for due in expected["must_report"]:
        allowed |= set(due["lines"])
        needed = all if due["need"] == "all" else any
        assert needed((line, due["code"]) in found for line in due["lines"]), due
    assert {line for line, _ in found} <= allowed


@pytest.mark.parametrize("document", DOCUMENTS)
def test_an_export_reads_back_to_the_same(document: str) -> None:
    division = read_list(DATA / f"{document}.txt", REGISTER, town=TOWN)
    text = export(division, REGISTER)
    again = read(text)
    assert export(again, REGISTER) == text
    for street in division.streets:
        for house in sorted({*division.houses(street), *again.houses(street)}):
            assert again.answer(street, house) == division.answer(street, house), f"{street} {house}"


def test_small_lists_of_one_rule_or_a_few() -> None:
    """Several hundred, in one test: each is a line."""
    wrong = []
    for line in (DATA / "clauses.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        division = read(case["text"])
        for question, expected in case["answers"].items():
            where, _, number = question.rpartition(" ")
            place, _, street = where[1:].partition("/") if where.startswith("@") else (TOWN, "", where)
            answer = answers(division, street, number, place)
            if answer != expected:
                wrong.append(f"{case['text']!r}: {question}: {answer}, should be {expected}")
        reports = sorted(f"{line} {code}" for line, code in codes(division) if code != "W-gap")
        if reports != case["reports"]:
            wrong.append(f"{case['text']!r}: {reports}, should be {case['reports']}")
    assert wrong == []


# --- one rule at a time -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "numbers", "expected"),
    [
        ("Polna", "1 99z", "1 1"),
        ("Polna 35", "35 35c 36", "1 none none"),
        ("Polna 31-35", "30 31 31a 33f 35 35a", "none 1 1 1 1 none"),
        ("Polna 31–35a", "35 35a 35b", "1 1 none"),
        ("Polna 6a-20", "6 6a 20", "none 1 1"),
        ("Polna od nr 5 do nr 9 włącznie", "4 5 9 9a", "none 1 1 none"),
        ("Polna od 5 do końca numeracji", "4 5 999", "none 1 1"),
        ("Polna 5-DK(n)", "5 6 7", "1 none 1"),
        ("Polna do 8", "1 8 8a", "1 1 none"),
        ("Polna od początku do 8", "1 8 9", "1 1 none"),
        ("Polna od 1 do 9 nieparzyste i od 2 do 6 parzyste", "9 6 8 7", "1 1 none 1"),
        ("Polna parzyste od 2 do 6, nieparzyste od 1 do 9", "9 6 8 7", "1 1 none 1"),
        ("Polna nieparzyste 1-21, 24", "21 24 22", "1 1 none"),
        ("Polna nieparzyste", "1 2", "1 none"),
        ("parzysta strona Polnej od 2 do 8", "2 3 8 10", "1 none 1 none"),
        ("Polna 1-13, 2-16", "13 13a 15 16", "1 none none 1"),
        ("Polna 1-13, 20-30", "2 13 20 21", "1 1 1 1"),
        ("Polna 12/14, 5/7-17/19(n)", "12 14 16 5 19 21", "1 1 none 1 1 none"),
        ("Polna bl. 1-6, budynki 8 i 8b", "6 8 8a 8b", "1 1 none 1"),
        ("Polna 12 A, 14 i 16", "12 12a 14 16", "none 1 1 1"),
        ("Polna bez 5 i 5a", "5 5a 5b", "none none 1"),
        ("Polna od nr 1 do nr 40, z wyłączeniem nr 12–16 parzystych", "12 13 16 40 41", "none 1 none 1 none"),
        ("Polna 1-9 (oprócz 3)", "1 3 9", "1 none 1"),
        ("3 Maja 3", "3 4", "none none"),
    ],
)
def test_numbers(said: str, numbers: str, expected: str) -> None:
    assert answers(read(f"Rejon nr 1: {said}"), "Polna", numbers) == expected


@pytest.mark.parametrize(
    ("said", "street"),
    [
        ("ul. Częstochowskiej", "Częstochowska"),
        ("Piskorzewskiej", "Piskorzewska"),
        ("Reymonta Władysława", "Władysława Reymonta"),
        ("Wł. Reymonta", "Władysława Reymonta"),
        ("W. z Brudzewa", "Wojciecha z Brudzewa"),
        ("ks. Blizińskiego", "Księdza Wacława Blizińskiego"),
        ("gen. Sikorskiego", "Aleja Generała Władysława Sikorskiego"),
        ("Pułku Artylerii 25", "25 Pułku Artylerii"),
        ("KORDECKIEGO AUGUSTYNA", "Augustyna Kordeckiego"),
        ("wału jagiellońskiego", "Wał Jagielloński"),
        ("Rumińskiego Bolesława", "Zacisze"),
    ],
)
def test_names_in_the_shapes_of_lists(said: str, street: str) -> None:
    division = read(f"Rejon nr 1: {said} 7")
    assert [answers(division, name, "7") for name in REGISTER.streets if answers(division, name, "7") != "none"] == ["1"]
    assert answers(division, street, "7") == "1"


@pytest.mark.parametrize("said", ["Czenstochowska", "Rynek", "Władysława", "Polna Górna", "Jabłonkowa", "11 Listopada"])
def test_a_name_is_never_taken_for_the_nearest_one(said: str) -> None:
    division = read(f"Rejon nr 1: {said} 7")
    assert division.claims == ()
    assert codes(division) == {(1, "E-street")}


@pytest.mark.parametrize(
    ("said", "code", "touched"),
    [
        ("Polna strona prawa od 20 do 40", "P-side", "none needs-person"),
        ("Polna od ul. Lipowej do ul. Klonowej", "P-side", "needs-person needs-person"),
        ("Polna część", "P-side", "needs-person needs-person"),
        ("Polna 1-40 z wyłączeniem oficyn", "P-side", "needs-person needs-person"),
        ("Polna nieparzyste od 3 do 28", "E-parity", "needs-person needs-person"),
        ("Polna od 50 do 24", "E-range", "needs-person needs-person"),
        ("Polna od 7 30", "E-range", "needs-person needs-person"),
        ("Polna od 1 do 31 (do torów)", "W-note", "1 1"),
        ("Polna 1-31, 3", "W-dup", "1 1"),
        ("os. Polna", "P-area", "none none"),
        ("Polna 5 garaże", "E-syntax", "none none"),
    ],
)
def test_what_is_not_clear_is_said_and_names_nobody(said: str, code: str, touched: str) -> None:
    division = read(f"Rejon nr 1: {said}")
    assert code in {finding.code for finding in division.findings}
    assert answers(division, "Polna", "5 25") == touched


def test_two_districts_with_one_house_are_named_with_both_lines() -> None:
    division = read("Rejon 1\nPolna 1-9\nRejon 2\nPolna 9-20")
    assert {(2, "E-overlap"), (4, "E-overlap")} <= codes(division)
    assert answers(division, "Polna", "8 9 10") == "1 conflict 2"


@pytest.mark.parametrize("heading", ["Rejon nr IV", "REJON 04", "rejon służbowy nr 4 – Centrum", "Rejon dzielnicowego nr 4: ", "REJON IV."])
def test_headings(heading: str) -> None:
    text = heading + ("" if heading.endswith(": ") else "\n") + "Polna"
    assert answers(read(text), "Polna", "1") == "4"


def test_contact_lines_open_nothing() -> None:
    assert answers(read("Rejon 1: Lipowa\nDzielnicowy rejonu nr 2: tel. 1\nKontakt: rejon 3\nPolna"), "Polna", "1") == "1"


def test_villages_their_streets_and_communes() -> None:
    division = read(
        "Rejon 1\nmiejscowości: sołectwo Dębe, Tykadłów bez nr 12, Szałe: ul. Wakacyjna, Ogrodowa (parzyste od 2 do 40)\n"
        "Rejon 2\nSzałe – pozostałe adresy\ngmina Opatówek z wyłączeniem miejscowości Szałe, Opatówek i Rajsko"
    )
    assert answers(division, "", "12 13", "Tykadłów") == "none 1"
    assert answers(division, "Leśna", "12", "Tykadłów") == "1"
    assert answers(division, "wakacyjna", "3", "Szałe") == "1"
    assert answers(division, "Ogrodowa", "2 3", "Szałe") == "1 2"
    assert answers(division, "", "7", "Szałe") == "2"
    assert answers(division, "", "7", "Opatówek") == answers(division, "", "7", "Rajsko") == "none"
    assert answers(division, "", "7", "Warszew") == "2"


def test_a_table_as_text_and_as_csv() -> None:
    rows = ["Rejon;Ulica;Nr nieparzyste;Nr parzyste;Uwagi", "I;Polna;1-9;wszystkie;bez nr 4", ";Lipowa, Klonowa;;;", "2;Polna;11-DK;-;"]
    for text in (as_table("\n".join(rows)), as_table("\n".join(rows).replace(",", " i").replace(";", ","))):
        division = read(text)
        assert answers(division, "Polna", "1 2 4 10 11 12") == "1 1 none 1 2 1"
        assert answers(division, "Lipowa", "1") == answers(division, "Klonowa", "1") == "1"


@pytest.mark.parametrize(("written", "number"), [("IV", 4), ("xii", 12), ("04", 4), ("0", None), ("c", 100), ("q", None)])
def test_numbers_of_districts(written: str, number: int | None) -> None:
    assert number_of(written) == number


# --- whatever is pasted -----------------------------------------------------------------------------------------------

_PIECES = st.sampled_from(
    "Rejon nr 1:|\n|, |; |\t|Polna|ul. Lipowa|3 Maja|gmina Opatówek|Szałe: ul. |od |do |1|12a|5/7|-|(p)|(|)|parzyste|nieparzyste|bez |"
    "z wyjątkiem |pozostałe |część |i |os. |12|końca|DK|• |Rejon\tUlica\tNr parzyste\tUwagi\n|od ul. |strona |wieś ".split("|")
)


@given(st.lists(_PIECES, max_size=40).map("".join) | st.text(max_size=300))
@settings(max_examples=300)
def test_no_text_of_any_kind_raises_and_an_export_changes_nothing(text: str) -> None:
    division = read(text)
    again = read(export(division, REGISTER))
    for street in division.streets:
        for house in division.houses(street):
            assert again.answer(street, house) == division.answer(street, house)


_HOUSES = st.builds(House, st.integers(1, 60), st.sampled_from(["", "a", "c"]))


@given(
    first=st.none() | _HOUSES,
    last=st.none() | _HOUSES,
    side=st.sampled_from(list(Side)),
    house=_HOUSES,
    street=st.sampled_from(["Polna", "3 Maja", "25 Pułku Artylerii", "Aleja Walecznych"]),
)
def test_any_address_of_a_clause_belongs_to_its_district(first: House | None, last: House | None, side: Side, house: House, street: str) -> None:
    assume(first is None or last is None or first <= last)
    assume(all(end is None or side.has(end.number) for end in (first, last)))
    span = Span(first, last, side)
    division = read(f"Rejon nr 7\n{street} {span}")
    assert division.answer(Street("", street), house) == (7 if span.covers(house) else None)
    assert {finding.code for finding in division.findings} <= {Code.GAP}
