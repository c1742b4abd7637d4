"""The page of an application, where much has happened and where the score is hidden."""

import pytest
from django.urls import reverse
from django.utils import timezone

from predictor.models import Verdict
from predictor.models.roles import Role
from predictor.services.deciding import blind, decisions, notices, second
from predictor.services.deciding.grounds import Grounds
from predictor.services.desk import correcting, journal, reopening
from tests import builders

MOST_QUERIES = 12


def page_of(client, application):
    response = client.get(reverse("application-detail", args=[application.pk]))
    assert response.status_code == 200
    return response.content.decode()


# The share whose score is hidden


def test_score_is_hidden_until_the_officers_first_view(
    officer_client, officer, settings
):
    settings.BLIND_SHARE = 1
    application = builders.application()
    builders.prediction(application=application, probability=0.8312)
    blind.record_first_view(
        application,
        Verdict.COUNTER_OFFER,
        by=builders.person_as(Role.LOAN_OFFICER, "colleague"),
        text="Colleagues' words.",
    )

    page = page_of(officer_client, application)

    assert "Hidden until your first view:" in page
    for shown in ("83 %", "suggestion approve", "Counter-offer", "Colleagues"):
        assert shown not in page
    blind.record_first_view(application, Verdict.APPROVE, by=officer)
    page = page_of(officer_client, application)
    assert "83 %" in page
    assert "Counter-offer" in page


def test_second_officer_is_not_told_what_was_decided_before_the_first_view(
    officer_client, officer, settings
):
    settings.SECOND_OFFICER_ABOVE = 1
    prediction = builders.scored("approve")
    colleague = builders.person_as(Role.LOAN_OFFICER, "colleague")
    said = Grounds(codes=("funds",), override_code="facts", override_text="A debt.")
    decisions.decide(prediction.pk, Verdict.DECLINE, said, by=colleague)
    settings.BLIND_SHARE = 1

    page = page_of(officer_client, prediction.application)

    assert "Decided: hidden until your first view" in page
    for shown in ("Decline", "A debt.", "The funds"):
        assert shown not in page
    blind.record_first_view(prediction.application, Verdict.APPROVE, by=officer)
    assert "for a second officer to confirm: Decline" in page_of(
        officer_client, prediction.application
    )


# What it costs


@pytest.mark.usefixtures("live_version")
@pytest.mark.parametrize("share", [0, 1])
def test_full_page_costs_few_queries(
    officer_client, officer, settings, django_assert_max_num_queries, share
):
    application = full(officer, settings)
    settings.BLIND_SHARE = share

    with django_assert_max_num_queries(MOST_QUERIES):
        page = page_of(officer_client, application)
    with django_assert_max_num_queries(MOST_QUERIES):
        officer_client.get(reverse("application-history", args=[application.pk]))

    assert len(page) < 60_000


def full(officer, settings):
    """Return an application to which everything has happened, and often."""
    settings.SECOND_OFFICER_ABOVE = 1
    settings.CREDITOR_NAME = "Example Lender"
    seen = builders.scored("approve")
    application = seen.application
    colleague = builders.person("colleague")
    for _ in range(200):
        builders.prediction(application=application)
    for i in range(30):
        journal.note(application, f"Note {i}.", by=colleague)
    for i in range(3):
        changed = application.as_applicant() | {"LoanAmount": 100.0 + i}
        correcting.correct(application.pk, changed, by=officer, request_id="r")
        newest = application.predictions.latest("id")
        verdict = Verdict.APPROVE
        said = Grounds()
        if newest.recommendation != "approve":
            said = Grounds(override_code="policy", override_text="Known.")
        made = decisions.decide(newest.pk, verdict, said, by=officer)
        second.confirm(made.pk, by=colleague)
        notices.record_sent(made, timezone.localdate(), by=officer)
        reopening.reopen(application.pk, "A slip.", by=officer)
    application.refresh_from_db()
    return application
