"""What OpenAPI says of the version that is live, and of changing that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    PolymorphicProxySerializer,
    extend_schema,
)

from predictor.api.openapi import PROBLEM
from predictor.api.serializers import (
    ActivationSerializer,
    ModelVersionSerializer,
    WasLiveSerializer,
)
from predictor.services.activations import REASON_LENGTH

_View = TypeVar("_View", bound=Callable[..., Any])

_UNREADABLE: Final = {
    400: "Not JSON.",
    411: "A body in chunks, without Content-Length.",
    413: "More than 16 MB.",
    415: "Not application/json.",
}
_REFUSED: Final = {
    401: "No credentials, or none that are known.",
    403: "The token lacks the scope, or the account the permission.",
    429: "Too many requests; Retry-After says when.",
}
_CANNOT: Final = (
    "The body breaks rules, or the version cannot go live: its files cannot be used, "
    "it uses protected attributes, or FOUR_EYES_ACTIVATION asks for another person."
)
_BODY: Final = {
    "type": "object",
    "properties": {
        "reason": {
            "type": "string",
            "maxLength": REASON_LENGTH,
            "description": "Why; kept in the log.",
        },
        "instead_of": {
            "type": "integer",
            "minimum": 1,
            "nullable": True,
            "description": "The version that you mean to replace: 409 if another is.",
        },
    },
    "required": ["reason"],
    "additionalProperties": False,
}


def problems(meanings: dict[int, str]) -> dict[Any, Any]:
    """Return answers of OpenAPI: statuses, and what each means."""
    return {
        (code, "application/problem+json"): OpenApiResponse(PROBLEM, meaning)
        for code, meaning in sorted(meanings.items())
    }


def _change(
    operation: str, summary: str, meanings: dict[int, str]
) -> Callable[[_View], _View]:
    return extend_schema(
        operation_id=operation,
        summary=summary,
        request={"application/json": _BODY},
        responses={
            200: ActivationSerializer,
            **problems(_UNREADABLE | _REFUSED | {422: _CANNOT} | meanings),
        },
    )


activate: Final = _change(
    "activate_model",
    "Make a version the one that scores",
    {404: "No such version.", 409: "It is active, or another one went live meanwhile."},
)
roll_back: Final = _change(
    "roll_back_model",
    "Make the version live again that was live before",
    {409: "There is none, or another one went live meanwhile."},
)
active_model: Final = extend_schema(
    summary="The version that scores now, or that was live at a moment",
    parameters=[
        OpenApiParameter("at", OpenApiTypes.DATETIME, description="With its time zone.")
    ],
    responses={
        200: PolymorphicProxySerializer(
            component_name="ActiveModel",
            serializers=[ModelVersionSerializer, WasLiveSerializer],
            resource_type_field_name=None,
        ),
        **problems(
            _REFUSED
            | {
                400: "at cannot be read, has no time zone, or lies in the future.",
                404: "Nothing was live at that moment.",
                503: "No model version is active yet.",
            }
        ),
    },
)
