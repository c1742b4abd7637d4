"""What an officer makes of a file that was checked: scores, or nothing."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from predictor.models import BatchJob, BatchState
from predictor.services import registry
from predictor.services.batches import queue
from predictor.services.batches.jobs import NoSuchJob, NotNow, finish, locked, own

__all__ = ["NoSuchJob", "NotNow", "NothingToScore", "cancel", "start"]


class NothingToScore(Exception):
    """No row of the file can be scored."""

    def __init__(self) -> None:
        super().__init__("No row of the file can be scored.")


def start(*, job_id: UUID, by: User) -> BatchJob:
    """Have the good rows of a checked file scored by a worker.

    Raises
    ------
    NoSuchJob, NotNow, NothingToScore
    registry.NoActiveModel, registry.ArtifactError
    """
    own(job_id=job_id, by=by)
    registry.live()
    with transaction.atomic():
        job = locked(job_id=job_id, by=by)
        if job.state != BatchState.CHECKED:
            raise NotNow
        if not job.good_rows:
            raise NothingToScore
        job.state = BatchState.WAITING
        queue.enqueue(job)
    return job


@transaction.atomic
def cancel(*, job_id: UUID, by: User) -> BatchJob:
    """End a job that has not ended. What is scored stays; no other row will be.

    Raises
    ------
    NoSuchJob, NotNow
    """
    job = locked(job_id=job_id, by=by)
    if job.is_finished:
        raise NotNow
    finish(job, BatchState.CANCELLED)
    return job
