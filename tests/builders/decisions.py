"""Decisions, and scores with the reasons that they need."""

from __future__ import annotations

from typing import Any, Final

from django.utils import timezone

from predictor.models import Decision, JournalEntry, Prediction
from tests.builders.keys import key_for
from tests.builders.people import person
from tests.builders.scores import INPUTS, application, explanation, prediction


def decision(**changes: Any) -> Decision:
    """Return a stored decision of an officer who agreed with the model."""
    seen = changes.get("prediction") or prediction()
    values: dict[str, Any] = {
        "id": key_for(changes),
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
        "id": key_for(changes),
        "application": application,
        "kind": "confirmed",
        "revision": application.revision,
        "status": application.status,
        "decision": decision,
        "written_by": changes.get("written_by") or person("otto"),
        "created_at": timezone.now(),
    }
    return JournalEntry.objects.create(**values | changes)
