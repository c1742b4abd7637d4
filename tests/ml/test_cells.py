"""What a cell of a file stands for."""

import pytest

from ml import cells, schema


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [
        ("LoanAmount", "", None),
        ("LoanAmount", "  ", None),
        ("LoanAmount", " 128.5 ", 128.5),
        ("LoanAmount", "1_000", "1_000"),
        ("LoanAmount", "nan", "nan"),
        ("LoanAmount", "inf", "inf"),
        ("LoanAmount", "much", "much"),
        ("Credit_History", "1.0", 1.0),
        ("Dependents", "0", "0"),
        ("Dependents", "3", 3.0),
        ("Dependents", "3+", "3+"),
        ("Loan_ID", "12", "12"),
        ("Gender", " Male ", "Male"),
    ],
)
def test_a_cell_stands_for_a_json_value(name, cell, value):
    assert cells.from_cells({name: cell}, schema.APPLICANT_FIELDS) == {name: value}


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_no_spreadsheet_takes_a_text_for_a_formula(cell):
    assert cells.harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", [-1.5, -1, 0.25, "A-1", "", None, " =1"])
def test_a_number_stays_a_number_and_other_text_what_it_is(cell):
    assert cells.harmless(cell) is cell
