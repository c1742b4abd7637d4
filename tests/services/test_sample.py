"""The Boston applications in the database."""

import pytest

from predictor.models import LoanApplication
from predictor.services.sample import load_sample

pytestmark = pytest.mark.django_db


def test_all_rows_are_stored_as_the_sample():
    report = load_sample()

    sample = LoanApplication.objects.filter(source="sample", label_source="sample")
    assert report.created == sample.count() == 1989
    assert sample.filter(loan_status="N").count() == 244


def test_loading_it_again_changes_nothing():
    load_sample()

    report = load_sample()

    assert (report.created, report.updated, report.unchanged) == (0, 0, 1989)
