"""From a probability to a recommendation."""

from __future__ import annotations

import numpy as np
import pytest

from ml import schema
from ml.recommendation import (
    ANSWERS,
    Costs,
    InvalidThresholds,
    Thresholds,
    predict,
    recommend,
    rounded,
)


def answers(matrix, probability):
    found = recommend(matrix, np.array([probability]), Thresholds())
    return [ANSWERS[one] for one in found]


@pytest.mark.parametrize(
    ("probability", "expected"),
    [(0.6, "approve"), (0.599, "refer"), (0.4, "refer"), (0.399, "decline")],
)
def test_thresholds_belong_to_the_better_side(probability, expected):
    complete = np.ones((1, len(schema.PREDICTORS)))
    assert answers(complete, probability) == [(expected, None)]


@pytest.mark.parametrize("field", schema.NEEDED_TO_DECIDE)
@pytest.mark.parametrize("probability", [0.0, 1.0])
def test_a_missing_fact_refers_whatever_the_probability(field, probability):
    row = np.ones((1, len(schema.PREDICTORS)))
    row[0, schema.COLUMN[field]] = np.nan
    assert answers(row, probability) == [("refer", "incomplete")]


def test_a_missing_answer_that_no_decision_needs_refers_nobody():
    row = np.ones((1, len(schema.PREDICTORS)))
    row[0, schema.COLUMN["Gender"]] = np.nan
    assert answers(row, 0.9) == [("approve", None)]


def test_the_prediction_is_yes_from_one_half():
    assert predict(np.array([0.499, 0.5, 0.9])).tolist() == [0, 1, 1]


def test_costs_set_the_thresholds():
    assert Costs().thresholds() == Thresholds(0.6, 0.4)
    assert Costs(4, 1, 0.4).thresholds() == Thresholds(0.9, 0.4)


@pytest.mark.parametrize("costs", [(1, 1, 0.6), (0.1, 1, 0.4)])
def test_a_review_dearer_than_the_mistakes_is_refused(costs):
    with pytest.raises(InvalidThresholds):
        Costs(*costs).thresholds()


@pytest.mark.parametrize("cost", [0, -1, float("nan"), float("inf")])
def test_a_cost_that_is_none_is_refused(cost):
    with pytest.raises(InvalidThresholds):
        Costs(approval=cost)


def test_a_sum_in_another_order_meets_the_threshold_alike():
    assert rounded(np.array([0.1 + 0.2 + 0.3])) == rounded(np.array([0.6]))
