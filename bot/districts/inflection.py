"""Polish inflection: the forms of a name's words, from Morfeusz 2 (BSD licence; its SGJP dictionary too)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import morfeusz2

from handlers.dialogue.update import fold


@cache
def forms(word: str) -> frozenset[str]:
    """A word of a name in the cases of its number, folded; at least itself."""
    return frozenset(fold(form) for form in spellings(word))


@cache
def spellings(word: str) -> frozenset[str]:
    """The same as they are spelt, in lower case."""
    return frozenset({word.lower(), *(form.lower() for form in _generated(word) or _guessed(word))})


@cache
def is_a_word(text: str) -> bool:
    """Whether Morfeusz knows it: a correct Polish word is no misspelt name."""
    return all(tag != "ign" for _, _, (_, _, tag, _, _) in _morfeusz().analyse(text))


_ENDINGS = (
    (r"([sc]k)a", ("iej", "ą")),
    (r"(ow|n)a", ("ej", "ą")),
    (r"([sc]k)iego", ("iemu", "im")),
    (r"([bcdfhlłmnprstwz])", ("u", "a", "em")),
)
"""Endings of names that no dictionary has ("Piskorzewska", "Kopernickiego", "Dobrzec"), and those of their other cases."""


def _guessed(word: str) -> list[str]:
    return [word[: found.end(1)] + end for pattern, ends in _ENDINGS if (found := re.search(pattern + "$", word)) for end in ends]


def _generated(word: str) -> list[str]:
    return list(_every_form(word))


def _every_form(word: str) -> Iterator[str]:
    for _, _, (_, lemma, tag, _, _) in _morfeusz().analyse(word):
        part, number = tag.split(":")[0], "sg" if ":sg" in tag else "pl"
        if part not in ("subst", "adj"):
            continue
        genders = _genders(tag)
        for form, _, its_tag, *_ in _morfeusz().generate(lemma):
            its = its_tag.split(":")
            if its[0] == part and number in its[1] and "pos" in (*its, "pos") and (part == "subst" or genders & _genders(its_tag)):
                yield form


def _genders(tag: str) -> frozenset[str]:
    return frozenset(piece for group in tag.split(":")[3:4] for piece in group.split("."))


def is_counted(word: str, number: int) -> bool:
    """Whether a noun behind a number is what is counted: "3 samochody", "15 osób", "1 latarnia"; "15 hałas" is not.

    From five on a form that is the nominative as well ("6 śmieci") may be the beginning of something else."""
    nominative, genitive = _numbers_of(word)
    if number == 1:
        return "sg" in nominative
    if number < 5:
        return "pl" in nominative or (genitive and "sg" not in nominative)
    return genitive and not nominative


_NO_NOUN = ("fin", "praet", "impt", "inf", "adv", "part", "prep", "conj", "comp", "pred", "bedzie", "num", "adj:sg", "ppron")


@cache
def _numbers_of(word: str) -> tuple[frozenset[str], bool]:
    """Of a noun that is nothing else: in which numbers it is a nominative (sg, pl), and whether it is a genitive plural."""
    nominative: set[str] = set()
    genitive = False
    for _, _, (_, _, tag, labels, _) in _morfeusz().analyse(word):
        if tag.startswith(_NO_NOUN):
            return frozenset(), False
        part, number, cases = (*tag.split(":"), "", "")[:3]
        if part not in ("subst", "depr", "ger") or not {"nazwisko", "imię", "nazwa_geograficzna"}.isdisjoint(labels):
            continue
        nominative |= set(number.split(".")) if "nom" in cases.split(".") else set()
        genitive |= "pl" in number and "gen" in cases.split(".")
    return frozenset(nominative), genitive


@cache
def is_an_adjective(word: str) -> bool:
    """Whether it is an adjective or a participle in the plural."""
    return any(tag.startswith(("adj:pl", "ppas:pl", "pact:pl")) for _, _, (_, _, tag, _, _) in _morfeusz().analyse(word))


@cache
def is_a_noun(word: str) -> bool:
    """Whether it is a common noun in some reading."""
    return any(tag.startswith("subst") and "nazwa_pospolita" in labels for _, _, (_, _, tag, labels, _) in _morfeusz().analyse(word))


@cache
def is_a_noun_at_a_place(word: str) -> bool:
    """Whether it is a feminine common noun in the locative, which an adjective before it may belong to: "na polnej drodze"."""
    return any(
        tag.startswith("subst:sg") and "loc" in tag.split(":")[2].split(".") and tag.split(":")[3] == "f" and "nazwa_pospolita" in labels
        for _, _, (_, _, tag, labels, _) in _morfeusz().analyse(word)
    )


@cache
def is_a_genitive(word: str) -> bool:
    """Whether it is a common noun in the genitive, and not in the nominative: "policji", "motocykli"."""
    cases = {
        case
        for _, _, (_, _, tag, labels, _) in _morfeusz().analyse(word)
        if tag.startswith("subst") and "nazwa_pospolita" in labels
        for case in tag.split(":")[2].split(".")
    }
    return "gen" in cases and "nom" not in cases


@cache
def is_a_town(word: str) -> bool:
    """Whether it is the name of a place in some reading, and a noun: "Ostrzeszowie", "Gołuchów", "Szczytniki"."""
    return any(tag.startswith("subst") and "nazwa_geograficzna" in labels for _, _, (_, _, tag, labels, _) in _morfeusz().analyse(word))


@cache
def nominatives(word: str) -> frozenset[str]:
    """The singular nominatives of a word, folded: "Pułaski" of "Pułaskiego", "Kazimierz" of "Kazimierza"."""
    found = set()
    for _, _, (_, lemma, tag, labels, _) in _morfeusz().analyse(word):
        if tag.startswith(("subst", "adj")) and ("nazwisko" in labels or "imię" in labels or tag.startswith("adj")):
            found.add(fold(lemma.partition(":")[0]))
    return frozenset(found) - {fold(word)}


@cache
def is_a_first_name(word: str) -> bool:
    """Whether the word is, in some case, somebody's first name ("Tadeusza"), which lists of streets leave out or shorten."""
    return any("imię" in labels for _, _, (_, _, _, labels, _) in _morfeusz().analyse(word))


@cache
def _morfeusz() -> Any:
    return morfeusz2.Morfeusz(generate=True)
