"""Telephone numbers in E.164 ("+48501234567"), and which of them an SMS can reach. Pure."""

from __future__ import annotations

from enum import StrEnum

import phonenumbers
from phonenumbers import PhoneNumberType

HOME = "PL"
"""Numbers without a country are of here."""


class Sort(StrEnum):
    """What a number is; only a mobile one gets an SMS for sure."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    FOREIGN = "foreign"
    PREMIUM = "premium"
    """Costs whoever writes to it; also short numbers and names of senders, which nobody reads."""


_COSTLY = (PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.UAN, PhoneNumberType.VOIP, PhoneNumberType.PAGER)


def e164(text: str) -> str | None:
    """The number as ``+48501234567``; None for a short number, a name, or what is no number."""
    try:
        number = phonenumbers.parse(text, HOME)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def sort(text: str) -> Sort:
    """What a sender's number is. Short numbers and names ("PLAY") are never answered, like premium ones."""
    known = e164(text)
    if known is None:
        return Sort.PREMIUM
    number = phonenumbers.parse(known)
    kind = phonenumbers.number_type(number)
    if kind in _COSTLY:
        return Sort.PREMIUM
    if number.country_code != phonenumbers.country_code_for_region(HOME):
        return Sort.FOREIGN
    return Sort.MOBILE if kind in (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE) else Sort.LANDLINE
