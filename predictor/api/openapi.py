"""What OpenAPI says of scoring, made from the data dictionary."""

from __future__ import annotations

from typing import Any, Final

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request

from ml import schema
from predictor.api.serializers import PredictionSerializer
from predictor.models import Code, Recommendation
from predictor.services.scoring import MAX_ROWS

Json = dict[str, Any]


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _domain(field: schema.Field) -> Json:
    if isinstance(field, schema.Category):
        domain: Json = {"type": "string", "enum": list(field.choices)}
        if field.aliases:
            numbers = [number for number, _ in field.aliases]
            whole = {"type": "integer", "enum": numbers}
            return {"oneOf": [domain | _or_null(field, domain), whole]}
        return domain
    if isinstance(field, schema.Flag):
        return {"type": "integer", "enum": [0, 1]}
    if isinstance(field, schema.Number):
        least = {"exclusiveMinimum": True} if field.above_minimum else {}
        bounds = {"minimum": field.minimum, "maximum": field.maximum}
        return {"type": "number", **bounds, **least}
    if isinstance(field, schema.Text):
        return {"type": "string", "pattern": f"^{field.pattern}$"}
    return {"type": "string", "format": "date-time"}


def _property(field: schema.Field) -> Json:
    unit = f" Unit: {field.unit}." if isinstance(field, schema.Number) else ""
    told = f"{field.help} {field.counts}".rstrip() + unit
    described = {**_domain(field), "description": told}
    return described | _or_null(field, described)


def _or_null(field: schema.Field, described: Json) -> Json:
    if field.required or "oneOf" in described:
        return {}
    null: Json = {"nullable": True}
    return null | ({"enum": [*described["enum"], None]} if "enum" in described else {})


def _object(properties: Json, required: list[str] | None = None) -> Json:
    names = list(properties) if required is None else required
    return {
        "type": "object",
        "properties": properties,
        "required": names,
        "additionalProperties": False,
    }


def _array(items: Json, **limits: Any) -> Json:
    return {"type": "array", "items": items, **limits}


_TEXT: Final[Json] = {"type": "string"}
_TEXT_OR_NULL: Final[Json] = {"type": "string", "nullable": True}
_WHOLE: Final[Json] = {"type": "integer"}
_SHARE: Final[Json] = {"type": "number", "minimum": 0, "maximum": 1}

_SCORE: Final[Json] = {
    "id": {"type": "string", "format": "uuid", "nullable": True},
    "Loan_ID": _TEXT,
    "row": _WHOLE,
    "prediction": {"type": "integer", "enum": [0, 1]},
    "recommendation": {"type": "string", "enum": Recommendation.values},
    "code": {"type": "string", "enum": [*Code.values, None], "nullable": True},
    "probability": _SHARE,
    "thresholds": _ref("Thresholds"),
    "warnings": _array(_ref("Warning")),
    "reasons": _array(_ref("Reason"), maxItems=4),
}
#: What an officer is told of an application that they judge before they see its score.
_HIDDEN: Final[Json] = {
    **{name: _SCORE[name] for name in ("id", "Loan_ID", "row", "warnings")},
    "hidden": {"type": "boolean", "enum": [True]},
}
_NOT_TOLD: Final[Json] = {"nullable": True, "enum": [None]}
#: With explain=all.
_EXPLAINED: Final[Json] = {
    "contributions": {
        "type": "object",
        "additionalProperties": {"type": "number"},
        "description": (
            "Field to what it added to reference_probability; the sum is probability. "
            "Both incomes are one, under ApplicantIncome."
        ),
    },
    "reference_probability": _SHARE,
}

