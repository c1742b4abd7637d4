"""The jobs in the queue of tasks; one whose worker was killed is taken up again.

The queue itself neither repeats a task nor notices that its worker is gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from predictor.models import BatchJob, BatchState
from predictor.models.batch import AT_WORK
from predictor.services import housekeeping, recurring
from predictor.services.batches import checking, claims, scores
from predictor.services.batches.jobs import own

WATCH_EVERY: Final = timedelta(seconds=30)
#: So long a task may wait before a page says that no worker seems to run.
NOT_TAKEN_AFTER: Final = timedelta(seconds=30)


@task
def work(job_id: str) -> None:
    """Check a job's file, or score some of it and queue the rest.

    By turns, so that other tasks come in between, and a worker that is told to end
    does so soon.
    """
    job = claims.claim(job_id)
    if job is None:
        return
    try:
        if job.state == BatchState.CHECKING:
            checking.check(job)
        elif scores.score_some(job):
            _queue_the_rest(job)
    except claims.Lost:
        return


@transaction.atomic
def _queue_the_rest(job: BatchJob) -> None:
    enqueue(claims.hold(job))


def enqueue(job: BatchJob) -> None:
    """Let a worker take up a job that is locked, or new, and save it."""
    job.claim, job.heartbeat_at = "", timezone.now()
    job.task_id = UUID(work.enqueue(str(job.pk)).id)
    job.save()
    recurring.schedule(watch, after=WATCH_EVERY)


@task
def watch() -> int:
    """Take up what was left, and come again as long as there are jobs at work."""
    return look_after()


def look_after() -> int:
    """Take up every job whose worker is gone, and have the others watched.

    Returns
    -------
    How many were taken up.
    """
    at_work = BatchJob.objects.filter(state__in=AT_WORK)
    old = at_work.filter(heartbeat_at__lt=timezone.now() - claims.STALE_AFTER)
    found = sum(take_up(pk) for pk in old.values_list("pk", flat=True))
    if at_work.exists():
        recurring.schedule(watch, after=WATCH_EVERY)
    return found


@transaction.atomic
def take_up(pk: UUID) -> bool:
    """Queue a job again whose worker is gone; whether that was so."""
    jobs = BatchJob.objects.select_for_update().filter(pk=pk, state__in=AT_WORK)
    job = jobs.first()
    if job is None or not claims.is_stale(job) or _waits(job):
        return False
    enqueue(job)
    return True


def _waits(job: BatchJob) -> bool:
    """Whether its task is in the queue still: then only a worker is missing."""
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    return job.task_id is not None and waiting.filter(pk=job.task_id).exists()


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a job is, and whether it waits in vain."""

    job: BatchJob
    neglected: bool


def look(*, job_id: UUID, by: User) -> Standing:
    """Return how far somebody's own job is; one whose worker is gone is queued again.

    Raises
    ------
    jobs.NoSuchJob
    """
    job = own(job_id=job_id, by=by)
    if job.is_at_work and claims.is_stale(job) and take_up(job.pk):
        job.refresh_from_db()
    return Standing(job, is_neglected(job))


def is_neglected(job: BatchJob) -> bool:
    """Whether a job waits and no worker seems to run: none is busy, or keeps house."""
    if not job.is_at_work or job.claim:
        return False
    since = timezone.now() - NOT_TAKEN_AFTER
    if job.heartbeat_at < since and not DBTaskResult.objects.filter(_busy(since)):
        return True
    return housekeeping.is_late()


def _busy(since: datetime) -> Q:
    running = Q(status=TaskResultStatus.RUNNING, started_at__gte=since)
    return running | Q(finished_at__gte=since)
