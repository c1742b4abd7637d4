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
    yes, y = np.array([True, False, True, False]), np.array([1, 0, 1, 1])
    rates = evaluation.rates_by_group(groups, yes, y, np.full(4, 0.7))
    assert [(r.group, r.rows, r.rate) for r in rates] == [
        ("Female", 1, 0.0),
        ("Male", 2, 0.5),
        ("missing", 1, 1.0),
    ]
    assert [r.approved for r in rates] == [0, 2, 1]


def test_a_group_is_measured_from_thirty_rows_of_both_classes_on():
    sizes = {"30 of both": (29, 1), "29 of both": (28, 1), "30 of one": (30, 0)}
    groups, y = [], []
    for name, (approved, declined) in sizes.items():
        groups += [name] * (approved + declined)
        y += [1] * approved + [0] * declined
    answers = np.where(y, 0.9, 0.2)
    rates = evaluation.rates_by_group(groups, answers > 0.5, np.array(y), answers)
    found = {r.group: r for r in rates}
    assert found["30 of both"].auc == 1
    assert found["30 of both"].log_loss == pytest.approx(0.1093, abs=1e-4)
    for group in ("29 of both", "30 of one"):
        assert (found[group].auc, found[group].log_loss) == (None, None)


def test_what_is_suggested_stands_beside_what_people_decided():
    decline, refer, approve, incomplete = range(4)
    answer = np.array([approve, approve, decline, refer, incomplete, approve])
    found = evaluation.by_suggestion(answer, np.array([1, 1, 0, 1, 0, 0]))
    assert [tuple(each.as_dict().values()) for each in found] == [
        ("approve", 3, 1 / 2, 2, 2 / 3, 1, 1 / 3),
        ("refer", 2, 1 / 3, 1, 1 / 2, 1, 1 / 2),
        ("decline", 1, 1 / 6, 0, 0.0, 1, 1.0),
    ]


def test_a_suggestion_that_nobody_gets_has_no_shares():
    [_, refer, _] = evaluation.by_suggestion(np.array([2, 0]), np.array([1, 0]))
    assert (refer.rows, refer.share) == (0, 0)
    assert (refer.approved_share, refer.declined_share) == (None, None)


def test_confusion_counts_answers_at_even_odds():
    y, answers = np.array([0, 0, 1, 1, 1]), np.array([0.1, 0.5, 0.9, 0.6, 0.49])
    assert evaluation.confusion(y, answers) == [[1, 1], [1, 2]]
