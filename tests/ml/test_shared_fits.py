"""One fit for several settings answers as several fits."""

from typing import Any

import numpy as np
import pytest
from sklearn.model_selection import GridSearchCV, ParameterGrid, StratifiedKFold

from ml import search, shared_fits
from ml.pipeline import build_pipeline

GRID: dict[str, list[Any]] = {"n_estimators": [3, 7, 5], "max_depth": [None, 4]}
OPTIONS: dict[str, Any] = {"include_protected": True, "ratios": False, "seed": 42}


def forests(*settings: dict[str, Any]) -> list[shared_fits.Setting]:
    return [("random_forest", params) for params in settings]


def test_settings_that_differ_in_trees_alone_share_a_fit():
    settings: list[shared_fits.Setting] = [
        ("random_forest", params) for params in ParameterGrid(GRID)
    ]
    settings += [("logistic", {}), ("logistic", {})]

    groups = shared_fits.group(settings)

    trees = [[settings[i][1].get("n_estimators") for i in places] for places in groups]
    assert trees == [[3, 5, 7], [3, 5, 7], [None], [None]]
    assert sorted(sum(groups, [])) == list(range(8))


def test_a_part_of_a_forest_answers_as_a_forest_of_that_size(matrix, y):
    settings: list[shared_fits.Setting] = [
        ("random_forest", {"n_estimators": trees}) for trees in (1, 3, 7)
    ]
    whole = build_pipeline("random_forest", n_estimators=7).fit(matrix, y)

    answers = shared_fits.answers(
        whole.named_steps["model"],
        whole.named_steps["preprocessing"].transform(matrix),
        settings,
    )

    for (_, params), answer in zip(settings, answers, strict=True):
        alone = build_pipeline("random_forest", **params).fit(matrix, y)
        assert answer.tobytes() == alone.predict_proba(matrix)[:, 1].tobytes()


def test_the_search_finds_what_the_tutorials_grid_search_finds(matrix, y):
    folds = list(StratifiedKFold(3).split(matrix, y))
    grid = {f"model__{name}": values for name, values in GRID.items()}
    pipeline = build_pipeline("random_forest", **OPTIONS)
    theirs = GridSearchCV(pipeline, grid, cv=folds).fit(matrix, y)

    ours = search.winners(
        matrix,
        y,
        folds,
        grids={"random_forest": GRID},
        options=OPTIONS,
        processes=1,
        score=search.error_rate,
    )["random_forest"]

    best = {f"model__{name}": value for name, value in ours.params.items()}
    assert best == theirs.best_params_
    accuracy = np.mean([fold.accuracy for fold in ours.folds])
    assert accuracy == pytest.approx(theirs.best_score_, abs=1e-12)
