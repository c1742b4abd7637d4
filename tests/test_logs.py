"""What a failure leaves in the log: where it was, and no applicant's value."""

import logging
from io import StringIO

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from loanapp.logs import ReticentFormatter
from predictor.services import receiving
from predictor.services.tokens import issue
from tests import builders
from tests.rows import row

MARKER = "MARKER-OF-AN-APPLICANT"


@pytest.fixture
def log():
    """Return what the handler of the settings writes."""
    stream = StringIO()
    [handler] = [h for h in logging.getLogger().handlers if h.get_name() == "stderr"]
    assert isinstance(handler, logging.StreamHandler)
    kept = handler.setStream(stream)
    yield stream
    handler.setStream(kept)


def test_a_circle_of_causes_ends():
    first, second = ValueError(MARKER), KeyError(MARKER)
    first.__cause__, second.__cause__ = second, first

    text = ReticentFormatter().formatException((ValueError, first, None))

    assert text == "builtins.ValueError\nbuiltins.KeyError"


@pytest.mark.django_db
def test_a_broken_constraint_leaves_no_value_in_the_log(log):
    try:
        with transaction.atomic():
            builders.application(loan_id=MARKER, gender="wrong")
    except IntegrityError:
        logging.getLogger("any").exception("It failed.")

    assert "IntegrityError" in log.getvalue()
    assert "builders/scores.py" in log.getvalue()
    assert MARKER not in log.getvalue()


@pytest.mark.django_db
def test_a_failure_of_ours_says_nothing_of_the_applicant(
    live_version, log, monkeypatch
):
    def fail(*args, **kwargs):
        raise ValueError(MARKER)

    monkeypatch.setattr(receiving, "receive", fail)
    token = issue(name="broker")
    client = Client(
        headers={"Authorization": f"Token {token}"}, raise_request_exception=False
    )

    answer = client.post("/api/predict", row(), content_type="application/json")

    assert answer.status_code == 500
    assert answer["Content-Type"] == "application/problem+json"
    for text in (answer.content.decode(), log.getvalue()):
        assert MARKER not in text
        assert token not in text
    assert "ValueError" in log.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "line"),
    [
        (f"/{MARKER}", "404 GET (no route)"),
        (f"/api/applications/{MARKER}", "401 GET /api/applications/<loan_id:loan_id>"),
        (f"/api/models?page={MARKER}", "401 GET /api/models"),
    ],
)
def test_a_line_about_a_request_has_its_route_and_not_its_path(log, path, line):
    Client(headers={"X-Request-ID": "r-1"}).get(path)

    assert f"WARNING django.request {line} request r-1\n" in log.getvalue()
    assert MARKER not in log.getvalue()


@pytest.mark.django_db
def test_a_method_that_nobody_knows_is_not_repeated(log, officer_client):
    answer = officer_client.generic(MARKER, "/")

    assert answer.status_code == 405
    assert "django.request 405 - /" in log.getvalue()
    assert MARKER not in log.getvalue()


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ((f"Invalid request from ip=10.0.0.1: {MARKER}",), "ip=10.0.0.1"),
        (("Error handling request %s %s", "GET", f"/{MARKER}"), "request"),
        (("Worker (pid:%s) was sent %s!", 7, "SIGTERM"), "(pid:7) was sent SIGTERM!"),
    ],
)
def test_the_servers_own_lines_repeat_no_request(log, words, line):
    logging.getLogger("gunicorn.error").error(*words)

    assert log.getvalue().endswith(f"{line}\n")
    assert MARKER not in log.getvalue()


@pytest.mark.django_db
def test_a_host_that_is_refused_is_not_repeated(log):
    answer = Client(headers={"Host": f"{MARKER}.example"}).get("/")

    assert answer.status_code == 400
    assert "django.security.DisallowedHost 400 GET" in log.getvalue()
    assert MARKER not in log.getvalue()


@pytest.mark.django_db
def test_what_is_refused_is_not_logged(officer_client, live_version, log):
    token = issue(name="broker")
    client = Client(headers={"Authorization": f"Token {token}"})
    client.post("/api/predict", row(Gender=MARKER), content_type="application/json")
    officer_client.post(reverse("application-new"), {"loan_amount": MARKER})

    assert MARKER not in log.getvalue()
    assert token not in log.getvalue()
