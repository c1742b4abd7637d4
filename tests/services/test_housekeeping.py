"""What has served its time goes; one run waits, whatever happens."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from predictor.models import IdempotencyKey, MonthlyCount
from predictor.services import health, housekeeping, idempotency
from tests import builders
from tests.at_once import at_once

pytestmark = pytest.mark.django_db


def session(key, *, expires_in):
    expiry = timezone.now() + expires_in
    return Session.objects.create(session_key=key, session_data="", expire_date=expiry)


def idempotency_key(key, *, age):
    return IdempotencyKey.objects.create(
        client=builders.person("client"),
        key=key,
        request_sha256="0" * 64,
        created_at=timezone.now() - age,
    )


def result(status, **moments):
    made = DBTaskResult.objects.filter(pk=housekeeping.hourly.enqueue().id)
    made.update(status=status, **moments)
    return made.get()


def waiting():
    return DBTaskResult.objects.filter(status=TaskResultStatus.READY)


def test_sessions_go_when_they_expire():
    session("old", expires_in=-timedelta(seconds=1))
    session("new", expires_in=timedelta(minutes=1))

    assert housekeeping.sweep()["sessions"] == 1
    assert Session.objects.get().session_key == "new"


def test_idempotency_keys_go_after_their_day():
    idempotency_key("old", age=idempotency.KEPT_FOR + timedelta(seconds=1))
    idempotency_key("new", age=idempotency.KEPT_FOR - timedelta(minutes=1))

    assert housekeeping.sweep()["idempotency_keys"] == 1
    assert IdempotencyKey.objects.get().key == "new"


@pytest.mark.parametrize("status", ["SUCCESSFUL", "FAILED"])
def test_results_of_tasks_go_after_a_week(status):
    week = housekeeping.RESULTS_KEPT_FOR
    result(status, finished_at=timezone.now() - week - timedelta(seconds=1))
    kept = result(status, finished_at=timezone.now() - week + timedelta(minutes=1))

    assert housekeeping.sweep()["task_results"] == 1
    assert DBTaskResult.objects.get().pk == kept.pk


def test_what_a_killed_worker_left_running_goes_as_well():
    result("RUNNING", started_at=timezone.now() - timedelta(hours=2))
    alive = result("RUNNING", started_at=timezone.now() - timedelta(minutes=2))

    assert housekeeping.sweep()["task_results"] == 1
    assert DBTaskResult.objects.get().pk == alive.pk


def test_a_run_schedules_the_next_one_in_an_hour():
    housekeeping.hourly.call()

    ahead = waiting().get().run_after - timezone.now()
    assert timedelta(minutes=59) < ahead <= timedelta(hours=1)


def test_a_run_counts_the_record():
    builders.prediction()

    housekeeping.hourly.call()

    assert MonthlyCount.objects.get(counted="predictions").content["1"]["rows"] == 1


def test_a_sweep_that_fails_ends_nothing(monkeypatch):
    def fail():
        raise OperationalError("The database went away.")

    monkeypatch.setattr(housekeeping, "sweep", fail)
    with pytest.raises(OperationalError, match="went away"):
        housekeeping.hourly.call()

    assert waiting().count() == 1


def test_a_second_start_schedules_nothing():
    housekeeping.schedule()
    first = waiting().get()

    housekeeping.schedule()

    assert waiting().get() == first


@pytest.mark.django_db(transaction=True)
def test_workers_that_start_at_once_schedule_one_run():
    at_once(lambda _: housekeeping.schedule())

    assert waiting().count() == 1


def test_a_run_that_nobody_takes_up_is_late():
    assert housekeeping.is_late()
    housekeeping.schedule()
    assert not housekeeping.is_late()

    late = timezone.now() - housekeeping.LATE_AFTER - timedelta(seconds=1)
    waiting().update(run_after=late)

    assert housekeeping.is_late()


def test_a_run_that_is_under_way_is_not_late():
    result("RUNNING", started_at=timezone.now())

    assert not housekeeping.is_late()


def test_a_production_is_not_ready_without_a_worker(live_version, settings):
    assert "tasks" not in health.readiness()

    settings.DEMO = False
    assert "bin/serve" in health.readiness()["tasks"]

    housekeeping.schedule()
    assert health.readiness()["tasks"] == health.OK
