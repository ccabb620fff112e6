"""What is said when a text is not exactly one address, and how the choice is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from handlers.dialogue.ports import Ambiguous, Desk, Found, NumberNeeded, OnBorder, Outside, Resolution, Undecided, Unknown
from handlers.texts import t
from storage.models import Button, Place, Prompt

MOST = 3
"""Choices offered; a fourth button is always the way out."""


def dump(found: Found) -> dict[str, Any]:
    """An address for a conversation's state."""
    return {**asdict(found.place), "district": found.district}


def load(state: Mapping[str, Any]) -> Found:
    """The address that `dump` kept."""
    return Found(Place(state["street"], state["house"], state["detail"]), int(state["district"]))


def without_label(words: str) -> str:
    """ "nr 13" and "numer 13" are 13."""
    return re.sub(r"^(?:nr\.?|numer)\s*(?=\d)", "", words, flags=re.IGNORECASE)


def candidates(resolution: Resolution) -> list[str]:
    """The addresses that can be chosen from, as text to be resolved again."""
    if isinstance(resolution, Ambiguous):
        names = resolution.streets
    elif isinstance(resolution, Unknown):
        names = resolution.nearest
    else:
        return []
    return [Place(name, resolution.house, resolution.detail).line for name in names[:MOST]]


def question(resolution: Resolution, desk: Desk, *, pick: Callable[[int], str], others: tuple[Button, ...]) -> Prompt:
    """What to ask, or to say, so that the person gets on. `pick(0)` is the link of the first candidate."""
    offered = candidates(resolution)
    buttons = (*(Button(t("{candidate}", candidate=name), pick(index)) for index, name in enumerate(offered)), *others)
    if isinstance(resolution, NumberNeeded):
        return Prompt(
            (t("{street} belongs to more than one district. Please write the house number.", street=resolution.street),),
            short=t(
                "{street} belongs to more than one district. Please write the house number too, e.g. {street} 13. Danger to life: 112",
                street=resolution.street.split()[-1],
            ),
        )
    if isinstance(resolution, Ambiguous):
        return Prompt((t("Which street is meant?"),), buttons)
    if isinstance(resolution, Outside):
        return Prompt(
            (
                t("This address is outside our area."),
                t("The officer can be found in the app Moja Komenda, or asked for at the nearest police unit. Danger to life: 112."),
            ),
            others,
            short=t("This address is outside our area. The nearest police unit or the app Moja Komenda will name the officer. Danger to life: 112"),
        )
    if isinstance(resolution, OnBorder):
        return Prompt(
            (
                t("This place is close to the border of two districts. Please write the street and the house number."),
                t("You can also call the duty desk: {phone}, day and night.", phone=desk.duty_phone),
            ),
            others,
        )
    if isinstance(resolution, Undecided):
        return Prompt(
            (
                t("We know this address, but not surely whose district it is, and do not want to guess."),
                t("The duty desk will name the officer: {phone}, day and night. Danger to life: 112.", phone=desk.duty_phone),
            ),
            others,
            short=t(
                "We are not sure whose district this is and do not want to guess. "
                "The duty desk names the officer: {phone}, day and night. Danger: 112",
                phone=desk.duty_phone,
            ),
        )
    near = (t("Perhaps one of these?"),) if offered else ()
    return Prompt(
        (
            t("We have not found this address and do not want to guess. Please write the street and number once more."),
            *near,
            t("You can also call the duty desk: {phone}, day and night.", phone=desk.duty_phone),
        ),
        buttons,
        short=None
        if offered
        else t(
            "We do not know this address and do not want to guess. Please write street and number again, or call: "
            "duty desk {phone}, day and night. Danger: 112",
            phone=desk.duty_phone,
        ),
    )
