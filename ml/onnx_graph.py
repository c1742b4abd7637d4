"""What an ONNX graph is written with: nodes, constants, ensembles of trees."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import onnx
from onnx import helper, numpy_helper

Matrix = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

_SUM, _NO_TRANSFORM, _LESS_OR_EQUAL = 1, 0, 0  # TreeEnsemble's enumerations
_SPLITS: Final = (
    "nodes_featureids",
    "nodes_truenodeids",
    "nodes_trueleafs",
    "nodes_falsenodeids",
    "nodes_falseleafs",
)


class Tree(NamedTuple):
    """One tree, node by node: at most ``thresholds`` goes left, the rest right."""

    features: Indices
    thresholds: Matrix
    left: Indices
    right: Indices
    is_leaf: npt.NDArray[np.bool_]
    values: Matrix


class Graph:
    """Collects nodes and constants under names that follow from the model alone."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def add(
        self, operator: str, inputs: list[str], name: str, **attributes: Any
    ) -> str:
        domain = "ai.onnx.ml" if operator == "TreeEnsemble" else ""
        node = helper.make_node(
            operator, inputs, [name], name=name, domain=domain, **attributes
        )
        self.nodes.append(node)
        return name

    def constant(self, value: npt.ArrayLike, name: str) -> str:
        tensor = numpy_helper.from_array(np.asarray(value, dtype=np.float64), name)
        self.constants.append(tensor)
        return name


def add_trees(graph: Graph, trees: Iterable[Tree], source: str, name: str) -> str:
    splits: dict[str, list[int]] = {key: [] for key in _SPLITS}
    roots: list[int] = []
    thresholds: list[float] = []
    leaves: list[float] = []
    for tree in _merged(trees):
        roots.append(len(thresholds))
        _append(tree, splits, thresholds, leaves)
    return graph.add(
        "TreeEnsemble",
        [source],
        name,
        n_targets=1,
        aggregate_function=_SUM,
        post_transform=_NO_TRANSFORM,
        tree_roots=roots,
        nodes_modes=_tensor([_LESS_OR_EQUAL] * len(thresholds), np.uint8, "modes"),
        nodes_splits=_tensor(thresholds, np.float64, "splits"),
        leaf_targetids=[0] * len(leaves),
        leaf_weights=_tensor(leaves, np.float64, "weights"),
        **splits,
    )


def _merged(trees: Iterable[Tree]) -> list[Tree]:
    """Return the trees, those that ask the same questions as one: their leaves add up.

    Of 120 stumps that a boosting grew on the sample nine are left.
    """
    merged: dict[tuple[bytes, ...], Tree] = {}
    for tree in trees:
        asked = _stump(tree) if tree.is_leaf[0] else tree
        questions = tuple(column.tobytes() for column in asked[:-1])
        if same := merged.get(questions):
            asked = asked._replace(values=same.values + asked.values)
        merged[questions] = asked
    return list(merged.values())


def _append(
    tree: Tree,
    splits: dict[str, list[int]],
    thresholds: list[float],
    leaves: list[float],
) -> None:
    # TreeEnsemble numbers splits and leaves apart, over all trees.
    places = np.where(
        tree.is_leaf,
        np.cumsum(tree.is_leaf) - 1 + len(leaves),
        np.cumsum(~tree.is_leaf) - 1 + len(thresholds),
    )
    inner = ~tree.is_leaf
    left, right = tree.left[inner], tree.right[inner]
    columns = (
        tree.features[inner],
        places[left],
        tree.is_leaf[left],
        places[right],
        tree.is_leaf[right],
    )
    for key, column in zip(_SPLITS, columns, strict=True):
        splits[key].extend(int(value) for value in column)
    thresholds.extend(tree.thresholds[inner].tolist())
    leaves.extend(tree.values[tree.is_leaf].tolist())


def _stump(leaf: Tree) -> Tree:
    """Return a tree that is one leaf as a split between two equal ones."""
    return Tree(
        features=np.array([0, 0, 0]),
        thresholds=np.zeros(3),
        left=np.array([1, 0, 0]),
        right=np.array([2, 0, 0]),
        is_leaf=np.array([False, True, True]),
        values=np.repeat(leaf.values[0], 3),
    )


def _tensor(values: list[Any], kind: Any, name: str) -> onnx.TensorProto:
    return numpy_helper.from_array(np.array(values, dtype=kind), name)
