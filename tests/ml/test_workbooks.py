"""Excel workbooks are read as CSV files are; no bytes bring the reader down."""

import io
import zipfile
from contextlib import closing
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from ml import schema, workbooks
from ml.headings import UnreadableFile
from ml.validation import check_rows
from tests.rows import row
from tests.services.batches.files import NAMES, cells, workbook

FIELDS = schema.APPLICANT_FIELDS


@pytest.fixture
def read(tmp_path):
    """Return a function that reads the lines of a workbook."""

    def read(content):
        path = tmp_path / "book"
        path.write_bytes(content)
        with (
            workbooks.open_workbook(path, FIELDS) as sheet,
            closing(sheet.lines) as lines,
        ):
            return list(lines)

    return read


def checked(lines):
    rows = [line.row for line in lines]
    return check_rows(rows, numbers=[line.number for line in lines])


def test_cells_are_what_they_would_be_in_a_csv_file(read):
    sent = row(Loan_ID=12345, Dependents=3, ApplicantIncome="5720", LoanAmount=110.5)

    [line] = read(workbook(cells([sent])))

    [applicant] = checked([line]).applicants
    assert (applicant["Loan_ID"], applicant["Dependents"]) == ("12345", "3+")
    assert (applicant["ApplicantIncome"], applicant["LoanAmount"]) == (5720.0, 110.5)


def test_an_empty_cell_is_missing_and_an_empty_row_no_row(read):
    table = [*cells([row(Gender=None, Married="")]), [None] * 12, ["", " "]]

    [line] = read(workbook(table))

    assert line.number == 2
    assert (line.row["Gender"], line.row["Married"]) == (None, None)


def test_heading_may_stand_lower_and_rows_keep_their_numbers(read):
    lines = read(workbook([[], [], *cells([row(Loan_ID="A"), row(Loan_ID="B")])]))

    assert [line.number for line in lines] == [4, 5]


@pytest.mark.parametrize("name", ["Loan_ID", "Married", "LoanAmount", "Credit_History"])
def test_a_boolean_is_an_error_everywhere(read, name):
    [error] = checked(read(workbook(cells([row(**{name: True})])))).errors

    assert (error.row, error.field, error.rule) == (2, name, "type")


@pytest.mark.parametrize("cell", [date(2026, 3, 1), "#N/A", "=1+1"])
def test_what_is_no_number_is_an_error(read, cell):
    found = checked(read(workbook(cells([row(ApplicantIncome=cell)]))))

    assert [error.field for error in found.errors] == ["ApplicantIncome"]


def test_cells_beyond_the_heading_are_an_error(read):
    table = cells([row()])
    table[1] = [*table[1], "more"]

    [line] = read(workbook(table))

    assert line.error
    assert line.error.rule == "cells"


def test_cells_that_are_left_out_at_the_end_are_missing(read):
    [line] = read(workbook([NAMES, ["A"]]))

    assert line.error is None
    assert line.row["Property_Area"] is None


def test_a_formula_that_nobody_calculated_is_no_missing_fact(read):
    sent = row(Loan_ID="=1+1", LoanAmount="=60*2")

    lines = read(workbook([NAMES, [sent[name] for name in NAMES], ["B"]]))

    first, second = lines
    assert (first.row["Loan_ID"], first.row["LoanAmount"]) == ("=1+1", "=60*2")
    assert second.row["LoanAmount"] is None
    rules = {(error.field, error.rule) for error in checked([first]).errors}
    assert {("Loan_ID", "pattern"), ("LoanAmount", "type")} <= rules


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_not_the_one_that_is_meant(read, state):
    book = Workbook()
    book.worksheets[0].append(["x"])
    book.worksheets[0].sheet_state = state
    shown = book.create_sheet("Shown")
    shown.append(NAMES)
    shown.append(["A"])
    file = io.BytesIO()
    book.save(file)

    [line] = read(file.getvalue())

    assert line.row["Loan_ID"] == "A"


def test_the_first_sheet_is_read(read):
    book = Workbook()
    book.worksheets[0].append(NAMES)
    book.create_sheet("Other").append(["x"])
    file = io.BytesIO()
    book.save(file)

    assert read(file.getvalue()) == []


@pytest.mark.parametrize(
    ("table", "problem"),
    [([], "empty"), ([["a", "b"]], "no_heading"), ([[*NAMES, "More"]], "unknown")],
)
def test_heading_is_checked_as_that_of_a_csv_file(read, table, problem):
    with pytest.raises(UnreadableFile) as refused:
        read(workbook(table))

    assert refused.value.problem == problem


# Damaged ones


def test_a_workbook_that_unpacks_to_far_more_is_not_unpacked(read):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * (workbooks.MOST_BYTES + 1))

    with pytest.raises(UnreadableFile) as refused:
        read(content.getvalue())

    assert refused.value.problem == "too_large"


GOOD = workbook(cells([row(Loan_ID="A"), row(Loan_ID="B")]))


def repacked(part, text):
    """Return the workbook with another text in the place of one of its parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(content, "w") as new:
        for name in old.namelist():
            new.writestr(name, text if name == part else old.read(name))
    return content.getvalue()


PARTS = zipfile.ZipFile(io.BytesIO(GOOD)).namelist()
BOMB = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet>&b;</worksheet>"""
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FAR = (
    f'<worksheet xmlns="{NAMESPACE}"><sheetData><row r="99999999999"><c><v>1</v></c>'
    "</row></sheetData></worksheet>"
)


def outcome(read, content):
    """Return how many lines there are, or what is wrong with the file."""
    try:
        return len(read(content))
    except UnreadableFile as refused:
        return refused.problem


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("text", ["", "<", "<x/>", BOMB, "\0"])
def test_a_part_that_is_damaged_is_refused_or_left_out(read, part, text):
    found = outcome(read, repacked(part, text))

    assert found in ("damaged", "empty", "no_heading", 2)


def test_a_row_that_claims_to_be_far_below_ends_the_sheet(read):
    with pytest.raises(UnreadableFile) as refused:
        read(repacked("xl/worksheets/sheet1.xml", FAR))

    assert refused.value.problem == "empty"


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_no_bytes_bring_it_down(read, data):
    place = data.draw(st.integers(0, len(GOOD) - 1))
    other = data.draw(st.binary(max_size=40))
    content = GOOD[:place] + other + GOOD[place + len(other) :]

    assert outcome(read, content) != ""
