"""The letter of a decision, as a page."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ml import schema
from predictor.models import Notice
from predictor.models.roles import Role
from tests import builders
from tests.builders import scored
from tests.services.deciding import desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def declined():
    return builders.declined(
        left_out=[
            {"code": "amount_high", "field": "LoanAmount", "text": "It is $128,000."}
        ],
        left_out_because="Agreed on the phone.",
    )


def shown(client, decision):
    response = client.get(reverse("notice", args=[decision.pk]))
    assert response.status_code == 200
    return response.content.decode()


def letter_in(page):
    return page.split("<article")[1].split("</article>")[0]


def record(client, decision, day):
    return client.post(reverse("notice-sent", args=[decision.pk]), {"sent_on": day})


def test_letter_has_what_the_applicant_is_owed(officer_client, declined):
    letter = letter_in(shown(officer_client, declined))

    for text in (
        "Example Lender",
        "1 Example Street<br>Springfield",
        declined.application.loan_id,
        "$128,000 over 360 months",
        "We are not able to approve",
        "The income could not be verified.",
        "The Federal Equal Credit Opportunity Act",
        "Example Agency, 2 Example Street, Capital.",
    ):
        assert text in letter


def test_what_is_for_the_officer_stands_in_no_letter(officer_client, declined):
    page = shown(officer_client, declined)

    for text in ("30 days left", "Agreed on the phone.", "It is $128,000."):
        assert text in page
        assert text not in letter_in(page)


def test_letter_tells_of_no_score_and_of_no_protected_attribute(
    officer_client, declined
):
    letter = letter_in(shown(officer_client, declined)).split("The Federal")[0]

    for text in ("18", "probability", "model"):
        assert text not in letter
    for name in schema.PROTECTED:
        assert f"{builders.INPUTS[name]}." not in letter


def test_officer_records_that_it_was_sent(officer_client, officer, declined):
    today = timezone.localdate().isoformat()

    response = record(officer_client, declined, today)

    sent = Notice.objects.get()
    assert sent.recorded_by == officer
    assert response.url == reverse("notice", args=[declined.pk])
    page = shown(officer_client, declined)
    assert "recorded by officer" in page
    assert "days left" not in page


@pytest.mark.parametrize(
    "day", ["", "yesterday", "2026-02-30", "1999-01-01", "9999-12-31", "11/26/2026"]
)
def test_day_that_cannot_be_is_refused_at_its_field(officer_client, declined, day):
    page = record(officer_client, declined, day).content.decode()

    assert 'href="#id_sent_on"' in page
    assert not Notice.objects.exists()


def test_record_can_be_taken_back(officer_client, declined):
    record(officer_client, declined, timezone.localdate().isoformat())
    sent = reverse("notice-sent", args=[declined.pk])

    for _ in range(2):
        officer_client.post(sent, {"action": "not-sent"})

    page = shown(officer_client, declined)
    assert "taken back by officer" in page
    assert "30 days left" in page
    assert [n.notified_at is None for n in Notice.objects.all()] == [True, False]


def test_letter_keeps_its_day_whenever_it_is_sent(officer_client):
    decided = timezone.now() - timedelta(days=3)
    declined = builders.declined(created_at=decided)

    before = letter_in(shown(officer_client, declined))
    record(officer_client, declined, timezone.localdate().isoformat())

    assert letter_in(shown(officer_client, declined)) == before
    assert f'datetime="{decided:%Y-%m-%d}"' in before


def test_tomorrow_has_not_come(officer_client, declined):
    day = (timezone.localdate() + timedelta(days=1)).isoformat()

    assert "in the future" in record(officer_client, declined, day).content.decode()


def test_without_a_creditor_it_says_what_to_set(officer_client, declined, settings):
    settings.CREDITOR_NAME = ""

    page = shown(officer_client, declined)
    response = record(officer_client, declined, timezone.localdate().isoformat())

    assert "CREDITOR_NAME" in page
    assert "<article" not in page
    assert response.status_code == 302
    assert not Notice.objects.exists()


def test_auditor_reads_it_and_records_nothing(declined):
    client = Client()
    client.force_login(builders.person_as(Role.AUDITOR))

    assert reverse("notice-sent", args=[declined.pk]) not in shown(client, declined)
    today = timezone.localdate().isoformat()
    assert record(client, declined, today).status_code == 403


def test_approval_has_a_letter_without_reasons(officer_client):
    letter = letter_in(shown(officer_client, desk.approve(scored("approve"))))

    assert "You applied for a loan of $128,000 over 360 months" in letter
    assert "We approve your application." in letter
    assert "reasons" not in letter
    assert "Federal" not in letter


def test_counter_offer_says_what_instead_why_and_until_when(officer_client):
    letter = letter_in(shown(officer_client, desk.offer(scored())))

    for text in (
        "not able to approve your application as you made it",
        "We can offer you a loan of $90,000 over 240 months instead.",
        "within 90 days of the date of this letter",
        "why we do not lend on the terms that you asked for",
        builders.REASONS[1]["text"],
        "The Federal Equal Credit Opportunity Act",
    ):
        assert text in letter


def test_approval_of_what_was_offered_says_so(officer_client):
    offered = desk.offer(scored())
    made = desk.approve(offered.prediction, reverses=offered, offer=desk.OFFER)

    letter = letter_in(shown(officer_client, made))

    assert "that we offered and you accepted: $90,000 over 240 months." in letter


def test_letter_of_a_decision_that_was_replaced_can_still_be_read(officer_client):
    first = desk.decline(scored())
    made = desk.approve(first.prediction, reverses=first)

    page = shown(officer_client, first)

    assert "This letter no longer holds." in page
    assert reverse("decision", args=[made.pk]) in page
    assert "We are not able to approve" in letter_in(page)
    assert "days left" not in page


def test_decision_that_waits_for_a_second_officer_has_no_letter(
    officer_client, settings
):
    settings.SECOND_OFFICER_ABOVE = 1
    proposed = desk.decline(scored())

    page = shown(officer_client, proposed)
    response = record(officer_client, proposed, timezone.localdate().isoformat())

    assert "There is no letter:" in page
    assert "Waits for a second officer" in page
    assert "<article" not in page
    assert response.status_code == 302
    assert not Notice.objects.exists()


def test_address_of_the_record_leads_to_the_letter(officer_client, declined):
    response = officer_client.get(reverse("notice-sent", args=[declined.pk]))

    assert response.url == reverse("notice", args=[declined.pk])
