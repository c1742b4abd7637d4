"""The fitted estimator → model.onnx in double precision, and the proof that they agree.

The graph takes the features (n, k) and answers the probability of Y (n, 1). It is built
from the fitted trees and weights: skl2onnx cannot convert the boosting of scikit-learn
1.9, and its 32-bit inputs move thresholds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    RandomForestClassifier,
    VotingClassifier,
)
from sklearn.pipeline import Pipeline

from ml import generated, session
from ml.onnx_graph import Graph, Tree, add_trees
from ml.recommendation import Thresholds, recommend, rounded

Matrix = npt.NDArray[np.float64]

_OPSETS: Final = {"": 18, "ai.onnx.ml": 5}  # 5: TreeEnsemble, which answers in 64 bit
_IR_VERSION: Final = 10
_TOLERANCE: Final = 1e-7
_GENERATED: Final = 10_000


class ParityFailed(RuntimeError):
    """model.onnx answers otherwise than the pipeline: it must not be served."""

    def __init__(self, kind: str, row: int, difference: float) -> None:
        self.kind, self.row, self.difference = kind, row, difference
        super().__init__(
            f"model.onnx differs from the pipeline by {difference:.1e} "
            f"in the {kind} row {row}, or recommends otherwise."
        )


@dataclass(frozen=True, slots=True)
class Parity:
    """Over how many rows the pipeline and model.onnx agree, and how well."""

    rows: int
    worst: float

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def export(pipeline: Pipeline) -> bytes:
    """Return the ONNX graph of the estimator behind PreProcessing.

    The same fitted model gives the same bytes.

    Parameters
    ----------
    pipeline : fitted, as ``build_pipeline`` makes it.
    """
    width = len(pipeline.named_steps["preprocessing"].get_feature_names_out())
    graph = Graph()
    answer = _add(graph, pipeline.named_steps["model"], "model")
    graph.add("Identity", [answer], "probability")
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "loan",
            [
                helper.make_tensor_value_info(
                    "features", TensorProto.DOUBLE, [None, width]
                )
            ],
            [
                helper.make_tensor_value_info(
                    "probability", TensorProto.DOUBLE, [None, 1]
                )
            ],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid(*item) for item in _OPSETS.items()],
        ir_version=_IR_VERSION,
    )
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString(deterministic=True))


def check_parity(
    pipeline: Pipeline,
    model: bytes,
    X_matrix: Matrix,
    thresholds: Thresholds,
    seed: int,
) -> Parity:
    """Compare the pipeline with its ONNX graph.

    Parameters
    ----------
    X_matrix : encoded matrix (n, 11), compared beside 10,000 generated rows.

    Raises
    ------
    ParityFailed
        Where a probability differs by more than 1e-7, or any recommendation differs.
    """
    worst, rows = 0.0, 0
    drawn = generated.applicants(_GENERATED, seed)
    for kind, matrix in (("training", X_matrix), ("generated", drawn)):
        worst = max(worst, _compare(pipeline, model, matrix, thresholds, kind))
        rows += len(matrix)
    return Parity(rows=rows, worst=worst)


def _compare(
    pipeline: Pipeline, model: bytes, matrix: Matrix, thresholds: Thresholds, kind: str
) -> float:
    features = pipeline.named_steps["preprocessing"].transform(matrix)
    expected = pipeline.predict_proba(matrix)[:, 1]
    found = session.run(session.open_model(model), features)
    difference = np.abs(expected - found)
    advised = recommend(matrix, rounded(expected), thresholds)
    answered = recommend(matrix, rounded(found), thresholds)
    wrong = ~(difference <= _TOLERANCE) | (advised != answered)
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise ParityFailed(kind, row, float(difference[row]))
    return float(difference.max(initial=0.0))


def _add(graph: Graph, model: Any, name: str) -> str:
    for kind, add in _EXPORTERS.items():
        if isinstance(model, kind):
            return add(graph, model, name)
    raise TypeError(f"No graph is known for {type(model).__name__}.")


def _add_logistic(graph: Graph, model: Pipeline, name: str) -> str:
    ((_, scaler, kept),) = [
        part for part in model.named_steps["scaler"].transformers_ if part[0] == "scale"
    ]
    classifier = model.named_steps["classifier"]
    slopes = classifier.coef_[0] / scaler.scale_
    weights = np.zeros((model.named_steps["scaler"].n_features_in_, 1))
    weights[kept, 0] = slopes
    intercept = classifier.intercept_[0] - (slopes * scaler.mean_).sum()
    inputs = ["features", graph.constant(weights, f"{name}_weights")]
    product = graph.add("MatMul", inputs, f"{name}_product")
    inputs = [product, graph.constant([intercept], f"{name}_intercept")]
    return graph.add("Sigmoid", [graph.add("Add", inputs, f"{name}_odds")], name)


def _add_forest(graph: Graph, model: RandomForestClassifier, name: str) -> str:
    # scikit-learn's forests look at features in 32 bit: so must this one.
    narrow = graph.add("Cast", ["features"], f"{name}_32", to=TensorProto.FLOAT)
    wide = graph.add("Cast", [narrow], f"{name}_64", to=TensorProto.DOUBLE)
    total = add_trees(graph, _forest_trees(model), wide, f"{name}_total")
    count = graph.constant([len(model.estimators_)], f"{name}_count")
    return graph.add("Div", [total, count], name)


def _add_boosting(
    graph: Graph, model: HistGradientBoostingClassifier, name: str
) -> str:
    total = add_trees(graph, _boosting_trees(model), "features", f"{name}_total")
    base = graph.constant(np.ravel(model._baseline_prediction), f"{name}_base")
    odds = graph.add("Add", [total, base], f"{name}_odds")
    return graph.add("Sigmoid", [odds], name)


def _add_blend(graph: Graph, model: VotingClassifier, name: str) -> str:
    members = [
        _add(graph, member, f"{name}_{label}")
        for (label, _), member in zip(model.estimators, model.estimators_, strict=True)
    ]
    total = graph.add("Sum", members, f"{name}_total")
    count = graph.constant([len(members)], f"{name}_count")
    return graph.add("Div", [total, count], name)


_EXPORTERS: Final[dict[type, Callable[[Graph, Any, str], str]]] = {
    Pipeline: _add_logistic,
    RandomForestClassifier: _add_forest,
    HistGradientBoostingClassifier: _add_boosting,
    VotingClassifier: _add_blend,
}


def _forest_trees(model: RandomForestClassifier) -> Iterator[Tree]:
    for member in model.estimators_:
        tree = member.tree_
        counts = tree.value[:, 0, :]
        shares = counts[:, 1] / counts.sum(axis=1)
        is_leaf = tree.children_left < 0
        yield Tree(
            tree.feature,
            tree.threshold,
            tree.children_left,
            tree.children_right,
            is_leaf,
            shares,
        )


def _boosting_trees(model: HistGradientBoostingClassifier) -> Iterator[Tree]:
    for (stage,) in model._predictors:
        nodes = stage.nodes
        yield Tree(
            nodes["feature_idx"],
            nodes["num_threshold"],
            nodes["left"],
            nodes["right"],
            nodes["is_leaf"].astype(bool),
            nodes["value"],
        )
