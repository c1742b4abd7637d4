"""The query string and headers of a request."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, cast, get_args

from django.utils import timezone
from rest_framework.request import Request

from predictor.api.problems import BadQuery
from predictor.services.scoring import Explain, OnError

_BOOLEANS: Final = {"true": True, "false": False}
_KEY: Final = re.compile(r"[\x21-\x7e]{1,255}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a client wants its rows scored."""

    dry_run: bool
    explain: Explain
    on_error: OnError


def is_dry_run(request: Request) -> bool:
    """Return ``dry_run``; it decides which scope a token needs."""
    return _BOOLEANS[_one_of(request, "dry_run", tuple(_BOOLEANS), "false")]


def read_options(request: Request) -> Options:
    """Return the options; a misspelt one is an error, for it would do something else.

    Raises
    ------
    BadQuery
        Naming the parameter and what it may be.
    """
    unknown = sorted(set(request.query_params) - set(Options.__slots__))
    if unknown:
        raise BadQuery(f"Parameters are: {', '.join(Options.__slots__)}.")
    explain = _one_of(request, "explain", get_args(Explain), "not_approved")
    on_error = _one_of(request, "on_error", get_args(OnError), "reject")
    return Options(
        dry_run=is_dry_run(request),
        explain=cast("Explain", explain),
        on_error=cast("OnError", on_error),
    )


def _one_of(request: Request, name: str, choices: tuple[str, ...], default: str) -> str:
    value = request.query_params.get(name, default)
    if value not in choices:
        raise BadQuery(f"{name} is one of: {', '.join(choices)}.")
    return value


def read_moment(request: Request, name: str) -> datetime | None:
    """Return the one parameter as a moment in UTC, or None without it.

    Raises
    ------
    BadQuery
        Where it cannot be read, has no time zone, or lies in the future; and where
        another parameter is given, for a misspelt one would ask for something else.
    """
    if set(request.query_params) - {name}:
        raise BadQuery(f"The parameter is: {name}.")
    given = request.query_params.getlist(name)
    if not given:
        return None
    try:
        (text,) = given
        moment = _in_utc(text)
    except (ValueError, OverflowError):
        raise BadQuery(
            f"{name} is one moment with its time zone, such as 2026-05-01T00:00Z. "
            "In an address + is written %2B."
        ) from None
    if moment > timezone.now():
        raise BadQuery(f"{name} lies in the future.")
    return moment


def _in_utc(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or not text.isprintable():  # it reads past a NUL
        raise ValueError("no moment")
    return moment.astimezone(UTC)


def read_idempotency_key(request: Request) -> str | None:
    """Return the Idempotency-Key, or None without one."""
    key = request.headers.get("Idempotency-Key")
    if key is not None and not _KEY.fullmatch(key):
        raise BadQuery("Idempotency-Key is 1 to 255 printable ASCII characters.")
    return key


def digest(request: Request) -> str:
    """Return the SHA-256 of what makes two requests the same: where it goes, and what.

    Where alone would do for scoring; elsewhere the address names the application.
    """
    where = request.get_full_path().encode()
    return hashlib.sha256(where + b"\n" + request._request.body).hexdigest()
