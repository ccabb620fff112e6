"""The catalogs: complete, sound, within an SMS, and in a tone that one may use with people."""

from __future__ import annotations

import ast
import re
import string
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import smsutil
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bot.channels.render import gsm7, render, sms_parts
from bot.channels.webchat import KEYPAD
from handlers.texts import FOLDER, Catalogs, t, tn
from handlers.texts.moments import instant
from storage.models import Moment, Parameter, Prompt, Style, Text
from tests.town import WARSAW, WEDNESDAY_TEN

ROOT = Path(__file__).parent.parent
KEYWORDS = {"t": None, "tn": (1, 2), "pt": ((1, "c"), 2)}
LONGEST = {
    "number": "10427", "code": "482 193", "begin": "21:30", "end": "18:30",
    "place": "Skalmierzycka 115a/24", "street": "Skalmierzycka", "district": "12", "other": "12", "phone": "62 000 00 05",
    "until": "czw 12.06 godz. 15:30", "on": "w czw 10.06 po godz. 15:30", "back": "12.06", "town": "Kalisz", "administrator": "Komenda Miejska",
    "reason": "sprawdzono na miejscu, nie zastano", "state": "otwarte ponownie", "words": "W jakie dni?", "candidate": "Skalmierzycka 115a/24",
    "name": "dzielnicowy rejonu 12", "attached": "10 zdjec, 1 dokument", "clock": "22:00", "count": "12", "date": "12.06",
    "at": "w czw 12.06, godz. 18:30", "former": "w czw 12.06, godz. 18:30", "where": "Szkola nr 17", "title": "Parkowanie", "head": "Spotkanie",
    "most": "500", "office": "Komendant, Jasna 1, Kalisz", "when": "Teraz nikt tego nie przeczyta. Zostanie przeczytane w czw 10.06 po godz. 15:30.",
}  # fmt: skip


def in_the_code() -> set[tuple[str | None, str]]:
    found = set()
    for folder in ("handlers", "bot"):
        for _, _, message, _, context in extract_from_dir(str(ROOT / folder), method_map=[("**.py", "python")], keywords=KEYWORDS):
            found.add((context, message if isinstance(message, str) else message[0]))
    return found


def catalog(language: str) -> Catalog:
    with (FOLDER / f"{language}.po").open("rb") as source:
        return read_po(source, locale=language)


def sentences(language: str) -> list[Message]:
    return [message for message in catalog(language) if message.id]


def forms(value: str | tuple[str, ...] | list[str] | None) -> list[str]:
    assert value is not None
    return [value] if isinstance(value, str) else list(value)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", ["pl", "uk"])
def test_the_catalog_is_complete_and_has_nothing_else(language: str) -> None:
    kept = {(message.context, forms(message.id)[0]) for message in sentences(language)}
    assert kept == in_the_code()
    for message in sentences(language):
        assert all(forms(message.string)), f"{message.id!r} is not translated"
        assert not message.fuzzy


@pytest.mark.parametrize("language", ["pl", "uk"])
def test_a_translation_uses_only_what_the_sentence_has(language: str) -> None:
    for message in sentences(language):
        known = fields(" ".join(forms(message.id))) | ({"weekday", "date", "numbers", "hour", "clock"} if message.context else set())
        for form in forms(message.string):
            assert fields(form) <= known, f"{form!r}"


@pytest.mark.parametrize("language", ["pl", "uk"])
def test_emphasis_is_closed(language: str) -> None:
    for message in sentences(language):
        assert all(form.count("**") % 2 == 0 for form in forms(message.string))


def short_texts() -> set[str]:
    """The msgids given as ``short``: what stands alone in an SMS. Also those that a name in the same function stands for."""
    found = set()
    for path in (ROOT / "handlers").rglob("*.py"):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Module):
                continue
            named: dict[str, list[ast.expr]] = defaultdict(list)
            for node in ast.walk(function):
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target if isinstance(node, ast.AnnAssign) else None
                if isinstance(target, ast.Name) and isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                    named[target.id].append(node.value)
            for node in ast.walk(function):
                if isinstance(node, ast.keyword) and node.arg == "short":
                    meant = named[node.value.id] if isinstance(node.value, ast.Name) else [node.value]
                    found |= {text for each in meant for text in _msgids(each)}
    return found


