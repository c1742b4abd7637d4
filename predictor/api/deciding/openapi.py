"""What OpenAPI says of deciding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from drf_spectacular.utils import OpenApiParameter, extend_schema

from ml import schema
from predictor.api.deciding.serializers import (
    DecisionSerializer,
    FirstViewSerializer,
    OutcomeSerializer,
)
from predictor.api.openapi_models import problems
from predictor.models import Outcome, OverrideCode, Verdict
from predictor.services.deciding import officer_reasons, words

Json = dict[str, Any]
_View = TypeVar("_View", bound=Callable[..., Any])

_ID: Final[Json] = {"type": "string", "format": "uuid"}
_VERDICT: Final[Json] = {"type": "string", "enum": Verdict.values}
_TEXT: Final[Json] = {"type": "string", "maxLength": words.MOST_TEXT}


def _number(field: schema.Number) -> Json:
    return {
        "type": "number",
        "minimum": field.minimum,
        "exclusiveMinimum": True,
        "maximum": field.maximum,
        "description": f"Unit: {field.unit}.",
    }


def _object(properties: Json, *required: str) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _or_null(described: Json, text: str) -> Json:
    return described | {"nullable": True, "description": text}


def _codes(text: str, **items: Any) -> Json:
    return _or_null({"type": "array", "items": {"type": "string", **items}}, text)


_OFFER: Final = _object(
    {f.name: _number(f) for f in (schema.LOAN_AMOUNT, schema.LOAN_AMOUNT_TERM)},
    schema.LOAN_AMOUNT.name,
    schema.LOAN_AMOUNT_TERM.name,
)
_DECISION: Final = _object(
    {
        "prediction": _ID | {"description": "The score that was decided on."},
        "verdict": _VERDICT,
        "confirmed": _codes("Codes of the score's reasons that hold."),
        "codes": _codes("The officer's own reasons.", enum=officer_reasons.CODES),
        "other": _or_null(
            {"type": "string", "maxLength": words.MOST_REASON},
            "A reason in words for the applicant.",
        ),
        "left_out_because": _or_null(_TEXT, "Why a reason is not confirmed."),
        "override_code": _or_null(
            {"type": "string", "enum": [*OverrideCode.values, None]},
            "Why it goes against the model.",
        ),
        "override_text": _or_null(_TEXT, "The same in words."),
        "offer": _or_null(_OFFER, "The terms of a counter-offer."),
        "reverses": _or_null(_ID, "The decision whose place it takes."),
        "reversed_because": _or_null(_TEXT, "Why it takes its place."),
    },
    "prediction",
    "verdict",
)
_MOMENT: Final[Json] = {
    "type": "string",
    "nullable": True,
    "description": "A day, or a moment, in ISO 8601.",
}

_FORBIDDEN: Final = (
    "The token lacks the scope or is a program's, or the person lacks the permission"
)
_PROBLEMS: Final = {
    400: "Not JSON, or an Idempotency-Key that is not understood.",
    401: "No credentials, or none that are known.",
    403: f"{_FORBIDDEN}.",
    404: "No such application.",
    411: "A body in chunks, without Content-Length.",
    413: "More than 16 MB.",
    415: "Not application/json.",
    422: "The body breaks rules; all of them are listed, and nothing is stored.",
    429: "Too many requests; Retry-After says when.",
}


def _act(
    operation: str, summary: str, body: Json, answer: Any, meanings: dict[int, str]
) -> Callable[[_View], _View]:
    return extend_schema(
        operation_id=operation,
        summary=summary,
        request={"application/json": body},
        parameters=[
            OpenApiParameter("Idempotency-Key", location=OpenApiParameter.HEADER)
        ],
        responses={200: answer, **problems(_PROBLEMS | meanings)},
    )


decide: Final = _act(
    "decide",
    "Decide an application",
    _DECISION,
    DecisionSerializer,
    {
        403: f"{_FORBIDDEN}; or a first view comes first.",
        409: "It cannot be decided, or not on this score; errors has the rule.",
        503: "The reasons of the score cannot be worked out.",
    },
)
_SECOND: Final = {
    403: f"{_FORBIDDEN}; who decided; or a first view comes first.",
    409: "It does not wait for a second officer.",
}
confirm: Final = _act(
    "confirm_decision",
    "Confirm a decision as its second officer",
    _object({"decision": _ID, "text": _TEXT | {"nullable": True}}, "decision"),
    DecisionSerializer,
    _SECOND,
)
send_back: Final = _act(
    "send_back_decision",
    "Send a decision back as its second officer",
    _object({"decision": _ID, "text": _TEXT}, "decision", "text"),
    DecisionSerializer,
    _SECOND,
)
first_view: Final = _act(
    "record_first_view",
    "Say what you think before the score is shown",
    _object({"view": _VERDICT, "text": _TEXT | {"nullable": True}}, "view"),
    FirstViewSerializer,
    {409: "The score is shown already."},
)
outcome: Final = _act(
    "record_outcome",
    "Record how a loan ended, or take that back",
    _object(
        {
            "outcome": {
                "type": "string",
                "enum": [*Outcome.values, None],
                "nullable": True,
                "description": "Null takes back what is recorded.",
            },
            "outcome_at": _MOMENT,
        },
        "outcome",
    ),
    OutcomeSerializer,
    {409: "The loan was not approved."},
)
