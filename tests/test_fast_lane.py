"""What the fast lane answers Django would have answered; the rest it leaves to it."""

import json
import re
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError
from django.utils import timezone

from loanapp.fast_lane import FastLane
from predictor.models import ApiToken, Prediction
from predictor.services import recording, scoring, telemetry, tokens
from tests.rows import row

# Both close connections as a server does, which no test inside a transaction survives.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def token(live_version):
    return tokens.issue(name="broker", rate="none")


@pytest.fixture
def django():
    return WSGIHandler()


def refuse(environ, start_response):
    raise AssertionError("Django was asked.")


@pytest.fixture
def ask(token):
    """Return a function that posts a body to an application."""

    def ask(application, body, query="", **changes):
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        environ = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/api/predict",
            "QUERY_STRING": query,
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(sent)),
            "HTTP_HOST": "testserver",
            "HTTP_AUTHORIZATION": f"Token {token}",
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "wsgi.input": BytesIO(sent),
            "wsgi.url_scheme": "http",
        }
        environ |= changes
        return answer_of(
            application, {k: v for k, v in environ.items() if v is not ...}
        )

    return ask


def answer_of(application, environ):
    """Return status, headers and text, without what no two answers share."""
    began = []
    parts = application(
        environ, lambda status, headers: began.append((status, headers))
    )
    text = b"".join(parts).decode()
    [(status, headers)] = began
    named = {name: value for name, value in headers if name != "X-Request-ID"}
    assert named.get("Content-Length", str(len(text))) == str(len(text))
    if status == "200 OK":
        assert len(named) == len(headers) - 1
        assert "Content-Length" in named
    return status, named, re.sub(r'"id":"[^"]*"', '"id":""', text)


ORDINARY = {
    "one": (row(), ""),
    "an array": ([row(Loan_ID=f"A{i}", LoanAmount=90 + i) for i in range(20)], ""),
    "none": ([], "explain=none"),
    "incomplete": (row(Credit_History=None, Gender=...), "explain=all"),
    "a slip": (row(Loan_Amount_Term=30), ""),
    "a dry run": (row(), "dry_run=true&explain=none"),
    "some that are skipped": ([row(), row(Loan_ID="B", Education=1)], "on_error=skip"),
    "a string of rows": (json.dumps([row()]), ""),
    "a name that cannot be encoded": ([row(), row() | {"\ud800": 1}], "on_error=skip"),
    "reasons": (row(Credit_History=0), ""),
}


@pytest.mark.parametrize("name", ORDINARY)
def test_the_lane_answers_as_django_does_to_the_last_header(ask, django, name):
    body, query = ORDINARY[name]

    assert ask(FastLane(refuse), body, query) == ask(django, body, query)


@pytest.mark.parametrize(
    "changes",
    [
        {"HTTP_X_REQUEST_ID": "of-the-client"},
        {"CONTENT_TYPE": "application/json; charset=utf-8"},
        {"HTTP_HOST": "testserver:8000"},
    ],
)
def test_what_clients_send_besides_keeps_no_one_from_the_lane(ask, django, changes):
    assert ask(FastLane(refuse), row(), **changes) == ask(django, row(), **changes)


REFUSED: dict[str, tuple[object, str, dict[str, Any], int]] = {
    "a rule is broken": (row(ApplicantIncome=-1), "", {}, 422),
    "no JSON": (b"{", "", {}, 400),
    "no token": (row(), "", {"HTTP_AUTHORIZATION": ...}, 401),
    "an unknown token": (row(), "", {"HTTP_AUTHORIZATION": "Token x"}, 401),
    "no latin token": (row(), "", {"HTTP_AUTHORIZATION": "Token \xff\xfe"}, 401),
    "another scheme": (row(), "", {"HTTP_AUTHORIZATION": "Bearer x"}, 401),
    "another host": (row(), "", {"HTTP_HOST": "evil.example"}, 400),
    "no host that can be": (row(), "", {"HTTP_HOST": "a b"}, 400),
    "an unknown parameter": (row(), "dryrun=true", {}, 400),
    "a long query": (row(), "explain=none&" * 2_000, {}, 400),
    "another type": (row(), "", {"CONTENT_TYPE": "text/plain"}, 415),
    "encoded": (row(), "", {"HTTP_CONTENT_ENCODING": "gzip"}, 415),
    "an empty encoding": (row(), "", {"HTTP_CONTENT_ENCODING": ""}, 415),
    "an empty key": (row(), "", {"HTTP_IDEMPOTENCY_KEY": ""}, 400),
    "in chunks": (row(), "", {"HTTP_TRANSFER_ENCODING": "chunked"}, 411),
    "too large": (row(), "", {"CONTENT_LENGTH": "999999999"}, 413),
    "read": (row(), "", {"REQUEST_METHOD": "GET"}, 405),
    "cut off": (b'{"Loan_ID":', "", {"CONTENT_LENGTH": "200"}, 400),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_is_refused_by_django(ask, django, name):
    body, query, changes, status = REFUSED[name]

    answered = ask(FastLane(django), body, query, **changes)

    assert answered == ask(django, body, query, **changes)
    assert int(answered[0][:3]) == status
    assert not Prediction.objects.exists()


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"scopes": ["read"]}, 403),
        ({"scopes": ["dry-run"]}, 403),
        ({"expiry": timezone.now()}, 401),
        ({"rate": "1/day"}, 200),
    ],
)
def test_tokens_are_held_to_what_they_may(ask, django, change, status):
    ApiToken.objects.update(**change)

    assert int(ask(FastLane(django), row())[0][:3]) == status


def test_every_request_is_counted_once(ask, django):
    ApiToken.objects.update(rate="3/day")
    lane = FastLane(django)

    statuses = [
        ask(lane, body)[0][:3]
        for body in (row(), row(Education=1), row(), row(), row(Education=1))
    ]

    assert statuses == ["200", "422", "200", "429", "429"]


def test_a_browser_with_its_cookie_goes_to_django(ask, django):
    cookie = {"HTTP_COOKIE": "sessionid=x"}
    with pytest.raises(AssertionError, match="Django was asked"):
        ask(FastLane(refuse), row(), **cookie)

    assert ask(FastLane(django), row(), **cookie) == ask(django, row(), **cookie)


def test_a_key_of_idempotency_goes_to_django(ask, django):
    again = {"HTTP_IDEMPOTENCY_KEY": "k-1"}
    first, second = (ask(FastLane(django), row(), **again) for _ in range(2))

    assert first == second
    assert Prediction.objects.count() == 1


def test_plain_http_is_redirected_where_https_is_asked_for(ask, django, settings):
    settings.SECURE_SSL_REDIRECT = True
    lane = FastLane(WSGIHandler())

    assert ask(lane, row())[0].startswith("301 ")
    assert ask(FastLane(refuse), row(), **{"wsgi.url_scheme": "https"})[0] == "200 OK"


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


def test_the_prediction_is_the_one_that_was_answered(token, ask, live_version):
    parts: list[bytes] = []

    def application(environ, start_response):
        parts.extend(FastLane(refuse)(environ, start_response))
        return parts

    ask(application, row(), HTTP_X_REQUEST_ID="of-the-client")

    [prediction] = json.loads(parts[0])["predictions"]
    stored = Prediction.objects.get(pk=UUID(prediction["id"]))
    assert stored.probability == prediction["probability"]
    assert (stored.request_id, stored.requested_by.username) == (
        "of-the-client",
        "broker",
    )
