"""A family with its setting: how it does in the folds in which ``train`` chooses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ml import evaluation, rows, search
from ml.evaluation import Metrics
from ml.pipeline import build_pipeline
from ml.preprocessing import as_matrix
from ml.search import Candidate
from ml.threads import one_thread
from ml.trained import FamilyResult

if TYPE_CHECKING:
    from ml.preprocessing import Applicants


@dataclass(frozen=True, slots=True)
class Measured:
    """A recipe on the rows of ``train``: over its folds, and on its hold-out.

    ``out_of_fold`` (n,) is what a fit says of each row that it has not learned from.
    """

    cv: FamilyResult
    holdout: Metrics
    out_of_fold: npt.NDArray[np.float64]

    def as_dict(self) -> dict[str, Any]:
        return {
            "cross_validation": self.cv.as_dict(),
            "hold_out": self.holdout.as_dict(),
        }


def measure_recipe(
    X: Applicants,
    y: npt.ArrayLike,
    *,
    family: str,
    params: Mapping[str, Any],
    include_protected: bool = False,
    seed: int = 42,
) -> Measured:
    """Return how a recipe does where ``train`` chooses, with the same rows and seed.

    X, y and errors as in ``train``; ``params`` as a TrainedModel says them.
    """
    matrix, labels = as_matrix(X), np.asarray(y, dtype=np.int64)
    parts = rows.parts(matrix, labels, seed)
    options: dict[str, Any] = {"include_protected": include_protected, "seed": seed}
    found = search.winners(
        matrix[parts.kept],
        labels[parts.kept],
        parts.splits,
        grids={family: {name: [value] for name, value in params.items()}},
        options=options,
        processes=1,
    )[family]
    pipeline = build_pipeline(family, **options, **params)
    with one_thread():
        pipeline.fit(matrix[parts.kept], labels[parts.kept])
    answers = pipeline.predict_proba(matrix[parts.held])[:, 1]
    return Measured(
        cv=result(found),
        holdout=evaluation.measure(labels[parts.held], answers),
        out_of_fold=parts.joined(found.answers, answers),
    )


def result(candidate: Candidate) -> FamilyResult:
    """Return the means over the folds."""
    average = evaluation.mean(candidate.folds)
    return FamilyResult(
        family=candidate.family,
        params=candidate.params,
        log_loss=average.log_loss,
        log_loss_sd=float(np.std([f.log_loss for f in candidate.folds], ddof=1)),
        auc=average.auc,
        brier=average.brier,
        accuracy=average.accuracy,
    )
