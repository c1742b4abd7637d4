"""What is asked about."""

from dataclasses import replace

import pytest

from ml import encoding, generated
from ml.plausibility import Likely
from ml.validation import check_row
from tests.rows import row

RANGES = {"LoanAmount": (9.0, 700.0), "ApplicantIncome": (150.0, 81000.0)}


def codes(**changes):
    applicant, errors = check_row(row(**changes))
    assert not errors
    return [(slip.field, slip.code) for slip in Likely(RANGES).warn(applicant)]


def test_an_ordinary_application_raises_no_question():
    assert codes() == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"Loan_Amount_Term": 40}, [("Loan_Amount_Term", "term_short")]),
        ({"Loan_Amount_Term": 41}, []),
        ({"CoapplicantIncome": 50_001}, [("CoapplicantIncome", "income_high")]),
        ({"ApplicantIncome": 50_000}, []),
        ({"LoanAmount": 110_000}, [("LoanAmount", "beyond_training")]),
        (
            {"LoanAmount": 0.11},
            [("LoanAmount", "amount_small"), ("LoanAmount", "beyond_training")],
        ),
        ({"LoanAmount": None, "Loan_Amount_Term": None}, []),
    ],
)
def test_a_slip_is_asked_about(change, expected):
    assert codes(**change) == expected


@pytest.mark.parametrize(
    ("change", "meant"),
    [
        ({"LoanAmount": 0.11}, 110.0),
        ({"LoanAmount": 0.57}, 570.0),
        ({"Loan_Amount_Term": 30}, 360.0),
        ({"ApplicantIncome": 68_640}, 5720.0),
        ({"CoapplicantIncome": 50_003}, 4166.92),
        ({"LoanAmount": 110_000}, None),
    ],
)
def test_a_question_knows_what_was_perhaps_meant(change, meant):
    applicant, _ = check_row(row(**change))

    first = Likely(RANGES).warn(applicant)[0]

    assert first.meant == meant
    assert set(first.as_dict()) == {"field", "code", "message"}


def test_no_message_holds_a_value():
    applicant, _ = check_row(row(ApplicantIncome=87654, LoanAmount=9876.0))

    assert Likely(RANGES).warn(applicant)
    for slip in Likely(RANGES).warn(applicant):
        assert "8765" not in slip.message
        assert "9876" not in slip.message


@pytest.mark.parametrize("ranges", [{}, {"LoanAmount": (50.0, 400.0)}])
def test_a_matrix_is_asked_about_as_its_rows_are(ranges):
    likely = Likely(ranges)
    matrix = generated.applicants(3_000, seed=7)

    asked = [likely.slips(bits) for bits in likely.asked(matrix).tolist()]

    alone = [likely.warn(one) for one in encoding.decode(matrix)]
    without_meant = [tuple(replace(slip, meant=None) for slip in one) for one in alone]
    assert asked == without_meant
    assert 0 < asked.count(()) < len(asked)
