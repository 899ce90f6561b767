"""What Prometheus reads of this server: how long answers take to begin, who listens, what is computed."""

from __future__ import annotations

import time
from collections.abc import Iterator

from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from activate_va.api.permissions import Permission, needs
from activate_va.services import Services

BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
OTHER = "other"
NO_OPERATION = "none"
"""Files of the page, unknown addresses, and what was refused before it was known what it asks for."""

router = APIRouter()


class Metrics:
    """One server's own: several in one process do not add up."""

    def __init__(self, services: Services) -> None:
        self.registry = CollectorRegistry()
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=self.registry)
        self.registry.register(_Now(services))
        self.seconds = Histogram(
            "activate_va_request_seconds",
            "Time until the answer to a request began.",
            ("method", "operation", "status"),
            buckets=BUCKETS,
            registry=self.registry,
        )

    def observe(self, scope: Scope, status: int, seconds: float) -> None:
        """By operation, as the OpenAPI description names them: neither ids nor what strangers make up become labels."""
        method = scope["method"] if scope["method"] in METHODS else OTHER
        operation = getattr(scope.get("endpoint"), "__name__", NO_OPERATION)
        self.seconds.labels(method, operation, str(status)).observe(seconds)

    def text(self) -> bytes:
        return generate_latest(self.registry)


class Watch:
    """ASGI middleware around everything, for what was refused counts too. A stream counts once, when it begins."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()

        async def heard(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.metrics.observe(scope, message["status"], time.perf_counter() - began)
            await send(message)

        await self.app(scope, receive, heard)


class _Now(Collector):
    """What is so at the moment that it is asked."""

    def __init__(self, services: Services) -> None:
        self.services = services

    def collect(self) -> Iterator[Metric]:
        listeners = self.services.publisher.listeners()
        yield GaugeMetricFamily("activate_va_listeners", "Streams of events and progress that are open.", listeners)
        rounds = self.services.sessions.rounds.count()
        yield GaugeMetricFamily("activate_va_rounds_running", "Rounds that this server carries out.", rounds)
        jobs = GaugeMetricFamily("activate_va_jobs", "Jobs that this server remembers, by state.", labels=("state",))
        for state, number in self.services.jobs.by_state().items():
            jobs.add_metric((state,), number)
        yield jobs


@router.get("/metrics", include_in_schema=False)
@needs(Permission.ADMINISTRATOR)
def get_metrics(request: Request) -> Response:
    """In Prometheus' text format."""
    metrics: Metrics = request.app.state.metrics
    return Response(metrics.text(), media_type=CONTENT_TYPE_LATEST)
