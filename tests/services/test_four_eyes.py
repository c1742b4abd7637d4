"""FOUR_EYES_ACTIVATION: another person than the one who trained a version."""

import pytest

from predictor.models import ModelActivation, ModelVersion
from predictor.models.roles import Role
from predictor.services import activations
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(db):
    return builders.person_as(Role.MODEL_MANAGER, "anna")


@pytest.fixture
def berta(db):
    return builders.person_as(Role.MODEL_MANAGER, "berta")


@pytest.fixture
def two(two_versions, settings, anna):
    """Ask for four eyes; version 1 is live, and anna trained version 2."""
    settings.FOUR_EYES_ACTIVATION = True
    two_versions[1].trained_by = anna
    two_versions[1].save()
    return two_versions[1]


def activate(by, number=2):
    return activations.activate(number=number, reason="newer", by=by)


def live():
    return ModelVersion.objects.get(is_active=True).number


def test_another_person_activates(two, berta):
    assert activate(berta).activated_by == berta
    assert live() == 2


def test_nobody_named_activates_nothing(two):
    with pytest.raises(activations.FourEyes, match="--by USERNAME"):
        activate(None)

    assert live() == 1


def test_nobody_named_rolls_nothing_back(two, berta):
    activate(berta)

    with pytest.raises(activations.FourEyes, match="--by USERNAME"):
        activations.roll_back(reason="worse", by=None)

    assert live() == 2


def test_who_trained_it_does_not_activate_it(two, anna):
    with pytest.raises(activations.FourEyes, match="anna trained version 2"):
        activate(anna)

    assert live() == 1
    assert not ModelActivation.objects.exists()


def test_a_client_of_the_api_is_no_person(two):
    with pytest.raises(activations.FourEyes, match="client of the API"):
        activate(builders.person_as(Role.API_CLIENT, "broker"))

    assert live() == 1


def test_a_version_that_nobody_trained_is_trained_again(two, berta):
    ModelVersion.objects.update(trained_by=None)

    with pytest.raises(activations.FourEyes, match="manage.py retrain --by USERNAME"):
        activate(berta)

    assert live() == 1


def test_it_can_be_rolled_back_to_all_the_same(two, berta):
    activate(berta)

    activations.roll_back(reason="worse", by=berta)

    assert live() == 1
    assert ModelVersion.objects.get(number=1).trained_by is None


def test_who_trained_a_version_does_not_roll_back_to_it_either(two, anna, berta):
    ModelVersion.objects.filter(number=1).update(trained_by=berta)
    activate(berta)

    with pytest.raises(activations.FourEyes, match="berta trained version 1"):
        activations.roll_back(reason="worse", by=berta)
    activations.roll_back(reason="worse", by=anna)

    assert live() == 1


def test_a_version_that_waits_says_for_whom(two, settings):
    assert "another person than anna" in activations.how_to(two)

    two.trained_by = None
    assert "nobody is named as who trained it" in activations.how_to(two)

    settings.FOUR_EYES_ACTIVATION = False
    assert activations.how_to(two).startswith("To activate it: manage.py")


def test_without_the_setting_anybody_activates(two, anna, settings):
    settings.FOUR_EYES_ACTIVATION = False

    assert activate(anna).activated_by == anna
