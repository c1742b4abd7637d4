"""How a loan ended, through the API."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from predictor.models import JournalEntry, LoanApplication
from predictor.models.roles import Role
from tests import builders
from tests.api.desk import decide, post, refused
from tests.builders import scored

pytestmark = pytest.mark.django_db

DECIDED = datetime(2026, 5, 1, 8, 30, tzinfo=UTC)
REPAID = {"outcome": "repaid", "outcome_at": "2026-09-01"}


@pytest.fixture
def approved(db):
    """Return the score of an application that was approved in May."""
    application = builders.application(
        status="approved", loan_status="Y", label_source="api", decided_at=DECIDED
    )
    return builders.prediction(application=application)


def outcome(client, prediction, **body):
    return post(client, prediction, "outcome", body)


def recorded():
    application = LoanApplication.objects.get()
    return application.outcome, application.outcome_at


def test_it_is_recorded_with_who_said_so(officer_api, officer, approved):
    answer = outcome(officer_api, approved, **REPAID)

    assert answer.status_code == 200, answer.content
    assert answer.json() == {
        "Loan_ID": approved.application.loan_id,
        "status": "approved",
        "decided_at": "2026-05-01T08:30:00Z",
        "outcome": "repaid",
        "outcome_at": "2026-09-01T00:00:00Z",
    }
    assert recorded() == ("repaid", datetime(2026, 9, 1, tzinfo=UTC))
    entry = JournalEntry.objects.get()
    assert (entry.kind, entry.written_by) == ("outcome", officer)
    assert entry.details["outcome"] == "repaid"


def test_it_is_corrected_and_taken_back_and_the_journal_has_it_all(
    officer_client, approved
):
    outcome(officer_client, approved, **REPAID)
    outcome(officer_client, approved, outcome="defaulted", outcome_at="2026-08-01")

    told = outcome(officer_client, approved, outcome=None).json()

    assert (told["outcome"], told["outcome_at"]) == recorded() == (None, None)
    entries = JournalEntry.objects.order_by("id")
    assert [entry.details["outcome"] for entry in entries] == [
        "repaid",
        "defaulted",
        None,
    ]
    assert [entry.details["before"]["outcome"] for entry in entries] == [
        None,
        "repaid",
        "defaulted",
    ]


def test_the_same_once_more_is_no_news(officer_api, approved):
    first = outcome(officer_api, approved, **REPAID)

    assert outcome(officer_api, approved, **REPAID).json() == first.json()
    assert JournalEntry.objects.count() == 1


def test_a_moment_is_kept_as_it_is(officer_api, approved):
    outcome(
        officer_api, approved, outcome="repaid", outcome_at="2026-09-01T12:00:00+02:00"
    )

    assert recorded() == ("repaid", datetime(2026, 9, 1, 10, tzinfo=UTC))


def test_days_are_the_lenders(officer_api, approved, settings):
    settings.TIME_ZONE = "America/New_York"

    outcome(officer_api, approved, **REPAID)

    assert recorded() == ("repaid", datetime(2026, 9, 1, 4, tzinfo=UTC))


def test_the_day_of_the_decision_will_do(officer_api, approved):
    outcome(officer_api, approved, outcome="repaid", outcome_at="2026-05-01")

    assert recorded() == ("repaid", DECIDED)


TOMORROW = (timezone.now() + timedelta(days=2)).date().isoformat()


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, [("outcome", "required"), ("outcome_at", "required")]),
        (REPAID | {"outcome_at": None}, [("outcome_at", "required")]),
        (REPAID | {"outcome": "lost"}, [("outcome", "choice")]),
        (REPAID | {"outcome": 1}, [("outcome", "type")]),
        (REPAID | {"outcome_at": 1}, [("outcome_at", "type")]),
        (REPAID | {"outcome_at": "yesterday"}, [("outcome_at", "pattern")]),
        (REPAID | {"outcome_at": "2026-02-30"}, [("outcome_at", "pattern")]),
        (REPAID | {"outcome_at": "0001-01-01"}, [("outcome_at", "range")]),
        (REPAID | {"outcome_at": "2026-04-30"}, [("outcome_at", "before_decision")]),
        (REPAID | {"outcome_at": TOMORROW}, [("outcome_at", "future")]),
        (REPAID | {"outcome": None}, [("outcome_at", "no_outcome")]),
        (REPAID | {"Outcome": "repaid"}, [(None, "unknown_field")]),
    ],
)
def test_what_cannot_be_is_refused(officer_api, approved, body, errors):
    refused(outcome(officer_api, approved, **body), 422, *errors)
    assert recorded() == (None, None)
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"status": "declined", "loan_status": "N", "label_source": "api"},
        {"status": "counter_offer"},
    ],
)
def test_only_an_approved_loan_ends(officer_api, changes):
    prediction = builders.prediction(application=builders.application(**changes))

    refused(outcome(officer_api, prediction, **REPAID), 409, (None, "not_approved"))


def test_a_loan_that_was_approved_elsewhere_ends_too(officer_api):
    application = builders.application(
        status="approved", loan_status="Y", label_source="imported"
    )
    prediction = builders.prediction(application=application)

    assert outcome(officer_api, prediction, **REPAID).status_code == 200


def test_where_it_has_ended_the_decision_stands(officer_api):
    prediction = scored("approve")
    made = decide(officer_api, prediction, "approve").json()
    today = timezone.now().isoformat()
    outcome(officer_api, prediction, outcome="repaid", outcome_at=today)

    answer = decide(
        officer_api,
        prediction,
        codes=["funds"],
        reverses=made["id"],
        reversed_because="A slip.",
    )

    refused(answer, 409, (None, "ended"))


def test_an_application_that_is_not_there_is_not_found(officer_api):
    answer = officer_api.post(
        "/api/applications/nobody/outcome", REPAID, "application/json"
    )

    assert answer.status_code == 404


def test_others_record_none(other_api, approved):
    auditor = Client()
    auditor.force_login(builders.person_as(Role.AUDITOR))

    for client in (other_api, auditor):
        assert outcome(client, approved, **REPAID).status_code == 403
    assert recorded() == (None, None)


def test_the_same_key_records_once(officer_api, approved):
    key = {"Idempotency-Key": "a"}
    first = post(officer_api, approved, "outcome", REPAID, **key)
    outcome(officer_api, approved, outcome=None)

    again = post(officer_api, approved, "outcome", REPAID, **key)

    assert again.content == first.content
    assert recorded() == (None, None)
