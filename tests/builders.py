"""Valid rows of the tables; each test changes the one thing that it is about."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.utils import timezone

from ml import schema
from predictor.models import (
    ApiToken,
    BatchChunk,
    BatchJob,
    Decision,
    DryRun,
    Explanation,
    JournalEntry,
    LoanApplication,
    ModelActivation,
    ModelVersion,
    Prediction,
)
from predictor.models.keys import new_key
from predictor.models.roles import Role, group_of
from predictor.services import accounts

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
METRICS: Final[dict[str, Any]] = {
    "cross_validation": {"auc": 0.79, "log_loss": 0.463, "brier": 0.148},
    "hold_out": {"auc": 0.781, "log_loss": 0.471, "brier": 0.151},
    "baseline": {"auc": 0.71, "log_loss": 0.507, "brier": 0.163},
    "champion": None,
    "gate": {
        "verdict": "better",
        "sentence": "Better than the active version.",
        "comparisons": [
            {
                "against": "the active version's recipe, in the same folds",
                "rows": 1989,
                "mine": {
                    "log_loss": 0.463,
                    "auc": 0.79,
                    "brier": 0.148,
                    "calibration_error": 0.01,
                },
                "theirs": {
                    "log_loss": 0.471,
                    "auc": 0.78,
                    "brier": 0.15,
                    "calibration_error": 0.01,
                },
                "gains": {
                    name: {"value": 0.008, "low": 0.002, "high": 0.014}
                    for name in ("log_loss", "auc", "brier", "calibration_error")
                },
                "ratios": {
                    "Gender": {
                        "Female": {
                            "rows": 349,
                            "mine": 0.9876,
                            "theirs": 0.98,
                            "difference": {"value": 0.0076, "low": 0.0, "high": 0.01},
                        }
                    }
                },
            }
        ],
    },
    "families": [
        {"family": "blend", "auc": 0.79, "log_loss": 0.463},
        {"family": "logistic", "auc": 0.78, "log_loss": 0.468},
    ],
}


def person(username: str = "clerk", **changes: Any) -> User:
    """Return a user who may log in; the same one for the same name."""
    found = User.objects.filter(username=username).first()
    return found or User.objects.create_user(username, **changes)


def person_as(role: Role, username: str = "", password: str | None = None) -> User:
    """Return a person, or a client, of that role."""
    made = User.objects.create_user(username or role.name.lower(), password=password)
    made.groups.add(group_of(role))
    accounts.settle(made)
    return made


def application(**changes: Any) -> LoanApplication:
    """Return a stored application that waits for its decision."""
    now = changes.get("created_at") or timezone.now()
    facts = {f.attribute: INPUTS[f.name] for f in schema.PREDICTORS}
    count = LoanApplication.objects.count()
    values: dict[str, Any] = {
        **facts,
        "id": _key(changes),
        "loan_id": f"LP{count + 1:06}",
        "status": "ready",
        "source": "api",
        "received_at": now,
        "completed_at": now,
        "created_at": now,
        "updated_at": now,
    }
    return LoanApplication.objects.create(**values | changes)


def model_version(**changes: Any) -> ModelVersion:
    """Return a stored version; it has no artifact."""
    values: dict[str, Any] = {
        "number": ModelVersion.objects.count() + 1,
        "family": "blend",
        "parameters": {"random_forest": {"n_estimators": 30, "max_depth": 6}},
        "inputs": [f.name for f in schema.PREDICTORS if not f.protected],
        "label": "decision",
        "metrics": METRICS,
        "rows": 1989,
        "data_sha256": "d" * 64,
        "artifact_sha256": "a" * 64,
        "library_versions": {"scikit-learn": "1.9.1"},
        "seed": 42,
        "approve_from": 0.6,
        "decline_below": 0.4,
        "created_at": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    }
    return ModelVersion.objects.create(**values | changes)


def activated(**changes: Any) -> ModelVersion:
    """Return a stored version that is live in place of another; it has no artifact."""
    ModelVersion.objects.update(is_active=False)
    return model_version(is_active=True, **changes)


def prediction(**changes: Any) -> Prediction:
    """Return a stored prediction, with an application and a version of its own."""
    now = changes.get("created_at") or timezone.now()
    values: dict[str, Any] = {
        "id": _key(changes),
        "application": changes.get("application") or application(),
        "revision": 1,
        "model_version": changes.get("model_version") or _any_version(),
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
        "model_version": changes.get("model_version") or _any_version(),
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


def decision(**changes: Any) -> Decision:
    """Return a stored decision of an officer who agreed with the model."""
    seen = changes.get("prediction") or prediction()
    values: dict[str, Any] = {
        "id": _key(changes),
        "application": seen.application,
        "revision": 1,
        "verdict": "approve",
        "inputs": INPUTS,
        "prediction": seen,
        "decided_by": changes.get("decided_by") or person(),
        "created_at": timezone.now(),
    }
    if changes.get("verdict") == "counter_offer":
        values["offer"] = {"LoanAmount": 90.0, "Loan_Amount_Term": 360.0}
    return Decision.objects.create(**values | changes)


#: What the model has against an application that ``scored`` makes.
REASONS: Final[list[dict[str, Any]]] = [
    {
        "code": "credit_history_below",
        "field": "Credit_History",
        "text": "The credit history does not meet the guidelines.",
        "contribution": -0.4,
    },
    {
        "code": "amount_high",
        "field": "LoanAmount",
        "text": "The amount applied for is $128,000.",
        "contribution": -0.1,
    },
]


def scored(
    recommendation: str = "decline", *, reasons: Any = REASONS, **changes: Any
) -> Prediction:
    """Return a stored prediction with an explanation that gives reasons."""
    chance = {"decline": 0.18, "refer": 0.5, "approve": 0.8}[recommendation]
    made = prediction(recommendation=recommendation, probability=chance, **changes)
    explanation(made, reasons=reasons)
    return made


def declined(**changes: Any) -> Decision:
    """Return a decline that an officer gave a reason for; nobody was told yet."""
    now = timezone.now()
    asked = application(
        status="declined", loan_status="N", label_source="officer", decided_at=now
    )
    seen = prediction(application=asked, recommendation="decline", probability=0.18)
    reason = {
        "code": "income_unverified",
        "field": None,
        "text": "The income could not be verified.",
        "source": "officer",
    }
    values = {"verdict": "decline", "reasons": [reason], "created_at": now}
    return decision(prediction=seen, **values | changes)


def journal_entry(decision: Decision, **changes: Any) -> JournalEntry:
    """Return what a second officer wrote of a decision."""
    application = decision.application
    values: dict[str, Any] = {
        "id": _key(changes),
        "application": application,
        "kind": "confirmed",
        "revision": application.revision,
        "status": application.status,
        "decision": decision,
        "written_by": changes.get("written_by") or person("otto"),
        "created_at": timezone.now(),
    }
    return JournalEntry.objects.create(**values | changes)


def batch_job(**changes: Any) -> BatchJob:
    """Return a file of one row that was checked and waits for its officer."""
    now = changes.get("created_at") or timezone.now()
    values: dict[str, Any] = {
        "id": _key(changes),
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


def activation(**changes: Any) -> ModelActivation:
    """Return a stored entry of the activation log."""
    values: dict[str, Any] = {
        "id": _key(changes),
        "version": changes.get("version") or _any_version(),
        "reason": "The first version.",
        "created_at": timezone.now(),
    }
    return ModelActivation.objects.create(**values | changes)


def token(**changes: Any) -> ApiToken:
    """Return a stored token of a client."""
    values: dict[str, Any] = {
        "user": changes.get("user") or person("client"),
        "name": "Batch client",
        "scopes": ["predict", "read"],
        "prefix": "loanapp_",
    }
    made: ApiToken
    made, _ = ApiToken.objects.create(**values | changes)
    return made


def _any_version() -> ModelVersion:
    return ModelVersion.objects.first() or model_version()


def key_at(moment: datetime) -> UUID:
    """Return a key of version 7 that says it was made at that time."""
    milliseconds = int(moment.timestamp() * 1000)
    random = uuid4().int & ((1 << 76) - 1)
    return UUID(int=milliseconds << 80 | 7 << 76 | random)


def _key(changes: dict[str, Any]) -> UUID:
    made = changes.get("created_at")
    return key_at(made) if made else new_key()
