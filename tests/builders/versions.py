"""Versions of the model, and which went live."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from django.utils import timezone

from ml import schema
from predictor.models import ModelActivation, ModelVersion
from tests.builders.keys import key_for

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


def activation(**changes: Any) -> ModelActivation:
    """Return a stored entry of the activation log."""
    values: dict[str, Any] = {
        "id": key_for(changes),
        "version": changes.get("version") or any_version(),
        "reason": "The first version.",
        "created_at": timezone.now(),
    }
    return ModelActivation.objects.create(**values | changes)


def any_version() -> ModelVersion:
    return ModelVersion.objects.first() or model_version()
