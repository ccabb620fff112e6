"""A message as the guard reads it: pieces of words, words, and words that stand near each other, as numbers. Pure.

Polish loses its diacritics, Ukrainian is written in Latin letters, as people type it without their keyboard: one
spelling for all, so that what is learned in one is known in the others.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from zlib import crc32

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
_WORD = re.compile(r"[a-z]+|\d+|[!?]+")
_END = re.compile(r"[.!?\n]+")
_LONG = re.compile(r"(.)\1{2,}")


def plain(text: str) -> list[str]:
    """The words of a text in the one spelling; a number is "0", many marks are one."""
    flat = unicodedata.normalize("NFKD", text.casefold().translate(_UKRAINIAN))
    letters = _LONG.sub(r"\1\1", "".join(c for c in flat if not unicodedata.combining(c)))
    return ["0" if word.isdigit() and word not in _KNOWN else word[0] if word[0] in "!?" else word for word in _WORD.findall(letters)]


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
    return found


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
