"""``manage.py score IN OUT``."""

import csv

import pytest
from django.core.management import CommandError

from predictor.models import LoanApplication, Prediction
from tests.rows import row

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path):
    return tmp_path / "in.csv", tmp_path / "out.csv"


def write(path, *rows):
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def read(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_the_inputs_columns_come_first_and_nothing_is_stored(run, files, live_version):
    source, target = files
    write(source, row(), row(Loan_ID="B", Credit_History=None))

    printed = run("score", source, target)

    assert "2 rows scored" in printed
    assert "Nothing was stored" in printed
    scored = read(target)
    assert list(scored[0]) == [
        *row(),
        "probability",
        "prediction",
        "recommendation",
        "model_version",
        "warnings",
    ]
    assert scored[0]["LoanAmount"] == "110.0"
    assert scored[1]["recommendation"] == "refer"
    assert scored[0]["model_version"] == "1"
    assert not Prediction.objects.exists()
    assert not LoanApplication.objects.exists()


def test_what_looks_like_a_slip_stands_in_a_column_of_its_own(run, files, live_version):
    source, target = files
    write(source, row(), row(Loan_ID="B", LoanAmount=0.11, Loan_Amount_Term=30))

    run("score", source, target)

    plain, asked = (line["warnings"] for line in read(target))
    assert plain == ""
    assert asked.split("; ")[:2] == [
        "LoanAmount amount_small",
        "Loan_Amount_Term term_short",
    ]


def test_a_file_with_decisions_is_scored_as_one_without(run, files, live_version):
    source, target = files
    write(source, row(Loan_Status="Y"))

    run("score", source, target)

    assert read(target)[0]["Loan_Status"] == "Y"


def test_a_bad_row_writes_no_file(run, files, live_version):
    source, target = files
    write(source, row(), row(LoanAmount="x"))

    with pytest.raises(CommandError, match="No file was written"):
        run("score", source, target)

    assert [path.name for path in target.parent.iterdir()] == ["in.csv"]


def test_bad_rows_can_be_skipped(run, files, live_version):
    source, target = files
    write(source, row(), row(LoanAmount="x"), row(Loan_ID="C"))

    assert "2 rows scored" in run("score", source, target, "--skip-bad-rows")
    assert [r["Loan_ID"] for r in read(target)] == ["LP001015", "C"]


def test_a_file_is_not_scored_into_itself(run, files, live_version):
    source, _ = files
    write(source, row())

    with pytest.raises(CommandError, match="OUT is IN"):
        run("score", source, source)

    assert "probability" not in read(source)[0]


def test_a_file_that_is_not_there_is_an_error(run, files, live_version):
    source, target = files
    target.touch()

    with pytest.raises(CommandError, match="No such file"):
        run("score", source, target)


def test_a_name_that_cannot_be_a_file_is_an_error(run, files, live_version):
    source, target = files
    write(source, row())
    loop = source.with_name("loop")
    loop.symlink_to("loop")

    for bad in (loop, source.with_name("n" * 300)):
        with pytest.raises(CommandError):
            run("score", source, bad)
        with pytest.raises(CommandError):
            run("score", bad, target)
    loop.unlink()  # pytest's own clean-up would stumble over it


def test_a_folder_is_not_replaced(run, files, live_version):
    source, target = files
    write(source, row())
    target.mkdir()

    with pytest.raises(CommandError, match="is not a file"):
        run("score", source, target)


def test_a_link_stays_a_link(run, files, live_version):
    source, target = files
    write(source, row())
    target.symlink_to(target.with_name("real.csv"))

    run("score", source, target)

    assert target.is_symlink()
    assert "probability" in read(target)[0]


def test_a_folder_that_is_not_there_is_an_error(run, files, live_version):
    source, target = files
    write(source, row())

    with pytest.raises(CommandError, match=r"nowhere.*No such file"):
        run("score", source, target.parent / "nowhere" / "out.csv")


def test_without_a_model_it_says_how_to_get_one(run, files):
    write(files[0], row())

    with pytest.raises(CommandError, match=r"manage\.py retrain"):
        run("score", *files)
