"""What must not stand in an announcement unnoticed: somebody's name, a flat, a number plate. Pure; a person decides."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum


class Personal(StrEnum):
    """What seems to be there."""

    NAME = "name"
    FLAT = "flat"
    PLATE = "plate"


_WORD = r"[A-ZĄĆĘŁŃÓŚŹŻ][a-ząćęłńóśźż]{2,}"
_TITLED = re.compile(
    rf"\b(?:[Pp]an(?:a|u|em|i|ią)?|[Pp]\.|[Pp]aństw(?:o|a|u)|[Ss]ąsiad(?:ka|a|ki|ce|ką)?|[Rr]odzin(?:a|y|ie|ą)|[Oo]b\.)\s+(?:{_WORD}\s+)?{_WORD}"
)
_INITIAL = re.compile(rf"\b[A-ZŁŚŻ]\.\s?{_WORD}")
_PAIR = re.compile(rf"\b({_WORD})(?=\s+({_WORD}(?:-{_WORD})?)\b)")
_FIRST_NAMES = re.compile(
    r"^(?:Adam|Adrian|Agat|Agnieszk|Aleksandr|Alicj|Andrzej|Ann|Artur|Barbar|Bartosz|Bartłomiej|Beat|Bogdan|Bożen|Cezar|Damian|Daniel|Danut|"
    r"Dariusz|Dawid|Dorot|Edward|Elżbiet|Ew|Filip|Gabriel|Grażyn|Grzegorz|Halin|Hann|Helen|Henryk|Hubert|Igor|Iren|Iwon|Jac(?:e)?k|Jadwig|Jakub|Jan|"
    r"Janusz|Jarosław|Jerz|Joann|Józef|Juli|Justyn|Kacper|Kamil|Karol|Karolin|Katarzyn|Kazimierz|Krystian|Krystyn|Krzysztof|Leszk|Leszek|Łukasz|"
    r"Maciej|Magdalen|Małgorzat|Marcin|Mar(?:e)?k|Mari|Mariusz|Mateusz|Michał|Mirosław|Monik|Natali|Olen|Olg|Oliwi|Oskar|Patryk|Paulin|"
    r"Paw(?:e)?ł|Piotr|Przemysław|Rafał|Renat|Robert|Roman|Ryszard|Sebastian|Sławomir|Stanisław|Sylwi|Szymon|Tadeusz|Teres|Tomasz|Urszul|Wand|"
    r"Wiesław|Wiktor|Witold|Wojciech|Zbigniew|Zdzisław|Zofi|Zuzann)(?:a|i|y|ie|u|ą|ę|o|em|owi|iem|ego|emu|i?a)?$"
)
"""Polish first names by their stems, in any case."""
_FLAT = re.compile(
    r"\bm(?:\.\s*|\s+)\d{1,3}\b|\b(?:lok|mieszk|lokal\w*|mieszkani\w*)\.?\s*(?:nr|numer)?[.:]?\s*\d{1,3}\b(?!\s*(?:zł|osób|os\b))"
    r"|\bnumer\w* mieszkania:?\s*\d{1,3}\b",
    re.IGNORECASE,
)
_SLASHED = re.compile(rf"{_WORD}\s+\d{{1,3}}[a-zA-Z]?\s*/\s*\d{{1,3}}\b")
_PLATE = re.compile(
    r"\b(?:B|C|D|E|F|G|K|L|N|O|P|R|S|T|W|Z|H|U)[A-Z]{1,2}[ -]?(?=[0-9A-Z]{4,5}\b)(?=[0-9A-Z]*\d[0-9A-Z]*\d)[0-9A-Z]{4,5}\b", re.IGNORECASE
)
"""A voivodeship's letter, one or two of the county, four or five with at least two digits (Dz.U. 2022 poz. 1847, annex 9)."""
_NO_PLATE = frozenset(("pln", "usd", "eur", "wos", "rok", "pit", "nip", "tel"))


def found_in(text: str, is_street: Callable[[str], bool]) -> frozenset[Personal]:
    """What the text seems to name. `is_street`: whether two words in a row are a street of the town, and so nobody's name."""
    found = set()
    plain = re.sub(r"\b[A-ZĄĆĘŁŃÓŚŹŻ]{3,}\b", lambda word: word[0].capitalize(), text)
    pairs = [(match[1], match[2]) for match in _PAIR.finditer(plain)]
    named = any((_FIRST_NAMES.match(first) or _FIRST_NAMES.match(last)) and not is_street(f"{first} {last}") for first, last in pairs)
    if named or _TITLED.search(plain) or _INITIAL.search(plain):
        found.add(Personal.NAME)
    if _FLAT.search(text) or _SLASHED.search(text):
        found.add(Personal.FLAT)
    if any(match[0][:3].casefold() not in _NO_PLATE for match in _PLATE.finditer(text)):
        found.add(Personal.PLATE)
    return frozenset(found)
