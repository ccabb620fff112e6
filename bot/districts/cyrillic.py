"""Polish street names as Ukrainians write them: "вул. Гранічна 12", "на Сербіновській 15". Pure.

Not a transliteration of Ukrainian (that would give "Hranichna") but the way back to the Polish spelling.
"""

from __future__ import annotations

import re

_ENDINGS = (
    (r"(?<=ськ)(?:ого)\b", "iego"),
    (r"(?<=к)ого\b", "iego"),
    (r"(?<=[сц]ьк)(?:ій|ої)\b", "iej"),
    (r"(?<=к)(?:ій|ої)\b", "iej"),
    (r"(?<=\w\w)(?:ій|ої)\b", "ej"),
    (r"(?<=[аеєиіїоуюя])я", "ja"),
    (r"(?<=[аеєиіїоуюя])є", "je"),
)
"""Cases in their Polish form, before letters are changed one by one."""
_LETTERS = dict(
    zip(
        "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяёыэъ’",
        "a b w g g d e ie z z y i i j k l m n o p r s t u f ch c cz sz szcz - iu ia io y e - -".split(),
        strict=True,
    )
)
_LABELS = (
    ("вулиця", "ulica"),
    ("вулиці", "ulicy"),
    ("улица", "ulica"),
    ("улице", "ulicy"),
    ("вул", "ul"),
    ("ул", "ul"),
    ("алея", "aleja"),
    ("площа", "plac"),
    ("будинок", "nr"),
    ("квартира", "m"),
    ("кв", "m"),
    ("живу", "mieszkam"),
    ("святого", "świętego"),
    ("святої", "świętej"),
)


def latin(text: str) -> str:
    """The same text in Latin letters; one without Cyrillic ones comes back as it is."""
    if not re.search(r"[\u0400-\u04ff]", text):
        return text
    for ukrainian, polish in _LABELS:
        text = re.sub(rf"\b{ukrainian}\b", polish, text, flags=re.IGNORECASE)
    for pattern, ending in _ENDINGS:
        text = re.sub(pattern, ending, text, flags=re.IGNORECASE)
    return "".join(_letter(character) for character in text)


def _letter(character: str) -> str:
    changed = _LETTERS.get(character.lower())
    if changed is None:
        return character
    changed = changed.replace("-", "")
    return changed.capitalize() if character.isupper() else changed
