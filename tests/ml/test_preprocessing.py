"""PreProcessing keeps scikit-learn's contract."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from ml.encoding import UnknownCategory
from ml.preprocessing import OutOfRange, PreProcessing


def test_a_frame_and_its_matrix_give_the_same_features(frame, matrix):
    fitted = PreProcessing().fit(frame)
    assert fitted.transform(frame).shape == (300, 6)
    np.testing.assert_array_equal(fitted.transform(frame), fitted.transform(matrix))


def test_columns_may_come_in_any_order_and_among_others(frame):
    shuffled = frame[frame.columns[::-1]].assign(Note="x")
    expected = PreProcessing().fit_transform(frame)
    np.testing.assert_array_equal(PreProcessing().fit_transform(shuffled), expected)


def test_parameters_make_the_round_trip():
    estimator = PreProcessing(include_protected=True, ratios=False)
    assert clone(estimator).get_params() == estimator.get_params()
    changed = PreProcessing().set_params(include_protected=True)
    assert changed.get_params() == {"include_protected": True, "ratios": True}


def test_a_clone_has_learned_nothing(frame):
    assert not hasattr(clone(PreProcessing().fit(frame)), "state_")


@pytest.mark.parametrize("use", ["transform", "get_feature_names_out"])
def test_unfitted_it_says_so(frame, use):
    arguments = [frame] if use == "transform" else []
    with pytest.raises(NotFittedError):
        getattr(PreProcessing(), use)(*arguments)


def test_fitted_twice_is_fitted_once(frame):
    estimator = PreProcessing().fit(frame.iloc[:50])
    assert estimator.fit(frame).state_ == PreProcessing().fit(frame).state_


def test_the_input_stays_as_it_was(frame, matrix):
    before = frame.copy(), matrix.copy()
    PreProcessing().fit_transform(frame)
    PreProcessing().fit_transform(matrix)
    assert frame.equals(before[0])
    np.testing.assert_array_equal(matrix, before[1])


def test_there_is_a_name_for_every_feature(frame):
    estimator = PreProcessing(include_protected=True).fit(frame)
    names = estimator.get_feature_names_out()
    assert len(names) == estimator.transform(frame).shape[1]
    assert "credit_history" in names


@pytest.mark.parametrize(
    ("field", "value"), [("Property_Area", "Coastal"), ("Credit_History", 2.0)]
)
def test_a_category_that_the_schema_lacks_is_an_error_that_names_it(
    frame, field, value
):
    with pytest.raises(UnknownCategory, match=field):
        PreProcessing().fit(frame).transform(frame.assign(**{field: value}))


def test_a_code_that_the_schema_lacks_is_an_error_that_names_it(matrix):
    wrong = matrix.copy()
    wrong[3, 10] = 7
    with pytest.raises(UnknownCategory, match="Property_Area"):
        PreProcessing().fit(wrong)


@pytest.mark.parametrize("value", [0.0, -1.0, np.inf])
def test_a_number_from_outside_its_range_is_an_error_that_names_it(frame, value):
    with pytest.raises(OutOfRange, match="LoanAmount"):
        PreProcessing().fit(frame.assign(LoanAmount=value))


def test_a_column_that_is_not_there_is_named(frame):
    with pytest.raises(KeyError, match="Credit_History"):
        PreProcessing().fit(frame.drop(columns="Credit_History"))


def test_a_matrix_of_another_width_is_refused(matrix):
    with pytest.raises(ValueError, match=r"\(n, 11\)"):
        PreProcessing().fit(matrix[:, :10])
