"""The grid search over the families → one trained, exported and proven model."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import ParameterGrid
from sklearn.pipeline import Pipeline

from ml import (
    drift,
    evaluation,
    generated,
    importance,
    left_out,
    onnx_export,
    recipe,
    rows,
    search,
)
from ml.evaluation import Metrics
from ml.flips import flip_test
from ml.pipeline import BLEND, FAMILIES, GRIDS, SINGLES, Grids, build_pipeline
from ml.preprocessing import Applicants, as_matrix
from ml.recipe import measure_recipe
from ml.recommendation import Costs, Thresholds, recommend, rounded
from ml.rows import CannotTrain, NoLabels, OneClass, TooFewRows
from ml.scorer import artifact_scores, make_canaries
from ml.search import Candidate, Progress
from ml.threads import one_thread
from ml.trained import Origin, TrainedModel
from ml.tutorial import TutorialComparison, tutorial_comparison

__all__ = [
    "CannotTrain",
    "Costs",
    "NoLabels",
    "OneClass",
    "Origin",
    "Progress",
    "Thresholds",
    "TooFewRows",
    "TrainedModel",
    "TutorialComparison",
    "measure_recipe",
    "train",
    "tutorial_comparison",
]

Matrix = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]
OnProgress = Callable[[Progress], None]

_REFITS: Final = 2  # of the chosen one: without the hold-out and with it
_CANARIES: Final = 48  # all the corners that generated.applicants begins with
_DECISION: Final = "decision"


@dataclass(frozen=True, slots=True)
class _Data:
    matrix: Matrix
    y: Labels

    def __getitem__(self, places: npt.NDArray[np.int64]) -> _Data:
        return _Data(self.matrix[places], self.y[places])


def train(  # noqa: PLR0913 - one call says all that a version depends on
    X: Applicants,
    y: npt.ArrayLike,
    *,
    families: Sequence[str] = FAMILIES,
    include_protected: bool = False,
    costs: Costs = Costs(),  # noqa: B008 - frozen
    seed: int = 42,
    processes: int | None = None,
    on_progress: OnProgress | None = None,
    grids: Grids = GRIDS,
    label_kind: str = _DECISION,
    origin: Origin | None = None,
) -> TrainedModel:
    """Choose family and setting, fit them on all rows, and prove the export.

    A quarter of the rows is held out first. Settings are chosen in the other three
    quarters by the mean log loss over five folds. Applications with the same incomes
    and amount always lie on the same side. The same rows, in the same order, and the
    same seed give the same model.onnx to the byte, in whatever number of processes.

    Parameters
    ----------
    X : DataFrame with the dictionary's columns, in any order and among others; or the
        encoded matrix (n, 11).
    y : (n,) 1 for Y, 0 for N.
    families : those to choose from.
    costs : of a wrong approval, a wrong decline and a review; they set the thresholds.
    processes : how many to search in; None for one on each core.
    on_progress : called after every fit, in this process.
    grids : settings to try for each single family.
    label_kind : what the labels are, for the record: "decision" or "outcome".
    origin : where the rows came from, for the record.

    Raises
    ------
    NoLabels, OneClass, TooFewRows
        With what is missing.
    EmptyColumn, UnknownCategory, OutOfRange
        Naming the field.
    ParityFailed
        Where the graph doesn't answer as the pipeline does.
    """
    data = _Data(as_matrix(X), np.asarray(y, dtype=np.int64))
    options: dict[str, Any] = {"include_protected": include_protected, "seed": seed}
    thresholds = costs.thresholds()
    parts = rows.parts(data.matrix, data.y, seed)
    searched, splits = data[parts.kept], parts.splits
    wanted = {name: grids[name] for name in _singles(families)}
    step = _Steps(on_progress, _fits(wanted))
    found = _search(searched, splits, families, wanted, options, processes, step)
    table = tuple(recipe.result(found[family]) for family in families)
    chosen = found[min(table, key=lambda row: row.log_loss).family]
    provisional = _fit(chosen, searched, options, step)
    unseen = data[parts.held]
    held = provisional.predict_proba(unseen.matrix)[:, 1]
    out_of_fold = parts.joined(chosen.answers, held)
    pipeline = _fit(chosen, data, options, step)
    model = onnx_export.export(pipeline)
    state = pipeline.named_steps["preprocessing"].state_
    scores = artifact_scores(model, state)
    return TrainedModel(
        pipeline=pipeline,
        onnx=model,
        parity=onnx_export.check_parity(pipeline, model, data.matrix, thresholds, seed),
        feature_state=state,
        family=chosen.family,
        params=chosen.params,
        inputs=state.inputs,
        include_protected=include_protected,
        seed=seed,
        label_kind=label_kind,
        table=table,
        holdout=evaluation.measure(unseen.y, held),
        holdout_rows=tuple(parts.held.tolist()),
        y=data.y,
        out_of_fold=out_of_fold,
        baseline_out_of_fold=left_out.baseline(data.matrix, data.y, parts),
        advice=recommend(data.matrix, rounded(out_of_fold), thresholds),
        importance=importance.permuted(
            provisional, unseen.matrix, unseen.y, seed=seed, processes=processes
        ),
        baseline_cv=evaluation.mean([_baseline(searched, *fold) for fold in splits]),
        baseline_holdout=_baseline(data, parts.kept, parts.held),
        calibration=evaluation.calibration(*_pooled(chosen, searched, splits)),
        groups=left_out.groups(chosen, searched.matrix, searched.y, splits, thresholds),
        drift=drift.reference(data.matrix, state.inputs, scores(data.matrix)),
        flips=flip_test(scores, data.matrix, thresholds),
        rows=len(data.y),
        positives=int(data.y.sum()),
        duplicates=len(data.y) - len(np.unique(parts.groups)),
        nulls=rows.nulls(data.matrix),
        reference_applicant=rows.reference(data.matrix, data.y, state),
        ranges=rows.ranges(data.matrix),
        thresholds=thresholds,
        canaries=make_canaries(model, state, generated.applicants(_CANARIES, seed)),
        data_sha256=rows.digest(data.matrix, data.y),
        origin=origin,
    )


class _Steps:
    """Counts fits, and tells who asked."""

    def __init__(self, on_progress: OnProgress | None, total: int) -> None:
        self._tell, self._done, self._total = on_progress, 0, total

    def __call__(self, family: str) -> None:
        self._done += 1
        if self._tell:
            self._tell(Progress(family, self._done, self._total))


def _singles(families: Sequence[str]) -> list[str]:
    return [name for name in SINGLES if name in families or BLEND in families]


def _fits(grids: Grids) -> int:
    settings = sum(len(ParameterGrid(grid)) for grid in grids.values())
    return settings * rows.FOLDS + _REFITS


def _search(
    data: _Data,
    splits: search.Splits,
    families: Sequence[str],
    grids: Grids,
    options: Mapping[str, Any],
    processes: int | None,
    step: _Steps,
) -> dict[str, Candidate]:
    found = search.winners(
        data.matrix,
        data.y,
        splits,
        grids=grids,
        options=options,
        processes=processes,
        on_fit=step,
    )
    if BLEND in families:
        found[BLEND] = search.blend(found, data.y, splits)
    return found


def _fit(
    chosen: Candidate, data: _Data, options: Mapping[str, Any], step: _Steps
) -> Pipeline:
    pipeline = build_pipeline(chosen.family, **options, **chosen.params)
    with one_thread():  # as in the search: the same bits on any machine
        pipeline.fit(data.matrix, data.y)
    step(chosen.family)
    return pipeline


def _baseline(
    data: _Data, known: npt.NDArray[np.int64], asked: npt.NDArray[np.int64]
) -> Metrics:
    answers = evaluation.baseline(data.matrix[known], data.y[known], data.matrix[asked])
    return evaluation.measure(data.y[asked], answers)


def _pooled(
    chosen: Candidate, data: _Data, splits: search.Splits
) -> tuple[Labels, Matrix]:
    left_out = np.concatenate([test for _, test in splits])
    return data.y[left_out], np.concatenate(chosen.answers)
