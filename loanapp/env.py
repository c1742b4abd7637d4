"""Readers of the environment that refuse a bad value in one sentence."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.crypto import get_random_string

ENVIRONMENTS = ("demo", "production")
SYNCHRONOUS = ("NORMAL", "FULL")

env = environ.Env()


def text(name: str, default: str) -> str:
    """Return the variable as it stands: ``env.str`` would follow a leading $."""
    return os.environ.get(name, default)


def whole(name: str, default: int) -> int:
    """Return the variable, which is a whole number from 0."""
    value = text(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is a whole number from 0.")
    return int(value)


def choice(name: str, choices: tuple[str, ...], default: str) -> str:
    """Return the variable, which is one of the choices."""
    value = text(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is one of {', '.join(choices)}.")
    return value


def rate(name: str, default: str) -> str | None:
    """Return a throttle rate such as ``600/min``; None stands for ``none``."""
    value = text(name, default)
    if value == "none":
        return None
    if not re.fullmatch(r"[1-9]\d*/(s|sec|m|min|h|hour|d|day)", value):
        raise ImproperlyConfigured(f"{name} reads like 600/min, or none.")
    return value


def secret_key(demo_file: Path, *, demo: bool) -> str:
    """Return SECRET_KEY; the demo makes itself one, which it keeps in a file."""
    value = text("SECRET_KEY", "")
    if value or not demo:
        return value
    if not demo_file.exists():
        demo_file.touch(mode=0o600)
        demo_file.write_text(get_random_string(64))
    return demo_file.read_text()


def database(default: Path, synchronous: str) -> dict[str, Any]:
    """Return the database of DATABASE_URL: a SQLite file by default, or PostgreSQL."""
    config: dict[str, Any] = env.db_url("DATABASE_URL", default=f"sqlite:///{default}")
    if config["ENGINE"] == "django.db.backends.sqlite3":
        # Tests with a live server share the file; in memory they would lock it.
        test = {"NAME": default.with_name("test.sqlite3")}
        options = _sqlite_options(synchronous) | config.get("OPTIONS", {})
        return config | {"OPTIONS": options, "TEST": test}
    if config["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured("DATABASE_URL begins with sqlite:// or postgres://.")
    pool = {"pool": {"min_size": 1, "max_size": 8}}
    return config | {"OPTIONS": pool | config.get("OPTIONS", {})}


def _sqlite_options(synchronous: str) -> dict[str, Any]:
    """Readers never wait for the writer, and the writer takes its lock at the start."""
    return {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode = WAL;"
            f"PRAGMA synchronous = {synchronous};"
            "PRAGMA cache_size = -32000;"
            "PRAGMA mmap_size = 134217728;"
        ),
    }