def _msgids(value: ast.expr) -> Iterator[str]:
    """The sentences of ``t(…)``, also of both sides of a choice."""
    if isinstance(value, ast.IfExp):
        yield from _msgids(value.body)
        yield from _msgids(value.orelse)
    elif isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "t" and isinstance(value.args[0], ast.Constant):
        yield str(value.args[0].value)


def test_every_polish_sms_fits_one_gsm7_part_with_the_longest_values() -> None:
    polish = {forms(message.id)[0]: forms(message.string)[0] for message in sentences("pl")}
    checked = short_texts()
    assert len(checked) > 80
    for msgid in sorted(checked):
        filled = gsm7(polish[msgid].format(**{name: LONGEST[name] for name in fields(polish[msgid])}))
        assert smsutil.split(filled).encoding == "gsm0338", f"not GSM-7: {filled}"
        assert not set(filled) & set("{}[]~^|\\€"), filled
        assert len(sms_parts(filled)) == 1, f"{len(filled)} characters: {filled}"


@pytest.mark.parametrize(("language", "most"), [("uk", 3), ("en", 2)])
def test_every_sms_in_every_language_fits_its_limit(language: str, most: int) -> None:
    """Three parts are what a gateway carries unless it is told otherwise; Cyrillic letters take twice as much."""
    catalogs = Catalogs(WARSAW)
    for msgid in sorted(short_texts()):
        longest: dict[str, Parameter] = {name: LONGEST[name] for name in fields(msgid)}
        shown = render(Prompt((), short=Text(msgid, longest)), language, replace(KEYPAD, parts=most), catalogs)
        assert shown.rest is None, f"{shown.parts} parts and more: {msgid}"
        assert shown.parts <= most


# Rule 2: no past tense that guesses a gender. Rule 3: nothing that promises help or speaks as the police.
FORBIDDEN = re.compile(
    r"\b\w+(łeś|łaś)\b|\bwysłał[ae]?\b|pomoc w drodze|policja przyjęła|interwencj|alert|wyślij swój (pin|kod|hasło)|podaj (pin|hasło|kod)",
    re.IGNORECASE,
)


def test_the_polish_tone() -> None:
    for message in sentences("pl"):
        for form in forms(message.string):
            assert not FORBIDDEN.search(form), form


def test_nothing_asks_for_money_codes_or_passwords() -> None:
    for message in sentences("pl"):
        for form in forms(message.string):
            if re.search(r"\b(PIN|hasł|pieniądz|przelew)", form, re.IGNORECASE):
                assert "nigdy nie prosi" in form


@pytest.mark.parametrize(
    ("style", "pl", "uk", "en"),
    [
        (Style.UNTIL, "środy 5 czerwca, do godz. 10", "середи 5 червня, до 10:00", "Wednesday 5 June, 10:00"),
        (Style.ON, "w środę 5 czerwca po godz. 10", "у середу 5 червня після 10:00", "on Wednesday 5 June after 10:00"),
        (Style.UNTIL_SHORT, "śr 05.06 godz. 10", "ср 05.06 10:00", "Wed 05.06 10:00"),
        (Style.ON_SHORT, "w sr 05.06 po godz. 10", "у ср 05.06 після 10:00", "Wed 05.06 after 10:00"),
        (Style.DATE, "5 czerwca", "5 червня", "5 June"),
        (Style.CLOCK, "10:00", "10:00", "10:00"),
    ],
)
def test_moments_are_said_in_each_language(style: Style, pl: str, uk: str, en: str) -> None:
    catalogs = Catalogs(WARSAW)
    text = Text("{at}", {"at": Moment(instant(WEDNESDAY_TEN), style)})
    assert [catalogs.plain(text, language) for language in ("pl", "uk", "en")] == [pl, uk, en]


@pytest.mark.parametrize(("count", "said"), [(1, "1 zgłoszenie"), (2, "2 zgłoszenia"), (5, "5 zgłoszeń"), (12, "12 zgłoszeń"), (22, "22 zgłoszenia")])
def test_polish_plurals(count: int, said: str) -> None:
    assert Catalogs(WARSAW).plain(tn("**You have {count} report**", "**You have {count} reports**", count), "pl") == said


def test_emphasis_and_braces_of_people_stay_as_they_are() -> None:
    said = Catalogs(WARSAW).segments(t("You wrote: {words}", words="**x** {number}"), "pl")
    assert [(segment.text, segment.strong) for segment in said] == [("Treść: **x** {number}", False)]
