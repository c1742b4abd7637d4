"""``GET /metrics``."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import REGISTRY

from predictor.models import Scope
from predictor.services import housekeeping, tokens
from tests.rows import row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("live_version")]

MARKER = "LP-MARKER-REFERENCE"


def samples(answer):
    """Return the values of an exposition, by name and labels."""
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain; version=")
    families = text_string_to_metric_families(answer.content.decode())
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in families
        for sample in family.samples
    }


def test_requests_are_counted_by_route_and_never_by_path(api):
    labels = sorted(["/api/applications/<loan_id:loan_id>", "404", "GET"])
    key = ("loanapp_requests_total", *labels)
    before = samples(api.get("/metrics")).get(key, 0)

    api.get(f"/api/applications/{MARKER}")
    api.get(f"/{MARKER}?{MARKER}")
    api.generic(MARKER, "/")

    answer = api.get("/metrics")
    assert samples(answer)[key] == before + 1
    assert MARKER not in answer.content.decode()


def predictions_counted(api):
    found = samples(api.get("/metrics"))
    return sum(v for k, v in found.items() if k[0] == "loanapp_predictions_total")


def test_predictions_are_counted_once_they_are_stored(
    api, django_capture_on_commit_callbacks
):
    before = predictions_counted(api)
    rows = [row(Loan_ID=MARKER), row(Loan_ID="B")]

    with django_capture_on_commit_callbacks(execute=True):
        api.post("/api/predict", rows, "application/json")
        api.post("/api/predict?dry_run=true", row(), "application/json")

    assert predictions_counted(api) == before + 2
    assert MARKER not in api.get("/metrics").content.decode()


def test_state_is_that_of_the_database(api, live_version):
    housekeeping.schedule()

    found = samples(api.get("/metrics"))

    assert found["loanapp_model_version",] == live_version.number
    assert found["loanapp_ready", "database"] == 1
    assert found["loanapp_tasks_due",] == 1
    assert found["loanapp_tasks_oldest_seconds",] >= 0


def test_the_task_that_waits_longest_is_told(api):
    housekeeping.hourly.enqueue()  # at once, and so without a time of its own
    housekeeping.hourly.using(run_after=timezone.now() + timedelta(hours=1)).enqueue()
    minute_ago = timezone.now() - timedelta(minutes=1)
    DBTaskResult.objects.update(enqueued_at=minute_ago)

    found = samples(api.get("/metrics"))

    assert found["loanapp_tasks_due",] == 1
    assert 60 <= found["loanapp_tasks_oldest_seconds",] < 120


def test_time_is_measured(api):
    api.get("/livez")

    assert samples(api.get("/metrics"))["loanapp_request_seconds_count", "/livez"] >= 1


def test_token_needs_the_scope(client):
    token = tokens.issue(name="broker", scopes=[Scope.PREDICT])

    answer = client.get("/metrics", headers={"Authorization": f"Token {token}"})

    assert answer.status_code == 403
    assert client.get("/metrics").status_code == 401
    assert answer["Content-Type"] == "application/problem+json"


def test_processes_of_one_server_count_together(tmp_path):
    """Each writes files of its own, and whoever is asked adds them up."""
    program = """
import django
django.setup()
from predictor.services import telemetry
telemetry.REQUESTS.labels("GET", "/livez", 200).inc()
print(telemetry.generate_latest(telemetry._counted()).decode())
"""
    environ = os.environ | {
        "DJANGO_SETTINGS_MODULE": "loanapp.settings",
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path),
        "VAR_DIR": str(tmp_path),
    }
    words = [sys.executable, "-W", "ignore", "-c", program]
    printed = [
        subprocess.run(words, env=environ, capture_output=True, text=True, check=True)
        for _ in range(2)
    ]

    line = 'loanapp_requests_total{method="GET",route="/livez",status="200"}'
    assert f"{line} 1.0" in printed[0].stdout
    assert f"{line} 2.0" in printed[1].stdout


def test_names_are_our_own():
    own = [m.name for m in REGISTRY.collect() if m.name.startswith("loanapp_")]

    assert sorted(own) == [
        "loanapp_predictions",
        "loanapp_request_seconds",
        "loanapp_requests",
    ]
