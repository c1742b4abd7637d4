"""Approval rates by group, and their ratio to the reference group."""

import json
from datetime import date

import pytest

from ml.intervals import katz, wilson
from predictor.models import Counted
from predictor.services.monitoring import counting, groups
from tests import builders
from tests.services.monitoring.rows import at, decided, predicted

pytestmark = pytest.mark.django_db
DECLINE = {"recommendation": "decline", "probability": 0.2}


@pytest.fixture(autouse=True)
def version(db):
    return builders.model_version(number=1)


def window(source=Counted.PREDICTIONS, attribute="Gender", number=None):
    counting.count()
    found = groups.groups(number).newest
    return next(w for w in found if (w.source, w.attribute) == (source, attribute))


def by_name(found):
    return {group.group: group for group in found.groups}


@pytest.fixture
def two_groups():
    """Store 40 men, 10 of them declined, and 30 women, 15 of them declined."""
    for gender, approved, declined in [("Male", 30, 10), ("Female", 15, 15)]:
        predicted(5, approved, Gender=gender)
        predicted(5, declined, Gender=gender, **DECLINE)


def test_rates_have_their_intervals_and_ratios(two_groups):
    found = window()
    women = by_name(found)["Female"]

    assert found.reference == "Male"
    assert women.rate == (0.5, *wilson(15, 30))
    assert women.ratio == (0.5 / 0.75, *katz(15, 30, 30, 40))
    assert by_name(found)["Male"].ratio is None


def test_a_setting_names_the_reference(two_groups, settings):
    settings.REFERENCE_GROUPS = {"Gender": "Female"}

    found = window()

    assert found.reference == "Female"
    assert by_name(found)["Male"].ratio[0] == pytest.approx(1.5)


def test_missing_is_a_group_and_never_the_reference_by_itself():
    predicted(5, 40, Gender=None)
    predicted(5, 2, Gender="Male")

    found = window()

    assert [g.group for g in found.groups] == ["Male", "missing"]
    assert found.reference == "Male"


@pytest.mark.parametrize(("approved", "declined"), [(25, 4), (20, 9), (40, 4)])
def test_too_few_are_counts_alone_and_not_dropped(two_groups, approved, declined):
    predicted(5, approved, Dependents="2")
    predicted(5, declined, Dependents="2", **DECLINE)

    two = by_name(window(attribute="Dependents"))["2"]

    assert two.declined == declined
    assert (two.rate, two.ratio) == (None, None)


def test_a_reference_with_too_few_has_no_ratios():
    predicted(5, 40, Gender="Male")
    predicted(5, 25, Gender="Female")
    predicted(5, 10, Gender="Female", **DECLINE)

    women = by_name(window())["Female"]

    assert women.rate is not None
    assert women.ratio is None


def test_a_window_is_of_twelve_months(two_groups):
    predicted(6, 1, Gender="Male", created_at=at(6, year=2025))
    predicted(7, 1, Gender="Male", created_at=at(7, year=2025))

    found = window()

    assert (found.since, found.until) == (date(2025, 7, 1), date(2026, 6, 1))
    assert by_name(found)["Male"].applications == 41


def test_a_version_has_windows_of_its_own(two_groups):
    other = builders.model_version(number=2)
    predicted(5, 3, Gender="Male", model_version=other)

    assert by_name(window(number=2))["Male"].applications == 3
    assert by_name(window())["Male"].applications == 43


def test_decisions_of_officers_are_apart_from_recommendations():
    decided(5, "decline", Gender="Male", inputs=builders.INPUTS | {"Gender": "Male"})

    officers = by_name(window(Counted.DECISIONS))["Male"]
    model = by_name(window())["Male"]

    assert (officers.declined, officers.approved) == (1, 0)
    assert (model.declined, model.approved) == (0, 1)


def test_imported_labels_are_apart_and_belong_to_no_version():
    builders.application(
        loan_status="N", status="declined", label_source="imported", decided_at=at(5)
    )
    counting.count()

    assert by_name(window(Counted.IMPORTED))["Female"].declined == 1
    assert {w.source for w in groups.groups(1).windows} == {
        Counted.PREDICTIONS,
        Counted.DECISIONS,
    }


def test_as_json_it_has_every_window(two_groups):
    counting.count()
    values = json.loads(json.dumps(groups.groups().as_dict()))

    assert values["note"] == "A screen, not a legal test."
    assert len(values["windows"]) == 3 * 3 * 12
    newest = [w for w in values["windows"] if w["until"] == "2026-06"][0]
    assert newest["since"] == "2025-07"
    assert newest["groups"][0]["approved"] == 30
