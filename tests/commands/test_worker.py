"""``manage.py worker`` and ``manage.py housekeeping``."""

import signal
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from predictor.management.commands import worker
from predictor.services import housekeeping


@pytest.fixture
def expired():
    past = timezone.now() - timedelta(days=1)
    return Session.objects.create(session_key="k", session_data="", expire_date=past)


@pytest.fixture
def kept_signals():
    """Give back the handlers that a worker takes."""
    taken = (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)
    handlers = {number: signal.getsignal(number) for number in taken}
    yield
    for number, handler in handlers.items():
        signal.signal(number, handler)


@pytest.mark.django_db
def test_it_is_done_by_hand_and_says_what_went(run, expired):
    printed = run("housekeeping")

    assert printed == (
        "Deleted: sessions 1, idempotency keys 0, failed logins 0, task results 0, "
        "rows of files 0, files 0.\n"
    )
    assert not Session.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_keeps_house_and_leaves_the_next_run(run, expired, kept_signals):
    run("worker", "--batch", "--no-startup-delay")

    assert not Session.objects.exists()
    done, waits = DBTaskResult.objects.order_by("enqueued_at")
    assert (done.status, waits.status) == ("SUCCESSFUL", "READY")
    assert done.return_value["sessions"] == 1
    assert waits.run_after > timezone.now()


@pytest.mark.django_db(transaction=True)
def test_a_worker_waits_for_a_database_that_is_away(run, monkeypatch, kept_signals):
    schedule, failures = housekeeping.schedule, [OperationalError("away")]

    def schedule_once_it_is_back(**after):
        if failures:
            raise failures.pop()
        schedule(**after)

    monkeypatch.setattr(housekeeping, "schedule", schedule_once_it_is_back)
    monkeypatch.setattr(worker, "TRY_AGAIN_AFTER_SECONDS", 0.01)

    run("worker", "--batch", "--no-startup-delay")

    assert DBTaskResult.objects.filter(status="SUCCESSFUL").exists()


@pytest.mark.django_db(transaction=True)
def test_a_task_that_fails_is_told_to_the_log(run, kept_signals, monkeypatch, caplog):
    def fail():
        raise OperationalError

    monkeypatch.setattr(housekeeping, "sweep", fail)
    run("worker", "--batch", "--no-startup-delay")

    assert any("state=FAILED" in record.getMessage() for record in caplog.records)
