"""Applications, their scores, and files of them."""

from __future__ import annotations

import json
from typing import Any, Final

from django.utils import timezone

from ml import schema
from predictor.models import (
    BatchChunk,
    BatchJob,
    DryRun,
    Explanation,
    LoanApplication,
    Prediction,
)
from tests.builders.keys import key_for
from tests.builders.people import person
from tests.builders.versions import any_version

#: What an applicant sent, by name on the wire.
INPUTS: Final[dict[str, Any]] = {
    "Gender": "Female",
    "Married": "Yes",
    "Dependents": "1",
    "Education": "Graduate",
    "Self_Employed": "No",
    "ApplicantIncome": 5849.0,
    "CoapplicantIncome": 1508.0,
    "LoanAmount": 128.0,
    "Loan_Amount_Term": 360.0,
    "Credit_History": 1,
    "Property_Area": "Urban",
}


def application(**changes: Any) -> LoanApplication:
    """Return a stored application that waits for its decision."""
    now = changes.get("created_at") or timezone.now()
    facts = {f.attribute: INPUTS[f.name] for f in schema.PREDICTORS}
    count = LoanApplication.objects.count()
    values: dict[str, Any] = {
        **facts,
        "id": key_for(changes),
        "loan_id": f"LP{count + 1:06}",
        "status": "ready",
        "source": "api",
        "received_at": now,
        "completed_at": now,
        "created_at": now,
        "updated_at": now,
    }
    return LoanApplication.objects.create(**values | changes)


def prediction(**changes: Any) -> Prediction:
    """Return a stored prediction, with an application and a version of its own."""
    now = changes.get("created_at") or timezone.now()
    values: dict[str, Any] = {
        "id": key_for(changes),
        "application": changes.get("application") or application(),
        "revision": 1,
        "model_version": changes.get("model_version") or any_version(),
        "inputs": INPUTS,
        "probability": 0.8312,
        "approve_from": 0.6,
        "decline_below": 0.4,
        "recommendation": "approve",
        "channel": "api",
        "requested_by": changes.get("requested_by") or person(),
        "request_id": "request-1",
        "created_at": now,
    }
    return Prediction.objects.create(**values | changes)


def dry_run(**changes: Any) -> DryRun:
    """Return that somebody has tried another amount or term of an application."""
    values: dict[str, Any] = {
        "model_version": changes.get("model_version") or any_version(),
        "rows": 1,
        "channel": "form",
        "requested_by": changes.get("requested_by") or person(),
        "request_id": "request-1",
        "created_at": timezone.now(),
    }
    return DryRun.objects.create(**values | changes)


def explanation(prediction: Prediction, **changes: Any) -> Explanation:
    """Return a stored explanation of a prediction."""
    values = {
        "contributions": {"Credit_History": -0.1},
        "reference_probability": prediction.probability + 0.1,
        "residual": 0.0,
        "reasons": [],
        "created_at": prediction.created_at,
    }
    return Explanation.objects.create(prediction=prediction, **values | changes)


def batch_job(**changes: Any) -> BatchJob:
    """Return a file of one row that was checked and waits for its officer."""
    now = changes.get("created_at") or timezone.now()
    values: dict[str, Any] = {
        "id": key_for(changes),
        "owner": changes.get("owner") or person(),
        "name": "loans.csv",
        "kind": "csv",
        "encoding": "utf-8",
        "columns": list(INPUTS),
        "state": "checked",
        "rows": 1,
        "heartbeat_at": now,
        "created_at": now,
    }
    made = BatchJob.objects.create(**values | changes)
    row = json.dumps([{"Loan_ID": None, **INPUTS}])
    BatchChunk.objects.create(
        job=made, index=0, lines="[2]", rows=row, good=1, errors="[]", error_count=0
    )
    return made
