"""/health for whoever starts and restarts us, /metrics for whoever watches. Figures only, and only on this machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.clock import Clock
from storage.database import DatabaseError, Rows
from storage.models import HOUR, SECOND, Instant
from storage.repositories.vitals import Vitals, vitals
from storage.unit import Tally

LOOPBACK = frozenset({"127.0.0.1", "::1", "testclient"})


@dataclass(frozen=True, slots=True)
class Pulse:
    """What the pages below ask the process. `running` says whether every loop is alive; `errors` counts send errors by channel and kind."""

    reader: Rows
    clock: Clock
    tally: Tally
    running: Callable[[], bool]
    errors: Callable[[], dict[tuple[str, str], int]]


def health_routes(pulse: Pulse) -> list[Route]:
    """The two pages."""

    async def health(request: Request) -> Response:
        """200 only when the process can do its work: its loops run and its database answers."""
        try:
            await vitals(pulse.reader, pulse.clock.now(), 0)
            ready = pulse.running()
        except DatabaseError:
            ready = False
        return JSONResponse({"ready": ready}, 200 if ready else 503)

    async def metrics(request: Request) -> Response:
        if request.client is None or request.client.host not in LOOPBACK:
            return Response(status_code=404)
        now = pulse.clock.now()
        families = _families(await vitals(pulse.reader, now, now - HOUR), pulse, now)
        registry = CollectorRegistry()
        registry.register(_Once(families))
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return [Route("/health", health), Route("/metrics", metrics)]


class _Once:
    """A collector of what was just counted."""

    def __init__(self, families: list[Metric]) -> None:
        self._families = families

    def collect(self) -> list[Metric]:
        return self._families


def _families(found: Vitals, pulse: Pulse, now: Instant) -> list[Metric]:
    depth = GaugeMetricFamily("outbox_waiting", "Messages that should have left by now", labels=["channel"])
    oldest = GaugeMetricFamily("outbox_oldest_seconds", "Age of the oldest of them", labels=["channel"])
    for each in found.waiting:
        depth.add_metric([each.channel], each.count)
        oldest.add_metric([each.channel], (now - each.oldest) / SECOND)
    errors = CounterMetricFamily("send_errors", "Requests that did not end with a yes", labels=["channel", "kind"])
    for (channel, kind), count in pulse.errors().items():
        errors.add_metric([channel, kind], count)
    return [
        depth,
        oldest,
        errors,
        GaugeMetricFamily("inbox_unhandled", "Updates written down and not handled yet", value=found.unhandled),
        GaugeMetricFamily("inbox_failed_last_hour", "Updates given up within an hour", value=found.failed),
        CounterMetricFamily("units", "Units of work since the start", value=pulse.tally.units),
        CounterMetricFamily("units_failed", "Units undone since the start", value=pulse.tally.failed),
        CounterMetricFamily("commits", "Commits since the start", value=pulse.tally.commits),
    ]
