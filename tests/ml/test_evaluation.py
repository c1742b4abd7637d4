"""What the report says of probabilities."""

from __future__ import annotations

import numpy as np
import pytest

from ml import evaluation, schema


def test_metrics_are_those_of_the_textbook():
    found = evaluation.measure(np.array([1, 0, 1, 0]), np.array([0.9, 0.2, 0.4, 0.6]))
    assert found.rows == 4
    assert found.auc == 0.75
    assert found.accuracy == 0.5
    assert found.brier == pytest.approx((0.01 + 0.04 + 0.36 + 0.36) / 4)
    assert found.log_loss == pytest.approx(-np.log([0.9, 0.8, 0.4, 0.4]).mean())


def test_one_class_alone_has_the_auc_of_a_coin():
    assert evaluation.measure(np.ones(3, int), np.array([0.2, 0.5, 0.9])).auc == 0.5


def test_calibration_covers_every_row_once():
    probability = np.linspace(0, 1, 21)
    bins = evaluation.calibration(np.ones(21, int), probability)
    assert sum(each.rows for each in bins) == 21
    assert all(each.lower <= each.predicted <= each.upper for each in bins)
    assert {each.approved for each in bins} == {1.0}


def test_the_baseline_answers_from_the_credit_history_alone():
    train = np.zeros((6, len(schema.PREDICTORS)))
    train[:, schema.COLUMN["Credit_History"]] = [1, 1, 1, 0, 0, np.nan]
    y = np.array([1, 1, 0, 0, 0, 1])
    answers = evaluation.baseline(train, y, train[[0, 3, 5]])
    assert answers == pytest.approx([3 / 5, 1 / 4, 2 / 3])


def test_rates_come_by_group_with_the_missing_in_one_of_their_own():
    groups = ["Male", "Female", None, "Male"]
    rates = evaluation.rates_by_group(groups, np.array([True, False, True, False]))
    assert [(r.group, r.rows, r.rate) for r in rates] == [
        ("Female", 1, 0.0),
        ("Male", 2, 0.5),
        ("missing", 1, 1.0),
    ]
