"""Correct and reopen: what was decided or closed is open again, and nothing is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from predictor.models import (
    Decision,
    JournalEntry,
    LoanApplication,
    Prediction,
    Verdict,
)
from predictor.models.lifecycle import NotAllowed
from predictor.services.deciding import decisions, force, notices
from predictor.services.deciding.deadlines import due
from predictor.services.deciding.grounds import Grounds
from predictor.services.desk import closing, correcting, reopening
from tests import builders

pytestmark = pytest.mark.django_db

APPROVED = {"status": "approved", "loan_status": "Y", "label_source": "officer"}
ENDED = {"outcome": "repaid", "outcome_at": timezone.now()}


def reopen(application, officer, why="The amount was typed wrongly."):
    return reopening.reopen(application.pk, why, by=officer)


def test_decided_application_is_open_again_without_its_label(officer):
    made = builders.declined()

    reopen(made.application, officer)

    application = LoanApplication.objects.get()
    assert (application.status, application.revision) == ("ready", 2)
    assert (application.loan_status, application.label_source) == (None, None)
    assert (application.decided_at, application.notified_at) == (None, None)
    assert force.in_force(application) is None
    entry = JournalEntry.objects.get()
    assert (entry.kind, entry.revision, entry.status) == ("reopened", 2, "ready")
    assert (entry.text, entry.written_by) == ("The amount was typed wrongly.", officer)


def test_decision_letter_and_snapshot_stay(officer, settings):
    settings.CREDITOR_NAME = "Example Lender"
    made = builders.declined()
    notices.record_sent(made, timezone.localdate(), by=officer)

    reopen(made.application, officer)

    kept = Decision.objects.get()
    assert kept.inputs == builders.INPUTS
    assert kept.notices.get().notified_at is not None


def test_what_stood_is_kept_as_a_revision(officer):
    made = builders.declined()

    reopen(made.application, officer)

    assert made.application.revisions.get().inputs["LoanAmount"] == 128.0


@pytest.mark.parametrize(
    "state", [{"status": "counter_offer"}, {"status": "withdrawn"}, APPROVED]
)
def test_what_was_complete_is_ready_again_on_its_old_clock(officer, state):
    long_ago = timezone.now() - timedelta(days=20)
    standing = builders.application(completed_at=long_ago, **state)

    reopen(standing, officer)

    application = LoanApplication.objects.get()
    assert (application.status, application.completed_at) == ("ready", long_ago)
    waits = due(application)
    assert waits is not None
    assert waits.days_left == 10


def test_what_was_closed_as_incomplete_is_incomplete_again(officer):
    standing = builders.application(
        status="incomplete", loan_amount=None, completed_at=None
    )
    closing.close(standing.pk, "No answer.", by=officer)

    reopen(standing, officer)

    application = LoanApplication.objects.get()
    assert (application.status, application.completed_at) == ("incomplete", None)


@pytest.mark.usefixtures("live_version")
def test_it_is_scored_again_before_it_is_decided_again(officer):
    seen = builders.scored("approve")
    decisions.decide(seen.pk, Verdict.APPROVE, Grounds(), by=officer)
    reopen(seen.application, officer)

    with pytest.raises(decisions.NotDecidable) as refused:
        decisions.decide(seen.pk, Verdict.APPROVE, Grounds(), by=officer)
    assert refused.value.rule == "stale"

    correcting.score_again(seen.application_id, by=officer, request_id="r1")
    newest = Prediction.objects.latest("id")
    said = Grounds(codes=("funds",), override_code="policy", override_text="Known.")
    decisions.decide(newest.pk, Verdict.DECLINE, said, by=officer)
    application = LoanApplication.objects.get()
    assert (application.status, application.loan_status) == ("declined", "N")
    assert Decision.objects.count() == 2


@pytest.mark.parametrize("status", ["incomplete", "ready", "awaiting_second_officer"])
def test_what_is_open_is_not_reopened(officer, status):
    standing = builders.application(status=status)

    with pytest.raises(NotAllowed):
        reopen(standing, officer)

    assert not reopening.is_reopenable(standing)
    assert LoanApplication.objects.get().revision == 1


@pytest.mark.parametrize(
    ("state", "rule"),
    [
        (APPROVED | {"label_source": "sample"}, "elsewhere"),
        (APPROVED | {"label_source": "imported"}, "elsewhere"),
        (APPROVED | ENDED, "ended"),
    ],
)
def test_what_was_decided_elsewhere_or_has_ended_stands(officer, state, rule):
    standing = builders.application(**state)

    with pytest.raises(reopening.NotReopenable) as refused:
        reopen(standing, officer)

    assert refused.value.rule == rule
    assert LoanApplication.objects.get().loan_status == "Y"


def test_a_reason_is_given(officer):
    made = builders.declined()

    with pytest.raises(closing.NoReason):
        reopen(made.application, officer, why=" \n ")
