"""Settings: documented, all of them; every mistake is one sentence with file, key and reason."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.channels import ChannelSettings
from bot.channels.telegram.settings import TelegramSettings
from bot.config import ConfigError, DeskSettings, Settings, demo_settings, read_config

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "config.example.toml"
DESK = '[desk]\nduty_phone = "1"\nsupervisor_phone = "2"\nadministrator = "a"\ncrime_office = "b"\ncomplaints = "c"\n'


def keys(model: type[BaseModel], prefix: str = "") -> set[str]:
    found = set()
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            found |= keys(inner, f"{prefix}{name}.")
        elif name == "channels":
            for kind in get_args(get_args(ChannelSettings)[0]):
                found |= keys(kind, f"{prefix}{name}.*.")
        else:
            found.add(prefix + name)
    return found


def written(data: dict[str, Any], prefix: str = "") -> set[str]:
    found = set()
    for name, value in data.items():
        if isinstance(value, dict):
            found |= written(value, f"{prefix}{'*' if prefix == 'channels.' else name}.")
        else:
            found.add(prefix + name)
    return found


def test_the_example_documents_every_setting_and_no_other() -> None:
    assert written(tomllib.loads(without_hashes())) == keys(Settings)


def without_hashes() -> str:
    """The example with the sections that are switched off."""
    return re.sub(r"^#(?=[a-z_]+ = |\[)", "", EXAMPLE.read_text(encoding="utf-8"), flags=re.MULTILINE)


def test_what_is_switched_off_in_the_example_is_correct_and_shows_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(without_hashes(), encoding="utf-8")
    shown = read_config(path).channels["telegram"]
    assert isinstance(shown, TelegramSettings)
    assert shown == TelegramSettings(token=shown.token)


def test_a_token_from_the_environment_starts_telegram_beside_the_web_chat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DZIELNICOWY_CHANNELS__TELEGRAM__TOKEN", "123456:abcdefghijklmnopqrstuvwxyz")
    found = read_config(EXAMPLE).channels
    assert {name: section.kind for name, section in found.items()} == {"web": "webchat", "telegram": "telegram"}
    assert "abcdefgh" not in repr(found)


def test_the_example_shows_the_defaults() -> None:
    shown = read_config(EXAMPLE)
    desk = DeskSettings(duty_phone="1", supervisor_phone="2", administrator="a", crime_office="b", complaints="c")
    default = Settings(desk=desk)
    assert shown.model_dump(exclude={"desk", "town"}) == default.model_dump(exclude={"desk", "town"})
    assert shown.town.folder.resolve() == default.town.folder.resolve()


def test_every_setting_has_a_comment() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        if " = " in line and not line.startswith("#") and "port" not in line.split(" = ")[0]:
            assert any(before.startswith("#") for before in lines[max(0, number - 3) : number]), line


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "desk: is missing"),
        (DESK + "[web]\nport = 99999\n", "web.port: Input should be less than or equal to 65535"),
        (DESK + "[web]\nprot = 80\n", "web.prot: there is no such setting"),
        (DESK + '[channels.sms]\nkind = "pigeon"\n', "channels.sms.kind: unknown kind 'pigeon', please choose one of: webchat, keypad, telegram"),
        (DESK + "[channels.telegram]\n", "channels.telegram.token: is missing"),
        (DESK + '[channels.telegram]\ntoken = "secret"\n', "channels.telegram.token: is not a bot token; please copy it from @BotFather"),
        (
            DESK + '[channels.telegram]\ntoken = "1:aaaaaaaaaaaaaaaaaaaaaaaa"\nmode = "webhook"\n',
            'channels.telegram: mode = "webhook" needs webhook_url',
        ),
        ('time_zone = "Mars/Base"\n' + DESK, "time_zone: unknown time zone 'Mars/Base'"),
        ("[desk\n", "Expected ']'"),
        (DESK.replace('"1"', '""'), "desk.duty_phone: String should have at least 1 character"),
    ],
)
def test_a_mistake_is_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_config(path)
    assert f"{path}: " in str(caught.value)
    assert sentence in str(caught.value)
    result = CliRunner().invoke(cli, ["check-config", "--config", str(path)])
    assert result.exit_code == 2
    assert sentence in result.output
    assert "Traceback" not in result.output


def test_a_missing_file_and_a_correct_one(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["run", "--config", str(tmp_path / "none.toml")])
    assert result.exit_code == 2
    assert "none.toml: cannot be read (No such file or directory)" in result.output
    result = CliRunner().invoke(cli, ["check-config", "--config", str(EXAMPLE)])
    assert result.exit_code == 0
    assert "correct. Kalisz: 12 districts, 310 streets." in result.output


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DZIELNICOWY_WEB__PORT", "9000")
    assert read_config(EXAMPLE).web.port == 9000


def test_the_demo_binds_loopback_and_takes_its_port_from_port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (demo_settings(tmp_path).web.host, demo_settings(tmp_path).web.port) == ("127.0.0.1", 8080)
    monkeypatch.setenv("PORT", "8099")
    assert demo_settings(tmp_path).web.port == 8099
    monkeypatch.setenv("DZIELNICOWY_WEB__HOST", "0.0.0.0")
    assert demo_settings(tmp_path).web.host == "127.0.0.1"
    monkeypatch.setenv("PORT", "many")
    with pytest.raises(ConfigError, match=r"web\.port"):
        demo_settings(tmp_path)


def test_several_bots_are_several_sections(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    section = '[channels.{}]\nkind = "telegram"\ntoken = "{}:aaaaaaaaaaaaaaaaaaaaaaaa"\n'
    path.write_text(DESK + section.format("dobrzec", 1) + section.format("widok", 2), encoding="utf-8")
    found = {name: each.kind for name, each in read_config(path).channels.items()}
    assert found == {"web": "webchat", "dobrzec": "telegram", "widok": "telegram"}
