"""An address inside a sentence: found when it is one, left out when it may be something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.districts.sentence import forms
from bot.districts.town import EXAMPLE, load_town
from handlers.dialogue.ports import Found

TOWN = load_town(EXAMPLE)


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
