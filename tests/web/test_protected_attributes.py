"""Sex, marital status and dependents are never shown again once they were typed."""

import re

import pytest
from django.urls import reverse

from ml import schema
from predictor.models import Prediction
from predictor.web.history import presentation
from tests import builders
from tests.web.typed import submit

#: Nothing else on a page reads like these.
PLANTED = {"Gender": "Planted-Sex", "Married": "Planted-Spouse", "Dependents": "9-Kids"}


@pytest.fixture
def pages(officer, officer_client):
    """Return every page that shows an application whose snapshot holds the markers."""
    application = builders.application(owner=officer)
    made = builders.prediction(
        application=application, inputs=builders.INPUTS | PLANTED
    )
    addresses = (
        reverse("prediction-detail", args=[made.pk]),
        reverse("application-detail", args=[made.application_id]),
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
    assert not re.search(r"3\+(?!00:00)", page)  # 00:00: a time zone


def answers_shown(page):
    """Return the answers about protected attributes that are chosen on a form."""
    chosen = re.findall(r'<input[^>]*name="(\w+)"[^>]* checked', page)
    return {*chosen} & {schema.FIELDS[name].attribute for name in schema.PROTECTED}


def sealed_in(page):
    [sealed] = re.findall(r'name="monitoring" value="([^"]+)"', page)
    return sealed


@pytest.mark.usefixtures("live_version")
def test_form_with_an_error_keeps_the_answers_and_shows_none(officer_client):
    page = submit(officer_client, education="", dependents="3+").content.decode()

    assert answers_shown(page) == set()
    assert "3+" not in sealed_in(page)
    assert "There are answers already" in page

    again = {"gender": "", "married": "", "dependents": ""}
    submit(officer_client, **again, monitoring=sealed_in(page))
    inputs = Prediction.objects.get().inputs
    assert [inputs[name] for name in schema.PROTECTED] == ["Male", "Yes", "3+"]


@pytest.mark.usefixtures("live_version")
def test_answer_that_is_given_again_takes_the_place_of_the_first(officer_client):
    page = submit(officer_client, education="").content.decode()

    changed = {"gender": "unknown", "married": "No", "dependents": ""}
    submit(officer_client, **changed, monitoring=sealed_in(page))

    inputs = Prediction.objects.get().inputs
    assert [inputs[name] for name in schema.PROTECTED] == [None, "No", "0"]


@pytest.mark.usefixtures("live_version")
@pytest.mark.parametrize("forged", ["x", "\0", "é" * 300, "gAAAAABn"])
def test_answers_that_were_not_sealed_here_count_as_none(officer_client, forged):
    submit(officer_client, gender="", married="", dependents="", monitoring=forged)

    assert Prediction.objects.get().inputs["Gender"] is None


def test_continued_application_keeps_the_answers_and_shows_none(
    officer, officer_client
):
    standing = builders.application(owner=officer)

    page = officer_client.get(reverse("application-edit", args=[standing.pk]))

    assert answers_shown(page.content.decode()) == set()
    assert "There are answers already" in page.content.decode()


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
