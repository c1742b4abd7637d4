"""Readers of the environment that refuse a bad value in one sentence."""

from __future__ import annotations

import os
import re
import zoneinfo
from collections.abc import Callable
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

# A Redis that does not answer must not hold up a request.
_REDIS_OPTIONS = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}

env = environ.Env()


def text(name: str, default: str) -> str:
    """Return the variable as it stands: ``env.str`` would follow a leading $.

    An empty one is one that is not set.
    """
    return os.environ.get(name) or default


def secret(name: str, default: str = "") -> str:
    """Return the variable, or the content of the file that ``<name>_FILE`` names.

    Container platforms mount secrets as files. No message here holds what is in one.
    """
    value, file = text(name, ""), text(f"{name}_FILE", "")
    if value and file:
        raise ImproperlyConfigured(f"Set {name} or {name}_FILE, not both.")
    return _content(f"{name}_FILE", Path(file)) if file else value or default


def _content(name: str, file: Path) -> str:
    try:
        value = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise ImproperlyConfigured(f"{name} names no file that can be read.") from None
    if not value:
        raise ImproperlyConfigured(f"{name} names an empty file.")
    return value


def flag(name: str, *, default: bool) -> bool:
    """Return the variable, which is true or false."""
    value = text(name, str(default)).lower()
    if value not in _FLAGS:
        raise ImproperlyConfigured(f"{name} is true or false.")
    return _FLAGS[value]


def whole(name: str, default: int, most: int, *, least: int = 0) -> int:
    """Return the variable, which is a whole number from ``least`` to ``most``."""
    value = text(name, str(default))
    plain = value.isascii() and value.isdecimal()
    if not (plain and least <= int(value) <= most):
        raise ImproperlyConfigured(f"{name} is a whole number from {least} to {most}.")
    return int(value)


def wholes(name: str, default: str, most: int) -> tuple[int, ...]:
    """Return the variable: whole numbers from 1 to ``most``, commas between them."""
    values = [value.strip() for value in text(name, default).split(",")]
    plain = all(value.isascii() and value.isdecimal() for value in values)
    if not (plain and all(1 <= int(value) <= most for value in values)):
        raise ImproperlyConfigured(
            f"{name} is made of whole numbers from 1 to {most}, commas between them."
        )
    return tuple(sorted({int(value) for value in values}))


def share(name: str, default: float) -> float:
    """Return the variable, which is a number from 0 to 1."""
    value = text(name, str(default))
    if not re.fullmatch(r"0|1|[01]?\.\d{1,9}", value) or float(value) > 1:
        raise ImproperlyConfigured(f"{name} is a number from 0 to 1, such as 0.5.")
    return float(value)


def pairs(name: str) -> dict[str, str]:
    """Return the variable: ``name=value``, commas between them, each name once."""
    parts = [part.strip() for part in text(name, "").split(",") if part.strip()]
    split = [tuple(word.strip() for word in part.split("=")) for part in parts]
    found = {pair[0]: pair[-1] for pair in split}
    good = all(len(pair) == 2 and all(pair) for pair in split)
    if not good or len(found) < len(split):
        raise ImproperlyConfigured(f"{name} reads like Gender=Male,Married=Yes.")
    return found


def folder(name: str, default: Path) -> Path:
    """Return the variable, which is the path of a folder."""
    return Path(text(name, str(default))).absolute()


def made(name: str, default: Path) -> Path:
    """Return the variable, which is the path of a folder; make it where it is none."""
    path = folder(name, default)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name} cannot be made: {error.strerror}."
        ) from None
    return path


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
    value = secret("SECRET_KEY")
    if value or not demo:
        return value
    if not demo_file.exists():
        demo_file.touch(mode=0o600)
        demo_file.write_text(get_random_string(64))
    return demo_file.read_text()


def database(default: Path, synchronous: str) -> dict[str, Any]:
    """Return the database of DATABASE_URL: a SQLite file by default, or PostgreSQL."""
    config = _parsed(
        "DATABASE_URL",
        secret("DATABASE_URL", f"sqlite:///{default}"),
        schemes=("sqlite", "postgres", "postgresql"),
        parse=environ.Env.db_url_config,
    )
    if config["ENGINE"] == "django.db.backends.sqlite3":
        # Tests with a live server share the file; in memory they would lock it.
        test = {"NAME": default.with_name("test.sqlite3")}
        options = _sqlite_options(synchronous) | config.get("OPTIONS", {})
        # Each thread keeps its connection: to open one takes longer than to score.
        return config | {"OPTIONS": options, "TEST": test, "CONN_MAX_AGE": None}
    return config | {"OPTIONS": _postgresql_options() | config.get("OPTIONS", {})}


def _postgresql_options() -> dict[str, Any]:
    """Nobody waits long for a server that is away, nor for one that is back.

    Without these, each thread is held for 30 seconds, and the pool pauses for up to a
    minute between its tries.
    """
    pool = {"min_size": 1, "max_size": 8, "timeout": 5, "reconnect_timeout": 5}
    options = {"pool": pool, "connect_timeout": 5}
    # What is sent again and again is planned once; Django would switch that off.
    prepared = {"prepare_threshold": 5}
    return options | prepared if flag("PREPARED_STATEMENTS", default=True) else options


def cache() -> dict[str, Any]:
    """Return the cache of CACHE_URL: this process's memory by default, or Redis."""
    config = _parsed(
        "CACHE_URL",
        secret("CACHE_URL", "locmemcache://"),
        schemes=("locmemcache", "redis", "rediss"),
        parse=environ.Env.cache_url_config,
    )
    if config["BACKEND"].endswith(".RedisCache"):
        config["OPTIONS"] = _REDIS_OPTIONS | config.get("OPTIONS", {})
    else:
        config["OPTIONS"] = {"MAX_ENTRIES": 10_000} | config.get("OPTIONS", {})
    return config


def _parsed(
    name: str,
    url: str,
    *,
    schemes: tuple[str, ...],
    parse: Callable[[str], dict[str, Any]],
) -> dict[str, Any]:
    """Return what the URL says. It may hold a password, so no message repeats it."""
    if url.partition("://")[0] not in schemes:
        begins = " or ".join(f"{scheme}://" for scheme in schemes)
        raise ImproperlyConfigured(f"{name} begins with {begins}.")
    try:
        return parse(url)
    except ValueError:
        raise ImproperlyConfigured(f"{name} cannot be read as a URL.") from None


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
            # The log is written back every 16 MB: at the default of 4, every hundredth
            # request would wait for that.
            "PRAGMA wal_autocheckpoint = 4000;"
        ),
    }
