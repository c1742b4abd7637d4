"""Applicants, frames and the matrix."""

import numpy as np
import pandas as pd
import pytest

from ml import encoding, schema
from ml.validation import check_row
from tests.rows import row


def applicant(**changes):
    valid, errors = check_row(row(**changes))
    assert not errors
    return valid


def test_a_row_has_one_column_for_each_predictor():
    matrix = encoding.encode([applicant()])

    assert matrix.dtype == np.float64
    assert matrix.tolist() == [[0, 0, 0, 0, 1, 5720, 0, 110, 360, 1, 0]]


def test_a_missing_value_is_nan():
    matrix = encoding.encode([applicant(Gender=None, LoanAmount=...)])

    assert np.flatnonzero(np.isnan(matrix[0])).tolist() == [0, 7]


def test_no_applicants_are_an_empty_matrix():
    assert encoding.encode([]).shape == (0, 11)


def test_decoding_gives_the_applicant_back():
    sent = applicant(Dependents="3+", Self_Employed=None, LoanAmount=128.523)

    [back] = encoding.decode(encoding.encode([sent]))

    assert back == {k: v for k, v in sent.items() if k != "Loan_ID"}


def test_a_frame_gives_the_same_matrix_as_its_rows():
    rows = [applicant(), applicant(Dependents=3, Credit_History=None)]

    frame = pd.DataFrame(rows)

    np.testing.assert_array_equal(encoding.encode_frame(frame), encoding.encode(rows))


@pytest.mark.parametrize("dependents", [[0, 3], [0.0, np.nan], ["0", "3+"]])
def test_a_frames_dependents_may_be_numbers(dependents):
    frame = pd.DataFrame([applicant(), applicant()]).assign(Dependents=dependents)

    assert encoding.encode_frame(frame)[0, 2] == 0


def test_an_unknown_category_names_its_field():
    frame = pd.DataFrame([applicant()]).assign(Property_Area="Moon")

    with pytest.raises(encoding.UnknownCategory, match="Property_Area"):
        encoding.encode_frame(frame)


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(KeyError, match="Gender"):
        encoding.encode_frame(pd.DataFrame([applicant()]).drop(columns="Gender"))


def test_the_columns_are_those_of_the_dictionary():
    assert list(schema.COLUMN) == [field.name for field in schema.PREDICTORS]
    assert len(schema.PREDICTORS) == 11
    assert schema.PROTECTED == ("Gender", "Married", "Dependents")
