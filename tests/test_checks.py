"""Settings that only the data dictionary can judge."""

import pytest
from django.core.checks import run_checks


def found(settings, groups):
    settings.REFERENCE_GROUPS = groups
    return [error for error in run_checks() if error.id == "predictor.E001"]


def test_groups_of_the_dictionary_are_taken(settings):
    groups = {"Gender": "Male", "Married": "Yes", "Dependents": "missing"}

    assert found(settings, groups) == []


@pytest.mark.parametrize("groups", [{"Gender": "male"}, {"Education": "Graduate"}])
def test_what_is_no_group_is_refused_with_those_that_are(settings, groups):
    (error,) = found(settings, groups)

    assert "which is no group" in error.msg
    assert "Male" in error.hint or "Gender" in error.hint
