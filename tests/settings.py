"""The settings of a test's town. Apart from `town`: what a killed process imports must be little."""

from __future__ import annotations

from pathlib import Path

from bot.config import DatabaseSettings, DeskSettings, MediaSettings, QuietHoursSettings, Settings


def settings(folder: Path, *, at_any_hour: bool = False) -> Settings:
    """Like the demo's, in a folder of the test; without quiet hours where the clock is the machine's."""
    quiet = QuietHoursSettings(begin=0, end=0) if at_any_hour else QuietHoursSettings()
    return Settings(
        quiet_hours=quiet,
        database=DatabaseSettings(path=folder / "town.db"),
        media=MediaSettings(folder=folder / "media", largest_mb=1),
        desk=DeskSettings(
            duty_phone="62 000 00 00",
            supervisor_phone="62 000 00 01",
            administrator="Komenda Testowa",
            crime_office="Komenda, Jasna 1",
            complaints="Komendant Miejski, Jasna 1",
        ),
    )
