"""A message as the guard reads it: pieces of words, words, and words that stand near each other, as numbers. Pure.

Polish loses its diacritics, Ukrainian is written in Latin letters, as people type it without their keyboard: one
spelling for all, so that what is learned in one is known in the others.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from zlib import crc32

from bot.emergency.groups import groups_of

BITS = 18
MASK = (1 << BITS) - 1
WINDOW = 220
"""Characters that are read at once: in a long text one sentence must not drown."""
STEP = 140

_UKRAINIAN = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ye", "ж": "zh", "з": "z", "и": "y", "і": "i", "ї": "yi",
        "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh",
        "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "yu", "я": "ya", "ы": "y", "э": "e", "ё": "yo", "ъ": "", "ł": "l",
        "'": "", "’": "", "ʼ": "",
    }
)  # fmt: skip
_KNOWN = {"112", "997", "998", "999", "986"}
_BEFORE_AGE = {"mam", "lat", "klasa", "klasie", "klasy", "meni", "im", "aged", "class", "grade", "year"}
_AFTER_AGE = {"lat", "latk", "roki", "rick", "rok", "year", "klas", "yo", "grad"}
_WORD = re.compile(r"[a-z]+|\d+|[!?]+")
_END = re.compile(r"[.!?\n]+")
_LONG = re.compile(r"(.)\1{2,}")


def plain(text: str) -> list[str]:
    """The words of a text in the one spelling; a number is "0", many marks are one, a child's age or class is "9"."""
    flat = unicodedata.normalize("NFKD", text.casefold().translate(_UKRAINIAN))
    letters = _LONG.sub(r"\1\1", "".join(c for c in flat if not unicodedata.combining(c)))
    found = [word[0] if word[0] in "!?" else word for word in _WORD.findall(letters)]
    for place, word in enumerate(found):
        if word.isdigit() and word not in _KNOWN:
            beside = (found[place - 1] if place else "", found[place + 1] if place + 1 < len(found) else "")
            found[place] = "9" if 1 <= len(word) <= 2 and 4 <= int(word) <= 17 and _is_age(*beside) else "0"
    return found


def _is_age(before: str, after: str) -> bool:
    """Whether a number between these words may be an age, or a class at school."""
    return before in _BEFORE_AGE or after[:4] in _AFTER_AGE or after[:3] in _AFTER_AGE


def windows(text: str) -> list[str]:
    """A long text in overlapping pieces that end at blanks; a short one as it is."""
    if len(text) <= WINDOW:
        return [text]
    pieces, start = [], 0
    while start < len(text):
        piece = text[start : start + WINDOW]
        pieces.append(piece if start + WINDOW >= len(text) else piece.rsplit(" ", 1)[0] or piece)
        if start + WINDOW >= len(text):
            break
        start += STEP
    return pieces


def sentences(text: str) -> list[str]:
    """The sentences of a text, each as long as one is read at once."""
    return [piece for part in _END.split(text) if part.strip() for piece in windows(part.strip())]


def features(text: str) -> set[int]:
    """The numbers of all that is in a text, each once: its words, and how they stand beside each other."""
    words = plain(text)
    found = {_number(f"n{min(len(words), 12)}")}
    before = before_last = stem_before = stem_before_last = "<"
    for word in words:
        stem = word[:5]
        found.update(_alone(word))
        found.update(
            (
                crc32(f"p{before} {word}".encode()) & MASK,
                crc32(f"s{before_last} {word}".encode()) & MASK,
                crc32(f"q{stem_before} {stem}".encode()) & MASK,
                crc32(f"r{stem_before_last} {stem}".encode()) & MASK,
            )
        )
        before_last, before = before, word
        stem_before_last, stem_before = stem_before, stem
    found.update(_meanings(words))
    return found


def _meanings(words: list[str]) -> set[int]:
    """What groups of words are spoken of, which of them together, and which soon after each other."""
    found: set[int] = set()
    spoken: set[str] = set()
    last: tuple[str, ...] = ()
    before_last: tuple[str, ...] = ()
    for word in words:
        if groups := groups_of(word):
            spoken.update(groups)
            for group in groups:
                found.update(_together(">", one, group) for one in last)
                found.update(_together(">>", one, group) for one in before_last)
            before_last, last = last, groups
    every = sorted(spoken)
    for place, group in enumerate(every):
        found.add(_together("", group, ""))
        found.update(_together("+", group, other) for other in every[place + 1 :])
    return found


@lru_cache(maxsize=20_000)
def _together(how: str, one: str, other: str) -> int:
    return _number(f"g{one}{how}{other}")


@lru_cache(maxsize=50_000)
def _alone(word: str) -> tuple[int, ...]:
    """A word, its beginning, and its pieces of three to five letters with its ends; the same words come again and again."""
    pieces = [f"w{word}", f"t{word[:5]}"]
    if word.isalpha():
        bound = f"_{word}_"
        pieces += [bound[start : start + size] for size in (3, 4, 5) for start in range(len(bound) - size + 1)]
    return tuple({_number(piece) for piece in pieces})


def _number(piece: str) -> int:
    return crc32(piece.encode()) & MASK
