"""What a section of a Telegram bot may say."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator

from bot.channels.settings import ChannelSection


class TelegramSettings(ChannelSection):
    """One bot. The token may come from the environment (``DZIELNICOWY_CHANNELS__TELEGRAM__TOKEN``)."""

    kind: Literal["telegram"] = "telegram"
    token: SecretStr
    api_base_url: Annotated[str, Field(pattern=r"^https?://\S+[^/]$")] = "https://api.telegram.org/bot"
    file_base_url: Annotated[str, Field(pattern=r"^https?://\S+[^/]$")] = "https://api.telegram.org/file/bot"
    mode: Literal["polling", "webhook"] = "polling"
    webhook_url: Annotated[str, Field(pattern=r"^(https://\S+)?$")] = ""
    webhook_secret: SecretStr = SecretStr("")
    bulk_per_second: Annotated[int, Field(ge=1, le=1000)] = 30

    @field_validator("token")
    @classmethod
    def _looks_like_a_token(cls, token: SecretStr) -> SecretStr:
        number, colon, rest = token.get_secret_value().partition(":")
        if not (number.isascii() and number.isdecimal() and colon and len(rest) >= 20 and rest.replace("_", "a").replace("-", "a").isalnum()):
            raise ValueError("is not a bot token; please copy it from @BotFather, it looks like 123456:ABC-DEF…")
        return token

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Self:
        secret = self.webhook_secret.get_secret_value()
        if self.mode == "webhook" and not self.webhook_url:
            raise ValueError('mode = "webhook" needs webhook_url, the https address under which Telegram reaches this server')
        # Bot API, setWebhook: secret_token has 1 to 256 characters A-Z, a-z, 0-9, _ and -.
        if self.mode == "webhook" and not (16 <= len(secret) <= 256 and secret.replace("_", "a").replace("-", "a").isalnum() and secret.isascii()):
            raise ValueError('mode = "webhook" needs webhook_secret, 16 to 256 letters, digits, "_" or "-"')
        return self
