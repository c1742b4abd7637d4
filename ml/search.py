"""The grid search: every setting of every family in the same folds, on all cores."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import joblib
import numpy as np
import numpy.typing as npt
from sklearn.base import clone
from sklearn.model_selection import ParameterGrid

from ml import evaluation, shared_fits
from ml.evaluation import Metrics
from ml.pipeline import BLEND, Grids, build_pipeline
from ml.shared_fits import Setting
from ml.threads import end_with, one_thread

Matrix = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]
Splits = Sequence[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]
Score = Callable[[Metrics], float]


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` fits are behind us, the last one of ``family``."""

    family: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """One setting: its metrics in every fold, and its answers for the rows left out."""

    family: str
    params: dict[str, Any]
    folds: tuple[Metrics, ...]
    answers: tuple[Matrix, ...]


@dataclass(frozen=True, slots=True)
class _Fold:
    X_train: Matrix
    y_train: Labels
    X_test: Matrix
    y_test: Labels


@dataclass(frozen=True, slots=True)
class _Task:
    places: Sequence[int]  # of the settings that the fit answers for
    settings: Sequence[Setting]
    fold: int
    model: Any
    owner: int  # the process that waits for the answer


def log_loss(metrics: Metrics) -> float:
    """Rank by the quality of the probabilities."""
    return metrics.log_loss


def error_rate(metrics: Metrics) -> float:
    """Rank as the tutorial does: by accuracy."""
    return 1 - metrics.accuracy


def winners(
    matrix: Matrix,
    y: Labels,
    splits: Splits,
    *,
    grids: Grids,
    options: Mapping[str, Any],
    processes: int | None,
    score: Score = log_loss,
    on_fit: Callable[[str], None] | None = None,
) -> dict[str, Candidate]:
    """Return the best setting of every family by its mean score; of equals the first.

    Parameters
    ----------
    matrix, y : encoded matrix (n, 11) and labels.
    splits : the rows to learn from and the rows left out, for every fold.
    options : further arguments of ``build_pipeline``.
    processes : how many to work in; None for one on each core. Changes no result.
    """
    settings = [(f, p) for f, grid in grids.items() for p in ParameterGrid(grid)]
    folds = [_fold(matrix, y, train, test, options) for train, test in splits]
    answers = _answer(settings, folds, options, processes, on_fit or _ignore)
    best: dict[str, Candidate] = {}
    for (family, params), given in zip(settings, answers, strict=True):
        candidate = _candidate(family, params, folds, given)
        if family not in best or _mean(candidate, score) < _mean(best[family], score):
            best[family] = candidate
    return best


def blend(members: Mapping[str, Candidate], y: Labels, splits: Splits) -> Candidate:
    """Return the equal-weight blend of the families' winners, without fitting again."""
    params = {
        f"{family}__{name}": value
        for family, member in members.items()
        for name, value in member.params.items()
    }
    given = zip(*(member.answers for member in members.values()), strict=True)
    answers = tuple(np.mean(fold, axis=0) for fold in given)
    labels = [y[test] for _, test in splits]
    metrics = map(evaluation.measure, labels, answers)
    return Candidate(BLEND, params, tuple(metrics), answers)


def _mean(candidate: Candidate, score: Score) -> float:
    return float(np.mean([score(fold) for fold in candidate.folds]))


def _fold(
    matrix: Matrix,
    y: Labels,
    train: npt.NDArray[np.int64],
    test: npt.NDArray[np.int64],
    options: Mapping[str, Any],
) -> _Fold:
    # Once for each fold, not once for each fit: what it learns doesn't depend on them.
    preprocessing = build_pipeline("logistic", **options).named_steps["preprocessing"]
    features = preprocessing.fit_transform(matrix[train])
    return _Fold(features, y[train], preprocessing.transform(matrix[test]), y[test])


def _answer(
    settings: Sequence[Setting],
    folds: Sequence[_Fold],
    options: Mapping[str, Any],
    processes: int | None,
    on_fit: Callable[[str], None],
) -> list[list[Matrix]]:
    tasks = _tasks(settings, len(folds), options)
    answers = [[np.empty(0)] * len(folds) for _ in settings]
    # One thread each: sums over several threads are rounded in an order of their own.
    with one_thread(), joblib.parallel_config("loky", inner_max_num_threads=1):
        parallel = joblib.Parallel(
            n_jobs=processes or joblib.cpu_count(), return_as="generator_unordered"
        )
        calls = (joblib.delayed(_fit)(task, folds[task.fold]) for task in tasks)
        for task, given in parallel(calls):
            for place, answer in zip(task.places, given, strict=True):
                answers[place][task.fold] = answer
                on_fit(settings[place][0])
    return answers


def _tasks(
    settings: Sequence[Setting],
    folds: int,
    options: Mapping[str, Any],
) -> Iterator[_Task]:
    for places in shared_fits.group(settings):
        shared = [settings[place] for place in places]
        family, params = shared[-1]
        model = build_pipeline(family, **options, **params).named_steps["model"]
        for fold in range(folds):
            yield _Task(places, shared, fold, model, os.getpid())


def _fit(task: _Task, fold: _Fold) -> tuple[_Task, list[Matrix]]:
    if task.owner != os.getpid():
        end_with(task.owner)
    model = clone(task.model).fit(fold.X_train, fold.y_train)
    return task, shared_fits.answers(model, fold.X_test, task.settings)


def _candidate(
    family: str, params: dict[str, Any], folds: Sequence[_Fold], given: list[Matrix]
) -> Candidate:
    metrics = [
        evaluation.measure(fold.y_test, answer)
        for fold, answer in zip(folds, given, strict=True)
    ]
    return Candidate(family, params, tuple(metrics), tuple(given))


def _ignore(family: str) -> None:
    pass
