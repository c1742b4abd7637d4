"""The rules of the data dictionary, for JSON and for cells of a file."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml import schema, validation
from tests.rows import row


def broken(**changes):
    _, errors = validation.check_row(row(**changes))
    return [(error.field, error.rule) for error in errors]


def test_a_valid_row_is_an_applicant():
    applicant, errors = validation.check_row(row())

    assert errors == []
    assert applicant["ApplicantIncome"] == 5720.0
    assert isinstance(applicant["ApplicantIncome"], float)
    assert applicant["Credit_History"] == 1
    assert applicant.keys() == row().keys()


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("ApplicantIncome", [0, 0.0, 1e9, 5720]),
        ("LoanAmount", [1e-9, 1e9, None]),
        ("Loan_Amount_Term", [0.5, 600, None]),
        ("Credit_History", [0, 1, 0.0, 1.0, None]),
        ("Dependents", ["0", "1", "2", "3+", 0, 1, 2, 3, 3.0, None]),
        ("Loan_ID", ["A", "a.B_c-9", "x" * 32, None]),
        ("Property_Area", ["Urban", "Semiurban", "Rural"]),
    ],
)
def test_the_whole_domain_is_taken(field, values):
    for value in values:
        assert broken(**{field: value}) == []


@pytest.mark.parametrize("number", [-1e-9, math.nan, math.inf, 1e9 + 1, 10**400])
def test_a_number_outside_its_range_is_refused(number):
    assert broken(ApplicantIncome=number) == [("ApplicantIncome", "range")]


def test_negative_zero_is_zero():
    applicant, _ = validation.check_row(row(ApplicantIncome=-0.0))

    assert str(applicant["ApplicantIncome"]) == "0.0"


def test_a_long_name_is_cut_in_the_error():
    [(field, rule)] = broken(**{"x" * 500: 1})

    assert (len(field), rule) == (64, "unknown_field")


def test_of_many_unknown_fields_twenty_are_listed():
    _, errors = validation.check_row(row(**{f"x{i}": 1 for i in range(1000)}))

    assert len(errors) == 21
    assert "980 more fields" in errors[-1].message


def test_every_error_says_what_the_rule_is():
    for name in row():
        _, [error] = validation.check_row(row(**{name: ["bad"]}))
        assert validation.describe(schema.FIELDS[name]) in error.message


MARKED = st.text().map(lambda text: f"§{text}")  # no message of ours has a §


@given(st.dictionaries(st.sampled_from(list(row())), MARKED))
def test_no_message_holds_a_value(changes):
    _, errors = validation.check_row(row(**changes))

    for error in errors:
        assert "§" not in error.message


def test_an_import_may_carry_decisions_and_moments():
    sent = row(Loan_Status="N", Decided_At="2026-05-01", Received_At=None)

    applicant, errors = validation.check_row(sent, fields=schema.IMPORT_FIELDS)

    assert errors == []
    assert applicant["Loan_Status"] == "N"
    assert applicant["Decided_At"] == "2026-05-01T00:00:00"


@pytest.mark.parametrize(
    "moment", ["yesterday", "2026-13-01", "0001-01-01T00:00:00+14:00", "", 5]
)
def test_a_moment_is_iso_8601(moment):
    _, [error] = validation.check_row(
        row(Decided_At=moment), fields=schema.IMPORT_FIELDS
    )

    assert error.field == "Decided_At"
