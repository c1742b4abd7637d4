"""A clock that stands in the middle of a month, and rows of other months."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import timezone

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


class Clock:
    """What the time is, until a test moves it."""

    moment = NOW

    def now(self) -> datetime:
        return self.moment


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(timezone, "now", made.now)
    return made


@pytest.fixture
def few(settings: Any) -> None:
    """Let four predictions be enough for a month."""
    settings.DRIFT_LEAST_ROWS = 4
