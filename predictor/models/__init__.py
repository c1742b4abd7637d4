"""The tables."""

from predictor.models.application import LoanApplication, Outcome, Source, Status
from predictor.models.client import ApiToken, IdempotencyKey, Scope
from predictor.models.decision import Decision, OverrideCode, Verdict
from predictor.models.model_version import Label, ModelActivation, ModelVersion
from predictor.models.notice import Notice
from predictor.models.prediction import (
    Channel,
    Code,
    DryRun,
    Explanation,
    Prediction,
    Recommendation,
)

__all__ = [
    "ApiToken",
    "Channel",
    "Code",
    "Decision",
    "DryRun",
    "Explanation",
    "IdempotencyKey",
    "Label",
    "LoanApplication",
    "ModelActivation",
    "ModelVersion",
    "Notice",
    "Outcome",
    "OverrideCode",
    "Prediction",
    "Recommendation",
    "Scope",
    "Source",
    "Status",
    "Verdict",
]
