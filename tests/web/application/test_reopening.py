"""From an error that is found late to the decision on what is right."""

import pytest
from django.urls import reverse

from predictor.models import LoanApplication, Prediction
from tests import builders


def reopen(client, application):
    address = reverse("application-reopen", args=[application.pk])
    said = {"why": "An amount was wrong.", "action": "confirm"}
    return client.post(address, said, follow=True)


@pytest.mark.usefixtures("live_version")
def test_reopened_application_is_corrected_scored_and_can_be_decided(officer_client):
    made = builders.declined()

    form = reopen(officer_client, made.application)
    assert "Reopened. Correct it now" in form.content.decode()
    page = officer_client.get(form.request["PATH_INFO"])
    typed = {k: v for k, v in page.context["form"].initial.items() if v}
    result = officer_client.post(
        form.request["PATH_INFO"], typed | {"loan_amount": "90,000"}, follow=True
    )

    newest = Prediction.objects.latest("id")
    assert result.request["PATH_INFO"] == f"/predictions/{newest.pk}/"
    assert (newest.revision, newest.inputs["LoanAmount"]) == (3, 90.0)
    assert LoanApplication.objects.get().status == "ready"


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({"label_source": "imported"}, "It was not decided here"),
        (
            {
                "label_source": "officer",
                "outcome": "repaid",
                "outcome_at": "2026-01-01T00:00:00Z",
            },
            "How the loan ended is recorded",
        ),
    ],
)
def test_page_says_why_a_decision_stands(officer_client, state, said):
    standing = builders.application(status="approved", loan_status="Y", **state)

    page = reopen(officer_client, standing).content.decode()

    assert said in page
    assert LoanApplication.objects.get().status == "approved"
