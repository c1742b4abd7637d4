"""What a monitoring system reads: counts of this server, and the state of things.

No label holds what a client sent: routes are patterns, and everything else is one of a
few words.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Final

from django.db.models import Case, Count, Min, When
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from prometheus_client import (
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from predictor.models import ModelVersion
from predictor.services import health

REQUESTS: Final = Counter(
    "loanapp_requests", "Requests that were answered.", ("method", "route", "status")
)
SECONDS: Final = Histogram(
    "loanapp_request_seconds",
    "Time to the answer of a request.",
    ("route",),
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
PREDICTIONS: Final = Counter(
    "loanapp_predictions",
    "Predictions that were recorded.",
    ("channel", "recommendation"),
)


def exposition() -> bytes:
    """Return everything in the text format of Prometheus."""
    return generate_latest(_counted()) + generate_latest(_state())


def _counted() -> CollectorRegistry:
    """Return the counts: of all processes of the server where there are several."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


def _state() -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(_State())
    return registry


class _State(Collector):
    """Asks the database at each reading; it is the same for all processes."""

    def collect(self) -> Iterator[Metric]:
        checks = health.readiness()
        ready = GaugeMetricFamily(
            "loanapp_ready", "1 where a check of /readyz passes.", labels=["check"]
        )
        for name, found in checks.items():
            ready.add_metric([name], float(found == health.OK))
        yield ready
        if checks.get("migrations") == health.OK:
            yield from _tables()


def _tables() -> Iterator[Metric]:
    active = ModelVersion.objects.filter(is_active=True).first()
    number = active.number if active else 0
    yield _gauge("model_version", "The active model version; 0 where none is.", number)
    now = timezone.now()
    # A task that was given no time has one in the year 9999, and is due at once.
    since = Case(When(run_after__lte=now, then="run_after"), default="enqueued_at")
    due = DBTaskResult.objects.ready().aggregate(number=Count("pk"), first=Min(since))
    yield _gauge("tasks_due", "Tasks that wait to be worked off.", due["number"])
    waited = (now - (due["first"] or now)).total_seconds()
    yield _gauge("tasks_oldest_seconds", "How long the first of them waits.", waited)


def _gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(f"loanapp_{name}", meaning, value=value)
