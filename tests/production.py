"""The environment of a production, for processes that tests start."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from tests.promises.repository import ROOT

SECRET_KEY: Final = "of-a-production-that-lives-for-one-test-0123456789-abcdefgh"
HOST: Final = "loans.example.org"
#: One that a production verifies; tests keep passwords by a quicker one.
PBKDF2: Final = "django.contrib.auth.hashers.PBKDF2PasswordHasher"
MANAGE: Final = [sys.executable, str(ROOT / "manage.py")]

#: What a test run leaves in the environment of the processes that it starts.
_FOREIGN: Final = (
    "DATABASE_URL",
    "DJANGO_ALLOW_ASYNC_UNSAFE",  # of the journeys
    "DJANGO_SETTINGS_MODULE",
    "LOANAPP_ENV",
)


def environment(var_dir: Path, **changes: str) -> dict[str, str]:
    """Return an environment in which nothing is wrong; None of it is the run's own."""
    inherited = {k: v for k, v in os.environ.items() if k not in _FOREIGN}
    settings = {
        "ENV_FILE": os.devnull,
        "LOANAPP_ENV": "production",
        "SECRET_KEY": SECRET_KEY,
        "ALLOWED_HOSTS": HOST,
        "NUM_PROXIES": "1",
        "VAR_DIR": str(var_dir),
    }
    return inherited | settings | changes


def database_url(database: dict[str, Any]) -> str:
    """Return the URL of the database that a test works on."""
    if database["ENGINE"].endswith("sqlite3"):
        return f"sqlite:///{database['NAME']}"
    user = quote(database["USER"], safe="")
    if database["PASSWORD"]:
        user += ":" + quote(database["PASSWORD"], safe="")
    host, port = database["HOST"], database["PORT"] or 5432
    return f"postgres://{user}@{host}:{port}/{database['NAME']}"
