"""A client of the API as programs have it: with a token, without a session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from predictor.models import Scope
from predictor.services import tokens

Post = Callable[..., HttpResponse]


@pytest.fixture
def api(db: None) -> Client:
    """Return a client with a token of its own, named ``broker``."""
    token = tokens.issue(name="broker", rate="none")
    return Client(headers={"Authorization": f"Token {token}"})


@pytest.fixture
def other_api(db: None) -> Client:
    """Return another client."""
    every = [scope for scope in Scope if scope != Scope.DECIDE]
    token = tokens.issue(name="other", scopes=every, rate="none")
    return Client(headers={"Authorization": f"Token {token}"})


@pytest.fixture
def officer_api(officer: User) -> Client:
    """Return a client with a token of the officer, to decide and nothing else."""
    return personal(officer, Scope.DECIDE)


def personal(person: User, *scopes: Scope) -> Client:
    """Return a client with a token that is somebody's."""
    token = tokens.issue(
        name="script", scopes=scopes, rate="none", person=person.username
    )
    return Client(headers={"Authorization": f"Token {token}"})


@pytest.fixture
def predict(api: Client, live_version: Any) -> Post:
    """Return a function that posts a JSON value to /api/predict."""

    def post(body: object, query: str = "", **headers: str) -> HttpResponse:
        return api.post(  # type: ignore[return-value]
            f"/api/predict{query}",
            data=body,
            content_type="application/json",
            headers=headers,
        )

    return post


@pytest.fixture
def blind(settings: Any) -> None:
    """Hide every score from officers."""
    settings.BLIND_SHARE = 1


@pytest.fixture(params=["session", "token"])
def of_an_officer(
    request: pytest.FixtureRequest, officer: User, officer_client: Client
) -> Client:
    """Return an officer's client of the API, in both ways."""
    if request.param == "session":
        return officer_client
    return personal(officer, Scope.READ, Scope.PREDICT, Scope.DRY_RUN, Scope.DECIDE)
