"""What the fast lane answers Django would have answered; the rest it leaves to it."""

import json
from typing import Any
from uuid import UUID

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.utils import timezone

from loanapp.fast_lane import FastLane
from predictor.models import ApiToken, Prediction
from predictor.models.roles import Role
from tests import builders
from tests.rows import row

# Both close connections as a server does, which no test inside a transaction survives.
pytestmark = pytest.mark.django_db(transaction=True)


def refuse(environ, start_response):
    raise AssertionError("Django was asked.")


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


def test_a_token_of_a_person_goes_to_django(ask, django, settings):
    """It is asked what the person may do and see."""
    settings.BLIND_SHARE = 1
    officer = builders.person_as(Role.LOAN_OFFICER)
    ApiToken.objects.update(user=officer)
    with pytest.raises(AssertionError, match="Django was asked"):
        ask(FastLane(refuse), row())

    status, _, text = ask(FastLane(django), row())

    assert status == "200 OK"
    assert '"hidden":true' in text
    officer.groups.clear()
    assert ask(FastLane(django), row())[0].startswith("403 ")


def test_a_program_is_told_its_score_whoever_judges_blind(ask, django, settings):
    settings.BLIND_SHARE = 1

    assert ask(FastLane(refuse), row()) == ask(django, row())
    assert "hidden" not in ask(FastLane(refuse), row())[2]


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
