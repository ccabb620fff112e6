"""The map: exactly one district for every house of the example town; wrong files are one sentence."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.districts.town import EXAMPLE, Rule, TownError, TownMap, load_town, overlap, parse_hours, take_apart
from handlers.dialogue.ports import Found, NumberNeeded, Outside, Unknown
from handlers.dialogue.update import fold

TOWN = load_town(EXAMPLE)


def test_the_example_says_so_and_keeps_its_attribution() -> None:
    assert TOWN.is_example
    assert len(TOWN.districts) == 12
    assert "OpenStreetMap" in (EXAMPLE / "streets.csv").read_text(encoding="utf-8").splitlines()[0]


def test_every_house_belongs_to_exactly_one_district() -> None:
    for street, rules in TOWN.streets.items():
        for number in range(1, 400):
            assert len({rule.district for rule in rules if rule.covers(number)}) == 1, f"{street} {number}"


def test_some_streets_are_divided_by_side_and_some_by_number() -> None:
    sides = {rule.side for rules in TOWN.streets.values() for rule in rules}
    assert sides == {"both", "odd", "even"}
    assert any(rule.last is not None for rules in TOWN.streets.values() for rule in rules)


@given(
    st.sampled_from(sorted(TOWN.streets)), st.integers(1, 399), st.sampled_from(["", "a", "B"]), st.sampled_from(["{} {}", "ul. {} {}", "{} {}/7"])
)
def test_every_address_of_a_rule_resolves_to_its_district(street: str, number: int, letter: str, form: str) -> None:
    found = TOWN.resolve(form.format(street, f"{number}{letter}"))
    assert isinstance(found, Found)
    assert found.place.street == street
    assert found.place.house == f"{number}{letter.lower()}"
    assert any(rule.district == found.district and rule.covers(number) for rule in TOWN.streets[street])


@given(st.text(max_size=200))
def test_no_text_of_any_kind_raises(text: str) -> None:
    TOWN.resolve(text)


@given(st.text(alphabet="abcdefghijklmnoprstuwyzłśżźćńóąę ", min_size=4, max_size=30))
def test_what_is_found_was_written(text: str) -> None:
    """Never a guess: whatever is found has its last word in the text."""
    found = TOWN.resolve(text)
    if isinstance(found, Found):
        assert fold(found.place.street.split()[-1]).replace("-", " ").split()[-1] in fold(text)


@pytest.mark.parametrize(
    ("text", "name", "house", "detail"),
    [
        ("Podmiejska 13", "Podmiejska", "13", ""),
        ("Podmiejska 13A/4", "Podmiejska", "13a", "4"),
        ("Podmiejska 13 m. 4", "Podmiejska", "13", "m. 4"),
        ("Podmiejska 13 klatka 2", "Podmiejska", "13", "kl. 2"),
        ("Podmiejska nr 013", "Podmiejska", "13", ""),
        ("Podmiejska numer 13", "Podmiejska", "13", ""),
        ("Podmiejska13", "Podmiejska", "13", ""),
        ("Podmiejska,13", "Podmiejska", "13", ""),
        ("3 Maja 7", "3 Maja", "7", ""),
        ("25 Pułku Artylerii 3b", "25 Pułku Artylerii", "3b", ""),
        ("62-800 Kalisz, Podmiejska 13", "Podmiejska", "13", ""),
        ("Podmiejska", "Podmiejska", "", ""),
        ("13", "13", "", ""),
    ],
)
def test_an_address_is_taken_apart(text: str, name: str, house: str, detail: str) -> None:
    typed = take_apart(text, "Kalisz")
    assert (typed.name, typed.house, typed.detail) == (name, house, detail)


@pytest.mark.parametrize("text", ["znowu piją na klatce", "proszę o pomoc", "nie działa domofon 24", "", "!", "hej co jest"])
def test_a_story_is_no_address(text: str) -> None:
    found = TOWN.resolve(text)
    assert isinstance(found, Unknown)
    assert not found.like_an_address


def test_names_that_are_ordinary_words_still_ask_for_what_is_missing() -> None:
    assert isinstance(TOWN.resolve("Podmiejska"), NumberNeeded)
    assert isinstance(TOWN.resolve("Widok"), Found)


def changed(tmp_path: Path, old: str, new: str) -> Path:
    folder = tmp_path / "town"
    shutil.copytree(EXAMPLE, folder)
    path = folder / "districts.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("number = 2\n", "number = 1\n", "district 1 stands twice"),
        ('"Widok"', '"Widoczek"', "the street 'Widoczek' is not in streets.csv"),
        ('side = "odd"', 'side = "left"', "side is 'left', please write both, odd or even"),
        ("first = 1, last = 59", "first = 1, last = 60", "Podmiejska 60 belongs to districts 5 and 6"),
        ('mon = "08:00-16:00"', 'mon = "8-16"', "mon is '8-16', please write it like 08:00-16:00"),
        ('phone = "62 000 00 03"\n', "", "district 3: phone is missing"),
        ("[[district]]", "[[district", "Expected"),
    ],
)
def test_a_wrong_file_is_one_sentence(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    with pytest.raises(TownError) as caught:
        load_town(changed(tmp_path, old, new))
    assert sentence in str(caught.value)
    assert "districts.toml" in str(caught.value)


def test_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(TownError, match=r"streets\.csv: cannot be read"):
        load_town(tmp_path)


@pytest.mark.parametrize(
    ("week", "sentence"), [({"mon": "22:00-06:00"}, "end after it begins"), ({}, "no day of service"), ({"pon": "1"}, "no weekday")]
)
def test_wrong_hours(week: dict[str, str], sentence: str) -> None:
    with pytest.raises(TownError, match=sentence):
        parse_hours(week, "here")


def test_overlaps_are_found_at_the_edges() -> None:
    assert overlap([Rule(1, "odd"), Rule(2, "even")]) is None
    assert overlap([Rule(1, "odd", 1, 9), Rule(2, "both", 10)]) is None
    assert overlap([Rule(1, "both", 1, 9), Rule(2, "odd", 9)]) == (9, 1, 2)
    assert overlap([Rule(1, "odd", 1, 20), Rule(2, "both", 18, 30)]) == (19, 1, 2)


def test_a_house_that_no_district_covers_is_outside() -> None:
    town = TownMap("X", is_example=False, districts={1: TOWN.district(1)}, streets={"Polna": (Rule(1, "both", 1, 10),)})
    assert isinstance(town.resolve("Polna 11"), Outside)
    assert isinstance(town.resolve("Polna"), NumberNeeded)
