"""``POST /api/predict``: scores, recorded before they are sent."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import msgspec
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.views import APIView

from predictor.api import body, openapi, query
from predictor.api.authentication import caller
from predictor.models import Channel, Scope
from predictor.services import idempotency, scoring


class PredictView(APIView):
    """Scores one application, or an array of them."""

    http_method_names = ("post", "options")
    permission = "predictor.add_prediction"

    @property
    def scope(self) -> Scope:
        dry_run = query.is_dry_run(self.request)
        return Scope.DRY_RUN if dry_run else Scope.PREDICT

    @openapi.scoring
    def post(self, request: Request) -> HttpResponse:
        options = query.read_options(request)
        key = query.read_idempotency_key(request)
        text = body.read(request._request)
        answer = partial(_answer, request, text, options)
        if key and not options.dry_run:
            answered = idempotency.answer_once(
                client=caller(request),
                key=key,
                request_sha256=query.digest(request),
                answer=answer,
            )
        else:
            answered = answer()
        return HttpResponse(answered, content_type="application/json")


def _answer(request: Request, text: bytes, options: query.Options) -> str:
    scored = scoring.score(
        rows=text,
        by=caller(request),
        channel=Channel.API,
        request_id=request.META["REQUEST_ID"],
        dry_run=options.dry_run,
        on_error=options.on_error,
    )
    return present(scored)


class _Prediction(msgspec.Struct, gc=False):
    """A prediction as it is answered."""

    id: str | None
    loan_id: str = msgspec.field(name="Loan_ID")
    row: int
    prediction: int
    recommendation: str
    code: str | None
    probability: float
    thresholds: dict[str, float]
    warnings: Sequence[dict[str, str]]
    reasons: Sequence[str]


def present(scored: scoring.ScoredBatch) -> str:
    """Return the answer's JSON."""
    thresholds = scored.thresholds.as_dict()
    # Rows that are asked about alike share their slips.
    kinds = {id(row.warnings): row.warnings for row in scored.rows}
    warnings = {kind: [one.as_dict() for one in slips] for kind, slips in kinds.items()}
    predictions = [
        _Prediction(
            row.id,
            row.loan_id,
            row.row,
            row.prediction,
            row.recommendation,
            row.code,
            row.probability,
            thresholds,
            warnings[id(row.warnings)],
            (),
        )
        for row in scored.rows
    ]
    answer = {
        "model_version": scored.model_version,
        "predictions": predictions,
        "errors": [error.as_dict() for error in scored.errors],
    }
    return msgspec.json.encode(answer).decode()
