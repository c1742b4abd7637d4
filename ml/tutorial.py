"""The tutorial's own model in the tutorial's own way, beside Credit_History alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import ParameterGrid, StratifiedKFold, train_test_split

from ml import evaluation, rows, search
from ml.evaluation import Metrics
from ml.pipeline import GRIDS, Grids, build_pipeline
from ml.preprocessing import Applicants, as_matrix
from ml.search import Progress
from ml.threads import one_thread

_FOREST: Final = "random_forest"
_FOLDS: Final = 3
_TEST_SHARE: Final = 0.25


@dataclass(frozen=True, slots=True)
class TutorialComparison:
    """The tutorial's forest and Credit_History alone, on the same rows left out."""

    params: dict[str, Any]
    train_rows: int
    test_rows: int
    forest: Metrics
    baseline: Metrics

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def tutorial_comparison(
    X: Applicants,
    y: npt.ArrayLike,
    seed: int = 42,
    *,
    processes: int | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    grids: Grids = GRIDS,
) -> TutorialComparison:
    """Fit the tutorial's forest on three quarters and measure it on the fourth.

    As in the tutorial: eleven inputs as they are, a plain random split, the setting of
    the best accuracy in three folds. X and y as in ``train``.

    Raises
    ------
    NoLabels, OneClass, TooFewRows
    """
    matrix, labels = as_matrix(X), np.asarray(y, dtype=np.int64)
    rows.check(labels, rows.group(matrix))
    known, asked = train_test_split(
        np.arange(len(labels)), test_size=_TEST_SHARE, random_state=seed
    )
    options: dict[str, Any] = {"include_protected": True, "ratios": False, "seed": seed}
    grid = {_FOREST: grids[_FOREST]}
    winner = search.winners(
        matrix[known],
        labels[known],
        list(StratifiedKFold(_FOLDS).split(known, labels[known])),
        grids=grid,
        options=options,
        processes=processes,
        score=search.error_rate,
        on_fit=_counter(len(ParameterGrid(grid[_FOREST])) * _FOLDS, on_progress),
    )[_FOREST]
    pipeline = build_pipeline(_FOREST, **options, **winner.params)
    with one_thread():
        pipeline.fit(matrix[known], labels[known])
    simple = evaluation.baseline(matrix[known], labels[known], matrix[asked])
    answers = pipeline.predict_proba(matrix[asked])[:, 1]
    return TutorialComparison(
        params=winner.params,
        train_rows=len(known),
        test_rows=len(asked),
        forest=evaluation.measure(labels[asked], answers),
        baseline=evaluation.measure(labels[asked], simple),
    )


def _counter(
    total: int, on_progress: Callable[[Progress], None] | None
) -> Callable[[str], None]:
    done = iter(range(1, total + 1))

    def count(family: str) -> None:
        if on_progress:
            on_progress(Progress(family, next(done), total))

    return count
