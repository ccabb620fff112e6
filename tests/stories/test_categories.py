"""What a report is about: guessed from its words, shown before sending, corrected by the officer; some have a faster way."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.districts.categories import MOST, load_categories
from bot.districts.town import EXAMPLE, TownError
from tests.stories.test_officer import report
from tests.town import Town

TREE = load_categories(EXAMPLE)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("auta stoją na trawniku przy przedszkolu, codziennie rano", "parking"),
        ("ktoś zaparkował na chodniku", "parking"),
        ("samochody pędzą po osiedlu za szybko", "speeding"),
        ("znowu piją na klatce", "alcohol"),
        ("ZNOWU PIJA NA KLATCE", "alcohol"),
        ("głośna muzyka po 22", "noise"),
        ("шум уночі", "noise"),
        ("loud music at night", "noise"),
        ("ktoś zagląda do piwnic", "places"),
        ("ciemne przejście do przystanku", "roads"),
        ("rozbita szyba na przystanku", "vandalism"),
        ("pies bez smyczy gryzie", "dogs"),
        ("dzień dobry, mam pytanie", "other"),
        ("", "other"),
    ],
)
def test_guessed_from_the_words(words: str, key: str) -> None:
    assert TREE.guess(words).key == key


@given(st.text(max_size=3000))
def test_anything_is_guessed_without_fail(words: str) -> None:
    assert TREE.category(TREE.guess(words).key) is not None


def test_everything_fits_on_a_screen_and_has_its_names() -> None:
    assert len(TREE.groups) <= MOST
    for group in TREE.groups:
        assert len(group.categories) <= MOST
        for name in (group.name, *(each.name for each in group.categories)):
            assert set(name.words) == {"pl", "uk", "en"}


async def test_parking_says_who_is_faster_and_may_be_sent_all_the_same(town: Town) -> None:
    officer = await town.officer(5)
    anna = await town.resident("anna")
    await anna.says("auto stoi na trawniku")
    await anna.says("Podmiejska 13")
    await anna.sees("Rodzaj sprawy: nieprawidłowe parkowanie", "Straż Miejska 986, całą dobę, najszybciej.")
    await anna.taps("Wyślij bez moich danych")
    await officer.sees("Nr 1 · nieprawidłowe parkowanie · Podmiejska 13")


async def test_the_officer_corrects_it(town: Town) -> None:
    officer, other = await town.officer(5), await town.officer(9)
    anna = await town.resident("anna")
    await report(anna, "piją na klatce", "Podmiejska 13")
    await officer.sees("Nr 1 · alkohol w miejscu publicznym · Podmiejska 13")
    await officer.taps("Zmień rodzaj")
    await officer.taps("Porządek")
    await officer.taps("hałas")
    await officer.sees("Nr 1: hałas.")
    assert "Nr 1 · hałas · Podmiejska 13" in (await officer.chat())[0].text
    for link in ("officer.category.change:1", "officer.category.group:1.order", "officer.category.set:1.dogs", "officer.category.set:1.nothing"):
        await other.acts(link)
        await other.sees("Nie ma tu takiej sprawy.")
    assert [row["category"] for row in await town.rows("SELECT category FROM reports")] == ["noise"]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('goes_to = "city_guard"', 'goes_to = "nobody"', "goes_to names 'nobody', which is no"),
        ('key = "speeding"', 'key = "parking"', "stands twice"),
        ('stems = ["halas"', 'stem = ["halas"', "stems is missing"),
        ("[[group]]", "[[group", "categories.toml"),
    ],
)
def test_a_wrong_file_is_one_sentence(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "town")
    path = tmp_path / "town" / "categories.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TownError) as caught:
        load_categories(tmp_path / "town")
    assert sentence in str(caught.value)
