"""What is said of rows by fits that have not learned from them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ml import evaluation, rows, schema
from ml.evaluation import GroupRate
from ml.recommendation import Thresholds, approved, recommend, rounded
from ml.search import Candidate, Splits

Matrix = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]


def baseline(matrix: Matrix, y: Labels, parts: rows.Parts) -> Matrix:
    """Return for each row what Credit_History alone says without it, (n,)."""

    def answers(known: rows.Indices, asked: rows.Indices) -> Matrix:
        return evaluation.baseline(matrix[known], y[known], matrix[asked])

    kept = parts.kept
    folds = [answers(kept[train], kept[test]) for train, test in parts.splits]
    return parts.joined(folds, answers(kept, parts.held))


def groups(
    chosen: Candidate,
    matrix: Matrix,
    y: Labels,
    splits: Splits,
    thresholds: Thresholds,
) -> dict[str, tuple[GroupRate, ...]]:
    """Return how the groups of each protected attribute fare over the folds.

    Parameters
    ----------
    matrix, y : of the rows that were searched.
    """
    order = np.concatenate([test for _, test in splits])
    asked, decided = matrix[order], y[order]
    probability = rounded(np.concatenate(chosen.answers))
    yes = approved(recommend(asked, probability, thresholds))
    return {
        name: evaluation.rates_by_group(
            rows.words(asked, name), yes, decided, probability
        )
        for name in schema.PROTECTED
    }
