"""Structured logs without people in them: numbers of rows, names of rooms, kinds of errors; never words, phones, tokens.

What is allowed is listed, so that a forgotten field is dropped rather than shown.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

ALLOWED = frozenset(
    {
        "address",
        "attempts",
        "channel",
        "count",
        "district",
        "error",
        "event",
        "failed",
        "file",
        "id",
        "key",
        "kind",
        "level",
        "lane",
        "logger",
        "migration",
        "number",
        "outcome",
        "path",
        "port",
        "reason",
        "room",
        "seconds",
        "stage",
        "status",
        "timestamp",
        "town",
        "version",
        "where",
    }
)
"""Fields that may stand in a log line. `address` is where we listen, never a person's."""


def _only_allowed(_: Any, __: str, line: MutableMapping[str, Any]) -> Mapping[str, Any]:
    return {name: value for name, value in line.items() if name in ALLOWED}


def configure(*, level: str = "INFO", json: bool = True) -> None:
    """Sets structlog up, and keeps other libraries' logs to warnings without their data."""
    renderer = structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[structlog.processors.add_log_level, structlog.processors.TimeStamper(fmt="iso"), _only_allowed, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")


def kind_of(error: BaseException) -> str:
    """An error for a log: its kind and the place, never its message (it may quote a person)."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" at {trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace is not None else ""
    return type(error).__name__ + where


log = structlog.get_logger()
