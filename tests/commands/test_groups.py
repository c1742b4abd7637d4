"""``manage.py groups``."""

import json

import pytest
from django.core.management import CommandError

from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def scored(db):
    """Store 35 men, of whom 10 are declined, and one woman."""
    version = builders.model_version()
    declined = {"recommendation": "decline", "probability": 0.1}
    for place in range(35):
        inputs = builders.INPUTS | {"Gender": "Male"}
        others = declined if place < 10 else {}
        builders.prediction(model_version=version, inputs=inputs, **others)
    builders.prediction(model_version=version)


def test_tables_have_rates_counts_and_the_reference(run, scored):
    text = run("groups")

    assert "A screen, not a legal test." in text
    assert "Recommendations of the model, by sex" in text
    assert "reference Male" in text
    assert "0.714" in text
    assert "too few" in text


def test_json_has_the_windows(run, scored):
    values = json.loads(run("groups", "--json", "--model", "1"))

    newest = [w for w in values["windows"] if w["attribute"] == "Gender"][11]
    assert [g["applications"] for g in newest["groups"]] == [35, 1]
    assert values["model_version"] == 1


def test_where_nothing_was_scored_it_says_so(run, db):
    assert "Nothing was scored or decided" in run("groups")


def test_a_version_that_is_none_is_refused(run, scored):
    with pytest.raises(CommandError, match="There is no version 7"):
        run("groups", "--model", "7")
