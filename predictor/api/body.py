"""The body of a request → JSON values, strictly."""

from __future__ import annotations

import json
from typing import Any, Final, NoReturn

from django.conf import settings
from django.http import HttpRequest, UnreadablePostError
from rest_framework import status
from rest_framework.exceptions import (
    APIException,
    ParseError,
    UnsupportedMediaType,
)
from rest_framework.negotiation import BaseContentNegotiation

_JSON: Final = "application/json"


class TooLarge(APIException):
    """More than one request may carry."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE


class LengthRequired(APIException):
    """A body in chunks; the server would read it as an empty one."""

    status_code = status.HTTP_411_LENGTH_REQUIRED
    default_detail = "Send the body with a Content-Length, not in chunks."


class JSONAlways(BaseContentNegotiation):
    """Every answer is JSON, whatever the caller accepts."""

    def select_parser(self, request: Any, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(
        self, request: Any, renderers: Any, format_suffix: str | None = None
    ) -> tuple[Any, str]:
        return renderers[0], renderers[0].media_type


def read_json(request: HttpRequest, *, any_type: bool = False) -> object:
    """Return the JSON value of the body.

    A missing Content-Type passes as JSON: Python's ``requests`` sends none with text.
    With ``any_type`` every other passes too.

    Raises
    ------
    UnsupportedMediaType, TooLarge, ParseError
    """
    if not any_type and request.content_type not in (_JSON, ""):
        raise UnsupportedMediaType("", detail="The body is application/json.")
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise UnsupportedMediaType("", detail="The body is sent without encoding.")
    return decode(read_bytes(request))


def read_bytes(request: HttpRequest) -> bytes:
    """Return the body, unless it is larger than the limit."""
    if "chunked" in request.headers.get("Transfer-Encoding", "").lower():
        raise LengthRequired
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.API_MAX_BYTES:
        limit = settings.API_MAX_BYTES // (1024 * 1024)
        raise TooLarge(f"A body has at most {limit} MB.")
    try:
        return request.body
    except UnreadablePostError:
        raise ParseError("The body did not arrive whole.") from None


def decode(text: str | bytes) -> object:
    """Return the value of strict JSON: no NaN, no field twice in one object."""
    try:
        return json.loads(
            text, parse_constant=_refuse_constant, object_pairs_hook=_unique
        )
    except (ValueError, RecursionError):
        raise ParseError("The body is not valid JSON.") from None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a field twice")
    return value


def rows_of(value: object) -> list[object]:
    """Return the rows: of an array, of one object, or of a JSON string of either."""
    if isinstance(value, str):
        value = decode(value)
    return value if isinstance(value, list) else [value]
