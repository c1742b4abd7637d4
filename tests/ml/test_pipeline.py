"""The families keep their promises whatever the data say."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.base import clone

from ml import generated, schema
from ml.pipeline import FAMILIES, GRIDS, SINGLES, build_pipeline


@pytest.fixture(scope="module")
def applicants():
    return generated.applicants(2000, seed=7)


def probability(pipeline, matrix):
    return pipeline.predict_proba(matrix)[:, 1]


def changed(matrix, field, value):
    copy = matrix.copy()
    copy[:, schema.COLUMN[field]] = value
    return copy


def test_every_family_answers_with_probabilities(fitted, applicants):
    answers = probability(fitted, applicants)
    assert ((answers >= 0) & (answers <= 1)).all()
    assert np.ptp(answers) > 0.1


@pytest.mark.parametrize("family", FAMILIES)
def test_an_unfitted_pipeline_can_be_cloned_with_its_parameters(family):
    pipeline = build_pipeline(family, include_protected=True, seed=7)
    expected = repr(pipeline.get_params())
    assert repr(clone(pipeline).get_params()) == expected


def test_the_forest_s_grid_is_the_tutorial_s():
    assert {k: len(v) for k, v in GRIDS["random_forest"].items()} == {
        "n_estimators": 3,
        "max_depth": 4,
        "max_leaf_nodes": 4,
        "min_impurity_decrease": 3,
    }


@pytest.mark.parametrize("family", SINGLES)
def test_a_setting_of_the_grid_reaches_the_estimator(family):
    params = {name: values[-1] for name, values in GRIDS[family].items()}
    model = build_pipeline(family, **params).named_steps["model"]
    assert params.items() <= model.get_params().items()


def test_meeting_the_guidelines_never_lowers_the_probability(fitted, applicants):
    bad = probability(fitted, changed(applicants, "Credit_History", 0))
    good = probability(fitted, changed(applicants, "Credit_History", 1))
    assert (good >= bad).all()


def test_being_self_employed_never_raises_the_probability(fitted, applicants):
    yes = probability(fitted, changed(applicants, "Self_Employed", 0))
    no = probability(fitted, changed(applicants, "Self_Employed", 1))
    assert (yes <= no).all()


@pytest.mark.parametrize("truth", [0, 1], ids=["Yes", "No"])
def test_leaving_self_employed_out_never_raises_it(fitted, applicants, truth):
    known = probability(fitted, changed(applicants, "Self_Employed", truth))
    left_out = probability(fitted, changed(applicants, "Self_Employed", np.nan))
    assert (left_out <= known).all()


@pytest.mark.parametrize("protected", [False, True])
def test_a_larger_loan_never_raises_it_in_boosting(frame, y, applicants, protected):
    boosting = build_pipeline("boosting", include_protected=protected).fit(frame, y)
    amounts = np.nan_to_num(applicants[:, schema.COLUMN["LoanAmount"]], nan=100)
    small = probability(boosting, changed(applicants, "LoanAmount", amounts))
    large = probability(boosting, changed(applicants, "LoanAmount", amounts / 2 + 5e8))
    assert (large <= small).all()


@pytest.mark.parametrize("field", schema.PROTECTED)
def test_a_protected_attribute_changes_nothing_by_default(
    fitted, include_protected, applicants, field
):
    if include_protected:
        return
    first = probability(fitted, changed(applicants, field, 0))
    second = probability(fitted, changed(applicants, field, 1))
    assert (first == second).all()
