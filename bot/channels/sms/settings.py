"""What a section of an SMS gateway may say."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator

from bot.channels.settings import ChannelSection


class SmsSettings(ChannelSection):
    """What all gateways have in common.

    `secret` stands in the address that the gateway calls (``/hooks/NAME/SECRET/…``): they sign nothing. `sender` is the name that
    people see instead of a number (nadpis); nobody can answer to it. The law of 28 July 2023 (Dz.U. 2023 poz. 1703) has a list of
    names of public bodies: leave it empty unless yours is on it."""

    secret: SecretStr
    number: str = ""
    sender: Annotated[str, Field(max_length=11)] = ""
    most_parts: Annotated[int, Field(ge=1, le=10)] = 3
    answers_foreign: bool = False
    answers_landlines: bool = False
    parts_a_month: Annotated[int, Field(ge=0)] = 0
    """The month's budget in parts; 0: none."""
    part_price: Annotated[Decimal, Field(ge=0, decimal_places=4)] = Decimal(0)
    """What one part costs, in the money of the contract (``0.15``)."""
    takes_over_after_minutes: Annotated[int, Field(ge=0, le=1440)] = 5
    """Urgent messages that could not leave elsewhere for so long go by SMS; 0: never."""

    @field_validator("secret")
    @classmethod
    def _hard_to_guess(cls, secret: SecretStr) -> SecretStr:
        value = secret.get_secret_value()
        if not (16 <= len(value) <= 256 and value.isascii() and value.replace("_", "a").replace("-", "a").isalnum()):
            raise ValueError('must be 16 to 256 letters, digits, "_" or "-": python3 -c "import secrets; print(secrets.token_urlsafe(24))"')
        return secret


class KannelSettings(SmsSettings):
    """Kannel's smsbox. `base_url` is where its sendsms service listens; `callback_url` is how it reaches this server."""

    kind: Literal["kannel"] = "kannel"
    base_url: Annotated[str, Field(pattern=r"^https?://\S+[^/]$")] = "http://127.0.0.1:13013"
    username: str = Field(min_length=1)
    password: SecretStr
    callback_url: Annotated[str, Field(pattern=r"^https?://\S+[^/]$")] = "http://127.0.0.1:8080"


class SmsApiSettings(SmsSettings):
    """An account at SMSAPI.pl. `number` is a two-way number (2waySMS) if you have one."""

    kind: Literal["smsapi"] = "smsapi"
    token: SecretStr
    base_url: Annotated[str, Field(pattern=r"^https?://\S+[^/]$")] = "https://api.smsapi.pl"
    callback_url: Annotated[str, Field(pattern=r"^https?://\S+[^/]$")]
