"""model.onnx answers as the pipeline does."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.dummy import DummyClassifier

from ml import features, onnx_export, session
from ml.pipeline import build_pipeline
from ml.recommendation import Thresholds


def test_every_family_agrees_with_its_graph(fitted, matrix):
    model = onnx_export.export(fitted)
    parity = onnx_export.check_parity(fitted, model, matrix, Thresholds(), seed=1)
    assert parity.rows == 10_300
    assert parity.worst < 1e-12


def test_the_same_model_gives_the_same_bytes(fitted):
    assert onnx_export.export(fitted) == onnx_export.export(fitted)


def test_trees_of_a_single_leaf_are_exported_too(frame, y, matrix):
    barren = build_pipeline("random_forest", min_impurity_decrease=1.0)
    forest = barren.fit(frame, y)
    model = onnx_export.export(forest)
    parity = onnx_export.check_parity(forest, model, matrix, Thresholds(), seed=1)
    assert parity.worst < 1e-12


def test_a_graph_that_answers_otherwise_is_refused_by_its_row(frame, y, matrix):
    pipeline = build_pipeline("logistic").fit(frame, y)
    other = build_pipeline("logistic").fit(frame.iloc[:200], y[:200])
    model = onnx_export.export(other)
    with pytest.raises(onnx_export.ParityFailed, match="training row 0") as caught:
        onnx_export.check_parity(pipeline, model, matrix, Thresholds(), seed=1)
    assert caught.value.kind == "training"


def test_features_exactly_at_a_threshold_go_the_same_way(frame, y):
    forest = build_pipeline("random_forest").fit(frame, y)
    graph = session.open_model(onnx_export.export(forest))
    thresholds = np.concatenate(
        [tree.tree_.threshold for tree in forest.named_steps["model"].estimators_]
    )
    width = len(forest.named_steps["preprocessing"].get_feature_names_out())
    rows = np.repeat(thresholds[:, None], width, axis=1)
    expected = forest.named_steps["model"].predict_proba(rows)[:, 1]
    np.testing.assert_allclose(session.run(graph, rows), expected, rtol=0, atol=1e-12)


def test_an_estimator_of_no_known_family_is_refused(frame, y):
    pipeline = build_pipeline("logistic").set_params(model=DummyClassifier())
    with pytest.raises(TypeError, match="DummyClassifier"):
        onnx_export.export(pipeline.fit(frame, y))


def test_the_graph_needs_nothing_but_the_features(trained, matrix):
    graph = session.open_model(trained.onnx)
    found = session.run(graph, features.derive(matrix, trained.feature_state))
    expected = trained.pipeline.predict_proba(matrix)[:, 1]
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-12)
