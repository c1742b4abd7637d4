"""What a failure leaves in the log: where it was, and no applicant's value."""

import logging
from io import StringIO

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from loanapp.logs import ReticentFormatter
from predictor.services import scoring
from predictor.services.tokens import issue
from tests import builders
from tests.rows import row

MARKER = "MARKER-OF-AN-APPLICANT"


@pytest.fixture
def log():
    """Return what the root logger's handler would write."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(ReticentFormatter("{levelname} {message}", style="{"))
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


def test_the_settings_use_this_formatter():
    name = f"{ReticentFormatter.__module__}.{ReticentFormatter.__name__}"

    assert name in str(settings.LOGGING)


@pytest.mark.django_db
def test_a_broken_constraint_leaves_no_value_in_the_log(log):
    try:
        with transaction.atomic():
            builders.application(loan_id=MARKER, gender="wrong")
    except IntegrityError:
        logging.getLogger("any").exception("It failed.")

    assert "IntegrityError" in log.getvalue()
    assert "builders.py" in log.getvalue()
    assert MARKER not in log.getvalue()


@pytest.mark.django_db
def test_a_failure_of_ours_says_nothing_of_the_applicant(
    live_version, log, monkeypatch
):
    def fail(*args, **kwargs):
        raise ValueError(MARKER)

    monkeypatch.setattr(scoring, "check_rows", fail)
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
def test_what_is_refused_is_not_logged(officer_client, live_version, log):
    token = issue(name="broker")
    client = Client(headers={"Authorization": f"Token {token}"})
    client.post("/api/predict", row(Gender=MARKER), content_type="application/json")
    officer_client.post(reverse("application-new"), {"loan_amount": MARKER})

    assert MARKER not in log.getvalue()
    assert token not in log.getvalue()
