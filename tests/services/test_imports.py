"""Files of applications and decisions, all or nothing."""

import csv
from datetime import UTC, datetime

import pytest

from predictor.models import LoanApplication
from predictor.services import imports
from tests import builders
from tests.rows import row

pytestmark = pytest.mark.django_db


@pytest.fixture
def write(tmp_path):
    def write(*rows, encoding="utf-8", columns=None):
        path = tmp_path / "applications.csv"
        with path.open("w", encoding=encoding, newline="") as file:
            writer = csv.DictWriter(file, columns or list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


def labelled(**changes):
    return row(Loan_Status="Y", **changes)


def test_a_file_with_decisions_is_stored(write):
    report = imports.import_file(path=write(labelled(Credit_History=None)))

    application = LoanApplication.objects.get()
    assert (report.rows, report.created) == (1, 1)
    assert report.missing == {"Credit_History": 1}
    assert application.loan_status == "Y"
    assert application.status == "approved"
    assert application.label_source == "imported"
    assert application.credit_history is None


def test_a_file_without_decisions_is_stored(write):
    imports.import_file(path=write(row(), row(Loan_ID="B", LoanAmount=None)))

    statuses = LoanApplication.objects.order_by("loan_id").values_list("status")
    assert [status for (status,) in statuses] == ["incomplete", "ready"]


def test_the_same_file_again_changes_nothing(write):
    path = write(labelled(), row(Loan_ID="B", Loan_Status=None))
    imports.import_file(path=path)
    before = list(LoanApplication.objects.values())

    report = imports.import_file(path=path)

    assert (report.created, report.updated, report.unchanged) == (0, 0, 2)
    assert list(LoanApplication.objects.values()) == before


def test_a_decision_that_comes_later_is_taken(write):
    imports.import_file(path=write(row()))
    report = imports.import_file(path=write(labelled()))

    assert report.updated == 1
    assert LoanApplication.objects.get().status == "approved"


def test_a_decision_for_what_a_client_sent_is_taken(write):
    builders.application(loan_id="C1", source="api")
    application = LoanApplication.objects.get()
    facts = application.as_applicant()

    imports.import_file(path=write({**facts, "Loan_Status": "N"}))

    application.refresh_from_db()
    assert (application.loan_status, application.source) == ("N", "api")


def test_moments_are_taken_in_iso_8601(write):
    imports.import_file(path=write(labelled(Decided_At="2026-03-01T09:30:00+01:00")))

    decided_at = LoanApplication.objects.get().decided_at
    assert decided_at == datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_usual_encodings_are_taken(write, encoding):
    path = write(labelled(), encoding=encoding)

    assert imports.import_file(path=path).created == 1


def test_a_bad_row_refuses_the_file_by_line_and_field(write):
    with pytest.raises(imports.BadRows) as refused:
        imports.import_file(path=write(row(), row(Loan_ID="B", LoanAmount="much")))

    [error] = refused.value.errors
    assert (error.row, error.field, error.rule) == (3, "LoanAmount", "type")
    assert "much" not in error.message
    assert not LoanApplication.objects.exists()


def test_bad_rows_can_be_skipped(write):
    path = write(row(), row(Loan_ID="B", LoanAmount="much"))

    report = imports.import_file(path=path, skip_bad_rows=True)

    assert (report.created, [error.row for error in report.errors]) == (1, [3])


def test_a_decided_application_is_frozen(write):
    imports.import_file(path=write(labelled()))

    with pytest.raises(imports.BadRows) as refused:
        imports.import_file(path=write(labelled(LoanAmount=5)))

    assert [error.rule for error in refused.value.errors] == ["decided"]


def test_a_row_without_a_reference_is_an_error(write):
    with pytest.raises(imports.BadRows) as refused:
        imports.import_file(path=write(row(Loan_ID=None)))

    assert [error.rule for error in refused.value.errors] == ["required"]


def test_a_line_of_another_length_is_an_error(tmp_path):
    path = tmp_path / "applications.csv"
    path.write_text(",".join(row()) + "\nA,Male\n")

    with pytest.raises(imports.BadRows) as refused:
        imports.import_file(path=path)

    assert [(e.row, e.rule) for e in refused.value.errors] == [(2, "cells")]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "empty"),
        (b"Loan_ID,Colour\nA,red\n", "Colour"),
        (b"Loan_ID,Gender\nA,Male\n", "Education"),
        (
            b"A-SECRET,Male,Married,Yes\n",
            "^The first line is not a heading [a-z ,]*[.]$",
        ),
        (b"A-SECRET,Male,Yes\n", "^The first line is not a heading [a-z ,]*[.]$"),
        (b"Loan_ID;Gender\nA;Male\n", "separated by commas"),
        (b"Loan_ID,Loan_ID\n", "Loan_ID"),
        (b"\x00\x81\x8d", "text"),
        (b'Loan_ID,"', "Line 1"),
    ],
)
def test_a_file_that_is_no_table_is_refused_as_a_whole(tmp_path, content, complaint):
    path = tmp_path / "applications.csv"
    path.write_bytes(content)

    with pytest.raises(imports.UnreadableFile, match=complaint):
        imports.import_file(path=path)


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(imports.UnreadableFile, match="is not a file"):
        imports.import_file(path=tmp_path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(imports.UnreadableFile, match="No such file"):
        imports.import_file(path=tmp_path / "nothing.csv")
