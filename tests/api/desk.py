"""An officer at work by API: what is sent, and what a refusal looks like."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from predictor.models import Prediction

BOTH = ["credit_history_below", "amount_high"]


def post(
    client: Client,
    prediction: Prediction,
    path: str = "decision",
    body: object = None,
    **headers: str,
) -> Any:
    """Send a body to an address of the application that was scored."""
    loan_id = prediction.application.loan_id
    text = body if isinstance(body, bytes) else json.dumps(body)
    return client.post(
        f"/api/applications/{loan_id}/{path}",
        text,
        content_type="application/json",
        headers=headers,
    )


def decide(
    client: Client, prediction: Prediction, verdict: str = "decline", **said: Any
) -> Any:
    """Decide on a score; ``key`` is an Idempotency-Key."""
    key = said.pop("key", None)
    headers = {"Idempotency-Key": key} if key else {}
    body = {"prediction": str(prediction.pk), "verdict": verdict} | said
    return post(client, prediction, body=body, **headers)


def status_of(prediction: Prediction) -> str:
    """Return where the application stands now."""
    prediction.application.refresh_from_db()
    return prediction.application.status


def refused(answer: Any, status: int, *rules: tuple[str | None, str]) -> None:
    """Assert that an answer is that problem, with these fields and rules."""
    problem = answer.json()
    assert answer.status_code == problem["status"] == status, problem
    assert answer["Content-Type"] == "application/problem+json"
    assert [(e["field"], e["rule"]) for e in problem["errors"]] == [*rules]
    assert all(e["row"] == 0 and e["message"] for e in problem["errors"])
