"""What every command of the command line needs: the configuration's option, and errors as one sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar

import typer

from bot.channels.channel import Misconfigured
from bot.clock import SystemClock
from bot.config import ConfigError, Settings
from bot.districts.folder import load_maps
from bot.districts.town import TownError, TownMap
from storage.database import DatabaseError

T = TypeVar("T")

ConfigFile = Annotated[Path, typer.Option("--config", help="The configuration file (see config.example.toml).")]


def or_exit(work: Callable[[], T]) -> T:
    """What went wrong is one sentence, not a trace."""
    try:
        return work()
    except (ConfigError, Misconfigured, TownError, DatabaseError) as error:
        refuse(str(error), error)


def refuse(sentence: str, cause: BaseException | None = None) -> NoReturn:
    """Ends the command; the sentence says what to do instead."""
    typer.echo(sentence, err=True)
    raise typer.Exit(2) from cause


def town_of(settings: Settings) -> TownMap:
    """The town's map as it is in force now."""
    return load_maps(settings.town.folder, settings.zone).in_force(SystemClock().now())
