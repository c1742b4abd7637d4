"""``manage.py import_applications FILE``."""

import json

import pytest
from django.core.management import CommandError, call_command

from predictor.models import LoanApplication
from tests.rows import row

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    def write(*rows):
        path = tmp_path / "in.csv"
        lines = [",".join(rows[0])]
        for each in rows:
            cells = ("" if v is None else str(v) for v in each.values())
            lines.append(",".join(cells))
        path.write_text("\n".join(lines) + "\n")
        return path

    return write


def test_it_says_how_many_rows_and_what_is_missing(run, file):
    printed = run("import_applications", file(row(), row(Loan_ID="B", Gender=None)))

    assert "2 rows: 2 created, 0 updated, 0 unchanged, 0 skipped." in printed
    assert "Missing values: Gender 1." in printed


def test_bad_rows_are_listed_by_line_and_field(capsys, file):
    path = file(row(), row(Loan_ID="B", LoanAmount="secret"))

    with pytest.raises(CommandError, match="--skip-bad-rows"):
        call_command("import_applications", str(path))

    printed = capsys.readouterr().err
    assert "Line 3, LoanAmount" in printed
    assert "[type]" in printed
    assert "secret" not in printed
    assert not LoanApplication.objects.exists()


def test_a_script_gets_json(run, file):
    path = file(row(), row(Loan_ID="B", LoanAmount="x"))

    report = json.loads(run("import_applications", path, "--skip-bad-rows", "--json"))

    assert (report["created"], report["errors"][0]["row"]) == (1, 3)


def test_a_file_that_is_not_there_is_an_error(run, tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        run("import_applications", tmp_path / "nothing.csv")
