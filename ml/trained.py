"""What a training run hands over: the model, and all that is worth knowing of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from ml import schema
from ml.drift import Reference
from ml.evaluation import (
    Bin,
    GroupRate,
    Metrics,
    Suggested,
    by_suggestion,
    confusion,
    measure,
)
from ml.flips import Flip
from ml.manifest import Canaries
from ml.onnx_export import Parity
from ml.recommendation import Thresholds, rounded

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from sklearn.pipeline import Pipeline

    from ml.features import FeatureState


@dataclass(frozen=True, slots=True)
class FamilyResult:
    """One row of the table: a family's best setting, by its mean over the folds."""

    family: str
    params: dict[str, Any]
    log_loss: float
    log_loss_sd: float
    auc: float
    brier: float
    accuracy: float

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the rows came from, for the record.

    Parameters
    ----------
    sources : rows by source.
    dated : rows whose day of decision is known; ``first`` and ``last`` of these days,
        as ISO 8601, are None where there is none.
    """

    sources: dict[str, int]
    dated: int
    first: str | None
    last: str | None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class TrainedModel:
    """A pipeline fitted on all rows, its graph, and its evaluation on rows left out.

    Parameters
    ----------
    pipeline, onnx, parity : the fitted pipeline, the same as ONNX, and their agreement.
    params : of ``build_pipeline(family, **params)``.
    inputs : the fields that reach the model.
    table : the best of every family, in the folds of the three quarters that were
        searched; the least log loss is the one chosen.
    holdout : the chosen setting, learned from these three quarters, on the quarter that
        the search never saw. ``holdout_rows`` are their positions in X.
    out_of_fold : (n,) for each row of X what a fit of the chosen setting says that has
        not learned from it. ``baseline_out_of_fold`` is the same of Credit_History
        alone, ``y`` what people decided, and ``advice`` what is suggested on
        ``out_of_fold``, as places in ``recommendation.ANSWERS``.
    importance : by predictor, how much the hold-out's log loss rises where that column
        is shuffled, for each repeat.
    baseline_cv, baseline_holdout : Credit_History alone, on the same rows.
    calibration : of the chosen setting over the folds.
    groups : share recommended for approval over the folds, by protected attribute.
    drift : the bins that later applications and scores are compared in.
    flips : what other values of the protected attributes would change in these rows.
    duplicates : rows that repeat another's incomes and amount; they stay together.
    nulls : missing values of each predictor.
    reference_applicant : median or mode of the approved rows, complete.
    ranges : least and greatest value of each number that has any.
    data_sha256 : of the encoded rows and labels, in their order.
    origin : where the rows came from, if the caller said so.
    """

    pipeline: Pipeline
    onnx: bytes
    parity: Parity
    feature_state: FeatureState
    family: str
    params: dict[str, Any]
    inputs: tuple[str, ...]
    include_protected: bool
    seed: int
    label_kind: str
    table: tuple[FamilyResult, ...]
    holdout: Metrics
    holdout_rows: tuple[int, ...]
    y: npt.NDArray[np.int64]
    out_of_fold: npt.NDArray[np.float64]
    baseline_out_of_fold: npt.NDArray[np.float64]
    advice: npt.NDArray[np.int64]
    importance: dict[str, tuple[float, ...]]
    baseline_cv: Metrics
    baseline_holdout: Metrics
    calibration: tuple[Bin, ...]
    groups: dict[str, tuple[GroupRate, ...]]
    drift: Reference
    flips: tuple[Flip, ...]
    rows: int
    positives: int
    duplicates: int
    nulls: dict[str, int]
    reference_applicant: schema.Applicant
    ranges: dict[str, tuple[float, float]]
    thresholds: Thresholds
    canaries: Canaries
    data_sha256: str
    origin: Origin | None = None

    @property
    def cv(self) -> FamilyResult:
        """The row of the table that was chosen."""
        return next(row for row in self.table if row.family == self.family)

    @property
    def suggested(self) -> tuple[Suggested, ...]:
        """How people had decided what would be approved, referred and declined."""
        return by_suggestion(self.advice, self.y)

    def report(self) -> dict[str, Any]:
        """Return the whole evaluation as JSON values."""
        return {
            "family": self.family,
            "params": self.params,
            "inputs": list(self.inputs),
            "include_protected": self.include_protected,
            "seed": self.seed,
            "label_kind": self.label_kind,
            "table": [row.as_dict() for row in self.table],
            "holdout": self.holdout.as_dict(),
            "baseline_cv": self.baseline_cv.as_dict(),
            "baseline_holdout": self.baseline_holdout.as_dict(),
            "calibration": [each.as_dict() for each in self.calibration],
            "groups": {
                name: [rate.as_dict() for rate in rates]
                for name, rates in self.groups.items()
            },
            "drift": {name: bins.as_dict() for name, bins in self.drift.items()},
            "flips": [flip.as_dict() for flip in self.flips],
            "rows": self.rows,
            "positives": self.positives,
            "duplicates": self.duplicates,
            "nulls": self.nulls,
            "parity": self.parity.as_dict(),
            "thresholds": self.thresholds.as_dict(),
            "left_out": measure(self.y, self.out_of_fold).as_dict(),
            "baseline_left_out": measure(self.y, self.baseline_out_of_fold).as_dict(),
            "suggestions": [each.as_dict() for each in self.suggested],
            "confusion": confusion(self.y, rounded(self.out_of_fold)),
            "importance": {name: list(rise) for name, rise in self.importance.items()},
            "origin": self.origin and self.origin.as_dict(),
            "data_sha256": self.data_sha256,
        }