COMPONENTS: Final[dict[str, Json]] = {
    "Applicant": _object(
        {field.name: _property(field) for field in schema.APPLICANT_FIELDS},
        required=[f.name for f in schema.APPLICANT_FIELDS if f.required],
    ),
    "RowError": _object(
        {"row": _WHOLE, "field": _TEXT_OR_NULL, "rule": _TEXT, "message": _TEXT}
    ),
    "Problem": {
        **_object(
            {
                "type": _TEXT,
                "title": _TEXT,
                "status": _WHOLE,
                "detail": _TEXT,
                "errors": _array(_ref("RowError")),
            }
        ),
        "description": "A problem document (RFC 9457).",
    },
    "Warning": _object({"field": _TEXT, "code": _TEXT, "message": _TEXT}),
    "Reason": _object(
        {
            "code": _TEXT,
            "field": _TEXT,
            "text": _TEXT,
            "contribution": {
                "type": "number",
                "nullable": True,
                "description": "Below 0; null where the fact is missing.",
            },
        }
    ),
    "Thresholds": _object({"approve_from": _SHARE, "decline_below": _SHARE}),
    "Score": _object(_SCORE | _EXPLAINED, required=list(_SCORE)),
    "HiddenScore": _object(
        _HIDDEN
        | {name: _NOT_TOLD for name in _SCORE | _EXPLAINED if name not in _HIDDEN},
        required=[*_HIDDEN],
    ),
    "Scores": _object(
        {
            "model_version": _WHOLE,
            "predictions": _array({"oneOf": [_ref("Score"), _ref("HiddenScore")]}),
            "errors": _array(_ref("RowError")),
        }
    ),
}

#: What every error is answered with.
PROBLEM: Final[Json] = _ref("Problem")
_BODY: Final[Json] = {
    "oneOf": [
        _ref("Applicant"),
        _array(_ref("Applicant"), maxItems=MAX_ROWS),
        {"type": "string", "description": "JSON text that holds either."},
    ]
}
_PROBLEMS: Final = {
    400: "Not JSON, or a parameter that is not understood.",
    401: "No credentials, or none that are known.",
    403: "The token lacks the scope.",
    409: "The Idempotency-Key was used for another request.",
    411: "A body in chunks, without Content-Length.",
    413: f"More than {MAX_ROWS:,} rows or 16 MB.",
    415: "Not application/json.",
    422: "Rows break rules; all of them are listed, and nothing is stored.",
    429: "Too many requests; Retry-After says when.",
    503: "No model version is active yet.",
}

scoring = extend_schema(
    operation_id="predict",
    summary="Score one application, or an array of them",
    request={"application/json": _BODY},
    parameters=[
        OpenApiParameter("dry_run", OpenApiTypes.BOOL, description="Store nothing."),
        OpenApiParameter("explain", enum=["not_approved", "all", "none"]),
        OpenApiParameter("on_error", enum=["reject", "skip"]),
        OpenApiParameter("Idempotency-Key", location=OpenApiParameter.HEADER),
    ],
    responses={
        (200, "application/json"): _ref("Scores"),
        **{(code, "application/problem+json"): _ref("Problem") for code in _PROBLEMS},
    },
)


class SchemaView(SpectacularAPIView):
    """The OpenAPI document, as JSON and in one version."""

    renderer_classes = [OpenApiJsonRenderer]

    def _get_version_parameter(self, request: Request) -> None:
        """Ignore what the query says: it would go into a header as it is."""


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """``Authorization: Token …``; lets Swagger UI ask for one."""

    target_class = "predictor.api.authentication.ApiTokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> Json:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "The word Token, a space, and the token.",
        }


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The session of a person who is logged in."""

    target_class = "predictor.api.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> Json:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}


def complete(result: Json, **_: Any) -> Json:
    """Add the components, and what each problem means (a postprocessing hook)."""
    schemas = result["components"].setdefault("schemas", {})
    schemas.update(COMPONENTS)
    for name in ("Prediction", "ExplainedPrediction"):  # null where it is hidden
        for telling in PredictionSerializer.TELLING:
            schemas[name]["properties"][telling]["nullable"] = True
    answers = result["paths"]["/api/predict"]["post"]["responses"]
    for code, meaning in _PROBLEMS.items():
        answers[str(code)]["description"] = meaning
    return result
