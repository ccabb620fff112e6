"""The map: exactly one district for every house of the example town; wrong files are one sentence."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import DamerauLevenshtein

from bot.districts.folder import load_maps, parse_hours
from bot.districts.houses import House
from bot.districts.inflection import forms
from bot.districts.names import sound
from bot.districts.notation.document import read_document
from bot.districts.register import Register, Street
from bot.districts.town import EXAMPLE, TownError, TownMap
from handlers.dialogue.ports import Found, NumberNeeded, Outside, Undecided, Unknown
from handlers.dialogue.update import fold
from storage.models import Place
from tests.town import WARSAW

TOWN = load_maps(EXAMPLE, WARSAW).in_force(0)


def test_the_example_says_so_and_keeps_its_attribution() -> None:
    assert TOWN.is_example
    assert len(TOWN.districts) == 12
    assert "OpenStreetMap" in (EXAMPLE / "streets.csv").read_text(encoding="utf-8").splitlines()[0]


def test_every_house_belongs_to_exactly_one_district() -> None:
    for street in TOWN.streets:
        for number in range(1, 400):
            for letter in ("", "a", "k", "z"):
                assert isinstance(TOWN.owner(street, House(number, letter)), int), f"{street} {number}{letter}"


def test_the_list_of_the_example_needs_no_correction() -> None:
    assert TOWN.division.findings == ()


def test_some_streets_are_divided_by_side_and_some_by_number() -> None:
    sides = {claim.span.side for claim in TOWN.division.claims}
    assert sides == {"both", "odd", "even"}
    assert any(claim.span.last is not None for claim in TOWN.division.claims)


@given(
    st.sampled_from(sorted(TOWN.streets)), st.integers(1, 399), st.sampled_from(["", "a", "B"]), st.sampled_from(["{} {}", "ul. {} {}", "{} {}/7"])
)
def test_every_address_of_a_rule_resolves_to_its_district(street: str, number: int, letter: str, form: str) -> None:
    found = TOWN.resolve(form.format(street, f"{number}{letter}"))
    assert isinstance(found, Found)
    assert found.place.street == street
    assert found.place.house == f"{number}{letter.lower()}"
    assert found.district == TOWN.owner(street, House(number, letter.lower()))
    assert TOWN.rule(found.place) is not None


@given(st.text(max_size=200))
def test_no_text_of_any_kind_raises(text: str) -> None:
    TOWN.resolve(text)


@given(st.text(alphabet="abcdefghijklmnoprstuwyzłśżźćńóąę ", min_size=4, max_size=30))
def test_what_is_found_was_written(text: str) -> None:
    """Never a guess: whatever is found has a word in the text, in one of its forms, at most two letters misspelt or by ear."""
    found = TOWN.resolve(text)
    if isinstance(found, Found):
        said = {form for word in re.findall(r"[^\W_]+", found.place.street) for form in forms(word)}
        assert any(DamerauLevenshtein.distance(fold(word), form) <= 2 or sound(word) == sound(form) for word in text.split() for form in said)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Podmiejska 13", "Podmiejska 13"),
        ("Podmiejska 13A/4", "Podmiejska 13a/4"),
        ("Podmiejska 13 m. 4", "Podmiejska 13 m. 4"),
        ("Podmiejska 13 klatka 2", "Podmiejska 13 kl. 2"),
        ("Podmiejska numer 13", "Podmiejska 13"),
        ("Podmiejska13", "Podmiejska 13"),
        ("Podmiejska,13", "Podmiejska 13"),
        ("3 Maja 7", "3 Maja 7"),
        ("25 Pułku Artylerii 3b", "25 Pułku Artylerii 3b"),
        ("62-800 Kalisz, Podmiejska 13", "Podmiejska 13"),
        ("ulica: Podmiejska; nr domu: 13; nr lokalu: 4", "Podmiejska 13 m. 4"),
        ("blok nr 13 na Podmiejskiej", "Podmiejska 13"),
    ],
)
def test_an_address_in_its_parts(text: str, line: str) -> None:
    found = TOWN.resolve(text)
    assert isinstance(found, Found)
    assert found.place.line == line


@pytest.mark.parametrize("text", ["znowu piją na klatce", "proszę o pomoc", "nie działa domofon 24", "", "!", "hej co jest"])
def test_a_story_is_no_address(text: str) -> None:
    found = TOWN.resolve(text)
    assert isinstance(found, Unknown)
    assert not found.like_an_address


def test_names_that_are_ordinary_words_still_ask_for_what_is_missing() -> None:
    assert isinstance(TOWN.resolve("Podmiejska"), NumberNeeded)
    assert isinstance(TOWN.resolve("Widok"), Found)


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("districts.toml", "number = 2\n", "number = 1\n", "district 1 stands twice"),
        ("districts.toml", 'mon = "08:00-16:00"', 'mon = "8-16"', "mon is '8-16', please write it like 08:00-16:00"),
        ("districts.toml", 'phone = "62 000 00 03"\n', "", "district 3: phone is missing"),
        ("districts.toml", "[[district]]", "[[district", "Expected"),
        ("maps/2024-01-01.txt", "Rejon nr 2 ", "Rejon nr 22 ", "district 22 has no [[district]]"),
        ("streets.csv", "name,type", "nazwa,type", "the first row must name the columns"),
    ],
)
def test_a_wrong_file_is_one_sentence(tmp_path: Path, file: str, old: str, new: str, sentence: str) -> None:
    folder = tmp_path / "town"
    shutil.copytree(EXAMPLE, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TownError) as caught:
        load_maps(folder, WARSAW)
    assert sentence in str(caught.value)
    assert Path(file).name in str(caught.value)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("jutro.txt", "must be named by its first day"),
        ("2024-01-01.csv", "another list of the same day"),
        ("2025-01-01.txt", "there is no district in it"),
    ],
)
def test_a_list_must_be_named_by_its_day_and_say_something(tmp_path: Path, name: str, sentence: str) -> None:
    folder = tmp_path / "town"
    shutil.copytree(EXAMPLE, folder)
    (folder / "maps" / name).write_text("Lista w przygotowaniu\n", encoding="utf-8")
    with pytest.raises(TownError, match=sentence):
        load_maps(folder, WARSAW)


def test_a_town_without_a_list_says_how_to_import_one(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "town", ignore=shutil.ignore_patterns("maps"))
    with pytest.raises(TownError, match="districts import FILE"):
        load_maps(tmp_path / "town", WARSAW)


def test_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(TownError, match=r"districts\.toml: cannot be read"):
        load_maps(tmp_path, WARSAW)


@pytest.mark.parametrize(
    ("week", "sentence"), [({"mon": "22:00-06:00"}, "end after it begins"), ({}, "no day of service"), ({"pon": "1"}, "no weekday")]
)
def test_wrong_hours(week: dict[str, str], sentence: str) -> None:
    with pytest.raises(TownError, match=sentence):
        parse_hours(week, "here")


def small(text: str, *streets: str) -> TownMap:
    """A town with these streets and this list."""
    register = Register([Street(name) for name in streets])
    return TownMap(TOWN.published, register, read_document(text, register))


def test_a_house_that_no_district_covers_is_outside() -> None:
    town = small("Rejon 1: Polna 1-10", "Polna", "Leśna")
    assert isinstance(town.resolve("Polna 11"), Outside)
    assert isinstance(town.resolve("Polna 10a"), Outside)
    assert isinstance(town.resolve("Polna"), NumberNeeded)
    assert isinstance(town.resolve("Leśna"), Outside)


def test_nobody_is_named_for_a_house_that_two_districts_claim_or_a_person_must_decide() -> None:
    town = small("Rejon 1: Polna 1-10, Leśna 5-9\nRejon 2: Polna 9-20, Leśna strona prawa od 7", "Polna", "Leśna")
    assert town.resolve("Polna 9") == Undecided(Place("Polna", "9"))
    assert isinstance(town.resolve("Polna 8"), Found)
    assert town.resolve("Leśna 7") == Undecided(Place("Leśna", "7"))
    assert isinstance(town.resolve("Leśna 6"), Found)
