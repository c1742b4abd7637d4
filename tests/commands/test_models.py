"""``manage.py activate_model`` and ``manage.py rollback_model``."""

import pytest
from django.core.management import CommandError

from predictor.models import ModelActivation, ModelVersion
from predictor.models.roles import Role
from tests import builders

pytestmark = pytest.mark.django_db


def test_a_version_is_activated_with_a_reason(run, two_versions):
    printed = run("activate_model", 2, "--reason", "newer")

    assert printed == "Version 2 is active. Before: version 1.\n"
    assert ModelVersion.objects.get(is_active=True).number == 2
    assert ModelActivation.objects.get().reason == "newer"


def test_the_version_before_is_activated_again(run, two_versions):
    run("activate_model", 2, "--reason", "newer")

    printed = run("rollback_model", "--reason", "worse")

    assert printed == "Version 1 is active. Before: version 2.\n"


def test_a_version_that_is_not_there_is_an_error(run, two_versions):
    with pytest.raises(CommandError, match="no model version 9"):
        run("activate_model", 9, "--reason", "why")


def test_without_a_reason_nothing_happens(run, two_versions):
    with pytest.raises(CommandError, match="--reason"):
        run("activate_model", 2)

    with pytest.raises(CommandError, match="Say why"):
        run("activate_model", 2, "--reason", " ")


def test_there_is_nothing_to_roll_back_to(run, two_versions):
    with pytest.raises(CommandError, match="No other version"):
        run("rollback_model", "--reason", "why")


def test_who_did_it_is_kept(run, two_versions):
    anna, berta = builders.person("anna"), builders.person("berta")

    run("activate_model", 2, "--reason", "newer", "--by", "anna")
    run("rollback_model", "--reason", "worse", "--by", "berta")

    log = ModelActivation.objects.order_by("id")
    assert [entry.activated_by for entry in log] == [anna, berta]


@pytest.mark.parametrize("name", ["nobody", "away", "broker", "", "\udcff"])
def test_only_an_active_person_can_be_named(run, two_versions, name):
    builders.person("away", is_active=False)
    builders.person_as(Role.API_CLIENT, "broker")

    for words in (("activate_model", 2), ("rollback_model",)):
        with pytest.raises(CommandError, match="--by: .* no active person"):
            run(*words, "--reason", "why", "--by", name)

    assert not ModelActivation.objects.exists()


@pytest.mark.parametrize("reason", ["x" * 1001, "a\0b", "\udcff"])
def test_a_reason_that_cannot_be_kept_is_an_error(run, two_versions, reason):
    with pytest.raises(CommandError, match="at most 1,000 characters"):
        run("activate_model", 2, "--reason", reason)

    assert not ModelActivation.objects.exists()


@pytest.fixture
def four_eyes(two_versions, settings):
    """Let anna have trained version 2, and ask for another person."""
    settings.FOUR_EYES_ACTIVATION = True
    ModelVersion.objects.filter(number=2).update(trained_by=builders.person("anna"))
    builders.person("berta")


def test_four_eyes_say_what_to_do(run, four_eyes):
    with pytest.raises(CommandError, match="say who activates, with --by USERNAME"):
        run("activate_model", 2, "--reason", "newer")

    with pytest.raises(CommandError, match="anna trained version 2; another person"):
        run("activate_model", 2, "--reason", "newer", "--by", "anna")

    assert not ModelActivation.objects.exists()


def test_four_eyes_are_enough(run, four_eyes):
    run("activate_model", 2, "--reason", "newer", "--by", "berta")
    run("rollback_model", "--reason", "worse", "--by", "berta")

    assert ModelVersion.objects.get(is_active=True).number == 1
