"""What people read: English source sentences in the code, gettext catalogs beside this file (`pl` is the reference).

``t("Report no. {number} sent", number=42)`` makes a `Text`; only rendering turns it into a sentence of a language.
"""

from __future__ import annotations

import gettext
import io
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from handlers.texts import moments
from storage.models import Moment, Parameter, Text, Written

FOLDER = Path(__file__).parent
LANGUAGES = ("pl", "uk", "en")
"""Catalogs; `en` is the source language and has no file."""

_EMPHASIS = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)


def t(msgid: str, /, **parameters: Parameter) -> Text:
    """A sentence; extracted for translation by this function's name."""
    return Text(msgid, parameters)


def tn(singular: str, plural: str, count: int, /, **parameters: Parameter) -> Text:
    """A sentence whose form depends on `count` (also usable in it as ``{count}``)."""
    return Text(singular, {"count": count, **parameters}, plural, count)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a sentence, emphasised or not."""

    text: str
    strong: bool


@dataclass(frozen=True, slots=True)
class Catalogs:
    """Turns a `Text` into words of a language, with local times of `zone`."""

    zone: ZoneInfo

    def segments(self, text: Text, language: str) -> list[Segment]:
        """The sentence in pieces. Emphasis comes from the sentence only, never from a parameter."""
        values = {name: self._value(value, language) for name, value in text.parameters.items()}
        return [Segment(piece.format(**values), strong) for piece, strong in _pieces(self._template(text, language))]

    def plain(self, text: Text, language: str) -> str:
        """The sentence without emphasis."""
        return "".join(segment.text for segment in self.segments(text, language))

    def _template(self, text: Text, language: str) -> str:
        catalog = translations(language)
        if text.plural is not None and text.count is not None:
            return catalog.ngettext(text.msgid, text.plural, text.count)
        return catalog.gettext(text.msgid)

    def _value(self, value: Parameter, language: str) -> str:
        if isinstance(value, Text):
            return self.plain(value, language)
        if isinstance(value, Moment):
            return moments.say(value, language, self.zone, translations(language))
        return written(value, language) if isinstance(value, Written) else str(value)


def written(words: Written, language: str) -> str:
    """A person's or a configuration's words in the reader's language, else as they were written."""
    return words.words.get(language) or next(iter(words.words.values()), "")


@cache
def _pieces(template: str) -> tuple[tuple[str, bool], ...]:
    """A template in pieces, emphasised or not; there are as many templates as sentences in the catalogs."""
    return tuple((piece, index % 2 == 1) for index, piece in enumerate(_EMPHASIS.split(template)) if piece)


@cache
def translations(language: str) -> gettext.NullTranslations:
    """The catalog of a language; an unknown language is answered in Polish."""
    if language == "en":
        return gettext.NullTranslations()
    path = FOLDER / f"{language if language in LANGUAGES else 'pl'}.po"
    with path.open("rb") as source:
        catalog = read_po(source, locale=path.stem)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
