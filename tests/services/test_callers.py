"""A token is looked up once a second, and a change of it is seen."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from knox.crypto import hash_token

from predictor.models import ApiToken
from predictor.services import callers, tokens

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    """Return a list whose last entry is the time."""
    times = [1_000.0]
    monkeypatch.setattr(time, "monotonic", lambda: times[-1])
    return times


@pytest.fixture
def digest():
    return hash_token(tokens.issue(name="broker"))


def found(digest):
    token = callers.find(digest)
    assert token is not None
    return token


def queries(digest):
    with CaptureQueriesContext(connection) as captured:
        callers.find(digest)
    return len(captured)


def test_many_requests_of_a_second_ask_the_database_once(digest, clock):
    assert [queries(digest) for _ in range(3)] == [1, 0, 0]
    clock.append(clock[-1] + callers.LOOK_EVERY_SECONDS)
    assert queries(digest) == 1


def test_what_another_process_changes_is_seen_within_the_second(digest, clock):
    callers.find(digest)
    ApiToken.objects.update(scopes=["read"])  # without a signal, as if elsewhere

    clock.append(clock[-1] + callers.LOOK_EVERY_SECONDS)
    assert found(digest).scopes == ["read"]


def test_a_token_that_is_revoked_here_is_unknown_at_once(digest, clock):
    found(digest).delete()

    assert callers.find(digest) is None


def test_a_client_that_is_switched_off_here_is_seen_at_once(digest, clock):
    user = found(digest).user
    user.is_active = False
    user.save()

    assert not found(digest).user.is_active


def test_who_guesses_is_looked_for_each_time_and_fills_no_memory(digest, clock):
    assert [queries(f"guess-{i % 2}") for i in range(4)] == [1, 1, 1, 1]


def test_a_token_of_a_person_is_looked_up_each_time(officer, clock):
    token = tokens.issue(name="script", person=officer.username)
    digest = hash_token(token)

    assert [queries(digest) for _ in range(3)] == [1, 1, 1]
    assert found(digest).is_personal
    assert found(digest).user == officer


def test_a_token_of_a_program_is_none_of_a_person(digest, clock):
    assert not found(digest).is_personal
