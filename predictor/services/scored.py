"""What scoring gives back."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from ml.plausibility import Slip
from ml.recommendation import Thresholds
from ml.validation import RowError


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredRow:
    """The score of one applicant."""

    id: UUID
    loan_id: str
    row: int
    probability: float
    prediction: int  # the model's own answer, at 0.5
    recommendation: str
    code: str | None
    warnings: list[Slip]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredBatch:
    """The scores of one request, and the rows that were skipped."""

    model_version: int
    thresholds: Thresholds
    rows: list[ScoredRow]
    errors: list[RowError]
