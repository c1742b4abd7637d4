"""The page on which it is recorded how a loan ended."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from predictor.models import JournalEntry, LoanApplication
from predictor.models.roles import Role
from tests import builders

pytestmark = pytest.mark.django_db

REPAID = {"outcome": "repaid", "ended_on": "2026-09-01"}


@pytest.fixture
def approved(db):
    return builders.application(
        status="approved",
        loan_status="Y",
        label_source="officer",
        decided_at=datetime(2026, 5, 1, 8, 30, tzinfo=UTC),
    )


@pytest.fixture
def path(approved):
    return reverse("outcome", args=[approved.pk])


def recorded():
    return LoanApplication.objects.get().outcome


def test_officer_records_how_it_ended(officer_client, officer, approved, path):
    page = officer_client.post(path, REPAID, follow=True).content.decode()

    assert "Recorded how the loan ended." in page
    assert 'Repaid, <time datetime="2026-09-01">1 September 2026</time>' in page
    assert recorded() == "repaid"
    assert JournalEntry.objects.get().written_by == officer


def test_application_that_was_approved_leads_there(officer_client, approved, path):
    detail = reverse("application-detail", args=[approved.pk])

    assert path in officer_client.get(detail).content.decode()
    LoanApplication.objects.update(
        status="declined", loan_status="N", label_source="officer"
    )
    assert path not in officer_client.get(detail).content.decode()


def test_day_is_the_lenders_wherever_the_officer_is(
    officer_client, approved, path, settings
):
    settings.TIME_ZONE = "Pacific/Auckland"

    officer_client.post(path, REPAID)

    stored = LoanApplication.objects.get().outcome_at
    assert stored == datetime(2026, 8, 31, 12, tzinfo=UTC)
    page = officer_client.get(path).content.decode()
    assert 'value="2026-09-01"' in page
    assert "1 September 2026" in page


def test_what_is_recorded_is_shown_and_corrected(officer_client, path):
    officer_client.post(path, REPAID)
    page = officer_client.get(path).content.decode()
    assert re.search(r'value="repaid"[^>]* checked', page)
    assert "Correct the outcome" in page

    officer_client.post(path, REPAID | {"outcome": "defaulted"})

    assert recorded() == "defaulted"
    before = JournalEntry.objects.order_by("id")[1].details["before"]
    assert before["outcome"] == "repaid"


def test_it_is_taken_back(officer_client, path):
    officer_client.post(path, REPAID)

    page = officer_client.post(path, {"action": "take-back"}, follow=True)

    assert "Taken back" in page.content.decode()
    assert recorded() is None
    assert JournalEntry.objects.count() == 2


@pytest.mark.parametrize(
    ("said", "field", "message"),
    [
        ({"outcome": ""}, "id_outcome_0", "Choose how the loan ended."),
        ({"outcome": "lost"}, "id_outcome_0", "choose"),
        ({"ended_on": ""}, "id_ended_on", "Enter the day, like 2026-03-31."),
        ({"ended_on": "2026-02-30"}, "id_ended_on", "Enter the day"),
        ({"ended_on": "2026-04-30"}, "id_ended_on", "before the decision"),
        ({"ended_on": "2199-01-01"}, "id_ended_on", "in the future"),
        ({"ended_on": "0001-01-01"}, "id_ended_on", "from 1900 to 2199"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    officer_client, path, said, field, message
):
    page = officer_client.post(path, REPAID | said).content.decode()

    assert "<title>Error: " in " ".join(page.split())
    summary = page.split('id="error-summary"')[1].split("</ul>")[0]
    assert f'href="#{field}"' in summary
    assert message.lower() in summary.lower()
    assert recorded() is None


def test_what_was_typed_is_kept_with_the_error(officer_client, path):
    page = officer_client.post(path, REPAID | {"ended_on": "2026-04-30"})

    assert 'value="2026-04-30"' in page.content.decode()


def test_what_was_typed_survives_the_end_of_the_session(officer, path):
    client = Client()
    login = client.post(path, REPAID)
    kept = login.context["kept"]
    entered = {"username": "officer", "password": "officer-officer", "kept": kept}

    page = client.post(reverse("login"), entered, follow=True).content.decode()

    assert 'value="2026-09-01"' in page
    assert "Nothing is recorded yet" in page
    assert recorded() is None


@pytest.mark.parametrize("method", ["get", "post"])
def test_only_an_approved_loan_ends(officer_client, method):
    ready = builders.application()
    path = reverse("outcome", args=[ready.pk])

    page = getattr(officer_client, method)(path, REPAID, follow=True)

    assert "Only a loan that was approved has an outcome." in page.content.decode()
    assert recorded() is None


def test_auditor_records_none(approved, path):
    client = Client()
    client.force_login(builders.person_as(Role.AUDITOR))

    assert client.post(path, REPAID).status_code == 403
    detail = client.get(reverse("application-detail", args=[approved.pk]))
    assert path not in detail.content.decode()


def test_page_asks_little_of_the_database(
    officer_client, path, django_assert_max_num_queries
):
    with django_assert_max_num_queries(8):
        assert officer_client.get(path).status_code == 200
