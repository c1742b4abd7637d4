"""``GET /metrics``: what a monitoring system reads."""

from __future__ import annotations

from django.http import HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.views import APIView

from predictor.api.authentication import is_program
from predictor.models import Scope
from predictor.services import telemetry
from predictor.services.deciding import blind


class MetricsView(APIView):
    """Counts and state, in the text format of Prometheus.

    Not for whoever has scores hidden from them: in a quiet minute the counts of
    recommendations tell of the last one.
    """

    permission = "predictor.view_modelversion"
    schema = None
    scope = Scope.READ

    def get(self, request: Request) -> HttpResponse:
        if not is_program(request) and blind.hides_from(request.user):
            raise PermissionDenied
        return HttpResponse(telemetry.exposition(), content_type=CONTENT_TYPE_LATEST)
