"""``manage.py retrain``."""

import json

import pytest
from django.core.management import CommandError

from predictor.models import ModelVersion

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
