"""Which training rows are one application told twice."""

from ml import encoding, rows
from ml.validation import check_row
from tests.rows import row


def groups(*changes):
    applicants = [check_row(row(**change))[0] for change in changes]
    return rows.group(encoding.encode(applicants)).tolist()


def test_rows_with_equal_incomes_and_amount_are_one_group():
    first, second, third = groups({}, {"Gender": None}, {"LoanAmount": 111})

    assert first == second != third


def test_a_row_without_an_amount_joins_the_first_with_its_incomes():
    lacking, first, second, other = groups(
        {"LoanAmount": None},
        {},
        {"LoanAmount": 111},
        {"LoanAmount": None, "ApplicantIncome": 1},
    )

    assert lacking == first
    assert second != first
    assert other not in (first, second)


def test_rows_without_an_amount_and_with_equal_incomes_are_one_group():
    first, second = groups({"LoanAmount": None}, {"LoanAmount": None, "Married": "No"})

    assert first == second
