"""The page of one application."""

import pytest
from django.urls import reverse

from tests import builders


def page_of(client, application):
    response = client.get(reverse("application-detail", args=[application.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_page_shows_what_is_known_and_every_suggestion_newest_first(
    officer_client, officer
):
    application = builders.application(loan_amount=128.5, owner=officer)
    old = builders.prediction(application=application)
    new = builders.prediction(
        application=application, recommendation="decline", probability=0.21
    )

    page = page_of(officer_client, application)

    assert "<dd>128,500 dollars</dd>" in page
    addresses = [reverse("prediction-detail", args=[p.pk]) for p in (new, old)]
    assert page.index(addresses[0]) < page.index(addresses[1])
    assert "Change and score again" in page


def test_page_of_an_application_that_nobody_here_sent(officer_client):
    page = page_of(officer_client, builders.application(source="sample"))

    assert "Nothing yet: it was not scored." in page
    assert "<dd>Nobody here</dd>" in page
    assert "Go on and score" not in page


def test_page_costs_few_queries(officer_client, django_assert_num_queries):
    application = builders.application()
    for _ in range(5):
        builders.prediction(application=application)

    # Of session, user, permissions (2), row, predictions, decisions and what-ifs.
    with django_assert_num_queries(8):
        page_of(officer_client, application)


@pytest.mark.parametrize("name", ["application-detail", "application-edit"])
def test_result_leads_to_the_application(officer_client, officer, name):
    made = builders.prediction(application=builders.application(owner=officer))

    page = officer_client.get(reverse("prediction-detail", args=[made.pk]))

    assert reverse(name, args=[made.application_id]) in page.content.decode()
