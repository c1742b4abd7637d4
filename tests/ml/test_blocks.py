"""The fast reading of a file's lines: the thorough one's verdict, the same values."""

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml import blocks, encoding, generated, schema
from ml.cells import from_cells
from ml.validation import check_row

HEADING = [field.name for field in schema.IMPORT_FIELDS]
GOOD = {
    "Loan_ID": ["LP001015", "a.b_c-9", ""],
    "LoanAmount": ["110", "110.5", "1e3", "", "0.0001", "1000000000"],
    "ApplicantIncome": ["5720", "0", "-0.0"],
    "CoapplicantIncome": ["0", "1500.0"],
    "Loan_Amount_Term": ["360", "360.0", ""],
    "Credit_History": ["1", "1.0", "0", "", "0e5"],
    "Dependents": ["0", "3+", "3", "3.0", "", "2"],
    "Decided_At": ["", "2026-03-01", "2026-03-01T09:30:00+01:00"],
}
ODD = ["nan", "inf", "-1", " ", " 1", "1_0", "0x1", "٣", "x", "1e999", "00", "+5", "é"]


ALMOST_NUMBERS = st.text("0123456789.eE+-_ nifx", max_size=8)


def cells(field):
    usual = GOOD.get(field.name) or [*getattr(field, "choices", ()), ""]
    odd = st.sampled_from(ODD) | ALMOST_NUMBERS
    return st.one_of(*[st.sampled_from(usual)] * 8, odd)


@given(ALMOST_NUMBERS)
def test_what_reads_as_a_number_here_is_the_number_that_it_is(text):
    [field] = (f for f in schema.IMPORT_FIELDS if f.name == "ApplicantIncome")
    read = from_cells({field.name: text}, [field])
    applicant, errors = check_row(read, fields=[field])

    found = blocks.parse(f"{text}\n".encode(), [field.name], [field])

    if found is not None:
        assert not errors
        [[column]] = found[:, [schema.COLUMN[field.name]]]
        assert column == applicant[field.name]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_cell_that_the_other_reader_would_not_take_is_left_to_it(place):
    kinds = [f for f in schema.IMPORT_FIELDS if f.name == "ApplicantIncome"]
    rows = [b"5720\n"] * 3
    rows[place] = b"0" * csv.field_size_limit() + b"5\n"

    assert blocks.parse(b"".join(rows), ["ApplicantIncome"], kinds) is None
    rows[place] = b"0" * 1000 + b"5\n"
    assert blocks.parse(b"".join(rows), ["ApplicantIncome"], kinds) is not None


lines = st.lists(st.tuples(*map(cells, schema.IMPORT_FIELDS)), min_size=1, max_size=4)


def thoroughly(rows):
    """Return the matrix of rows of cells; None where a rule is broken."""
    read = [
        from_cells(dict(zip(HEADING, r, strict=True)), schema.IMPORT_FIELDS)
        for r in rows
    ]
    checked = [check_row(one, fields=schema.IMPORT_FIELDS) for one in read]
    if any(errors for _, errors in checked):
        return None
    return encoding.encode([applicant for applicant, _ in checked])


def fast(rows, end="\n"):
    text = "".join(",".join(row) + end for row in rows).encode()
    return blocks.parse(text, HEADING, schema.IMPORT_FIELDS)


@given(lines)
def test_what_is_read_fast_is_what_the_thorough_path_reads(rows):
    found = fast(rows)

    if found is not None:
        expected = thoroughly(rows)
        assert expected is not None
        assert found.tobytes() == expected.tobytes()


@given(lines)
def test_ordinary_lines_are_read_fast(rows):
    words = {word for known in GOOD.values() for word in known}
    words |= {w for f in schema.IMPORT_FIELDS for w in getattr(f, "choices", ())}
    if thoroughly(rows) is not None and words.issuperset(
        c for row in rows for c in row
    ):
        assert fast(rows) is not None


def test_generated_applicants_come_back_to_the_last_bit():
    matrix = generated.applicants(5_100, seed=3)[100:]  # after those that lack much
    names = [field.name for field in schema.PREDICTORS]
    rows = [
        ",".join("" if one[name] is None else str(one[name]) for name in names)
        for one in encoding.decode(matrix)
    ]

    for end in ("\n", "\r\n"):
        text = "".join(row + end for row in rows).encode()
        found = blocks.parse(text, names, schema.IMPORT_FIELDS)
        np.testing.assert_array_equal(found, matrix)


@pytest.mark.parametrize(
    "lines", [b"", b"\n", b"5720\n\n5720\n", b"1,2\n", b"5720\n1,2\n"]
)
def test_lines_that_are_no_rows_are_left_to_the_thorough_path(lines):
    assert blocks.parse(lines, ["ApplicantIncome"], schema.IMPORT_FIELDS) is None
