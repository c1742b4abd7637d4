"""``python -m … ours|grid``: the tutorial's grid searched, and the winner."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from sklearn.model_selection import GridSearchCV, train_test_split

from benchmarks.contestants.told import tell
from ml import sample, schema
from ml.pipeline import GRIDS, build_pipeline
from ml.tutorial import tutorial_comparison

_FOREST = "random_forest"


def main() -> None:
    frame = sample.load_sample()
    X = frame.drop(columns=[schema.LOAN_STATUS.name])
    y = (frame[schema.LOAN_STATUS.name] == "Y").astype(np.int64)
    search = {"ours": _ours, "grid": _grid}[sys.argv[1]]
    tell(lambda: search(X, y))


def _ours(X: pd.DataFrame, y: pd.Series[int]) -> Mapping[str, Any]:
    return tutorial_comparison(X, y, seed=42).params


def _grid(X: pd.DataFrame, y: pd.Series[int]) -> Mapping[str, Any]:
    """Search as the tutorial writes it: the same rows, folds, scoring and seed."""
    X_train, _, y_train, _ = train_test_split(X, y, test_size=0.25, random_state=42)
    pipeline = build_pipeline(_FOREST, include_protected=True, ratios=False, seed=42)
    grid = {f"model__{name}": values for name, values in GRIDS[_FOREST].items()}
    found = GridSearchCV(pipeline, grid, cv=3).fit(X_train, y_train)
    return {
        name.removeprefix("model__"): value
        for name, value in found.best_params_.items()
    }


if __name__ == "__main__":
    main()
