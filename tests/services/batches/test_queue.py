"""One worker at a job; a job whose worker is gone is taken up again, not for ever."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from predictor.models import BatchJob, Prediction
from predictor.services import housekeeping
from predictor.services.batches import claims, queue, results
from tests.at_once import at_once
from tests.services.batches import files
from tests.services.batches.conftest import work_off
from tests.services.batches.test_killed import left_alone

pytestmark = pytest.mark.django_db


def tasks(task, **others):
    return DBTaskResult.objects.filter(task_path=task.module_path, **others)


@pytest.mark.django_db(transaction=True)
def test_workers_that_come_at_once_are_one(started):
    job = started(files.rows(2_500))

    at_once(lambda _: queue.work.call(str(job.pk)))

    job.refresh_from_db()
    assert (job.state, job.rows_done) == ("done", 2_500)
    assert Prediction.objects.count() == 2_500


def test_a_worker_that_is_at_it_is_left_alone(started):
    job = started(files.rows(3))
    claims.claim(str(job.pk))

    assert claims.claim(str(job.pk)) is None
    assert queue.look_after() == 0


def test_a_worker_that_comes_back_late_stores_nothing(started):
    job = started(files.rows(3))
    late = claims.claim(str(job.pk))
    assert late
    left_alone(job)
    claims.claim(str(job.pk))

    with pytest.raises(claims.Lost):
        claims.hold(late)


def test_what_was_left_is_queued_again(started):
    job = started(files.rows(3))
    claims.claim(str(job.pk))
    tasks(queue.work).update(status="RUNNING")
    left_alone(job)

    assert queue.watch.call() == 1

    assert tasks(queue.work, status="READY").count() == 1
    assert work_off(job).state == "done"


def test_what_waits_in_the_queue_is_not_queued_twice(started):
    job = started(files.rows(3))
    left_alone(job)

    assert queue.look_after() == 0
    assert tasks(queue.work).count() == 1


def test_it_is_tried_some_times_and_then_failed(started):
    job = started(files.rows(3))
    for _ in range(claims.MOST_ATTEMPTS):
        assert claims.claim(str(job.pk))
        left_alone(job)

    queue.work.call(str(job.pk))

    job.refresh_from_db()
    assert (job.state, job.message) == ("failed", "attempts")
    assert not Prediction.objects.exists()


def test_a_chunk_that_is_committed_gives_new_attempts(started, monkeypatch):
    monkeypatch.setattr("predictor.services.batches.scores.AT_A_TURN", 1)
    job = started(files.rows(1_500))
    BatchJob.objects.filter(pk=job.pk).update(attempts=claims.MOST_ATTEMPTS - 1)

    queue.work.call(str(job.pk))

    job.refresh_from_db()
    assert (job.attempts, job.rows_done) == (0, 1_000)


def test_jobs_are_watched_until_they_have_ended(started):
    job = started(files.rows(3))
    assert tasks(queue.watch).count() == 1

    tasks(queue.watch).delete()
    queue.watch.call()
    assert tasks(queue.watch, status="READY").count() == 1

    work_off(job)
    tasks(queue.watch).delete()
    queue.watch.call()
    assert not tasks(queue.watch).exists()


def test_where_nobody_takes_it_no_worker_seems_to_run(started):
    job = started(files.rows(3))
    assert queue.is_neglected(job)  # nobody keeps house
    housekeeping.schedule()
    assert not queue.is_neglected(job)

    job.heartbeat_at -= queue.NOT_TAKEN_AFTER + timedelta(seconds=1)
    assert queue.is_neglected(job)

    tasks(queue.watch).update(status="RUNNING", started_at=timezone.now())
    assert not queue.is_neglected(job)


# What has served its time


def sweep_after(days):
    with pytest.MonkeyPatch.context() as patch:
        later = timezone.now() + timedelta(days=days)
        patch.setattr(timezone, "now", lambda: later)
        return housekeeping.sweep()


def test_rows_of_a_file_go_after_a_month_and_the_job_stays(started):
    job = work_off(started(files.rows(3)))

    assert sweep_after(29)["rows_of_files"] == 0
    assert sweep_after(31)["rows_of_files"] == 1
    assert list(results.rows(job)) == []
    assert BatchJob.objects.get().scored_rows == 3
    assert Prediction.objects.count() == 3


def test_what_nobody_had_scored_is_dropped_after_a_week(upload):
    job = upload(files.rows(3))

    sweep_after(6)
    job.refresh_from_db()
    assert job.state == "checked"

    sweep_after(8)
    job.refresh_from_db()
    assert job.state == "cancelled"
    assert not job.chunks.exclude(rows="").exists()


def test_tasks_that_a_killed_worker_left_running_go(started):
    started(files.rows(3))
    old = timezone.now() - timedelta(hours=2)
    tasks(queue.work).update(status="RUNNING", started_at=old)

    assert housekeeping.sweep()["task_results"] == 1
    assert not tasks(queue.work).exists()
