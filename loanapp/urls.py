"""The addresses of the project; errors below /api/ are problem documents."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views import defaults

from predictor.api import health, metrics, problems, tutorial

urlpatterns = [
    path("api/", include("predictor.api.urls")),  # first: most requests are for it
    path("", include("predictor.web.urls")),
    path("admin/monitoring/", include("predictor.admin.monitoring.urls")),
    path("admin/", admin.site.urls),
    path("predict", tutorial.TutorialView.as_view(), name="tutorial"),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.MetricsView.as_view(), name="metrics"),
]


def _for_programs(request: HttpRequest) -> bool:
    return request.path.startswith("/api/") or request.path in ("/predict", "/metrics")


def handler400(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that Django refused: a bad host, too many fields."""
    if _for_programs(request):
        return problems.respond(400, "The request was refused.")
    return defaults.bad_request(request, exception)


def handler500(request: HttpRequest) -> HttpResponse:
    """Answer when something failed here; the log says what, the answer does not."""
    if _for_programs(request):
        return problems.respond(500, "Something failed here. It was logged.")
    return defaults.server_error(request)
