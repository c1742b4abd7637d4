"""What came of a file, as a file."""

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from predictor.models import LoanApplication, Prediction, Verdict
from predictor.services.batches import exports
from predictor.services.deciding import blind
from tests.rows import row
from tests.services.batches import files
from tests.services.batches.conftest import work_off

pytestmark = pytest.mark.django_db

ADDED = [
    "Loan_ID",
    "row",
    "probability",
    "prediction",
    "recommendation",
    "code",
    "model_version",
    "reasons",
    "warnings",
]


@pytest.fixture
def download(officer_client):
    def download(job, name):
        answer = officer_client.get(reverse(name, args=[job.pk]))
        content = b"".join(answer.streaming_content)
        if name.endswith("csv"):
            return list(csv.reader(io.StringIO(content.decode(), newline="")))
        [sheet] = load_workbook(io.BytesIO(content)).worksheets
        return [list(line) for line in sheet.iter_rows(values_only=True)]

    return download


@pytest.fixture
def scored(uploaded, press, live_version):
    def scored(table):
        job = uploaded(table)
        press(job, "score")
        return work_off(job)

    return scored


def test_scores_have_the_columns_of_the_file_but_for_protected_ones(scored, download):
    job = scored(
        [row(Loan_ID="A", Gender="Female", Credit_History=0), row(Loan_ID="B")]
    )

    heading, first, _ = download(job, "file-scores-csv")

    assert heading == [
        "Education",
        "Self_Employed",
        "ApplicantIncome",
        "CoapplicantIncome",
        "LoanAmount",
        "Loan_Amount_Term",
        "Credit_History",
        "Property_Area",
        *ADDED,
    ]
    made = Prediction.objects.get(application__loan_id="A")
    assert first[:10] == [
        "Graduate", "No", "5720", "0", "110", "360", "0", "Urban", "A", "2",
    ]  # fmt: skip
    assert first[10:13] == [repr(made.probability), "0", "decline"]
    assert first[14] == str(made.model_version_id)
    assert "The credit history does not meet the guidelines." in first[15]


def test_scores_are_hidden_until_the_first_view_of_each(
    scored, download, officer, settings
):
    job = scored([row(Loan_ID="A", Credit_History=0), row(Loan_ID="B")])
    settings.BLIND_SHARE = 1

    _, *lines = download(job, "file-scores-csv")

    assert [line[8:] for line in lines] == [
        ["A", "2", "", "", "", "", "", "Hidden until your first view", ""],
        ["B", "3", "", "", "", "", "", "Hidden until your first view", ""],
    ]
    seen = LoanApplication.objects.get(loan_id="A")
    blind.record_first_view(seen, Verdict.DECLINE, by=officer)
    _, first, second = download(job, "file-scores-csv")
    assert (first[12], second[12]) == ("decline", "")


def test_numbers_of_a_workbook_are_numbers(scored, download):
    job = scored([row(Loan_ID="A", LoanAmount=110.5, Loan_Amount_Term=24)])

    heading, first = download(job, "file-scores-excel")

    cells = dict(zip(heading, first, strict=True))
    assert (cells["ApplicantIncome"], cells["LoanAmount"]) == (5720, 110.5)
    assert cells["probability"] == Prediction.objects.get().probability
    assert "Loan_Amount_Term term_short" in str(cells["warnings"])


@pytest.mark.parametrize("kind", ["csv", "excel"])
def test_no_cell_is_a_formula(scored, download, kind):
    job = scored([row(Loan_ID="-2-3")])

    heading, first = download(job, f"file-scores-{kind}")

    assert first[heading.index("Loan_ID")] == "'-2-3"


@pytest.mark.parametrize("kind", ["csv", "excel"])
def test_errors_name_row_field_and_rule_and_no_value(uploaded, download, kind):
    job = uploaded([row(Loan_ID="A"), row(Loan_ID="=1+1", Education="SECRET")])

    heading, *errors = download(job, f"file-errors-{kind}")

    assert heading == ["row", "field", "rule", "message"]
    assert [[str(line[0]), *line[1:3]] for line in errors] == [
        ["3", "Loan_ID", "pattern"],
        ["3", "Education", "choice"],
    ]
    assert "SECRET" not in str(errors)
    assert errors[1][3] == "Put this cell right. One of: Graduate, Not Graduate."


@pytest.mark.parametrize("kind", ["csv", "excel"])
def test_it_is_sent_while_it_is_written(kind):
    read = []

    def rows():
        for number in range(5_000):
            read.append(number)
            yield (number, "text & more")

    excel = kind == "excel"
    blocks = exports.as_excel({"a": rows()}) if excel else exports.as_csv(rows())
    while not read:
        next(blocks)

    assert len(read) < 5_000
    assert b"".join(blocks)
    assert len(read) == 5_000


def test_every_row_is_there_in_the_order_of_the_file(scored, download):
    job = scored(files.rows(2_000))

    _, *lines = download(job, "file-scores-csv")

    assert [line[9] for line in lines] == [str(n) for n in range(2, 2_002)]


def test_it_has_the_name_of_the_file(uploaded, officer_client):
    job = uploaded(files.rows(1), 'jüne "1".csv')

    answer = officer_client.get(reverse("file-errors-csv", args=[job.pk]))

    assert "j%C3%BCne%20%221%22-errors.csv" in answer["Content-Disposition"]
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
