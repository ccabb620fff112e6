"""Settings: one TOML file, every mistake one sentence with file, key and reason. `config.example.toml` documents all."""

from __future__ import annotations

import os
import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.channels import ChannelSettings
from bot.channels.settings import WebChatSettings
from bot.districts.town import EXAMPLE


class ConfigError(ValueError):
    """The configuration is wrong; the message is one line for each mistake."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DatabaseSettings(_Section):
    """Where everything is kept."""

    path: Path = Path("var/dzielnicowy.db")


class TownSettings(_Section):
    """The map: a folder with ``streets.csv`` and ``districts.toml``."""

    folder: Path = EXAMPLE


class DeskSettings(_Section):
    """Who is there when no officer is, and who runs the system."""

    duty_phone: str = Field(min_length=1)
    supervisor_phone: str = Field(min_length=1)
    administrator: str = Field(min_length=1)
    crime_office: str = Field(min_length=1)
    complaints: str = Field(min_length=1)


class HelpSettings(_Section):
    """Telephones that help at any hour, free of charge; ``checked`` says when somebody last made sure."""

    checked: date = date(2026, 11, 23)
    crisis: str = "116 123"
    children: str = "116 111"
    violence: str = "800 120 002"


class WebSettings(_Section):
    """The web chat's server. ``secure`` says that people reach it over HTTPS (cookies are then HTTPS-only)."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8080
    public_hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    secure: bool = True
    exit_to: Annotated[str, Field(pattern=r"^https://[^\s\"'<>]+$")] = "https://meteo.imgw.pl/"
    messages_per_minute: Annotated[int, Field(ge=1)] = 60
    public_address: Annotated[str, Field(pattern=r"^(https?://[^\s\"'<>/]+)?$")] = ""

    @property
    def address(self) -> str:
        """Where people reach it; without a setting, where it listens."""
        return self.public_address or f"http://{self.host}:{self.port}"


class QuietHoursSettings(_Section):
    """Between which hours, local time, announcements and reminders wait; the same hour twice: never."""

    begin: Annotated[int, Field(ge=0, le=23)] = 22
    end: Annotated[int, Field(ge=0, le=23)] = 7


class MeetingSettings(_Section):
    """How long before a meeting people are reminded: days ("7d") and hours ("2h")."""

    reminders: tuple[Annotated[str, Field(pattern=r"^[1-9]\d?[dh]$")], ...] = ("7d", "1d", "2h")

    @field_validator("reminders", mode="after")
    @classmethod
    def _earliest_first(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        """Whatever their order in the file."""
        return tuple(sorted(dict.fromkeys(given), key=lambda lead: -int(lead[:-1]) * (24 if lead[-1] == "d" else 1)))


class MediaSettings(_Section):
    """Pictures and documents: where their files are, and how large one may be."""

    folder: Path = Path("var/media")
    largest_mb: Annotated[int, Field(ge=1, le=50)] = 10


def _kind(section: object) -> object:
    return section.get("kind") if isinstance(section, dict) else getattr(section, "kind", None)


class LogSettings(_Section):
    """How much is logged, and in which form."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    form: Literal["json", "console"] = "json"


class Settings(BaseSettings):
    """The whole file. Environment variables ``DZIELNICOWY_WEB__PORT`` and the like go before it."""

    model_config = SettingsConfigDict(env_prefix="DZIELNICOWY_", env_nested_delimiter="__", extra="forbid", frozen=True)

    time_zone: str = "Europe/Warsaw"
    language: Literal["pl", "uk", "en"] = "pl"
    database: DatabaseSettings = DatabaseSettings()
    town: TownSettings = TownSettings()
    desk: DeskSettings
    help: HelpSettings = HelpSettings()
    web: WebSettings = WebSettings()
    quiet_hours: QuietHoursSettings = QuietHoursSettings()
    meetings: MeetingSettings = MeetingSettings()
    media: MediaSettings = MediaSettings()
    channels: dict[str, ChannelSettings] = {"web": WebChatSettings()}
    log: LogSettings = LogSettings()

    @field_validator("channels", mode="before")
    @classmethod
    def _web_chat_and_kinds(cls, given: object) -> object:
        """The web chat is always there; a section that is named like a kind is of that kind."""
        if not isinstance(given, dict):
            return given
        sections = given if any(_kind(each) == "webchat" for each in given.values()) else {"web": {"kind": "webchat"}, **given}
        return {name: {"kind": name, **each} if isinstance(each, dict) else each for name, each in sections.items()}

    @field_validator("time_zone")
    @classmethod
    def _zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"unknown time zone {name!r}, please write it like Europe/Warsaw") from error
        return name

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment before the file."""
        return env_settings, init_settings

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class _DemoSettings(Settings):
    """The demo listens to no environment but ``PORT``: it must never leave this machine by accident."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)


def read_config(path: Path) -> Settings:
    """The settings of a file. Raises `ConfigError` naming file, key and reason."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: is not UTF-8 text") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: {error}") from error
    return _settings(Settings, data, str(path))


def demo_settings(folder: Path) -> Settings:
    """The demo: the example town, loopback only, the port from ``PORT``."""
    data: dict[str, Any] = {
        "database": {"path": folder / "demo.db"},
        "media": {"folder": folder / "demo-media"},
        "desk": {
            "duty_phone": "62 000 00 00",
            "supervisor_phone": "62 000 00 01",
            "administrator": "Komenda Przykładowa (pokaz)",
            "crime_office": "Komenda, Jasna 1 (przykład)",
            "complaints": "Komendant Miejski Policji, Jasna 1 (przykład)",
        },
        "web": {"secure": False, "messages_per_minute": 600, "port": _port(os.environ.get("PORT", "8080"))},
        "channels": {"web": {"kind": "webchat"}, "keypad": {"kind": "keypad"}},
        "log": {"form": "console", "level": "WARNING"},
    }
    return _settings(_DemoSettings, data, "demo")


def _port(text: str) -> int | str:
    return int(text) if text.isdigit() else text


def _settings(model: type[Settings], data: dict[str, Any], source: str) -> Settings:
    try:
        return model(**data)
    except ValidationError as error:
        raise ConfigError("\n".join(f"{source}: {_sentence(mistake)}" for mistake in error.errors())) from error


def _sentence(mistake: ErrorDetails) -> str:
    loc = mistake["loc"]
    parts = (*loc[:2], *loc[3:]) if loc[:1] == ("channels",) and len(loc) > 2 else loc  # without the kind that pydantic puts in
    key = ".".join(str(part) for part in parts)
    if mistake["type"] == "extra_forbidden":
        return f"{key}: there is no such setting (config.example.toml lists them all)"
    if mistake["type"] == "missing":
        return f"{key}: is missing"
    if mistake["type"] == "union_tag_invalid":
        kinds = mistake["ctx"]["expected_tags"].replace("'", "")
        return f"{key}.kind: unknown kind {mistake['ctx']['tag']!r}, please choose one of: {kinds}"
    return f"{key}: {mistake['msg'].removeprefix('Value error, ')}"
