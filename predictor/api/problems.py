"""Errors as problem documents (RFC 9457): one translation for the whole interface."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final

from django.db import OperationalError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from predictor.api import refusals
from predictor.services import (
    activation_log,
    activations,
    idempotency,
    registry,
    scoring,
)
from predictor.services.receiving import RowError

logger = logging.getLogger(__name__)

_RETRY_AFTER_SECONDS: Final = "5"
NOT_FOUND: Final = HTTPStatus.NOT_FOUND
_NOTHING_HERE: Final = "There is nothing at this address."  # Django would name a class
CONTENT_TYPE: Final = "application/problem+json"


class BadQuery(exceptions.APIException):
    """A parameter of the query, or a header, is not understood."""

    status_code = HTTPStatus.BAD_REQUEST


class InvalidBody(Exception):
    """The body of a request that carries no applicants breaks rules."""

    def __init__(self, errors: Sequence[RowError]) -> None:
        super().__init__("The body breaks rules; errors lists them.")
        self.errors = errors


#: The errors of the services → status and what a person may call them, kinds of an
#: error before the error itself.
_TRANSLATED: Final[dict[type[Exception], tuple[HTTPStatus, str]]] = {
    scoring.NotJSON: (HTTPStatus.BAD_REQUEST, "Bad Request"),
    scoring.InvalidRows: (HTTPStatus.UNPROCESSABLE_ENTITY, "Rows break rules"),
    scoring.TooManyRows: (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Too many rows"),
    registry.NoActiveModel: (HTTPStatus.SERVICE_UNAVAILABLE, "No model yet"),
    registry.ArtifactError: (HTTPStatus.SERVICE_UNAVAILABLE, "Model cannot be read"),
    idempotency.KeyReused: (HTTPStatus.CONFLICT, "Key used for another request"),
    InvalidBody: (HTTPStatus.UNPROCESSABLE_ENTITY, "The body breaks rules"),
    activations.UnknownVersion: (HTTPStatus.NOT_FOUND, "No such version"),
    activations.AlreadyActive: (HTTPStatus.CONFLICT, "Active already"),
    activations.Overtaken: (HTTPStatus.CONFLICT, "Another version is active"),
    activations.NothingToRollBackTo: (HTTPStatus.CONFLICT, "Nothing to roll back to"),
    activations.ActivationError: (HTTPStatus.UNPROCESSABLE_ENTITY, "It cannot go live"),
    activation_log.NothingWasLive: (HTTPStatus.NOT_FOUND, "Nothing was live"),
    **refusals.TRANSLATED,
}


def document(
    status: int, detail: str, *, title: str | None = None, **extra: Any
) -> dict[str, Any]:
    """Return a problem document."""
    return {
        "type": "about:blank",
        "title": title or HTTPStatus(status).phrase,
        "status": int(status),
        "detail": detail,
        **extra,
    }


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """Translate what a view raised; None lets Django answer (see ``server_error``)."""
    if isinstance(error, OperationalError):
        return _busy()
    for kind, (status, title) in _TRANSLATED.items():
        if isinstance(error, kind):
            rows = [row.as_dict() for row in refusals.errors_of(error)]
            detail = refusals.detail_of(error)
            body = document(status, detail, title=title, errors=rows)
            return Response(body, status, content_type=CONTENT_TYPE)
    response = exception_handler(error, context)
    if response is None:
        return None
    missing = response.status_code == NOT_FOUND
    detail = _NOTHING_HERE if missing else _sentence(response.data)
    response.data = document(response.status_code, detail, errors=[])
    response.content_type = CONTENT_TYPE
    return response


def _busy() -> Response:
    """Answer where the database does not: it is locked, restarting, or away."""
    logger.exception("The database did not answer.")
    status = HTTPStatus.SERVICE_UNAVAILABLE
    body = document(status, "The database is busy. Try again.", errors=[])
    headers = {"Retry-After": _RETRY_AFTER_SECONDS}
    return Response(body, status, headers=headers, content_type=CONTENT_TYPE)


def _sentence(data: Any) -> str:
    detail = data.get("detail") if isinstance(data, dict) else data
    return str(detail)


def respond(status: int, detail: str) -> JsonResponse:
    """Return a problem where no view of the interface was reached."""
    body = document(status, detail, errors=[])
    return JsonResponse(body, status=status, content_type=CONTENT_TYPE)


@csrf_exempt  # a missing address is missing whatever comes with the request
def not_found(request: HttpRequest, **_: Any) -> JsonResponse:
    """Answer for any address below /api/ that does not exist."""
    return respond(NOT_FOUND, _NOTHING_HERE)
