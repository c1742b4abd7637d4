"""A clock that a test sets forward, and a login as a browser sends it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import pytest
from axes.handlers import proxy
from django.test import Client
from django.urls import reverse
from django.utils import timezone

LogIn = Callable[..., Any]
_RIGHT: Final = "officer-officer"


class Clock:
    """The time of the application."""

    def __init__(self) -> None:
        self.ahead = timedelta()
        self._now = timezone.now

    def now(self) -> Any:
        return self._now() + self.ahead

    def forward(self, **by: float) -> None:
        self.ahead += timedelta(**by)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return the clock that sessions, failures and pages go by."""
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock.now)
    monkeypatch.setattr(proxy, "now", clock.now)  # axes imported it by its name
    return clock


@pytest.fixture
def log_in(officer: Any) -> LogIn:
    """Return a function that sends the login form, from a browser of its own."""

    def send(password: str = _RIGHT, **options: Any) -> Any:
        page = options.pop("page", "login")
        client = options.pop("client", None) or Client()
        address = options.pop("address", "192.0.2.1")
        headers = options.pop("headers", {})
        fields = {"username": "officer", "password": password} | options
        return client.post(reverse(page), fields, headers=headers, REMOTE_ADDR=address)

    return send
