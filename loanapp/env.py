"""Readers of the environment that refuse a bad value in one sentence."""

from __future__ import annotations

import os
import re
import zoneinfo
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.crypto import get_random_string

ENVIRONMENTS = ("demo", "production")
SYNCHRONOUS = ("NORMAL", "FULL")

_FLAGS = {
    **dict.fromkeys(("true", "1", "yes", "on"), True),
    **dict.fromkeys(("false", "0", "no", "off"), False),
}

env = environ.Env()


def text(name: str, default: str) -> str:
    """Return the variable as it stands: ``env.str`` would follow a leading $.

    An empty one is one that is not set.
    """
    return os.environ.get(name) or default


def flag(name: str, *, default: bool) -> bool:
    """Return the variable, which is true or false."""
    value = text(name, str(default)).lower()
    if value not in _FLAGS:
        raise ImproperlyConfigured(f"{name} is true or false.")
    return _FLAGS[value]


def whole(name: str, default: int, most: int) -> int:
    """Return the variable, which is a whole number from 0 to ``most``."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdecimal() and int(value) <= most):
        raise ImproperlyConfigured(f"{name} is a whole number from 0 to {most}.")
    return int(value)


def folder(name: str, default: Path) -> Path:
    """Return the variable, which is the path of a folder."""
    return Path(text(name, str(default))).absolute()


def time_zone(name: str, default: str) -> str:
    """Return the variable, which is a name of the time zone database."""
    value = text(name, default)
    if value not in zoneinfo.available_timezones():
        raise ImproperlyConfigured(f"{name} is a time zone such as Europe/Berlin.")
    return value


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
