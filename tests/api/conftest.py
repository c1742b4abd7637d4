"""A client of the API as programs have it: with a token, without a session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
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
    token = tokens.issue(name="other", scopes=list(Scope), rate="none")
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
