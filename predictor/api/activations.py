"""``POST /api/models/{number}/activate`` and ``POST /api/models/rollback``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from predictor.api import body, openapi_models
from predictor.api.authentication import caller
from predictor.api.problems import InvalidBody
from predictor.api.serializers import ActivationSerializer
from predictor.models import ModelActivation, Scope
from predictor.services import activations, receiving
from predictor.services.receiving import RowError

_MESSAGES: Final = {
    "reason": "reason is text; it is kept in the log.",
    "instead_of": "instead_of is the number of the version that you mean to replace.",
}


class _Change(APIView):
    """Changes which version is live."""

    http_method_names = ("post", "options")
    permission = "predictor.activate_modelversion"
    scope = Scope.MODELS


class Activate(_Change):
    """Makes a version the one that scores."""

    @openapi_models.activate
    def post(self, request: Request, number: int) -> Response:
        asked = _read(request)
        activation = activations.activate(
            number=number,
            reason=asked.reason,
            by=caller(request),
            instead_of=asked.instead_of,
        )
        return _answer(activation)


class RollBack(_Change):
    """Makes the version live again that was live before."""

    @openapi_models.roll_back
    def post(self, request: Request) -> Response:
        asked = _read(request)
        activation = activations.roll_back(
            reason=asked.reason, by=caller(request), instead_of=asked.instead_of
        )
        return _answer(activation)


def _answer(activation: ModelActivation) -> Response:
    return Response(ActivationSerializer(activation).data)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the body says."""

    reason: str
    instead_of: int


def _read(request: Request) -> _Asked:
    """Return what the body says; a field that is null is missing.

    Raises
    ------
    receiving.NotJSON, InvalidBody
    """
    value = receiving.decode(body.read(request._request))
    if not isinstance(value, dict):
        raise InvalidBody([RowError(0, None, "type", "The body is a JSON object.")])
    given = {name: one for name, one in value.items() if one is not None}
    if errors := list(_errors(given)):
        raise InvalidBody(errors)
    return _Asked(given["reason"], given.get("instead_of", activations.ANY_VERSION))


def _errors(given: Mapping[str, Any]) -> Iterator[RowError]:
    if given.keys() - _MESSAGES.keys():
        fields = "The fields are: reason, instead_of; names are spelt exactly."
        yield RowError(0, None, "unknown_field", fields)
    if "reason" not in given:
        yield RowError(0, "reason", "required", f"Say why: {_MESSAGES['reason']}")
    elif not isinstance(given["reason"], str):
        yield RowError(0, "reason", "type", _MESSAGES["reason"])
    number = given.get("instead_of", 1)
    if type(number) is not int:  # to Python a boolean is a whole number
        yield RowError(0, "instead_of", "type", _MESSAGES["instead_of"])
    elif number < 1:
        yield RowError(0, "instead_of", "range", _MESSAGES["instead_of"])
