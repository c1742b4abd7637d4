"""What scoring gives back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import msgspec

from ml.plausibility import Slip
from ml.recommendation import Thresholds
from ml.validation import RowError


class Explained(msgspec.Struct, gc=False):
    """What moved one score, as JSON."""

    contributions: str  # field → what it added to the reference probability
    residual: float
    reasons: str  # code, field, text, contribution


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The scores of a request's applicants, column by column: recorded, then sent."""

    id: Sequence[str | None]  # of the predictions, UUIDs; None where none is stored
    loan_id: Sequence[str]
    row: Sequence[int]
    probability: Sequence[float]
    prediction: Sequence[int]  # the model's own answer, at 0.5
    recommendation: Sequence[str]
    code: Sequence[str | None]
    warnings: Sequence[tuple[Slip, ...]]  # rows that are asked about alike share them
    explained: Sequence[Explained | None]

    def __len__(self) -> int:
        return len(self.row)

    def only(self, indices: Sequence[int]) -> Answers:
        """Return some of them."""
        columns = {each.name: getattr(self, each.name) for each in fields(self)}
        return Answers(**{n: [c[i] for i in indices] for n, c in columns.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredBatch:
    """The scores of one request, and the rows that were skipped."""

    model_version: int
    thresholds: Thresholds
    reference_probability: float  # what contributions start from
    answers: Answers
    errors: list[RowError]
