"""Prompt -> what this channel can show. Pure: language and form are decided here and nowhere else."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache

import smsutil

from bot.channels.channel import Capabilities, Rendered, RenderedButton
from handlers.dialogue.update import fold
from handlers.texts import Catalogs, t, written
from storage.models import Button, Prompt, Text, Written

_NUMBER_SPACE = re.compile(r"(?:(?<=\d)|(?<=\bnr)|(?<=\bgodz\.)|(?<=\btel\.)|(?<=\brejonu)|(?<=\brejon)) (?=\d)")
_GSM_LOOKALIKES = str.maketrans(
    {"„": '"', "”": '"', "“": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "…": "...", "·": "-", "\u00a0": " ", "ł": "l", "Ł": "L"}
)


def render(prompt: Prompt, language: str, capabilities: Capabilities, catalogs: Catalogs, *, again: bool = False, elsewhere: str = "") -> Rendered:
    """The message for one reader. `again` says that it may have come before; `elsewhere` is the channel where a large file stays."""
    if not capabilities.calls:
        prompt = _without(prompt, "tel:")
    if not capabilities.closes:
        prompt = _without(prompt, "exit:")
    if capabilities.sms:
        return _sms(prompt, language, capabilities, catalogs, again)
    paragraphs = [_paragraph(block, language, capabilities, catalogs) for block in prompt.body]
    if again:
        paragraphs.insert(0, _paragraph(_AGAIN, language, capabilities, catalogs))
    if elsewhere:
        paragraphs.append(_paragraph(replace(_ELSEWHERE, parameters={"channel": elsewhere}), language, capabilities, catalogs))
    if capabilities.buttons:
        buttons = tuple(RenderedButton(catalogs.plain(b.label, language), b.value, b.minor) for b in prompt.buttons)
        return Rendered(_limited("\n".join(paragraphs), capabilities), buttons)
    answers = _keys(prompt.buttons)
    lines = [f"{key.upper()}: {catalogs.plain(button.label, language)}" for key, button in answers.items()]
    return Rendered(_limited("\n".join(paragraphs), capabilities, "\n".join(lines)), answers={key: b.value for key, b in answers.items()})


def _without(prompt: Prompt, scheme: str) -> Prompt:
    kept = tuple(button for button in prompt.buttons if not button.value.startswith(scheme))
    return prompt if len(kept) == len(prompt.buttons) else replace(prompt, buttons=kept)


_AGAIN = t("(sent again)")
_ELSEWHERE = t("One of the files is larger than 20 MB: it can be seen in {channel} only.")


def _paragraph(block: Text | Written, language: str, capabilities: Capabilities, catalogs: Catalogs) -> str:
    if isinstance(block, Written):
        words = written(block, language)
        return html.escape(words, quote=False) if capabilities.html else words
    if not capabilities.html:
        return catalogs.plain(block, language)
    pieces = [(html.escape(_unbroken(piece.text), quote=False), piece.strong) for piece in catalogs.segments(block, language)]
    return "".join(f"<b>{text}</b>" if strong else text for text, strong in pieces)


def _unbroken(text: str) -> str:
    """A telephone number, "nr 43" and "godz. 16" stay on one line (no-break spaces)."""
    return _NUMBER_SPACE.sub("\u00a0", text)


def _limited(text: str, capabilities: Capabilities, tail: str = "") -> str:
    """The text within the channel's limit; the tail (the choices) is never what is cut."""
    full = "\n".join(part for part in (text, tail) if part)
    limit = capabilities.characters
    if limit is None or len(full) <= limit:
        return full
    room = max(limit - len(tail) - 3, 0)
    return "\n".join(part for part in (f"{text[:room].rstrip()} …" if room > 1 else "", tail) if part)[:limit]


def _keys(buttons: tuple[Button, ...], *, numbered: bool = True) -> dict[str, Button]:
    """What to type for each choice: its own key, or a running number where the numbers are shown."""
    keys: dict[str, Button] = {}
    number = 0
    for button in buttons:
        if button.key:
            keys[fold(button.key)] = button
        elif numbered and not button.minor:
            number += 1
            keys[str(number)] = button
    return keys


