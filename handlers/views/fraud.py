"""The warning against fraud: once, with the first officer's card, and under help."""

from __future__ import annotations

from handlers.texts import t
from storage.models import Prompt, Text


def fraud_sentence() -> Text:
    """What a police officer never asks for."""
    return t(
        "A police officer never asks for money, a PIN, a password or valuables. Neither do we. Whoever asks is a fraud: "
        "please hang up and call 112, best from another phone."
    )


def fraud_warning() -> Prompt:
    """The same as a message of its own."""
    return Prompt(
        (fraud_sentence(),),
        short=t(
            "A police officer never asks for money, a PIN or a password. Whoever asks is a fraud. "
            "Please hang up and call 112, best from another phone."
        ),
    )
