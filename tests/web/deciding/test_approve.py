"""The page on which an officer approves."""

import pytest
from django.urls import reverse

from predictor.models import Decision, LoanApplication
from tests import builders
from tests.builders import scored
from tests.services.deciding import desk
from tests.web.deciding.pages import errors, page, send

pytestmark = pytest.mark.django_db

AGAINST = {"override_code": "facts", "override_text": "A visit."}


def approve(client, prediction, action="approve", **said):
    return send(client, "approve", prediction, action, **said)


def test_with_the_model_there_is_nothing_to_fill_in(officer_client):
    prediction = scored("approve")

    shown = officer_client.get(reverse("approve", args=[prediction.pk]))

    assert "The letter would approve what was asked for $128,000 over 360" in page(
        shown
    )
    assert "Look it over" not in page(shown)
    assert not Decision.objects.exists()


def test_approval_leads_to_its_letter(officer_client, officer):
    response = approve(officer_client, scored("approve"))

    made = Decision.objects.get()
    assert response.url == reverse("notice", args=[made.pk])
    assert (made.verdict, made.decided_by) == ("approve", officer)
    assert LoanApplication.objects.get().status == "approved"


def test_against_the_model_it_asks_why_and_only_that(officer_client):
    prediction = scored("decline")

    shown = page(officer_client.get(reverse("approve", args=[prediction.pk])))

    assert "Why do you decide against the model?" in shown
    assert "Your own reasons" not in shown
    assert errors(approve(officer_client, prediction)) == [
        "id_override_code_0",
        "id_override_text",
    ]
    assert not Decision.objects.exists()


@pytest.mark.parametrize("action", ["preview", "", "decline"])
def test_it_is_looked_over_first(officer_client, action):
    response = approve(officer_client, scored("decline"), action, **AGAINST)

    assert "The letter would approve what was asked for" in page(response)
    assert not Decision.objects.exists()


def test_why_it_goes_against_the_model_is_kept(officer_client):
    approve(officer_client, scored("decline"), **AGAINST)

    made = Decision.objects.get()
    assert (made.override_code, made.override_text) == ("facts", "A visit.")


def test_result_offers_all_three_and_then_says_what_was_decided(officer_client):
    prediction = scored("approve")
    result = reverse("prediction-detail", args=[prediction.pk])
    offered = officer_client.get(result).content.decode()
    for name in ("approve", "decline", "counter-offer"):
        assert reverse(name, args=[prediction.pk]) in offered

    approve(officer_client, prediction)

    shown = officer_client.get(result)
    made = Decision.objects.get()
    assert "Decided: Approve." in page(shown)
    for name in ("decision", "notice"):
        assert reverse(name, args=[made.pk]) in shown.content.decode()
    assert reverse("approve", args=[prediction.pk]) not in shown.content.decode()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"revision": 2}, "was changed since it was scored"),
        ({"status": "withdrawn"}, "decided or closed already"),
        (
            {"status": "incomplete", "credit_history": None, "completed_at": None},
            "Facts that a decision needs are missing",
        ),
    ],
    ids=["stale", "closed", "incomplete"],
)
def test_result_says_why_it_cannot_be_decided(officer_client, changes, why):
    prediction = scored(application=builders.application(**changes))

    shown = officer_client.get(reverse("prediction-detail", args=[prediction.pk]))

    assert why in page(shown)
    assert reverse("approve", args=[prediction.pk]) not in shown.content.decode()


def test_older_result_says_that_there_is_a_newer_one(officer_client):
    older = scored()
    builders.prediction(application=older.application)

    shown = officer_client.get(reverse("prediction-detail", args=[older.pk]))

    assert "There is a newer score" in page(shown)


def test_newer_version_only_informs(officer_client):
    prediction = scored("approve")
    builders.model_version(number=4, is_active=True)

    shown = page(officer_client.get(reverse("prediction-detail", args=[prediction.pk])))

    assert "Version 4 is live now; this score is of version 1." in shown
    assert approve(officer_client, prediction).status_code == 302
    assert Decision.objects.exists()


def test_page_of_a_verdict_is_read_in_few_queries(
    officer_client, django_assert_max_num_queries
):
    address = reverse("approve", args=[scored("decline").pk])

    with django_assert_max_num_queries(12):
        page(officer_client.get(address))


def test_result_of_what_is_decided_is_read_in_few_queries(
    officer_client, django_assert_max_num_queries, live_version
):
    made = desk.decline(scored())
    address = reverse("prediction-detail", args=[made.prediction_id])

    with django_assert_max_num_queries(12):
        page(officer_client.get(address))
