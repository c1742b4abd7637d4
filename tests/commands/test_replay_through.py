"""``manage.py replay --model N``: what another version would have recommended."""

import csv
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from ml import encoding, schema
from predictor.models import Channel, LoanApplication, Prediction
from predictor.services import backtest, registry, replay, scoring
from tests import builders
from tests.rows import row

pytestmark = pytest.mark.django_db
CHOICES = ("approve", "refer", "decline")


def score(*rows):
    scoring.score(
        rows=list(rows), by=builders.person(), channel=Channel.API, request_id="r"
    )


@pytest.fixture
def history(two_versions):
    """Score applicants of all kinds, the last of them twice; some are decided."""
    amounts = [20.0 * i for i in range(1, 31)]
    made = [
        row(Loan_ID=f"A{i}-{good}", LoanAmount=amount, Credit_History=good)
        for i, amount in enumerate(amounts)
        for good in (0, 1)
    ]
    score(*made, row(Loan_ID="B", Credit_History=None))
    score(made[-1])
    for i, label in enumerate("YNYN"):
        status = "approved" if label == "Y" else "declined"
        for good in (0, 1):
            LoanApplication.objects.filter(loan_id=f"A{i + 20}-{good}").update(
                status=status, loan_status=label, label_source="officer"
            )
    return made


def recommended_by(number):
    """Return what a version recommends for each stored prediction, asked one by one."""
    scorer = registry.version(number).scorer
    return {
        one.pk: scorer.score(encoding.encode([one.inputs]))
        for one in Prediction.objects.all()
    }


def cells(report):
    return {(c["then"], c["would_be"]): c for c in report["cells"]}


def test_through_the_version_that_made_them_nothing_differs(run, history):
    report = json.loads(run("replay", "--model", 1, "--json"))

    assert report["model_version"] == 1
    assert (report["predictions"], report["different"]) == (62, 0)


def test_the_counts_are_those_of_each_prediction_alone(run, history):
    expected = {(a, b): 0 for a in CHOICES for b in CHOICES}
    would = recommended_by(2)
    for one in Prediction.objects.all():
        expected[one.recommendation, would[one.pk].recommendation[0]] += 1

    report = json.loads(run("replay", "--model", 2, "--json"))

    assert {k: c["predictions"] for k, c in cells(report).items()} == expected
    assert report["different"] == sum(n for (a, b), n in expected.items() if a != b)
    assert report["different"] > 0  # else the next tests show nothing


def test_an_application_that_was_decided_counts_once_in_a_cell(run, history):
    score(*history[-20:])  # decided ones may be scored again, with the same values

    report = json.loads(run("replay", "--model", 2, "--json"))

    total = [sum(c[name] for c in report["cells"]) for name in ("approved", "declined")]
    assert report["predictions"] == 82
    assert total == [4, 4]


def test_chunks_change_nothing(run, history, monkeypatch):
    score(*history[-20:])
    whole = run("replay", "--model", 2, "--json")

    monkeypatch.setattr(backtest, "_CHUNK", 3)

    assert run("replay", "--model", 2, "--json") == whole


def test_it_prints_what_a_person_can_read(run, history):
    printed = run("replay", "--model", 2)

    assert "Version 2 would recommend something else in" in printed
    assert "of 62 predictions." in printed
    for name in CHOICES:
        assert f"{name} then" in printed
        assert f"would be {name}" in printed


def test_nothing_stored_is_nothing_to_differ(run, two_versions):
    assert "in 0 of 0 predictions" in run("replay", "--model", 2)


def listed(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_the_file_has_a_row_for_each_that_differs(run, history, tmp_path):
    out = tmp_path / "differ.csv"
    printed = run("replay", "--model", 2, "--csv", out)

    would, rows = recommended_by(2), listed(out)
    differ = {
        str(one.pk): one
        for one in Prediction.objects.select_related("application")
        if would[one.pk].recommendation[0] != one.recommendation
    }
    assert f"Those that differ are in {out}." in printed
    assert [r["prediction"] for r in rows] == sorted(differ)
    for r in rows:
        one = differ[r["prediction"]]
        again = would[one.pk]
        assert r == {
            "prediction": str(one.pk),
            "Loan_ID": one.application.loan_id,
            "created_at": one.created_at.isoformat(),
            "model_version_then": "1",
            "probability_then": repr(one.probability),
            "recommendation_then": one.recommendation,
            "probability": repr(float(again.probability[0])),
            "recommendation": again.recommendation[0],
            "decided": {"Y": "approved", "N": "declined", None: ""}[
                one.application.loan_status
            ],
        }


def test_no_protected_attribute_stands_in_it(run, history, tmp_path):
    run("replay", "--model", 2, "--csv", tmp_path / "out.csv")

    text = (tmp_path / "out.csv").read_text()
    for word in (*schema.PROTECTED, "Male", "Female"):
        assert word not in text


@pytest.mark.parametrize("first", ["-", "=", "+", "@", "\t", "\r"])
def test_no_spreadsheet_runs_a_reference(run, history, tmp_path, first):
    for i, one in enumerate(LoanApplication.objects.all()):
        LoanApplication.objects.filter(pk=one.pk).update(loan_id=f"{first}{i}")

    run("replay", "--model", 2, "--csv", tmp_path / "out.csv")

    for r in listed(tmp_path / "out.csv"):
        assert r["Loan_ID"].startswith(f"'{first}")
        assert float(r["probability"]) <= 1


def test_a_file_is_replaced_only_by_force(run, history, tmp_path):
    out = tmp_path / "out.csv"
    out.write_text("mine")

    with pytest.raises(CommandError, match="is there already. --force replaces it"):
        run("replay", "--model", 2, "--csv", out)
    assert out.read_text() == "mine"

    run("replay", "--model", 2, "--csv", out, "--force")
    assert listed(out)
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_a_file_that_came_meanwhile_stays(run, history, tmp_path, monkeypatch):
    out = tmp_path / "out.csv"
    scores_of = replay.scores_of

    def slowly(*words):
        out.write_text("theirs")
        return scores_of(*words)

    monkeypatch.setattr(backtest, "scores_of", slowly)

    with pytest.raises(CommandError, match="is there already"):
        run("replay", "--model", 2, "--csv", out)
    assert out.read_text() == "theirs"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


@pytest.mark.parametrize("name", ["", "no/such/folder.csv", "x" * 300])
def test_a_place_that_is_none_is_an_error(run, history, tmp_path, name):
    with pytest.raises(CommandError):
        run("replay", "--model", 2, "--csv", tmp_path / name, "--force")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [0, -1, 9, 10**30])
def test_a_version_that_is_not_there_is_an_error(run, history, tmp_path, number):
    with pytest.raises(CommandError, match="There is no version"):
        run("replay", f"--model={number}", "--csv", tmp_path / "out.csv")

    assert list(tmp_path.iterdir()) == []


def test_files_that_cannot_be_used_are_an_error(run, history, tmp_path):
    builders.model_version(number=3)

    with pytest.raises(CommandError, match="v0003"):
        run("replay", "--model", 3, "--csv", tmp_path / "out.csv")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("option", [["--csv", "x.csv"], ["--force"]])
def test_a_file_goes_with_a_version(option):
    with pytest.raises(CommandError, match="go with --model"):
        call_command("replay", *option, stdout=StringIO())
