"""The tables."""

from predictor.models.application import LoanApplication, Outcome, Source, Status
from predictor.models.batch import (
    BatchChunk,
    BatchFile,
    BatchJob,
    BatchKind,
    BatchState,
)
from predictor.models.client import ApiToken, IdempotencyKey, Scope
from predictor.models.decision import Decision, OverrideCode, Verdict
from predictor.models.journal import JournalEntry, Kind
from predictor.models.model_version import Label, ModelActivation, ModelVersion
from predictor.models.monthly_count import Counted, MonthlyCount
from predictor.models.notice import Notice
from predictor.models.prediction import (
    Channel,
    Code,
    DryRun,
    Explanation,
    Prediction,
    Recommendation,
)
from predictor.models.revision import Revision

__all__ = [
    "ApiToken",
    "BatchChunk",
    "BatchFile",
    "BatchJob",
    "BatchKind",
    "BatchState",
    "Channel",
    "Code",
    "Counted",
    "Decision",
    "DryRun",
    "Explanation",
    "IdempotencyKey",
    "JournalEntry",
    "Kind",
    "Label",
    "LoanApplication",
    "ModelActivation",
    "ModelVersion",
    "MonthlyCount",
    "Notice",
    "Outcome",
    "OverrideCode",
    "Prediction",
    "Recommendation",
    "Revision",
    "Scope",
    "Source",
    "Status",
    "Verdict",
]
