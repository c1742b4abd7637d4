"""What a model looks at: how much worse it gets where one field is shuffled."""

from __future__ import annotations

from typing import Final

import joblib
import numpy as np
import numpy.typing as npt
from sklearn import metrics
from sklearn.inspection import permutation_importance
from sklearn.pipeline import Pipeline

from ml import schema
from ml.threads import one_thread

Matrix = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

_REPEATS: Final = 10
_MOST: Final = 2_000  # rows; more make it slower and hardly more exact


def permuted(
    pipeline: Pipeline,
    matrix: Matrix,
    y: Labels,
    *,
    seed: int,
    processes: int | None = None,
) -> dict[str, tuple[float, ...]]:
    """Return for each predictor how much the log loss rises, ten times over.

    Parameters
    ----------
    pipeline : fitted on other rows than these.
    matrix, y : encoded matrix (n, 11) and labels. Of more than 2,000 rows that many are
        drawn.
    processes : how many to work in; None for one on each core. Changes no result.
    """
    drawn = _drawn(len(y), seed)
    with one_thread(), joblib.parallel_config("loky", inner_max_num_threads=1):
        found = permutation_importance(
            pipeline,
            matrix[drawn],
            y[drawn],
            scoring=_score,
            n_repeats=_REPEATS,
            random_state=seed,
            n_jobs=processes or joblib.cpu_count(),
        )
    rises = found.importances.tolist()
    return {f.name: tuple(r) for f, r in zip(schema.PREDICTORS, rises, strict=True)}


def _score(pipeline: Pipeline, matrix: Matrix, y: Labels) -> float:
    # Not scikit-learn's "neg_log_loss": of the rows drawn all may be of one class.
    answers = pipeline.predict_proba(matrix)[:, 1]
    return -float(metrics.log_loss(y, answers, labels=[0, 1]))


def _drawn(rows: int, seed: int) -> npt.NDArray[np.int64]:
    order = np.random.default_rng(seed).permutation(rows)
    return np.sort(order[:_MOST])
