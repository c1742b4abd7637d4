"""The gate: only what is shown to be better goes live by itself."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from django.utils import timezone

from ml import encoding
from ml.pipeline import GRIDS
from predictor.models import LoanApplication, ModelVersion, Prediction
from predictor.services import contest, gate, registry, training
from predictor.services.sample import load_sample
from tests import builders

pytestmark = pytest.mark.django_db


def retrain(**options):
    """Train the quickest family."""
    return training.retrain(**{"by": None, "families": ("logistic",), **options})


@pytest.fixture
def first(settings, tmp_path, monkeypatch):
    """Return a version that learned from the sample, and is active."""
    monkeypatch.setitem(GRIDS, "random_forest", {"max_depth": [6]})
    monkeypatch.setattr(training, "_tutorial", lambda rows, on_progress: None)
    settings.MODEL_STORE = tmp_path
    load_sample()
    return retrain().version


def labelled(rows, label, *, days=1, name="NEW"):
    """Store applications that somebody decided since, by a rule of the test."""
    at = timezone.now() + timedelta(days=days)
    random = np.random.default_rng(7)
    for number in range(rows):
        income = float(random.integers(1000, 9000))
        asked = {"applicant_income": income, "coapplicant_income": float(number)}
        status = label(income, number)
        builders.application(
            loan_id=f"{name}{number:05}",
            loan_status=status,
            status="approved" if status == "Y" else "declined",
            label_source="imported",
            source="imported",
            created_at=at,
            decided_at=at,
            loan_amount=float(random.integers(40, 400)),
            credit_history=int(random.random() < 0.8),
            **asked,
        )


def by_income(income, number):
    """Return what a lender decides who looks at the income alone."""
    return "Y" if income > 4000 else "N"


def test_first_version_has_no_rival(first):
    assert first.metrics["gate"]["verdict"] == "first"
    assert first.labels_read_at <= first.created_at


@pytest.mark.parametrize("options", [{}, {"seed": 3}, {"families": ("boosting",)}])
def test_without_new_labels_nothing_goes_live(first, options):
    second = retrain(activate="if-better", **options)

    assert second.verdict.code == "no_new_labels"
    assert not second.version.is_active
    assert registry.live().number == first.number


def test_labels_that_copy_suggestions_make_no_version_better(first):
    labelled(300, by_income)
    for application in LoanApplication.objects.filter(source="imported"):
        approved = application.loan_status == "Y"
        builders.prediction(
            application=application,
            model_version=first,
            probability=0.9 if approved else 0.1,
            recommendation="approve" if approved else "decline",
            created_at=timezone.now(),
        )

    second = retrain(activate="if-better", include_sample=True)

    assert second.learned_from.seen.sum() == 300
    assert second.verdict.code == "no_new_labels"
    assert not second.version.is_active


def test_version_that_knows_a_new_way_of_deciding_goes_live(first):
    labelled(400, by_income)

    second = retrain(activate="if-better", families=("boosting",))

    assert second.verdict.code == "better"
    assert second.version.is_active
    assert [each.against for each in second.verdict.comparisons] == [
        contest.BASELINE,
        contest.RECIPE,
        contest.ARTIFACT,
    ]
    assert second.verdict.comparisons[-1].gain.is_gain
    assert second.version.metrics["gate"] == second.verdict.as_dict()
    assert registry.live().number == second.version.number


def test_by_default_a_better_one_waits_for_a_person(first):
    labelled(400, by_income)

    second = retrain(families=("boosting",))

    assert second.verdict.is_better
    assert not second.version.is_active


def test_with_four_eyes_a_better_one_waits_for_another_person(first, settings):
    settings.FOUR_EYES_ACTIVATION = True
    labelled(400, by_income)

    second = retrain(activate="if-better", by=builders.person("anna"))

    assert second.verdict.is_better
    assert ModelVersion.objects.get(is_active=True) == first


def test_new_labels_that_nobody_can_predict_show_nothing(first):
    labelled(300, lambda income, number: "YN"[number % 2])

    second = retrain(activate="if-better")

    assert second.verdict.code == "not_above_baseline"
    assert not second.version.is_active


def test_more_labels_of_the_same_kind_show_nothing(first):
    keys = LoanApplication.objects.order_by("loan_id").values_list("pk", flat=True)
    LoanApplication.objects.filter(pk__in=list(keys[:10])).update(
        created_at=timezone.now()
    )

    second = retrain(activate="if-better")

    recipe = second.verdict.comparisons[1].gain
    assert (recipe.value, recipe.low, recipe.high) == (0.0, 0.0, 0.0)
    assert not second.verdict.is_better
    assert not second.version.is_active


def test_few_independent_labels_cannot_tell(first):
    LoanApplication.objects.update(label_source="imported", source="imported")
    sample = LoanApplication.objects.order_by("loan_id")
    now = timezone.now()
    Prediction.objects.bulk_create(
        builders_prediction(application, first, now) for application in sample[20:]
    )

    second = retrain(activate="if-better")

    assert second.verdict.code == "too_few"
    assert second.verdict.comparisons == ()


def builders_prediction(application, version, at):
    return Prediction(
        application=application,
        revision=1,
        model_version=version,
        inputs=builders.INPUTS,
        probability=0.9,
        approve_from=0.6,
        decline_below=0.4,
        recommendation="approve",
        channel="api",
        requested_by=builders.person(),
        request_id="r",
        created_at=at - timedelta(days=1),
    )


def test_recipe_that_cannot_be_fitted_any_more_is_not_beaten(first):
    ModelVersion.objects.update(includes_protected=True)
    LoanApplication.objects.update(gender=None)
    labelled(50, by_income)
    LoanApplication.objects.update(gender=None)

    second = retrain(activate="if-better")

    assert second.verdict.code == "unmeasurable"
    assert not second.version.is_active


def test_live_version_whose_files_are_gone_is_not_beaten(first, settings):
    labelled(100, by_income)
    (settings.MODEL_STORE / "v0001" / "model.onnx").unlink()

    second = retrain(activate="if-better")

    assert second.verdict.code == "unmeasurable"
    assert not second.version.is_active


def test_labels_that_follow_the_suggestions_too_closely_look_like_copies(first):
    """They were scored where nothing is stored, and came back by a file."""
    live = registry.live()
    labelled(300, by_income)
    for application in LoanApplication.objects.filter(source="imported"):
        [chance] = live.scorer.probabilities(
            encoding.encode([application.as_applicant()])
        )
        label = "Y" if chance >= first.approve_from else "N"
        LoanApplication.objects.filter(pk=application.pk).update(
            loan_status=label, status="approved" if label == "Y" else "declined"
        )

    second = retrain(activate="if-better")

    assert second.learned_from.seen.sum() == 0
    assert second.verdict.code == "copies"
    assert not second.version.is_active


def test_labels_that_follow_their_own_chance_do_not(first):
    live = registry.live()
    labelled(400, by_income)
    random = np.random.default_rng(3)
    for application in LoanApplication.objects.filter(source="imported"):
        [chance] = live.scorer.probabilities(
            encoding.encode([application.as_applicant()])
        )
        label = "Y" if random.random() < chance else "N"
        LoanApplication.objects.filter(pk=application.pk).update(
            loan_status=label, status="approved" if label == "Y" else "declined"
        )

    assert retrain(activate="if-better").verdict.code not in ("copies", "better")


def test_version_of_decisions_takes_no_place_of_one_of_outcomes(first):
    ModelVersion.objects.update(label="outcome")
    labelled(400, by_income)

    second = retrain(activate="if-better", families=("boosting",))

    assert second.verdict.code == "other_label"
    assert not second.version.is_active


def test_other_thresholds_are_for_a_person_to_change(first):
    labelled(400, by_income)

    second = retrain(
        activate="if-better",
        families=("boosting",),
        costs=training.Costs(approval=5.0),
    )

    assert second.verdict.code == "other_thresholds"
    assert not second.version.is_active


def test_a_chosen_period_is_judged_on_all_that_came_since(first):
    """Of one odd day it learns what does not hold on the others."""
    labelled(300, lambda income, number: "N" if income > 4000 else "Y", days=1)
    labelled(600, by_income, days=10, name="LATER")
    day = timezone.localdate() + timedelta(days=1)

    second = retrain(since=day, until=day, families=("boosting",), activate="if-better")

    assert second.verdict.comparisons[-1].rows == 900
    assert not second.version.is_active


def test_share_of_labels_that_may_be_copies_is_kept(first):
    assert first.metrics["feedback"] == {"labels": 0, "share": 0.0}


def test_numbers_are_the_same_again(first):
    labelled(100, by_income)

    verdicts = [retrain().verdict.as_dict() for _ in range(2)]

    assert verdicts[0] == verdicts[1]


def test_version_of_before_is_taken_to_know_what_came_until_it_was_written(first):
    ModelVersion.objects.update(labels_read_at=None)
    champion = gate.Champion(ModelVersion.objects.get(), None)

    assert champion.trained_at == first.created_at
    assert champion.trained_at < datetime.now(UTC)
