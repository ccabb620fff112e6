"""What people type, against what they mean: never a wrong address, hardly ever a question that need not be asked."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from bot.districts.answers import resolved
from bot.districts.folder import load_maps
from bot.districts.names import with_diacritics
from bot.districts.town import EXAMPLE
from handlers.dialogue.update import fold
from tests.town import WARSAW

DATA = Path(__file__).parent.parent / "data"
TOWN = load_maps(EXAMPLE, WARSAW).in_force(0)
LETTERS = "aąbcćdeęfghijklłmnńoóprsśtuwyzźż"


def cases(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


def is_wrong(case: dict[str, Any], answer: dict[str, Any]) -> bool:
    """A street or number that was not meant, or an address where there is none."""
    if answer["street"] is None:
        return False
    accepted = [each.removeprefix("resolve:") for each in case.get("accept") or ()]
    if case["expect"] != "resolve":
        return answer["street"] not in accepted
    numbers = {(number or "").lower().partition("/")[0].partition("-")[0] for number in (case["number"], *(case.get("number_alt") or ()))}
    return answer["street"] != case["street"] or (answer["number"] or "").lower() not in numbers


@pytest.mark.parametrize("name", ["addresses_dev.jsonl", "addresses_held_out.jsonl"])
def test_no_answer_is_wrong_and_nearly_all_are_right(name: str) -> None:
    answers = [(case, resolved(TOWN, case["text"])) for case in cases(name)]
    assert [case["text"] for case, answer in answers if is_wrong(case, answer)] == []
    meant = [(case, answer) for case, answer in answers if case["expect"] == "resolve"]
    asked = [case["text"] for case, answer in meant if answer["street"] is None and "ask" not in (case.get("accept") or ())]
    assert len(asked) <= 0.02 * len(meant), asked


def test_traps_that_were_laid_for_the_reader() -> None:
    """More than a thousand texts by somebody who wanted wrong answers: counts, dates, schools, people, other towns.

    What is still answered wrongly is known: it is no more than before."""
    answers = [(case, resolved(TOWN, case["text"])) for case in cases("addresses_traps.jsonl")]
    wrong = [case["text"] for case, answer in answers if is_wrong(case, answer)]
    assert len(wrong) <= 26, wrong
    right = [case for case, answer in answers if case["expect"] == "resolve" and answer["street"] is not None and not is_wrong(case, answer)]
    assert len(right) >= 545


def misspelt(name: str, letters: int, chance: random.Random) -> str:
    """The name with one letter after the other changed, left out, doubled or exchanged with the next."""
    for _ in range(letters):
        at = chance.choice([at for at, letter in enumerate(name) if letter.isalpha()])
        other = chance.choice(LETTERS)
        changed = [name[:at] + other + name[at + 1 :], name[:at] + other + name[at:], name[:at] + name[at + 1 :]]
        if name[at + 1 : at + 2].isalpha():
            changed.append(name[:at] + name[at + 1] + name[at] + name[at + 2 :])
        name = chance.choice(changed)
    return name


@pytest.mark.parametrize(("letters", "most_wrong"), [(1, 0.0), (2, 0.003)])
def test_a_misspelt_name_is_never_taken_for_another(letters: int, most_wrong: float) -> None:
    """Over all streets, the same words in every run; a misspelling that is another name is left out."""
    chance = random.Random(f"{letters} letters")
    names = {fold(street) for street in TOWN.streets}
    tried, wrong = 0, []
    for street in TOWN.streets:
        for _ in range(6):
            typed = misspelt(street, letters, chance)
            if fold(typed) in names or not typed.strip():
                continue
            tried += 1
            answer = resolved(TOWN, f"{typed} 17")
            if answer["street"] not in (None, street) or (answer["street"] and answer["number"] != "17"):
                wrong.append(f"{street} typed {typed!r}: {answer['street']} {answer['number']}")
    assert len(wrong) <= most_wrong * tried, wrong


def test_words_without_diacritics_may_be_polish_words() -> None:
    assert "łąka" in with_diacritics("laka")
    assert len(with_diacritics("aaaaaaaaaaaaaaaaaaaaaaaaaaaa")) < 200


@pytest.mark.parametrize(
    ("text", "street", "number"),
    [
        ("Asnyka Adama 4", "Adama Asnyka", "4"),
        ("ul. J. Słowackiego 3", "Juliusza Słowackiego", "3"),
        ("Curie-Skłodowskiej 18", "Marii Skłodowskiej-Curie", "18"),
        ("al. WP 180", "Aleja Wojska Polskiego", "180"),
        ("mieszka pierwszego osiem", "Mieszka I", "8"),
        ("górnośląska dwanaście a przez pięć", "Górnośląska", "12A"),
        ("Powst. Listopadowych 51", "Powstańców Listopadowych", "51"),
        ("Powstańcuf Listopadowyh 51", "Powstańców Listopadowych", "51"),
        ("gurnośloska 12", "Górnośląska", "12"),
        ("вулиця Гурношльонська 12", "Górnośląska", "12"),
        ("Rycerska 10: trzeci raz pocięte opony", "Rycerska", "10"),
        ("jadę Wrocławską, ktoś mruga światłami", "Wrocławska", None),
        ("Kto jest dzielnicowym na Piskorzewskiej 5?", "Piskorzewska", "5"),
    ],
)
def test_names_in_the_shapes_in_which_people_say_them(text: str, street: str, number: str | None) -> None:
    answer = resolved(TOWN, text)
    assert (answer["street"], answer["number"]) == (street, number)


@pytest.mark.parametrize(
    ("text", "streets"),
    [
        ("na rogu Widok i Polnej", ["Polna", "Widok"]),
        ("wroclawska przy torowej", ["Torowa", "Wrocławska"]),
        ("Adama 4", ["Adama Asnyka", "Adama Chodyńskiego"]),
        ("Gdnska 5", ["Gdańska", "Gdyńska"]),
        ("Rynek 3", ["Główny Rynek", "Nowy Rynek"]),
    ],
)
def test_what_may_be_several_streets_is_asked_about(text: str, streets: list[str]) -> None:
    answer = resolved(TOWN, text)
    assert answer["outcome"] == "ambiguous"
    assert answer["candidates"] == streets


@pytest.mark.parametrize(
    "text",
    [
        "rozmawiałem z panem Piłsudskim 3 razy",
        "malinowa herbata i 3 aspiryny",
        "w bloku mieszka 40 rodzin",
        "na polnej drodze leży drzewo",
        "pod szkołą Asnyka",
        "PO 5K221 stoi na trawniku",
        "zielona brama, pies szczeka",
    ],
)
def test_what_is_no_address_is_left_alone(text: str) -> None:
    assert resolved(TOWN, text)["street"] is None
