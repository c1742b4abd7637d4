"""The what-if panel: another amount or term, answered at once, and nothing stored."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from predictor.models import (
    Channel,
    DryRun,
    Explanation,
    LoanApplication,
    ModelVersion,
    Prediction,
    Status,
)
from predictor.models.roles import Role
from predictor.services import registry, scoring
from tests import builders
from tests.rows import row

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored(live_version):
    scored = scoring.score(
        rows=json.dumps(row(Credit_History=0)).encode(),
        by=builders.person(),
        channel=Channel.API,
        request_id="r",
        explain="all",
    )
    return Prediction.objects.get(pk=str(scored.answers.id[0]))


@pytest.fixture
def auditor_client(db):
    client = Client()
    client.force_login(builders.person_as(Role.AUDITOR))
    return client


def attempt(client, prediction, amount="90,000", term="240"):
    address = reverse("prediction-what-if", args=[prediction.pk])
    return client.post(address, {"amount": amount, "term": term})


def answer_of(response):
    assert response.status_code == 200
    page = response.content.decode()
    [answer] = re.findall(
        r'<div id="what-if-answer"[^>]*>(.*?)</div>\s*<script', page, re.S
    )
    return answer


def test_the_panel_has_what_was_submitted(officer_client, stored):
    page = officer_client.get(reverse("prediction-detail", args=[stored.pk]))

    text = page.content.decode()
    assert 'name="amount" value="110,000"' in text
    assert 'name="term" value="360"' in text
    assert answer_of(page).strip() == ""


def test_the_answer_is_that_of_a_dry_run(officer_client, stored):
    answer = answer_of(attempt(officer_client, stored))

    asked = row(Credit_History=0, LoanAmount=90.0, Loan_Amount_Term=240.0)
    dry = scoring.score(
        rows=[asked],
        by=builders.person(),
        channel=Channel.API,
        request_id="r",
        dry_run=True,
    )
    assert f"{dry.answers.probability[0] * 100:.1f} %" in answer
    assert "The credit history does not meet the guidelines." in answer


def test_nothing_is_stored_but_that_it_was_asked(officer_client, officer, stored):
    application = LoanApplication.objects.values().get()
    attempt(officer_client, stored)
    attempt(officer_client, stored, amount="80,000")

    assert Prediction.objects.count() == Explanation.objects.count() == 1
    assert LoanApplication.objects.values().get() == application
    assert [run.application_id for run in DryRun.objects.all()] == [
        stored.application_id
    ] * 2
    assert {run.requested_by for run in DryRun.objects.all()} == {officer}
    page = officer_client.get(reverse("prediction-detail", args=[stored.pk]))
    assert "What-if tried for the application</dt><dd>2 times" in page.content.decode()


def test_a_decided_application_may_be_tried_too(officer_client, stored):
    LoanApplication.objects.update(
        status=Status.DECLINED, loan_status="N", label_source="officer"
    )

    assert "The model would suggest" in answer_of(attempt(officer_client, stored))


@pytest.mark.parametrize(
    ("amount", "term", "message"),
    [
        ("-5", "360", "The loan amount must be more than 0"),
        ("much", "360", "Enter the loan amount as a number"),
        ("90,000", "601", "The term must be more than 0 and at most 600 months"),
    ],
)
def test_what_breaks_a_rule_is_said_in_words(
    officer_client, stored, amount, term, message
):
    response = attempt(officer_client, stored, amount=amount, term=term)

    assert message in answer_of(response)
    assert f'value="{amount}"' in response.content.decode()
    assert not DryRun.objects.exists()


def test_what_is_left_out_is_missing(officer_client, stored):
    answer = answer_of(attempt(officer_client, stored, amount=""))

    assert "review" in answer
    assert "The loan amount is missing." in answer


def test_where_no_version_is_live_it_says_so(officer_client, stored):
    ModelVersion.objects.update(is_active=False)
    registry.forget()

    answer = answer_of(attempt(officer_client, stored))

    assert "The model cannot be asked at the moment." in answer


def test_a_reload_goes_back_to_the_result(officer_client, stored):
    address = reverse("prediction-what-if", args=[stored.pk])

    answer = officer_client.get(address)

    assert answer.url == reverse("prediction-detail", args=[stored.pk])


def test_whoever_may_not_score_has_no_panel(auditor_client, stored):
    page = auditor_client.get(reverse("prediction-detail", args=[stored.pk]))

    assert 'id="what-if"' not in page.content.decode()
    assert attempt(auditor_client, stored).status_code == 403
