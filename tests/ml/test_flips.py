"""The flip test finds what hangs on a protected attribute, and else nothing."""

from __future__ import annotations

import numpy as np
import pytest

from ml import generated, schema
from ml.flips import Flip, add, flip_test
from ml.recommendation import Thresholds
from ml.training import train
from tests.ml.small import GRIDS

FEMALE = schema.GENDER.choices.index("Female")
THRESHOLDS = Thresholds(approve_from=0.6, decline_below=0.4)


def test_a_model_that_uses_no_protected_attribute_changes_nothing(scorer):
    matrix = generated.applicants(1_000, seed=2)

    found = flip_test(scorer.probabilities, matrix, scorer.manifest.thresholds)

    assert found == tuple(Flip(name, 1_000, 0, 0.0) for name in schema.PROTECTED)


def test_a_model_that_asks_for_the_sex_is_found_out():
    matrix = np.zeros((4, len(schema.PREDICTORS)))
    matrix[1:, schema.COLUMN["Gender"]] = [FEMALE, np.nan, FEMALE]
    matrix[3, schema.COLUMN["Credit_History"]] = np.nan  # referred in any case

    def unfair(rows):
        return np.where(rows[:, schema.COLUMN["Gender"]] == FEMALE, 0.5, 0.7)

    gender, married, dependents = flip_test(unfair, matrix, THRESHOLDS)

    assert (gender.rows, gender.changed) == (4, 3)
    assert gender.largest == pytest.approx(0.2)
    assert married.changed == dependents.changed == 0


def test_the_training_report_has_it(trained):
    assert [flip["changed"] for flip in trained.report()["flips"]] == [0, 0, 0]
    assert trained.flips[0].rows == trained.rows


def test_a_version_for_comparison_is_tried_as_well(frame, y):
    trained = train(
        frame,
        y,
        families=("logistic",),
        grids=GRIDS,
        processes=1,
        include_protected=True,
    )

    assert max(flip.largest for flip in trained.flips) > 0


def test_parts_are_added():
    first, second = Flip("Gender", 10, 1, 0.1), Flip("Gender", 5, 2, 0.3)

    assert add([(first,), (second,)]) == (Flip("Gender", 15, 3, 0.3),)


def test_nobody_is_tried():
    found = flip_test(lambda rows: np.empty(len(rows)), np.empty((0, 11)), THRESHOLDS)

    assert [flip.rows for flip in found] == [0, 0, 0]
