"""``manage.py retrain``."""

import json
import re
from datetime import timedelta

import pytest
from django.core.management import CommandError
from django.utils import timezone

from predictor.models import LoanApplication, ModelVersion
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def sample(run, store):
    run("load_sample")


def test_it_says_what_it_learned_from_and_how_it_did(run, sample):
    printed = run("retrain", "--family", "logistic")

    assert "Learned from 1,989 decided applications (1,745 approved" in printed
    assert "sample 1,989" in printed
    assert "Gender 15" in printed
    assert "on one side of every split: 9." in printed
    for row in ("logistic (chosen)", "Credit_History alone", "the tutorial's forest"):
        assert row in printed
    assert "It is active." in printed


def test_a_later_version_prints_the_command_that_activates_it(run, sample):
    run("retrain", "--family", "logistic")

    printed = run("retrain", "--family", "logistic")

    assert "version 1's recipe (active)" in printed
    assert "manage.py activate_model 2 --reason" in printed


def test_with_four_eyes_it_says_that_the_version_waits(run, sample, settings):
    settings.FOUR_EYES_ACTIVATION = True

    printed = run("retrain", "--family", "logistic")
    report = json.loads(run("retrain", "--family", "logistic", "--json"))

    assert "It is not active. FOUR_EYES_ACTIVATION is on" in printed
    assert "Train again with manage.py retrain --by USERNAME." in printed
    assert report["active"] is False
    assert "FOUR_EYES_ACTIVATION is on" in report["next"]


def test_all_families_are_tried_without_a_choice(run, sample):
    report = json.loads(run("retrain", "--json"))

    families = [row["family"] for row in report["table"]]
    assert families == ["random_forest", "logistic", "boosting", "blend"]
    assert report["number"] == 1
    assert report["active"] is True


@pytest.mark.parametrize("seed", ["-1", "4294967296", "x"])
def test_a_seed_that_is_none_is_refused_at_once(run, store, seed):
    with pytest.raises(CommandError, match="--seed"):
        run("retrain", f"--seed={seed}")


def test_without_labels_it_says_what_is_missing(run, store):
    with pytest.raises(CommandError, match="Loan_Status"):
        run("retrain")

    assert not ModelVersion.objects.exists()


def test_it_says_how_many_labels_may_be_copies_and_warns(run, sample, settings):
    settings.FEEDBACK_WARNING_SHARE = 0.1
    applications = LoanApplication.objects.order_by("loan_id")
    applications.filter(
        pk__in=list(applications.values_list("pk", flat=True)[:300])
    ).update(label_source="imported")
    for application in applications[:300]:
        builders.prediction(application=application)

    printed = " ".join(run("retrain", "--family", "logistic").split())

    assert "was there to be seen: 300 (15%)" in printed
    assert "WARNING" in printed
    assert "sample 1,989 (100%)" in printed


def test_costs_set_the_thresholds(run, sample):
    costs = ["--cost-false-approve", "5", "--cost-refer", "0.5"]

    report = json.loads(run("retrain", "--family", "logistic", "--json", *costs))

    assert report["thresholds"] == {"approve_from": 0.9, "decline_below": 0.5}


@pytest.mark.parametrize("cost", ["0", "-1", "nan", "inf", "0.9"])
def test_costs_that_cannot_be_are_refused_before_the_long_work(run, store, cost):
    with pytest.raises(CommandError, match="costs cannot be"):
        run("retrain", "--cost-refer", cost)


def test_days_without_labels_are_said_so(run, sample):
    with pytest.raises(CommandError, match="No label has a date in that period"):
        run("retrain", "--since", "2026-01-01")


@pytest.mark.parametrize(
    "day", ["yesterday", "2026-02-30", "", "9999-12-31", "0001-01-01"]
)
def test_day_that_is_none_is_refused(run, store, day):
    with pytest.raises(CommandError, match="--since"):
        run("retrain", f"--since={day}")


def test_it_says_how_people_had_decided_what_it_would_suggest(run, sample):
    printed = run("retrain", "--family", "logistic")
    report = ModelVersion.objects.get()

    table = printed.split("Approve from 0.6, decline below 0.4")[1]
    rows = dict(re.findall(r"│ (approve|refer|decline) +│ +([\d,]+) \(", table))
    assert report.rows == sum(int(n.replace(",", "")) for n in rows.values())


def test_without_outcomes_it_says_so(run, sample):
    with pytest.raises(CommandError, match="No loan that is old enough has an outcome"):
        run("retrain", "--label", "outcome")


def test_it_learns_from_outcomes(run, store):
    for number in range(80):
        builders.application(
            loan_status="Y",
            status="approved",
            label_source="imported",
            source="imported",
            decided_at=timezone.now() - timedelta(days=1200),
            outcome="defaulted" if number % 3 == 0 else "repaid",
            outcome_at=timezone.now() - timedelta(days=1000),
            applicant_income=3000.0 + 10 * number,
        )

    printed = run("retrain", "--family", "logistic", "--label", "outcome")

    assert (
        "80 loans that have ended or run long enough (53 repaid, 27 defaulted)"
        in printed
    )
    assert ModelVersion.objects.get().label == "outcome"


def test_gate_is_printed_and_kept(run, sample):
    run("retrain", "--family", "logistic")
    LoanApplication.objects.update(created_at=timezone.now())

    printed = " ".join(run("retrain", "--family", "logistic").split())

    assert "Gain over Credit_History alone, in the same folds, 1,989 rows" in printed
    assert "Gain over the active version's recipe" in printed
    assert "Gate: " in printed
    kept = ModelVersion.objects.get(number=2).metrics["gate"]
    assert kept["sentence"] in printed


def test_who_trains_is_kept(run, sample):
    anna = builders.person("anna", password="a-password")

    run("retrain", "--family", "logistic", "--by", "anna")

    assert ModelVersion.objects.get().trained_by == anna


def test_somebody_who_is_not_here_trains_nothing(run, sample):
    with pytest.raises(CommandError, match="--by"):
        run("retrain", "--by", "nobody")

    assert not ModelVersion.objects.exists()
