"""``manage.py import_outcomes FILE --by USERNAME``."""

import json
from datetime import UTC, datetime
from functools import partial

import pytest
from django.core.management import CommandError, call_command

from predictor.models import JournalEntry, LoanApplication
from tests import builders

pytestmark = pytest.mark.django_db

DECIDED = datetime(2026, 5, 1, 8, 30, tzinfo=UTC)


@pytest.fixture
def loans(officer):
    """Return three loans that were approved in May: A, B and C."""
    approved = {"status": "approved", "loan_status": "Y", "label_source": "imported"}
    return [
        builders.application(loan_id=name, decided_at=DECIDED, **approved)
        for name in "ABC"
    ]


@pytest.fixture
def file(tmp_path):
    def write(*lines, heading="Loan_ID,Outcome,Outcome_At"):
        path = tmp_path / "outcomes.csv"
        path.write_text("\n".join((heading, *lines)) + "\n")
        return path

    return write


@pytest.fixture
def record(run):
    return partial(run, "import_outcomes", by="officer")


def known():
    found = LoanApplication.objects.order_by("loan_id")
    return {one.loan_id: one.outcome for one in found}


def listed(capsys, path, *words):
    """Return what a file that is refused is told, line by line."""
    with pytest.raises(CommandError, match="Nothing was stored"):
        call_command("import_outcomes", str(path), *words, by="officer")
    return capsys.readouterr().err


def test_it_records_how_loans_ended_and_who_said_so(record, file, loans, officer):
    printed = record(file("A,repaid,2026-09-01", "C,defaulted,2026-08-01T12:00Z"))

    assert "2 rows: 2 recorded, 0 corrected, 0 unchanged, 0 skipped." in printed
    assert known() == {"A": "repaid", "B": None, "C": "defaulted"}
    ended = LoanApplication.objects.get(loan_id="A").outcome_at
    assert ended == datetime(2026, 9, 1, tzinfo=UTC)
    entries = JournalEntry.objects.order_by("application__loan_id")
    assert [(e.kind, e.written_by, e.status) for e in entries] == [
        ("outcome", officer, "approved")
    ] * 2
    assert entries[1].details == {
        "outcome": "defaulted",
        "outcome_at": "2026-08-01T12:00:00+00:00",
        "before": {"outcome": None, "outcome_at": None},
    }


def test_the_same_file_again_changes_nothing(record, file, loans):
    path = file("A,repaid,2026-09-01", "B,repaid,2026-05-01", "C,repaid,2026-09-01")
    record(path)
    before = LoanApplication.objects.values_list("outcome_at", "updated_at")
    first = list(before.order_by("loan_id"))

    assert "0 recorded, 0 corrected, 3 unchanged" in record(path)
    assert list(before.order_by("loan_id")) == first
    assert JournalEntry.objects.count() == 3


def test_another_outcome_is_a_correction(record, file, loans):
    record(file("A,repaid,2026-09-01"))

    printed = record(file("A,defaulted,2026-09-01"))

    assert "0 recorded, 1 corrected" in printed
    assert known()["A"] == "defaulted"
    before = JournalEntry.objects.order_by("-created_at", "-id")[0].details["before"]
    assert before["outcome"] == "repaid"


BAD = (
    ("X,repaid,2026-09-01", "Line 3, Loan_ID", "unknown"),
    ("D,repaid,2026-09-01", "Line 3, Loan_ID", "not_approved"),
    ("A,repaid,2026-09-01", "Line 3, Loan_ID", "duplicate"),
    ("B,lost,2026-09-01", "Line 3, Outcome", "choice"),
    ("B,,2026-09-01", "Line 3, Outcome", "required"),
    ("B,repaid,", "Line 3, Outcome_At", "required"),
    ("B,repaid,yesterday", "Line 3, Outcome_At", "pattern"),
    ("B,repaid,2026-04-30", "Line 3, Outcome_At", "before_decision"),
    ("B,repaid,2199-01-01", "Line 3, Outcome_At", "future"),
    (",repaid,2026-09-01", "Line 3, Loan_ID", "required"),
    ("B,repaid", "Line 3", "cells"),
)


@pytest.mark.parametrize(("line", "where", "rule"), BAD)
def test_a_bad_row_refuses_the_file(capsys, file, loans, line, where, rule):
    builders.application(loan_id="D")

    told = listed(capsys, file("A,repaid,2026-09-01", line))

    assert f"{where}: " in told
    assert f"[{rule}]" in told
    assert known() == dict.fromkeys("ABCD")
    assert not JournalEntry.objects.exists()


def test_all_bad_rows_are_listed_in_their_order(capsys, file, loans):
    lines = ("X,repaid,2026-09-01", "A,lost,2026-09-01", "B,repaid,2199-01-01")

    told = listed(capsys, file(*lines))

    assert [line[:6] for line in told.splitlines()] == ["Line 2", "Line 3", "Line 4"]


def test_with_skip_the_good_rows_are_recorded(record, file, loans):
    path = file("X,repaid,2026-09-01", "A,repaid,2026-09-01")

    report = json.loads(record(path, "--skip-bad-rows", "--json"))

    assert (report["rows"], report["recorded"]) == (2, 1)
    assert [(e["row"], e["rule"]) for e in report["errors"]] == [(2, "unknown")]
    assert known()["A"] == "repaid"


@pytest.mark.parametrize("by", ["nobody", "gone"])
def test_it_is_done_by_somebody(run, file, loans, by):
    builders.person("gone", is_active=False)

    with pytest.raises(CommandError, match="no active person"):
        run("import_outcomes", file("A,repaid,2026-09-01"), by=by)
    with pytest.raises(CommandError, match="--by"):
        run("import_outcomes", file("A,repaid,2026-09-01"))

    assert known()["A"] is None


@pytest.mark.parametrize("heading", ["Loan_ID,Outcome", "Loan_ID,Outcome,Outcome_At,X"])
def test_another_heading_refuses_the_file(record, file, loans, heading):
    with pytest.raises(CommandError, match="The heading"):
        record(file("A,repaid,2026-09-01", heading=heading))


def test_many_rows_come_in_chunks(record, file, loans, monkeypatch):
    """Each chunk is told apart from the others, and all of them are one transaction."""
    monkeypatch.setattr("predictor.services.deciding.ending_files._CHUNK", 2)
    lines = [f"{name},repaid,2026-09-01" for name in "CAB"]

    with pytest.raises(CommandError):
        record(file(*lines, "X,repaid,2026-09-01"))
    assert known() == dict.fromkeys("ABC")

    assert "3 recorded" in record(file(*lines))
    assert set(known().values()) == {"repaid"}


def test_no_value_of_the_file_is_repeated(capsys, file, loans):
    told = listed(capsys, file("B,secret,2026-09-01", "B,repaid,secret"))

    assert "secret" not in told
