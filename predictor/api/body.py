"""The body of a request: its type, its size, its bytes."""

from __future__ import annotations

from typing import Any, Final

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


def read(request: HttpRequest, *, any_type: bool = False) -> bytes:
    """Return the JSON text of the body.

    A missing Content-Type passes as JSON: Python's ``requests`` sends none with text.
    With ``any_type`` every other passes too.

    Raises
    ------
    UnsupportedMediaType, TooLarge, LengthRequired, ParseError
    """
    if not any_type and request.content_type not in (_JSON, ""):
        raise UnsupportedMediaType("", detail="The body is application/json.")
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise UnsupportedMediaType("", detail="The body is sent without encoding.")
    return _read_whole(request)


def _read_whole(request: HttpRequest) -> bytes:
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
