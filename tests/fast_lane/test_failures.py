"""What fails on the lane is answered by Django, and nothing is scored twice."""

import json

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError

from loanapp.fast_lane import FastLane
from predictor.models import Prediction
from predictor.services import recording, scoring, telemetry
from tests.rows import row

# Both close connections as a server does, which no test inside a transaction survives.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("step", "rows"), [("keep_one", row()), ("record", [row(), row(Loan_ID="B")])]
)
def test_what_fails_here_is_a_problem_document_and_stores_nothing(
    ask, monkeypatch, settings, step, rows
):
    settings.DEBUG_PROPAGATE_EXCEPTIONS = False

    def fail(*_, **__):
        raise RuntimeError("LP-MARKER")

    monkeypatch.setattr(recording, step, fail)
    status, headers, text = ask(FastLane(WSGIHandler()), rows)

    assert status.startswith("500 ")
    assert headers["Content-Type"] == "application/problem+json"
    assert "LP-MARKER" not in text
    assert not Prediction.objects.exists()


@pytest.mark.parametrize("rows", [row(), [row(), row(Loan_ID="B")]])
def test_what_may_have_been_committed_is_not_tried_again(
    ask, django, monkeypatch, rows
):
    """The connection was lost after the commit: nobody knows, so nobody repeats it."""
    score, tried = scoring.score, []

    def lose(**asked):
        tried.append(score(**asked))
        raise OperationalError("the connection was lost")

    monkeypatch.setattr(scoring, "score", lose)
    status, headers, _ = ask(FastLane(django), rows)

    assert status.startswith("503 ")
    assert headers["Content-Type"] == "application/problem+json"
    assert len(tried) == 1
    assert Prediction.objects.count() == len(tried[0].answers)


def test_what_fails_after_the_commit_changes_no_answer(ask, django, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError("no counter")

    monkeypatch.setattr(telemetry.PREDICTIONS, "labels", fail)
    status, _, text = ask(FastLane(django), [row(), row(Loan_ID="B")])

    assert status == "200 OK"
    assert len(json.loads(text)["predictions"]) == Prediction.objects.count() == 2
