"""Two models on the same rows, each measure with an interval."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

from ml import comparison, generated, schema
from ml.comparison import Answers, compare, is_enough
from ml.recommendation import Thresholds

ROWS = 400
LIMITS = Thresholds()


@pytest.fixture(scope="module")
def rows():
    matrix = generated.applicants(ROWS, seed=5)
    random = np.random.default_rng(5)
    y = (random.random(ROWS) < 0.7).astype(np.int64)
    return matrix, y


@pytest.fixture(autouse=True)
def _few_samples(monkeypatch):
    monkeypatch.setattr(comparison, "RESAMPLES", 200)


def answers(y, skill, seed=1):
    """Return probabilities that tell Y from N as well as the skill, from 0 to 1."""
    noise = np.random.default_rng(seed).random(len(y))
    return Answers(np.clip(skill * y + (1 - skill) * noise, 0.001, 0.999), LIMITS)


def test_who_is_better_gains_with_an_interval_above_zero(rows):
    matrix, y = rows

    found = compare("it", matrix, y, answers(y, 0.8), answers(y, 0.2), seed=1)

    for name in ("log_loss", "brier", "auc", "calibration_error"):
        gain = found.gains[name]
        assert gain.low <= gain.value <= gain.high
    assert found.gain.is_gain
    assert not found.gain.is_loss


def test_who_is_worse_loses(rows):
    matrix, y = rows

    found = compare("it", matrix, y, answers(y, 0.2), answers(y, 0.8), seed=1)

    assert found.gain.is_loss


def test_the_same_answers_gain_exactly_nothing(rows):
    matrix, y = rows
    same = answers(y, 0.5)

    found = compare("it", matrix, y, same, same, seed=1)

    for gain in found.gains.values():
        assert (gain.value, gain.low, gain.high) == (0.0, 0.0, 0.0)
    assert not found.gain.is_gain


def test_noise_alone_is_no_gain(rows):
    matrix, y = rows
    gains = [
        compare(
            "it", matrix, y, answers(y, 0.3, seed), answers(y, 0.3, 100 + seed), seed=1
        ).gain
        for seed in range(20)
    ]

    assert sum(gain.is_gain for gain in gains) <= 2  # one in forty is expected


def test_measures_are_those_of_scikit_learn(rows):
    matrix, y = rows
    mine = answers(y, 0.3)

    found = compare("it", matrix, y, mine, answers(y, 0.2), seed=1).mine

    assert found["auc"] == pytest.approx(metrics.roc_auc_score(y, mine.probability))
    assert found["log_loss"] == pytest.approx(metrics.log_loss(y, mine.probability))
    assert found["brier"] == pytest.approx(
        metrics.brier_score_loss(y, mine.probability)
    )


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_auc_of_weighted_rows_is_that_of_repeated_ones(data):
    size = data.draw(st.integers(6, 30))
    y = np.array(
        [0, 1] * 3
        + data.draw(st.lists(st.integers(0, 1), min_size=size - 6, max_size=size - 6))
    )
    tenths = data.draw(st.lists(st.integers(0, 10), min_size=size, max_size=size))
    weights = np.array(
        data.draw(st.lists(st.integers(1, 3), min_size=size, max_size=size))
    )
    matrix = generated.applicants(size, seed=1)
    side = comparison._Side(matrix, y, Answers(np.array(tenths) / 10, LIMITS), [])

    found = side.figures(weights)["auc"]

    repeated = np.repeat(np.arange(size), weights)
    known = metrics.roc_auc_score(y[repeated], np.array(tenths)[repeated])
    assert found == pytest.approx(known)


def test_ratio_of_a_group_is_its_rate_by_the_largest_groups(rows):
    matrix, y = rows

    found = compare("it", matrix, y, answers(y, 0.8), answers(y, 0.5), seed=1)

    assert set(found.ratios) <= set(schema.PROTECTED)
    told = [g for groups in found.ratios.values() for g in groups.values()]
    assert told
    for group in told:
        difference = group["difference"]
        assert difference["value"] == pytest.approx(group["mine"] - group["theirs"])
        assert difference["low"] <= difference["value"] <= difference["high"]
        assert group["rows"] >= comparison.LEAST_ROWS


def test_where_nobody_is_approved_there_is_no_ratio(rows):
    matrix, y = rows
    nobody = Answers(np.full(ROWS, 0.1), LIMITS)

    found = compare("it", matrix, y, nobody, nobody, seed=1)

    assert found.ratios == {}
    assert json.dumps(found.as_dict(), allow_nan=False)


@pytest.mark.parametrize(
    ("yes", "no", "enough"),
    [(25, 5, True), (25, 4, False), (24, 5, False), (0, 100, False), (0, 0, False)],
)
def test_few_labels_tell_nothing_apart(yes, no, enough):
    y = np.array([1] * yes + [0] * no, dtype=np.int64)

    assert is_enough(y) == enough
