"""Trees as nodes of a graph."""

import numpy as np

from ml.onnx_graph import Graph, Tree, add_trees


def stump(feature, threshold, left, right):
    return Tree(
        features=np.array([feature, 0, 0]),
        thresholds=np.array([threshold, 0.0, 0.0]),
        left=np.array([1, 0, 0]),
        right=np.array([2, 0, 0]),
        is_leaf=np.array([False, True, True]),
        values=np.array([0.0, left, right]),
    )


def written(*trees):
    graph = Graph()
    add_trees(graph, trees, "features", "total")
    [node] = graph.nodes
    attributes = {one.name: one for one in node.attribute}
    weights = np.frombuffer(attributes["leaf_weights"].t.raw_data)
    return list(attributes["tree_roots"].ints), weights.tolist()


def test_trees_that_ask_the_same_become_one():
    roots, weights = written(
        stump(0, 1.5, 1.0, 2.0), stump(1, 1.5, 8.0, 9.0), stump(0, 1.5, 0.25, 0.5)
    )

    assert roots == [0, 1]
    assert weights == [1.25, 2.5, 8.0, 9.0]


def test_trees_that_ask_otherwise_stay_apart():
    roots, _ = written(stump(0, 1.5, 1.0, 2.0), stump(0, 1.25, 1.0, 2.0))

    assert roots == [0, 1]
