"""What is due to an applicant, and by when."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from predictor.services.deciding.deadlines import due
from tests import builders

pytestmark = pytest.mark.django_db

COMPLETE = datetime(2026, 3, 1, 12, tzinfo=UTC)
DECIDED = {"loan_status": "N", "label_source": "officer", "decided_at": COMPLETE}


def due_for(made):
    found = due(made)
    assert found is not None
    return found


def application(status="ready", **changes):
    values = {"completed_at": COMPLETE, "received_at": COMPLETE} | changes
    return builders.application(status=status, **values)


@pytest.mark.parametrize("status", ["ready", "awaiting_second_officer"])
def test_decision_and_notice_are_due_30_days_after_completion(status):
    found = due_for(application(status))

    assert (found.what, found.on) == ("Decision and notice", date(2026, 3, 31))


def test_notice_of_a_decision_is_due_until_it_is_recorded():
    waiting = application("declined", **DECIDED)
    told = application("declined", **DECIDED, notified_at=COMPLETE)

    assert due_for(waiting).on == date(2026, 3, 31)
    assert due(told) is None


def test_after_a_counter_offer_there_are_90_days_from_when_it_was_told():
    told = COMPLETE + timedelta(days=2)
    untold = application("counter_offer", decided_at=COMPLETE)

    offered = application("counter_offer", decided_at=COMPLETE, notified_at=told)

    assert due_for(offered).on == date(2026, 6, 1)
    assert due_for(untold).on == date(2026, 5, 30)


@pytest.mark.parametrize("status", ["incomplete", "withdrawn", "closed_incomplete"])
def test_nothing_is_due_where_nothing_is_complete(status):
    assert due(application(status)) is None


@pytest.mark.parametrize("source", ["imported", "sample"])
def test_who_decided_elsewhere_tells_of_it_there(source):
    assert due(application("declined", **DECIDED | {"label_source": source})) is None


def test_days_are_counted_to_the_last_one_and_beyond():
    def since(days):
        return due_for(application(completed_at=timezone.now() - timedelta(days=days)))

    assert [since(days).days_left for days in (0, 29, 30, 31)] == [30, 1, 0, -1]
    assert [since(days).days_late for days in (0, 30, 33)] == [0, 0, 3]


@pytest.mark.parametrize("zone_of_the_officer", ["Pacific/Auckland", "America/Adak"])
def test_days_are_those_of_the_lenders_clock(settings, zone_of_the_officer):
    settings.TIME_ZONE = "Pacific/Auckland"

    with timezone.override(zone_of_the_officer):
        found = due_for(application())

    assert found.on == date(2026, 4, 1)  # there it was complete on 2 March
