"""The one card before sending: to whom, where, what, and exactly who will see what."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.dialogue.ports import Category, Found
from handlers.texts import t
from handlers.views import attached
from handlers.views.answering import Answering, until, when_read
from handlers.views.case_card import quote
from storage.models import AttachmentKind, Button, Prompt, Text

SHOWN_WORDS = 600
"""Characters of the words on the card; all of them are sent."""


def summary_card(
    words: str, kinds: Sequence[AttachmentKind], found: Found, known: Answering, category: Category, buttons: tuple[Button, ...]
) -> Prompt:
    """The card. `kinds` are what is attached."""
    return Prompt(
        body=(
            t("**Let us check before sending**"),
            t("To: {name}. Whoever stands in, and the supervisor, will read it too.", name=known.name),
            when_read(known),
            t("Place: {place}", place=found.place.line),
            t("Kind of matter: {category}", category=category.name),
            *((quote(words, SHOWN_WORDS),) if words else ()),
            *_attached(kinds),
            *((category.goes_to.hint,) if category.goes_to is not None else ()),
            _who_sees_what(bool(kinds)),
        ),
        buttons=buttons,
        short=t(
            "Send to the officer of district {district}? Place: {place}. Phone number stays hidden. Answer by {until}. "
            "Reply: T send, D with my number, N no",
            district=found.district,
            place=found.place.short,
            until=until(known.promised_at, short=True),
        ),
    )


def confidential_summary(something: bool, found: Found, known: Answering, buttons: tuple[Button, ...]) -> Prompt:
    """The card of a confidential matter; it does not repeat what was written."""
    return Prompt(
        (
            t("**Let us check before sending**"),
            t("To: {name}. Whoever stands in, and the supervisor, will read it too. Nobody else.", name=known.name),
            when_read(known),
            *((t("Place: {place}", place=found.place.line),) if found.place.street else (t("Without an address."),)),
            t("The police may have to act on it, sometimes also without your consent. In danger: 112."),
            _who_sees_what(something),
        ),
        buttons,
        short=t(
            "Send to {name}? The police may have to act. Number stays hidden. T send, D with my number, N no, Z ordinary matter. In danger: 112",
            name=known.name,
        ),
    )


def child_summary(words: str, found: Found, known: Answering, buttons: tuple[Button, ...]) -> Prompt:
    """The card for a child: nothing to agree to, nothing to give."""
    return Prompt(
        (
            t("**Have a look before it goes**"),
            t("It will be read by: {name}. Nobody at your school sees it.", name=known.name),
            when_read(known),
            *((t("Place: {place}", place=found.place.line),) if found.place.street else ()),
            *((quote(words, SHOWN_WORDS),) if words else ()),
        ),
        buttons,
    )


def _attached(kinds: Sequence[AttachmentKind]) -> tuple[Text, ...]:
    said = attached.in_words(kinds)
    if said is None:
        return ()
    lines = [t("Attached: {attached}", attached=said)]
    if AttachmentKind.PICTURE in kinds:
        lines.append(t("A picture from a window may give away the flat."))
    if AttachmentKind.POSITION in kinds:
        lines.append(t("A point on the map at home gives away the address."))
    return tuple(lines)


def _who_sees_what(something: bool) -> Text:
    if something:
        return t(
            "The officer **will see** the words, the place and what is attached. "
            "The officer **will not see** name, phone number, account or home address."
        )
    return t("The officer **will see** the words and the place. The officer **will not see** name, phone number, account or home address.")
