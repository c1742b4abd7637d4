"""``manage.py drift``."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from predictor.models import Channel, MonthlyCount
from predictor.services import scoring
from tests import builders
from tests.rows import row

pytestmark = pytest.mark.django_db


@pytest.fixture
def scored(live_version, settings):
    """Score 20 applications today: all of poor history and huge incomes."""
    settings.DRIFT_LEAST_ROWS = 20
    rows = [
        row(Loan_ID=f"A{i}", Credit_History=0, ApplicantIncome=90_000.0)
        for i in range(20)
    ]
    return scoring.score(
        rows=rows, by=builders.person(), channel=Channel.API, request_id="r"
    )


def failed(*words):
    out = StringIO()
    with pytest.raises(CommandError) as failure:
        call_command("drift", *words, stdout=out, stderr=StringIO())
    return out.getvalue(), str(failure.value)


def this_month():
    return f"{timezone.localtime():%Y-%m}"


def test_table_has_the_fields_and_says_what_they_mean(run, scored):
    text = run("drift", "--months", "2")

    for part in ("Credit history", "Score", this_month(), "too few: 0 of 20"):
        assert part in text
    assert "rules of thumb" in text
    assert MonthlyCount.objects.filter(counted="predictions").exists()


def test_above_the_limit_it_fails_and_names_field_month_and_value(run, scored):
    values = json.loads(run("drift", "--json"))
    told = values["fields"]["Credit_History"][-1]

    table, failure = failed("--fail-above", "0.25")

    assert "Credit history" in table
    assert f"Credit history in {this_month()}: {told['psi']:.3f}" in failure
    assert failure.startswith("Above 0.25: ")


def test_below_the_limit_it_does_not_fail(run, scored):
    assert "Credit history" in run("drift", "--fail-above", "99")


def test_where_there_are_too_few_it_does_not_fail(run, scored, settings):
    settings.DRIFT_LEAST_ROWS = 100

    assert "too few: 20 of 100" in run("drift", "--fail-above", "0.01")


def test_without_an_active_version_it_says_so(db):
    assert "No model version is active" in failed()[1]


def test_a_version_that_is_none_is_refused(live_version):
    assert failed("--model", "7")[1] == "There is no version 7."


def test_a_version_whose_files_are_away_says_so(run, live_version):
    builders.model_version(number=2)

    assert "cannot be measured" in run("drift", "--model", "2")


@pytest.mark.parametrize(
    "words",
    [("--months", "0"), ("--months", "999"), ("--fail-above", "-1"), ("--model", "x")],
)
def test_a_number_that_makes_no_sense_is_refused(live_version, words):
    assert "argument" in failed(*words)[1]


def test_a_watchdog_that_cannot_measure_fails(scored, settings, tmp_path):
    settings.MODEL_STORE = tmp_path

    printed, failure = failed("--fail-above", "0.25")

    assert "cannot be measured" in printed
    assert "cannot be measured" in failure


def test_a_watchdog_says_where_it_judged_nothing(live_version):
    err, out = StringIO(), StringIO()

    call_command("drift", "--fail-above", "0.25", "--json", stdout=out, stderr=err)

    assert "Nothing was judged" in err.getvalue()
    assert json.loads(out.getvalue())["judged"] is None


def test_recount_counts_what_was_counted(scored):
    call_command("drift", stdout=StringIO(), stderr=StringIO())
    before = MonthlyCount.objects.get(counted="predictions").counted_at

    call_command("drift", "--recount", stdout=StringIO(), stderr=StringIO())

    assert MonthlyCount.objects.get(counted="predictions").counted_at > before
