"""Links from posters: what they say, what the bot answers, and the picture that carries them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.__main__ import cli
from handlers.rules import deep_link
from tests.test_config import EXAMPLE
from tests.town import Town


@given(st.text(min_size=1, max_size=11))
def test_an_address_comes_back_as_it_went(address: str) -> None:
    parameter = deep_link.of_building(address)
    assert len(parameter) <= deep_link.LONGEST
    assert parameter.replace("-", "a").replace("_", "a").isalnum()
    assert deep_link.read(parameter) == address


@given(st.text(max_size=64))
def test_anything_else_is_read_without_a_complaint(parameter: str) -> None:
    assert isinstance(deep_link.read(parameter), str | int | None)


def test_every_building_of_the_town_fits_into_a_link(town: Town) -> None:
    for street in town.app.town.streets:
        deep_link.of_building(f"{street} 123a")


@pytest.mark.parametrize("usual", ["web", "telegram"])
async def test_a_building_a_district_and_an_old_link(town: Town) -> None:
    await town.officer(5)
    anna = await town.resident("anna")
    await anna.says("/start " + deep_link.of_building("Podmiejska 13"))
    await anna.sees("Podmiejska 13 · rejon 5", "Dzielnicowy rejonu 5")
    await anna.says("/start d5")
    await anna.sees("Dzielnicowy rejonu 5")
    for old in ("/start d99", "/start xyz", "/start aUG9k"):
        await anna.says(old)
        await anna.sees("Proszę napisać ulicę i numer domu")


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_the_picture(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"klatka.{ending}"
    command = ["qr", "--config", str(EXAMPLE), "--bot", "@dzielnicowy_bot", "--out", str(path), "podmiejska 13"]
    result = CliRunner().invoke(cli, command)
    assert result.exit_code == 0, result.output
    assert f"https://t.me/dzielnicowy_bot?start={deep_link.of_building('Podmiejska 13')}" in result.output
    assert path.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n" if ending == "png" else b"<svg" in path.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--out", "x.png", "nowhere at all"], "Please give one address of this town"),
        (["--out", "x.png", "--district", "99"], "Please give one address of this town"),
        (["--out", "x.gif", "--district", "5"], "x.gif: please choose a name that ends in .png or .svg"),
    ],
)
def test_a_mistake_is_one_sentence(arguments: list[str], sentence: str) -> None:
    result = CliRunner().invoke(cli, ["qr", "--config", str(EXAMPLE), "--bot", "b", *arguments])
    assert result.exit_code == 2
    assert sentence in result.output
