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


@cache
def is_a_noun(word: str) -> bool:
    """Whether it is a common noun in some reading."""
    return any(tag.startswith("subst") and "nazwa_pospolita" in labels for _, _, (_, _, tag, labels, _) in _morfeusz().analyse(word))


@cache
def is_a_first_name(word: str) -> bool:
    """Whether the word is, in some case, somebody's first name ("Tadeusza"), which lists of streets leave out or shorten."""
    return any("imię" in labels for _, _, (_, _, _, labels, _) in _morfeusz().analyse(word))


@cache
def _morfeusz() -> Any:
    return morfeusz2.Morfeusz(generate=True)
