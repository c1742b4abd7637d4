"""``POST /api/predict``: scores, recorded before they are sent."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

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
        rows = body.rows_of(body.read_json(request._request))
        answer = partial(_answer, request, rows, options)
        if key and not options.dry_run:
            text = idempotency.answer_once(
                client=caller(request),
                key=key,
                request_sha256=query.digest(request),
                answer=answer,
            )
        else:
            text = answer()
        return HttpResponse(text, content_type="application/json")


def _answer(request: Request, rows: list[object], options: query.Options) -> str:
    scored = scoring.score(
        rows=rows,
        by=caller(request),
        channel=Channel.API,
        request_id=request.META["REQUEST_ID"],
        dry_run=options.dry_run,
        on_error=options.on_error,
    )
    return json.dumps(present(scored, dry_run=options.dry_run))


def present(scored: scoring.ScoredBatch, *, dry_run: bool) -> dict[str, Any]:
    """Return the answer's JSON object."""
    thresholds = {
        "approve_from": scored.thresholds.approve_from,
        "decline_below": scored.thresholds.decline_below,
    }
    return {
        "model_version": scored.model_version,
        "predictions": [
            {
                "id": None if dry_run else str(row.id),
                "Loan_ID": row.loan_id,
                "row": row.row,
                "prediction": row.prediction,
                "recommendation": row.recommendation,
                "code": row.code,
                "probability": row.probability,
                "thresholds": thresholds,
                "warnings": [slip.as_dict() for slip in row.warnings],
                "reasons": [],
            }
            for row in scored.rows
        ],
        "errors": [error.as_dict() for error in scored.errors],
    }
