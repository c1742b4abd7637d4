"""The database says in which queue an application waits, and since when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from predictor.models import LoanApplication, Status
from predictor.models.application import STATUS_OF_LABEL, LabelSource
from predictor.models.queues import Queue
from predictor.services import days
from predictor.services.deciding import deadlines
from tests import builders

pytestmark = pytest.mark.django_db

COMPLETE = datetime(2026, 3, 1, 12, tzinfo=UTC)
DECIDED = COMPLETE + timedelta(days=3)
TOLD = COMPLETE + timedelta(days=5)
_LABELS = {status: label for label, status in STATUS_OF_LABEL.items()}


def kinds():
    """Yield what an application can be: status, label's source, when it was told."""
    for status, told in product(Status, (None, TOLD)):
        for source in LabelSource if status in _LABELS else (None,):
            yield status, source, told


@pytest.mark.parametrize(("status", "source", "told"), list(kinds()))
def test_what_is_due_waits_in_a_queue_from_the_same_day(status, source, told):
    made = builders.application(
        status=status,
        loan_status=_LABELS.get(status),
        label_source=source,
        completed_at=COMPLETE,
        decided_at=DECIDED,
        notified_at=told,
    )

    found = LoanApplication.objects.get(pk=made.pk)

    due = deadlines.due(found)
    if due is None:
        assert found.queue in (None, Queue.INCOMPLETE)
    else:
        assert found.queue not in (None, Queue.INCOMPLETE)
        assert due.on == days.of(found.waiting_since) + deadlines.allowed(status)


def test_queue_follows_whoever_writes_a_row():
    made = builders.application()

    LoanApplication.objects.update(status="withdrawn")

    made.refresh_from_db()
    assert made.queue is None
