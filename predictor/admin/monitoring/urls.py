"""The addresses below /admin/monitoring/."""

from __future__ import annotations

from django.urls import path

from predictor.admin.monitoring import drift, groups, record

urlpatterns = [
    path("drift/", drift.page, name="monitoring-drift"),
    path("record/", record.page, name="monitoring-record"),
    path("groups/", groups.page, name="monitoring-groups"),
]
