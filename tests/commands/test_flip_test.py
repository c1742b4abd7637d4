"""``manage.py flip_test``."""

import json
from functools import partial

import pytest
from django.core.management import CommandError

from ml import schema
from predictor.services import fairness
from predictor.services.sample import load_sample
from tests.artifacts import register, write_small_model

pytestmark = pytest.mark.django_db


@pytest.fixture
def flip_test(run):
    return partial(run, "flip_test")


def test_the_live_version_changes_no_recommendation(live_version, flip_test):
    load_sample()

    found = json.loads(flip_test("--json"))

    assert found["model_version"] == live_version.number
    for flip, name in zip(found["flips"], schema.PROTECTED, strict=True):
        assert flip == {"field": name, "rows": 1989, "changed": 0, "largest": 0.0}


def test_a_version_that_uses_them_is_found_out(flip_test, settings, tmp_path):
    settings.MODEL_STORE = tmp_path
    register(
        write_small_model(tmp_path, number=2, include_protected=True),
        includes_protected=True,
    )
    load_sample()

    found = json.loads(flip_test("--model", "2", "--json"))

    assert found["model_version"] == 2
    assert max(flip["largest"] for flip in found["flips"]) > 0


def test_people_read_a_table(live_version, flip_test, monkeypatch):
    monkeypatch.setattr(fairness, "_CHUNK", 700)
    load_sample()

    assert "1,989" in flip_test()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [([], "There are no applications yet"), (["--model", "9"], "no version 9")],
)
def test_where_there_is_nothing_to_try_it_says_so(
    live_version, flip_test, arguments, message
):
    with pytest.raises(CommandError, match=message):
        flip_test(*arguments)


def test_without_a_version_it_says_what_to_do(flip_test, settings, tmp_path):
    settings.MODEL_STORE = tmp_path

    with pytest.raises(CommandError, match="No model version is active"):
        flip_test()
