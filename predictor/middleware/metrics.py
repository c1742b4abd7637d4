"""Counts every request by its route, its status and its time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views import View

from predictor.services.telemetry import REQUESTS, SECONDS

_METHODS: Final = frozenset(method.upper() for method in View.http_method_names)
OTHER: Final = "other"


class MetricsMiddleware:
    """Stands first, so that the time of all others is counted too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        response = self.get_response(request)
        # A client may send any method and any path: those that exist are counted apart.
        method = request.method if request.method in _METHODS else OTHER
        route = f"/{request.resolver_match.route}" if request.resolver_match else OTHER
        count(method, route, response.status_code, time.perf_counter() - begun)
        return response


def count(method: str, route: str, status: int, seconds: float) -> None:
    """Count one request."""
    REQUESTS.labels(method, route, status).inc()
    SECONDS.labels(route).observe(seconds)
