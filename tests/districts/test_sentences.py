"""An address inside a sentence: found when it is one, left out when it may be something else."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.districts.folder import load_maps
from bot.districts.inflection import forms
from bot.districts.town import EXAMPLE
from handlers.dialogue.ports import Found
from handlers.dialogue.update import fold
from tests.town import WARSAW

TOWN = load_maps(EXAMPLE, WARSAW).in_force(0)


def lines(text: str) -> list[str]:
    """The addresses that are named, as lines; several streets as "?"."""
    return [each.place.line if isinstance(each, Found) else "?" for each in TOWN.named(text)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("wczoraj o 22 na Granicznej 12 była bójka, 3 osoby", "Graniczna 12"),
        ("Od 2 dni pod Podmiejską 24 leży rozbite szkło", "Podmiejska 24"),
        ("tel 601 111 222, Serbinowska 15, sąsiad pali w oknie", "Serbinowska 15"),
        ("3 maja o 15 ukradziono mi rower z Polnej 15", "Polna 15"),
        ("Na Widoku 98 znowu palą ognisko", "Widok 98"),
        ("sąsiedzi krzyczą za ścianą, podmiejska 13/4", "Podmiejska 13/4"),
        ("mieszkam przy Asnyka 4 m. 7, ciągle ktoś puka", "Adama Asnyka 4 m. 7"),
        ("hałas na Nowym Świecie 3 kl. 2", "Nowy Świat 3 kl. 2"),
        ("adres to Częstochowska, numer 77, mieszkanie 3", "Częstochowska 77 m. 3"),
        ("Graniczna 12 A, piwnica zalana", "Graniczna 12a"),
        ("Polna 15 i dalej aż do rogu", "Polna 15"),
        ("auto stoi przy al. gen. Sikorskiego 5", "Aleja Generała Władysława Sikorskiego 5"),
        ("z Wrocławia przyjechało auto i stoi na Widoku 98", "Widok 98"),
    ],
)
def test_found(text: str, line: str) -> None:
    assert lines(text) == [line]


@pytest.mark.parametrize(
    "text",
    [
        "ktoś wybił szybę w aucie 2 godziny temu, było ich 4",
        "Jan Kowalski i Anna Polna kłócą się od 3 dni",
        "cicha noc, a o 23 krzyki",
        "wyje alarm od 8 rano, 15 minut co godzinę",
        "boję się wracać Parkową po 21",
        "na osiedlu Widok 3 osoby piją piwo",
        "Ostrów, ul. Wrocławska 5",
        "we Wrocławiu przy Granicznej 12",
        "dobra, przyjdę o 5",
        "krótka piłka, 10 minut i koniec",
    ],
)
def test_left_out(text: str) -> None:
    assert lines(text) == []


def test_two_addresses_are_two() -> None:
    assert lines("raz na Polnej 15, raz na Łódzkiej 29") == ["Polna 15", "Łódzka 29"]


SENTENCES = st.sampled_from(["{s} {n}, ciągle hałas", "Kłótnia pod adresem {s} {n}", "ul. {s} {n}!"])


@given(st.sampled_from(sorted(TOWN.streets)), st.integers(1, 99), SENTENCES)
def test_every_street_is_found_as_itself_or_asked_about(street: str, number: int, sentence: str) -> None:
    named = TOWN.named(sentence.format(s=street, n=number))
    assert all(each.place.street == street if isinstance(each, Found) else street in each.streets for each in named)


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    TOWN.named(text)


def test_forms_are_those_of_the_name() -> None:
    assert {"podmiejska", "podmiejskiej"} <= forms("Podmiejska")
    assert {"asnyka", "asnyku", "asnykiem"} <= forms("Asnyka")
    assert forms("Xyzzy") == {"xyzzy"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("mieszkam na Granicznej 12", "Graniczna 12"),
        ("dzielnicowy dla Łódzkiej 29?", "Łódzka 29"),
        ("na Widoku 98", "Widok 98"),
        ("Kalisz, przy Asnyka 4", "Adama Asnyka 4"),
    ],
)
def test_a_sentence_that_is_nothing_but_an_address_is_one(text: str, line: str) -> None:
    resolution = TOWN.resolve(text)
    assert isinstance(resolution, Found)
    assert resolution.place.line == line


def test_a_story_is_no_address() -> None:
    assert not isinstance(TOWN.resolve("wczoraj na Granicznej 12 była bójka"), Found)
    assert isinstance(TOWN.read("wczoraj na Granicznej 12 była bójka"), Found)


def test_the_command_line_answers_in_json_lines() -> None:
    texts = ["Podmiejska 13", "na Polnej 15 i na Łódzkiej 29", "nic z tego", "wczoraj na Granicznej 12 była bójka"]
    asked = "".join(json.dumps({"id": number, "text": text}) + "\n" for number, text in enumerate(texts))
    result = CliRunner().invoke(cli, ["resolve"], input=asked)
    assert result.exit_code == 0, result.output
    answers = [json.loads(line) for line in result.output.splitlines()]
    assert [answer["outcome"] for answer in answers] == ["found", "ambiguous", "unknown", "found"]
    assert (answers[0]["street"], answers[0]["number"], answers[0]["district"]) == ("Podmiejska", "13", 5)
    assert answers[0]["rule"]
    assert answers[1]["candidates"] == ["Polna", "Łódzka"]


@pytest.mark.parametrize(
    ("text", "lines_said"),
    [
        ("aleja wojska polskiego sto osiemdziesiąt", ["Aleja Wojska Polskiego 180"]),
        ("ulica polna piętnaście", ["Polna 15"]),
        ("mieszkam na Granicznej trzydzieści pięć", ["Graniczna 35"]),
        ("na Granicznej dwa auta stoją na chodniku", []),
        ("osiedle Widok", []),
    ],
)
def test_numbers_in_words_and_estates(text: str, lines_said: list[str]) -> None:
    assert lines(text) == lines_said
    assert not (text == "osiedle Widok" and isinstance(TOWN.resolve(text), Found))


MISSPELT = [("Górnoślaksa 12", "Górnośląska"), ("Podmijeska 24", "Podmiejska"), ("Grncizna 35", "Graniczna"), ("Gdnska 5", None), ("Targowe 3", None)]


@pytest.mark.parametrize(("typed", "street"), MISSPELT)
def test_a_letter_wrong_is_understood_or_asked_about(typed: str, street: str | None) -> None:
    resolution = TOWN.resolve(typed)
    assert (resolution.place.street if isinstance(resolution, Found) else None) == street


def test_no_letter_wrong_leads_to_another_street() -> None:
    """Every street, every neighbour exchanged and every letter left out: the right street, another name that is spelt so, or a question."""
    names = {street.casefold() for street in TOWN.streets}
    for street in TOWN.streets:
        for at in range(1, len(street) - 1):
            for typed in (street[:at] + street[at + 1] + street[at] + street[at + 2 :], street[:at] + street[at + 1 :]):
                resolution = TOWN.resolve(f"{typed} 1")
                if isinstance(resolution, Found) and typed.casefold() not in names:
                    assert resolution.place.street == street or fold(typed) in fold(resolution.place.street), typed


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("вул. Гранічна 12", "Graniczna 12"),
        ("Подмєйська 24", "Podmiejska 24"),
        ("вул. Сербіновська 15", "Serbinowska 15"),
        ("живу на Гранічній 12", "Graniczna 12"),
        ("вул. Асника 4", "Adama Asnyka 4"),
        ("Сусід на Сербіновській 15 шумить", "Serbinowska 15"),
    ],
)
def test_polish_names_in_ukrainian_letters(text: str, line: str) -> None:
    assert lines(text) == [line]


def test_ukrainian_words_are_no_streets() -> None:
    assert lines("вчора о 22 була бійка, 3 особи") == []


def test_a_former_name_is_the_street_of_today() -> None:
    assert lines("bójka przy Hanki Sawickiej 32") == ["Prymasa Stefana Wyszyńskiego 32"]
    resolution = TOWN.resolve("Hanki Sawickiej 32")
    assert isinstance(resolution, Found)
    assert resolution.place.street == "Prymasa Stefana Wyszyńskiego"
