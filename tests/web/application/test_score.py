"""The button that scores an application as it stands."""

import pytest
from django.urls import reverse

from predictor.models import Prediction
from tests import builders


def press(client, application):
    address = reverse("application-score", args=[application.pk])
    return client.post(address, follow=True)


@pytest.mark.usefixtures("live_version")
def test_application_of_somebody_else_is_scored_again(officer_client, officer):
    application = builders.application(owner=builders.person("broker"))

    response = press(officer_client, application)

    made = Prediction.objects.get()
    assert response.request["PATH_INFO"] == f"/predictions/{made.pk}/"
    assert "Scored again." in response.content.decode()
    assert made.requested_by == officer


@pytest.mark.usefixtures("live_version")
@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({"status": "withdrawn"}, "It is decided or closed"),
        (
            {"status": "incomplete", "education": None, "completed_at": None},
            "facts that a score needs are missing",
        ),
    ],
)
def test_page_says_why_it_was_not_scored(officer_client, state, said):
    application = builders.application(**state)

    page = press(officer_client, application).content.decode()

    assert said.lower() in page.lower()
    assert "Traceback" not in page
    assert not Prediction.objects.exists()


def test_page_says_that_there_is_no_model(officer_client):
    page = press(officer_client, builders.application()).content.decode()

    assert "no model is active yet" in page


def test_address_alone_scores_nothing(officer_client):
    application = builders.application()

    response = officer_client.get(reverse("application-score", args=[application.pk]))

    assert response.url == reverse("application-detail", args=[application.pk])
    assert not Prediction.objects.exists()