def _sms(prompt: Prompt, language: str, capabilities: Capabilities, catalogs: Catalogs, again: bool) -> Rendered:
    """Our own sentences are plain; words that people wrote keep their letters where that costs nothing.

    Of what is longer than the channel carries the rest is had by a word."""
    keys = _keys(prompt.buttons, numbered=prompt.short is None)
    answers = {key: button.value for key, button in keys.items()}
    words = _words(keys, language, catalogs)
    if prompt.short is not None:
        letters, body, choices = gsm7, catalogs.plain(prompt.short, language), ""
    else:
        letters = cheapest if any(isinstance(block, Written) for block in prompt.body) else gsm7
        body = "\n".join(written(block, language) if isinstance(block, Written) else catalogs.plain(block, language) for block in prompt.body)
        choices = "".join(f"\n{key.upper()}: {catalogs.plain(button.label, language)}" for key, button in keys.items())
    mark = f"{catalogs.plain(_AGAIN, language)} " if again else ""
    body = mark + body[prompt.begins_at :]
    whole = letters(body + choices)
    if _fits(whole, capabilities):
        return _parts(whole, answers, words)
    hint = f"...\n{catalogs.plain(_MORE, language)}"
    if prompt.whole:
        choices, answers, words = "", dict.fromkeys(keys, THE_REST), {}  # whoever answers already reads on
    shown = _longest(body, lambda length: _fits(letters(body[:length].rstrip() + hint + choices), capabilities))
    if shown <= len(mark):
        return _parts(_cut(whole, capabilities), answers, words)
    return replace(_parts(letters(body[:shown].rstrip() + hint + choices), answers, words), rest=prompt.begins_at + shown - len(mark))


_MORE = t("More: MORE")
THE_REST = ""
"""What an answer means that was given before everything was read: the rest of the message."""


_YES_AND_NO = {"t": ("tak", "так", "yes"), "n": ("nie", "ні", "no")}


def _words(keys: Mapping[str, Button], language: str, catalogs: Catalogs) -> dict[str, str]:
    """What people type instead of a choice's letter or digit. An address among the choices must be spelt right: another one may exist."""
    found: dict[str, str] = {}
    for key, button in keys.items():
        label = fold(catalogs.plain(button.label, language))
        misspelt = "" if any(c.isdecimal() for c in label) or button.label.msgid == "{candidate}" else "~"
        found |= dict.fromkeys((f"{misspelt}{label}", *_YES_AND_NO.get(key, ())), button.value)
    return found


def _parts(text: str, answers: Mapping[str, str], words: Mapping[str, str]) -> Rendered:
    return Rendered(text, answers=answers, words=words, parts=len(sms_parts(text)))


def _fits(text: str, capabilities: Capabilities) -> bool:
    limit = capabilities.characters
    return (limit is None or len(text) <= limit) and (capabilities.parts is None or len(sms_parts(text)) <= capabilities.parts)


def _cut(text: str, capabilities: Capabilities) -> str:
    """As much of it as the channel carries."""
    return text[: _longest(text, lambda length: _fits(text[:length].rstrip() + "...", capabilities))].rstrip() + "..."


def _longest(text: str, fits: Callable[[int], bool]) -> int:
    """The longest beginning that fits, ended between two words where that costs little."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    blank = max(text.rfind(" ", 0, low), text.rfind("\n", 0, low))
    return blank + 1 if 0 < low < len(text) and low - blank <= LONGEST_WORD else low


LONGEST_WORD = 25
"""Characters. A longer run without a blank (a link) is cut where the message is full."""


def cheapest(text: str) -> str:
    """A text in plain letters where that saves a part; names stay as they are where it does not."""
    plain = gsm7(text)
    return plain if len(sms_parts(plain)) < len(sms_parts(text)) else text


def gsm7(text: str) -> str:
    """Polish letters become plain ones, which more than doubles what a part holds; other scripts stay as they are.

    3GPP TS 23.038: no Polish letter is in the GSM 7-bit alphabet, and one of them makes a part 70 characters instead of 160.
    Letters that are in it (ä, ö, ü, é, ñ) cost nothing and stay.
    """
    plain = "".join(c if c.isascii() or c in _GSM else _plain(c) for c in unicodedata.normalize("NFC", text).translate(_GSM_LOOKALIKES))
    return plain if is_gsm7(plain) else text


_GSM = frozenset("@£$¥èéùìòÇØøÅåÆæßÉÄÖÑÜ§äöñüà")
"""What GSM 03.38 has in its basic table beyond ASCII."""


def _plain(character: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))


def sms_parts(text: str) -> list[str]:
    """The parts as a phone gets them (160 characters, 153 each where there are several; 70 and 67 outside GSM-7)."""
    return [part.content for part in _split(text).parts]


def is_gsm7(text: str) -> bool:
    """Whether every letter is in the GSM 7-bit alphabet."""
    return bool(_split(text).encoding == "gsm0338")


_split = lru_cache(256)(smsutil.split)
