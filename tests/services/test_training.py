"""Retraining from the database."""

from datetime import UTC, datetime

import pytest

from ml.pipeline import GRIDS
from predictor.models import LoanApplication, ModelActivation, ModelVersion
from predictor.services import activations, labels, registry, training
from predictor.services.sample import load_sample
from tests import builders

pytestmark = pytest.mark.django_db


def retrain(**options):
    """Train the quickest family."""
    return training.retrain(**{"by": None, "families": ("logistic",), **options})


@pytest.fixture
def store(settings, tmp_path, monkeypatch):
    """Return an empty model store; few settings of the forest are tried."""
    monkeypatch.setitem(GRIDS, "random_forest", {"max_depth": [6]})
    settings.MODEL_STORE = tmp_path
    return tmp_path


@pytest.fixture
def sample(store):
    load_sample()


def own_labels(approved, declined):
    """Store labelled applications that are not of the sample."""
    for i in range(approved + declined):
        label = "Y" if i < approved else "N"
        builders.application(
            loan_id=f"OWN{i}",
            loan_status=label,
            status="approved" if label == "Y" else "declined",
            label_source="imported",
            source="imported",
            applicant_income=3000 + 10 * i,
        )


def test_the_first_version_goes_live(sample, store):
    retrained = retrain()

    assert retrained.version.is_active
    assert registry.live().number == 1
    assert ModelActivation.objects.get().reason == "No version was active."
    assert (store / "v0001" / "manifest.json").exists()
    assert retrained.version.rows == 1989


def test_a_later_version_waits_for_a_person(sample):
    retrain()
    second = retrain()

    assert second.version.number == 2
    assert not second.version.is_active
    assert registry.live().number == 1


def test_the_active_recipe_is_measured_in_the_same_folds(sample):
    first = retrain()
    second = retrain()

    measured = second.champion.measured
    assert measured.cv.log_loss == first.trained.cv.log_loss
    assert measured.holdout.log_loss == first.trained.holdout.log_loss
    assert measured.out_of_fold.tolist() == first.trained.out_of_fold.tolist()
    assert second.version.metrics["champion"]["number"] == 1


@pytest.mark.parametrize("name", [None, "anna"])
def test_with_four_eyes_the_first_version_waits_too(sample, store, settings, name):
    settings.FOUR_EYES_ACTIVATION = True
    by = builders.person(name) if name else None

    retrained = retrain(by=by)

    assert not retrained.version.is_active
    assert (store / "v0001" / "manifest.json").exists()
    assert ModelVersion.objects.get().trained_by == by
    assert not ModelActivation.objects.exists()


def test_the_sample_is_left_out_once_there_are_enough_others(sample):
    own_labels(approved=150, declined=50)

    rows = labels.labelled_rows()

    assert rows.sources == {"imported": 200}
    assert rows.sample_left_out == 1989


@pytest.mark.parametrize(("approved", "declined"), [(150, 49), (200, 0)])
def test_the_sample_stays_while_there_are_too_few_others(sample, approved, declined):
    own_labels(approved, declined)

    assert labels.labelled_rows().sources["sample"] == 1989


def test_the_report_says_where_the_rows_came_from(sample):
    own_labels(approved=2, declined=1)
    days = [datetime(2026, 3, day, 12, tzinfo=UTC) for day in (9, 2)]
    for place, day in enumerate(days):
        own = LoanApplication.objects.filter(source="imported").order_by("loan_id")
        LoanApplication.objects.filter(pk=own[place].pk).update(decided_at=day)

    assert labels.labelled_rows().origin.as_dict() == {
        "sources": {"imported": 3, "sample": 1989},
        "dated": 2,
        "first": "2026-03-02",
        "last": "2026-03-09",
    }


def test_the_sample_can_be_kept(sample):
    own_labels(approved=150, declined=50)

    rows = labels.labelled_rows(include_sample=True)

    assert rows.sources == {"imported": 200, "sample": 1989}
    assert rows.sample_left_out == 0


def test_undecided_applications_are_no_labels(sample):
    builders.application(loan_id="OPEN")

    assert len(labels.labelled_rows().y) == 1989


def test_without_labels_nothing_changes(store):
    with pytest.raises(training.CannotRetrain, match="Loan_Status"):
        retrain()

    assert not ModelVersion.objects.exists()
    assert not list(store.glob("[!.]*"))


def test_one_class_changes_nothing_of_what_is_live(sample):
    retrain()
    LoanApplication.objects.filter(loan_status="N").delete()

    with pytest.raises(training.CannotRetrain, match="All 1745 labels are Y"):
        retrain()

    assert registry.live().number == 1
    assert ModelVersion.objects.count() == 1


def test_protected_inputs_are_for_comparison(sample):
    retrained = retrain(include_protected=True)

    assert not retrained.version.is_active
    with pytest.raises(activations.ProtectedInputs):
        activations.activate(number=1, reason="try", by=None)


def test_protected_inputs_go_live_where_the_settings_say_so(sample, settings):
    settings.ALLOW_PROTECTED_INPUTS = True

    assert retrain(include_protected=True).version.is_active


def test_a_field_that_a_lender_does_not_collect_stops_no_training(sample):
    LoanApplication.objects.update(gender=None)

    retrained = retrain()

    assert retrained.version.is_active
    assert retrained.tutorial is None


def test_a_store_that_cannot_be_written_is_named(sample, settings, tmp_path):
    settings.MODEL_STORE = tmp_path / "file"
    settings.MODEL_STORE.touch()

    with pytest.raises(training.CannotRetrain, match="model store cannot be written"):
        retrain()


def test_a_value_missing_in_every_row_is_named(sample):
    LoanApplication.objects.update(loan_amount=None)

    with pytest.raises(training.CannotRetrain, match="LoanAmount is missing"):
        retrain()

    assert not ModelVersion.objects.exists()
