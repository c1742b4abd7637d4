"""Which worker is at which job.

A job has a heartbeat, which each committed chunk renews, and a claim, which only one
worker holds: whoever finds it changed lets go.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from predictor.models import BatchJob, BatchState
from predictor.models.batch import AT_WORK
from predictor.services.batches.jobs import finish

#: A heartbeat older than this says that the worker is gone: a chunk takes a second.
STALE_AFTER: Final = timedelta(seconds=60)
#: So often a job is begun without getting one chunk further, then it has failed.
MOST_ATTEMPTS: Final = 5


class Lost(Exception):
    """The job was cancelled, or another worker has it."""


@transaction.atomic
def claim(job_id: str) -> BatchJob | None:
    """Return the job for this worker to work at; None where there is nothing to do."""
    jobs = BatchJob.objects.select_for_update().filter(pk=job_id, state__in=AT_WORK)
    job = jobs.first()
    if job is None or (job.claim and not is_stale(job)):
        return None
    if job.attempts >= MOST_ATTEMPTS:
        finish(job, BatchState.FAILED, message="attempts")
        return None
    checks = job.state in (BatchState.UPLOADED, BatchState.CHECKING)
    job.state = BatchState.CHECKING if checks else BatchState.SCORING
    job.claim, job.attempts = str(uuid4()), job.attempts + 1
    job.heartbeat_at = timezone.now()
    job.started_at = job.started_at or job.heartbeat_at
    job.save()
    return job


def hold(claimed: BatchJob) -> BatchJob:
    """Return the job anew, locked for the transaction around it, its heart beating.

    Raises
    ------
    Lost
    """
    jobs = BatchJob.objects.select_for_update().filter(pk=claimed.pk)
    job = jobs.filter(claim=claimed.claim).first()
    if job is None:
        raise Lost
    job.heartbeat_at, job.attempts = timezone.now(), 0
    return job


def is_stale(job: BatchJob) -> bool:
    """Whether nothing was heard of its worker for long."""
    return job.heartbeat_at < timezone.now() - STALE_AFTER
