"""``manage.py activate_model`` and ``manage.py rollback_model``."""

import pytest
from django.core.management import CommandError

from predictor.models import ModelActivation, ModelVersion
from tests.artifacts import register, write_small_model

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(settings, tmp_path):
    settings.MODEL_STORE = tmp_path
    register(write_small_model(tmp_path), is_active=True)
    register(write_small_model(tmp_path, number=2))


def test_a_version_is_activated_with_a_reason(run, two):
    printed = run("activate_model", 2, "--reason", "newer")

    assert printed == "Version 2 is active. Before: version 1.\n"
    assert ModelVersion.objects.get(is_active=True).number == 2
    assert ModelActivation.objects.get().reason == "newer"


def test_the_version_before_is_activated_again(run, two):
    run("activate_model", 2, "--reason", "newer")

    printed = run("rollback_model", "--reason", "worse")

    assert printed == "Version 1 is active. Before: version 2.\n"


def test_a_version_that_is_not_there_is_an_error(run, two):
    with pytest.raises(CommandError, match="no model version 9"):
        run("activate_model", 9, "--reason", "why")


def test_without_a_reason_nothing_happens(run, two):
    with pytest.raises(CommandError, match="--reason"):
        run("activate_model", 2)

    with pytest.raises(CommandError, match="Say why"):
        run("activate_model", 2, "--reason", " ")


def test_there_is_nothing_to_roll_back_to(run, two):
    with pytest.raises(CommandError, match="No other version"):
        run("rollback_model", "--reason", "why")
