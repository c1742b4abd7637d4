"""Rows of the record, each with an application of its own unless it is given one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from predictor.models import Decision, LoanApplication, Prediction
from tests import builders


def at(month: int, day: int = 10, *, year: int = 2026) -> datetime:
    return datetime(year, month, day, 9, tzinfo=UTC)


def predicted(month: int, number: int = 1, **changes: Any) -> list[Prediction]:
    """Store so many predictions of a month; capitalised changes are inputs."""
    inputs = {k: v for k, v in changes.items() if k[0].isupper()}
    others = {k: v for k, v in changes.items() if not k[0].isupper()}
    values = {"created_at": at(month), "inputs": builders.INPUTS | inputs} | others
    return [builders.prediction(**values) for _ in range(number)]


def decided(month: int, verdict: str = "approve", **changes: Any) -> Decision:
    """Store a decision on a prediction of the same month."""
    ours = ("prediction_hidden", "override_code", "override_text", "inputs")
    own = {k: changes.pop(k) for k in ours if k in changes}
    (seen,) = predicted(month, **changes)
    return builders.decision(
        prediction=seen, verdict=verdict, created_at=at(month), **own
    )


def loan(decided_at: datetime, **changes: Any) -> LoanApplication:
    """Store an approved loan with its prediction and decision."""
    probability = changes.pop("probability", 0.8)
    made: LoanApplication = builders.application(
        status="approved",
        loan_status="Y",
        label_source="officer",
        decided_at=decided_at,
        **changes,
    )
    seen = builders.prediction(
        application=made, created_at=decided_at, probability=probability
    )
    builders.decision(prediction=seen, created_at=decided_at)
    return made
