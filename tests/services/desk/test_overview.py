"""Today's numbers: what waits and is due, and who decided what."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from predictor.models import Kind, Verdict
from predictor.models.queues import Queue
from predictor.models.roles import Role
from predictor.services.desk import journal, overview
from tests import builders

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 20, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def olga():
    return builders.person_as(Role.LOAN_OFFICER, "olga")


def ago(days):
    return NOW - timedelta(days=days)


def numbers(rows):
    return {row.queue: (row.waiting, row.soon, row.late) for row in rows}


def decided(by, at=NOW, **changes):
    """Return a decision that somebody took at that time."""
    application = builders.application(created_at=at)
    seen = builders.prediction(application=application, created_at=at)
    values = {"verdict": "approve", "decided_by": by, "created_at": at}
    return builders.decision(prediction=seen, **values | changes)


AGAINST = {"override_code": "facts", "override_text": "The employer was asked."}


def test_what_waits_is_counted_by_when_it_is_due(officer, olga):
    for days in (0, 22, 23, 30, 31, 60):  # 30 days from completion; 7 left is soon
        builders.application(completed_at=ago(days), assignee=olga)
    builders.application(completed_at=ago(29), assignee=officer)
    builders.application(status="incomplete", completed_at=None)

    found = overview.overview(by=officer)

    assert numbers(found.team) == {
        Queue.DECIDE: (7, 3, 2),
        Queue.INCOMPLETE: (1, 0, 0),
        Queue.OFFERS: (0, 0, 0),
        Queue.LETTERS: (0, 0, 0),
    }
    assert numbers(found.mine)[Queue.DECIDE] == (1, 1, 0)


def test_counter_offer_has_ninety_days_and_a_letter_thirty(officer):
    for days in (82, 83, 90, 91):
        builders.application(status="counter_offer", decided_at=ago(days))
    told = {"status": "declined", "loan_status": "N", "decided_at": NOW}
    for days in (5, 25, 35):
        builders.application(label_source="officer", completed_at=ago(days), **told)

    found = numbers(overview.overview(by=officer).team)

    assert found[Queue.OFFERS] == (4, 2, 1)
    assert found[Queue.LETTERS] == (3, 1, 1)


def test_days_are_those_of_the_lender(officer, settings):
    settings.TIME_ZONE = "Pacific/Kiritimati"  # where it is the 21st already
    builders.application(completed_at=datetime(2026, 2, 18, 9, tzinfo=UTC))  # the 18th

    assert numbers(overview.overview(by=officer).team)[Queue.DECIDE] == (1, 0, 1)


def test_decisions_of_today_are_told_by_officer(officer, olga):
    decided(olga)
    decided(olga, verdict="decline", **AGAINST)
    decided(officer)
    decided(officer, at=ago(1), **AGAINST)
    builders.application(assignee=olga)

    found = overview.overview(by=officer)

    works = {w.name: (w.claimed, w.decided, w.overrides) for w in found.officers}
    assert works == {"officer": (0, 1, 0), "olga": (1, 2, 1)}
    assert (found.my_work.decided, found.my_work.overrides) == (1, 0)
    assert (found.all_work.decided, found.all_work.overrides) == (3, 1)
    assert found.all_work.claimed == 1


def test_what_a_second_officer_has_to_confirm_counts_once_it_is(officer, olga):
    made = decided(olga, needs_second=True, **AGAINST)
    assert overview.overview(by=officer).all_work.decided == 0

    journal.write(made.application, Kind.CONFIRMED, by=officer, decision=made)

    found = overview.overview(by=officer).all_work
    assert (found.decided, found.overrides) == (1, 1)


def test_two_weeks_are_counted_by_the_day(officer):
    decided(officer)
    decided(officer, at=ago(1), verdict="decline")
    decided(officer, at=ago(1), verdict="decline")
    decided(officer, at=ago(13), verdict="counter_offer", offer={"LoanAmount": 90.0})
    decided(officer, at=ago(14))

    found = overview.overview(by=officer).days

    assert len(found) == 14
    assert {d.on.isoformat(): d.total for d in found if d.total} == {
        "2026-03-20": 1,
        "2026-03-19": 2,
        "2026-03-07": 1,
    }
    assert found[-2].decided[Verdict.DECLINE] == 2
    assert found[0].decided[Verdict.COUNTER_OFFER] == 1


def test_who_left_is_named_as_long_as_their_work_waits(officer, olga):
    builders.application(assignee=olga)
    olga.is_active = False
    olga.save()

    names = [work.name for work in overview.overview(by=officer).officers]

    assert names == ["officer", "olga"]


def test_more_than_is_counted_is_said(officer, monkeypatch):
    monkeypatch.setattr(overview, "MOST", 2)
    for _ in range(3):
        decided(officer)

    found = overview.overview(by=officer)

    assert found.is_cut
    assert found.all_work.decided == 2


def test_nobody_waits_and_nobody_decided(officer):
    found = overview.overview(by=officer)

    assert not found.is_cut
    assert found.all_work == overview.Work("", 0, 0, 0)
    assert {day.total for day in found.days} == {0}
