"""A family with its setting: how it does in the folds in which ``train`` chooses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ml import evaluation, rows, search
from ml.preprocessing import as_matrix
from ml.search import Candidate
from ml.trained import FamilyResult

if TYPE_CHECKING:
    from ml.preprocessing import Applicants


def cross_validate(
    X: Applicants,
    y: npt.ArrayLike,
    *,
    family: str,
    params: Mapping[str, Any],
    include_protected: bool = False,
    seed: int = 42,
) -> FamilyResult:
    """Return how a recipe does in the folds of ``train`` with the same rows and seed.

    X, y and errors as in ``train``; ``params`` as a TrainedModel says them.
    """
    matrix, labels = as_matrix(X), np.asarray(y, dtype=np.int64)
    groups = rows.group(matrix)
    rows.check(labels, groups)
    kept, _ = rows.hold_out(labels, groups)
    found = search.winners(
        matrix[kept],
        labels[kept],
        rows.split(labels[kept], groups[kept], seed),
        grids={family: {name: [value] for name, value in params.items()}},
        options={"include_protected": include_protected, "seed": seed},
        processes=1,
    )
    return result(found[family])


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
