"""What a link from a poster says to the bot: a building, or a district. Pure.

Bot API, deep linking: ``?start=`` takes 1 to 64 characters A-Z, a-z, 0-9, _ and -; the bot gets them behind ``/start``.
"""

from __future__ import annotations

import base64
import binascii

LONGEST = 64


def of_building(address: str) -> str:
    """The parameter of an address ("Podmiejska 13"). Raises ValueError for one that is too long."""
    parameter = "a" + base64.urlsafe_b64encode(address.encode()).decode().rstrip("=")
    if len(parameter) > LONGEST:
        raise ValueError("the address is too long for a link; please leave the flat out")
    return parameter


def of_district(number: int) -> str:
    """The parameter of a district."""
    return f"d{number}"


def read(parameter: str) -> str | int | None:
    """The address or the number of the district; None for anything that no poster of ours has."""
    kind, rest = parameter[:1], parameter[1:]
    if kind == "d" and rest.isascii() and rest.isdecimal() and len(rest) <= 4:
        return int(rest)
    if kind != "a" or not rest.isascii():
        return None
    try:
        return base64.urlsafe_b64decode(rest + "=" * (-len(rest) % 4)).decode() or None
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
