"""An id for every request, in its answer and in all that it records."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

HEADER: Final = "X-Request-ID"
_ACCEPTED: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")


def of(sent: str) -> str:
    """Return the caller's id where it is a plain one, else a new one."""
    return sent if _ACCEPTED.fullmatch(sent) else uuid4().hex


class RequestIdMiddleware:
    """Take the caller's request id where it is a plain one, else make one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = of(request.headers.get(HEADER, ""))
        request.META["REQUEST_ID"] = request_id
        response = self.get_response(request)
        response[HEADER] = request_id
        return response
