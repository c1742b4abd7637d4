"""Sex, marital status and dependents are never shown again once they were typed."""

import pytest
from django.urls import reverse

from ml import schema
from predictor.models import Prediction
from predictor.web import presentation
from tests import builders
from tests.web.typed import submit

#: Nothing else on a page reads like these.
PLANTED = {"Gender": "Planted-Sex", "Married": "Planted-Spouse", "Dependents": "9-Kids"}


@pytest.fixture
def pages(officer_client):
    """Return every page that shows an application whose snapshot holds the markers."""
    made = builders.prediction(inputs=builders.INPUTS | PLANTED)
    addresses = (
        reverse("prediction-detail", args=[made.pk]),
        reverse("application-list"),
        f"{reverse('application-list')}?q={made.application.loan_id}",
    )
    return [officer_client.get(address).content.decode() for address in addresses]


def test_no_page_shows_a_planted_value(pages):
    for page in pages:
        assert [value for value in PLANTED.values() if value in page] == []


def test_no_page_names_a_protected_field(pages):
    labels = [schema.FIELDS[name].label for name in schema.PROTECTED]

    for page in pages:
        assert [label for label in labels if f">{label}<" in page] == []


@pytest.mark.usefixtures("live_version")
def test_result_of_what_was_typed_shows_none_of_it(officer_client):
    response = submit(officer_client, gender="Female", married="No", dependents="3+")

    page = officer_client.get(response.url).content.decode()

    assert Prediction.objects.get().inputs["Dependents"] == "3+"
    assert "Female" not in page
    assert "3+" not in page


@pytest.mark.usefixtures("live_version")
def test_reference_that_exists_reveals_nothing_of_what_is_stored(officer_client):
    submit(officer_client, gender="Female", dependents="3+")

    page = submit(officer_client, gender="", dependents="").content.decode()

    assert "This reference exists already" in page
    assert (
        " checked"
        not in page.split("Monitoring information")[1].split('name="married"')[0]
    )


def test_presentation_leaves_out_every_protected_field():
    facts = presentation.submitted(builders.INPUTS)

    assert len(facts) == len(schema.PREDICTORS) - len(schema.PROTECTED)
