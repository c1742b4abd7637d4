"""What scoring gives back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from ml.plausibility import Slip
from ml.recommendation import Thresholds
from ml.validation import RowError


class ScoredRow(msgspec.Struct, frozen=True, gc=False):
    """The score of one applicant. A struct: a batch makes ten thousand of them."""

    id: str | None  # of the prediction, a UUID; None where none is stored
    loan_id: str
    row: int
    probability: float
    prediction: int  # the model's own answer, at 0.5
    recommendation: str
    code: str | None
    warnings: Sequence[Slip]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredBatch:
    """The scores of one request, and the rows that were skipped."""

    model_version: int
    thresholds: Thresholds
    rows: list[ScoredRow]
    errors: list[RowError]
