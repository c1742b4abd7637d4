"""The desk that benchmarks/ fills: rows as the application itself would have left."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Model

from benchmarks.contestants import desk_originals, desk_tables
from benchmarks.contestants.copies import copy
from benchmarks.contestants.desk_numbers import MIX, Numbers
from predictor.models import (
    Decision,
    DryRun,
    Explanation,
    JournalEntry,
    LoanApplication,
    Notice,
    Prediction,
)

pytestmark = pytest.mark.django_db

APPLICATIONS, EACH, CROWD, TRIES = 400, 5, 30, 4


@pytest.fixture
def desk(live_version: Any) -> Numbers:
    """Fill a small desk, and return its numbers."""
    User.objects.create_user("benchmark")
    originals = desk_originals.make("desk", "desk-desk-desk")
    desk = Numbers(applications=APPLICATIONS, each=EACH, crowd=CROWD, tries=TRIES)
    for table in desk_tables.ALL:
        table(desk, originals)
    return desk


def copies(model: type[Model], path: str = "") -> Any:
    return model._default_manager.filter(**{f"{path}loan_id__startswith": "D"})


def test_every_key_leads_to_a_row(desk):
    connection.check_constraints()

    scored = copies(Prediction, "application__")
    assert scored.count() == desk.scores
    assert set(scored.values_list("application__loan_id")) == set(
        copies(LoanApplication).values_list("loan_id")
    )


def test_applications_stand_as_the_mix_says(desk):
    statuses = Counter(copies(LoanApplication).values_list("status", flat=True))

    assert statuses == {
        status: share * APPLICATIONS // 100 for status, share in MIX.items()
    }


def test_what_is_decided_has_a_decision_of_its_first_score(desk):
    decided = copies(Decision, "application__").select_related("prediction")

    assert decided.count() == APPLICATIONS * (30 + 20 + 2 + 1) // 100
    for one in decided.exclude(needs_second=True):
        scores = one.application.predictions.order_by("id")
        assert one.prediction == scores[0]
        assert one.inputs == one.prediction.inputs
        assert one.created_at == one.application.decided_at > scores[0].created_at
        assert one.channel == "form"
    verdicts = Counter(one.verdict for one in decided)
    assert verdicts == {"approve": 120, "decline": 84, "counter_offer": 8}
    waiting = decided.filter(needs_second=True)
    assert {one.application.status for one in waiting} == {"awaiting_second_officer"}


def test_journal_says_who_decided_and_what_was_noted(desk):
    entries = copies(JournalEntry, "application__")

    decided = entries.exclude(kind="note")
    assert {one.decision_id for one in decided} == set(
        copies(Decision, "application__").values_list("pk", flat=True)
    )
    assert all(one.status == one.application.status for one in entries)
    assert entries.filter(kind="note").count() == APPLICATIONS // 10


def test_some_were_changed_after_their_first_score(desk):
    changed = copies(LoanApplication).filter(revision=2)

    assert changed.exists()
    for one in changed:
        assert [kept.number for kept in one.revisions.all()] == [1]
        assert one.predictions.earliest("id").revision == 1


def test_letters_are_told_of_where_the_application_says_so(desk):
    told = copies(LoanApplication).exclude(notified_at=None)

    assert told.count() == APPLICATIONS * 20 // 100 * 4 // 5
    moments = dict(told.values_list("pk", "notified_at"))
    notices = copies(Notice, "decision__application__")
    assert {n.decision.application_id: n.notified_at for n in notices} == moments


def test_scores_say_what_their_applications_do(desk):
    for one in copies(Prediction, "application__").select_related("application"):
        assert one.application.applicant_income == one.inputs["ApplicantIncome"]
        assert one.created_at >= one.application.created_at


def test_one_application_is_scored_most_and_waits(desk):
    crowded = LoanApplication.objects.get(loan_id=f"D{desk.crowded:08d}")

    newest = Prediction.objects.filter(application__loan_id__startswith="D")[:CROWD]
    assert {one.application_id for one in newest} == {crowded.pk}
    assert crowded.status == "ready"


def test_what_is_not_to_approve_is_explained(desk):
    explained = copies(Explanation, "prediction__application__")

    assert explained.exists()
    for one in explained.select_related("prediction"):
        assert one.prediction.recommendation != "approve"
        assert one.reasons


def test_what_if_was_asked_of_some(desk):
    assert copies(DryRun, "application__").count() == APPLICATIONS // TRIES


def test_a_column_that_is_none_is_refused():
    with pytest.raises(KeyError, match="assignee_id"):
        copy(Notice, {"assignee_id": "1"}, rows=1, of="nowhere")
