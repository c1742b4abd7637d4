"""``GET /metrics``: what a monitoring system reads."""

from __future__ import annotations

from django.http import HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST
from rest_framework.request import Request
from rest_framework.views import APIView

from predictor.models import Scope
from predictor.services import telemetry


class MetricsView(APIView):
    """Counts and state, in the text format of Prometheus."""

    permission = "predictor.view_modelversion"
    schema = None
    scope = Scope.READ

    def get(self, request: Request) -> HttpResponse:
        return HttpResponse(telemetry.exposition(), content_type=CONTENT_TYPE_LATEST)
