"""What is around every page: the navigation, and which model is in use."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from predictor.admin import monitoring
from predictor.models import ModelVersion

#: Heading → title, icon, app and model of each page below it; or its name.
_NAVIGATION: Final = {
    "Loan desk": (
        ("Applications", "description", "predictor.loanapplication"),
        ("Predictions", "query_stats", "predictor.prediction"),
        ("Decisions", "gavel", "predictor.decision"),
    ),
    "Models": (
        ("Model versions", "deployed_code", "predictor.modelversion"),
        ("Activation log", "history", "predictor.modelactivation"),
    ),
    "Monitoring": (
        ("Drift", "trending_up", "monitoring-drift"),
        ("Record", "fact_check", "monitoring-record"),
        ("Approval rates", "balance", "monitoring-groups"),
    ),
    "Access": (
        ("API tokens", "key", "predictor.apitoken"),
        ("Users", "person", "auth.user"),
        ("Groups", "group", "auth.group"),
    ),
}


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the sidebar: the pages that somebody may see."""
    return [
        {
            "title": title,
            "items": [_item(*page) for page in pages if _may_see(request, page[2])],
        }
        for title, pages in _NAVIGATION.items()
    ]


def _may_see(request: HttpRequest, page: str) -> bool:
    needed = monitoring.NEEDED.get(page) or page.replace(".", ".view_")
    return request.user.has_perm(needed)


def _item(title: str, icon: str, page: str) -> dict[str, Any]:
    model = f"admin:{page.replace('.', '_')}_changelist"
    name = page if page in monitoring.NEEDED else model
    return {"title": title, "icon": icon, "link": reverse(name)}


def environment(request: HttpRequest) -> list[str]:
    """Return the label in the header: where this is, and which model is in use."""
    where, colour = ("Demo", "info") if settings.DEMO else ("Production", "danger")
    if not admin.site.has_permission(request):
        return [where, colour]
    return [f"{where} · {_in_use()}", colour]


def _in_use() -> str:
    version = ModelVersion.objects.filter(is_active=True).first()
    return f"Model version {version.number}" if version else "No model in use"


def search(request: HttpRequest) -> HttpResponse:
    """Answer the theme's search, which no page here offers.

    The theme's own view fails on a page number that is none.
    """
    raise Http404


# What failed in a task is shown there as it is, and exceptions quote values.
admin.site.unregister(DBTaskResult)
admin.site.search = search  # type: ignore[attr-defined]
