"""Commands as an operator runs them, with what they print."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from ml.pipeline import GRIDS


@pytest.fixture
def run():
    """Return a function that runs a command and returns what it wrote to stdout."""

    def run(*words: Any, **options: Any) -> str:
        out = StringIO()
        call_command(*map(str, words), stdout=out, stderr=StringIO(), **options)
        return out.getvalue()

    return run


@pytest.fixture
def store(settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return an empty model store; few settings of the forest are tried."""
    monkeypatch.setitem(GRIDS, "random_forest", {"max_depth": [6]})
    settings.MODEL_STORE = tmp_path / "models"
    settings.VAR_DIR = tmp_path
    return settings.MODEL_STORE
