"""A file is taken and checked; nothing of it is an application yet."""

import pytest
from django_tasks_db.models import DBTaskResult

from ml.tables import UnreadableFile
from predictor.models import BatchChunk, BatchFile, BatchJob, LoanApplication
from predictor.services.batches import results, uploading
from tests import builders
from tests.rows import row
from tests.services.batches import files
from tests.services.batches.conftest import work_off

pytestmark = pytest.mark.django_db


def errors_of(job):
    return [(e.row, e.field, e.rule) for e in results.errors(job)]


def test_a_small_file_is_checked_at_once(upload):
    job = upload(files.rows(3))

    assert (job.state, job.rows, job.bad_rows) == ("checked", 3, 0)
    assert (job.kind, job.encoding, job.name) == ("csv", "utf-8", "loans.csv")
    assert not LoanApplication.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_a_workbook_says_what_a_csv_file_says(upload, officer):
    table = files.rows(3)
    table[1]["Education"] = "College"

    job = upload(files.workbook(files.cells(table)), "anything at all")

    assert (job.kind, job.encoding) == ("excel", "")
    assert errors_of(job) == errors_of(upload(table)) == [(3, "Education", "choice")]


def test_a_large_file_is_checked_by_the_worker(upload):
    table = files.rows(uploading.AT_ONCE + 1)
    table[-1]["ApplicantIncome"] = "much"

    job = upload(table)

    assert job.state == "uploaded"
    assert BatchFile.objects.get(job=job).content
    work_off(job)
    assert (job.state, job.rows, job.bad_rows) == ("checked", len(table), 1)
    assert errors_of(job) == [(len(table) + 1, "ApplicantIncome", "type")]
    assert not BatchFile.objects.exists()


def test_every_rule_that_a_row_breaks_is_told(upload):
    bad = row(Education="", ApplicantIncome=-1, Loan_ID="no spaces")

    job = upload([row(Loan_ID="A"), bad, row(Loan_ID="A")])

    assert errors_of(job) == [
        (3, "Loan_ID", "pattern"),
        (3, "Education", "required"),
        (3, "ApplicantIncome", "range"),
        (4, "Loan_ID", "duplicate"),
    ]
    assert (job.rows, job.bad_rows) == (3, 2)


def test_a_reference_far_above_is_a_duplicate_too(upload):
    table = files.rows(uploading.AT_ONCE + 500)
    table[-1]["Loan_ID"] = table[0]["Loan_ID"]

    job = work_off(upload(table))

    assert errors_of(job) == [(len(table) + 1, "Loan_ID", "duplicate")]


def test_what_the_record_would_refuse_is_told_before_anything_is_stored(
    upload, officer
):
    builders.application(loan_id="THEIRS", owner=builders.person("other"))
    builders.application(
        loan_id="DECIDED",
        owner=officer,
        status="declined",
        loan_status="N",
        label_source="officer",
    )
    builders.application(loan_id="MINE", owner=officer)

    job = upload([row(Loan_ID=name) for name in ("THEIRS", "DECIDED", "MINE", "NEW")])

    assert errors_of(job) == [
        (2, "Loan_ID", "exists"),
        (3, "Loan_ID", "exists"),
        (4, "Loan_ID", "exists"),
    ]
    assert job.good_rows == 1


def test_a_line_with_other_cells_than_the_heading_is_an_error(upload):
    job = upload(files.as_csv(files.rows(2)) + b"one,two\n")

    assert errors_of(job) == [(4, None, "cells")]


def test_windows_text_is_read_and_its_encoding_told(upload):
    content = files.as_csv([row(Loan_ID="A")]).replace(b"Urban", b"\xdcrban")

    job = upload(content)

    assert job.encoding == "cp1252"
    assert errors_of(job) == [(2, "Property_Area", "choice")]


def test_folders_and_control_characters_are_no_part_of_a_name(upload):
    assert upload(files.rows(1), "C:\\loans\\ju\0ne\n.csv").name == "june.csv"
    assert upload(files.rows(1), "/").name == "file"


LARGE = b"1," * 9 + b"\n"
HEAD = ",".join(files.NAMES).encode()


@pytest.mark.parametrize(
    ("content", "problem", "names"),
    [
        (b"", "empty", ()),
        (b" \r\n", "empty", ()),
        (HEAD, "no_rows", ()),
        (b"a,b\n1,2\n", "no_heading", ()),
        ("Loan_ID\n1\n".encode("utf-16"), "utf_16", ()),
        (HEAD + b",Salary,Colour\n", "unknown", ("Colour", "Salary")),
        (HEAD + b",Education\n", "twice", ("Education",)),
        (b"Loan_ID,Education,ApplicantIncome,CoapplicantIncome\n", "lacking", None),
        (HEAD + b',"\n', "not_csv", None),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, "old_excel", ()),
        (b"PK\x03\x04" + b"x" * 100, "damaged", ()),
        (b"\x81\x8d\x8f", "not_text", ()),
        (HEAD + b"\n" + LARGE * 100_001, "too_many_rows", ()),
        (b"x" * (16 * 1024 * 1024 + 1), "too_large", ()),
    ],
)
def test_what_is_no_table_of_applications_is_refused(upload, content, problem, names):
    with pytest.raises(UnreadableFile) as refused:
        upload(content)

    assert refused.value.problem == problem
    if names is not None:
        assert refused.value.names == names
    assert not BatchJob.objects.exists()


def test_labels_are_for_imports(upload):
    with pytest.raises(UnreadableFile) as refused:
        upload(HEAD + b",Loan_Status\n")

    assert refused.value.names == ("Loan_Status",)


def test_a_file_that_breaks_off_later_fails_with_the_line(upload):
    content = files.as_csv(files.rows(3_000)) + b'"never closed\n'

    job = work_off(upload(content))

    assert (job.state, job.message, job.at_line) == ("failed", "not_csv", 3_002)
    assert not BatchFile.objects.exists()
    assert not BatchChunk.objects.exclude(rows="").exists()


def test_rows_of_commas_alone_are_left_out(upload):
    blank = b"," * 11 + b"\n"

    job = work_off(upload(files.as_csv(files.rows(2)) + blank * 3))

    assert (job.rows, job.good_rows, errors_of(job)) == (2, 2, [])


def test_rows_behind_quotes_are_counted_by_the_worker(upload):
    lines = b"\n".join([HEAD, b'"A",' + b"," * 10, *[b"B" + b"," * 11] * 100_000])

    job = work_off(upload(lines))

    assert (job.state, job.message) == ("failed", "too_many_rows")
