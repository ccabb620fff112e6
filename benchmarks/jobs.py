"""The jobs of the timers' baseline: a job store finds a function by its module's name, so it cannot stand in a program."""

from __future__ import annotations

done: list[int] = []


async def job(number: int) -> None:
    """Notes that it ran, and does nothing else."""
    done.append(number)
