"""A job's row: found, locked, and brought to its end."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib.auth.models import User
from django.utils import timezone

from predictor.models import BatchFile, BatchJob, BatchState

#: Rows of one file; manage.py score takes any number.
MAX_ROWS: Final = 100_000


class NoSuchJob(Exception):
    """There is none, or it is somebody else's."""


class NotNow(Exception):
    """The job is in a state in which that cannot be asked for."""

    def __init__(self) -> None:
        super().__init__("The file is no longer where that could be asked for.")


def own(*, job_id: UUID, by: User) -> BatchJob:
    """Return somebody's own job.

    Raises
    ------
    NoSuchJob
    """
    job = BatchJob.objects.filter(pk=job_id, owner=by).first()
    if job is None:
        raise NoSuchJob
    return job


def locked(*, job_id: UUID, by: User) -> BatchJob:
    """Return somebody's own job, which nobody else changes until the end of this.

    Raises
    ------
    NoSuchJob
    """
    jobs = BatchJob.objects.select_for_update().filter(pk=job_id, owner=by)
    if (job := jobs.first()) is None:
        raise NoSuchJob
    return job


def finish(job: BatchJob, state: BatchState, *, message: str = "") -> None:
    """End a job that is locked; what it has no more use for is deleted.

    Among that are the rows that were not scored, with the protected attributes.
    """
    job.state, job.message, job.claim = state, message, ""
    job.finished_at = timezone.now()
    job.save()
    BatchFile.objects.filter(job=job).delete()
    job.chunks.exclude(rows="").update(rows="", lines="")
