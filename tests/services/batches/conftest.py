"""Files that officers upload, and the worker, called as the queue would."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from predictor.models import BatchJob
from predictor.services.batches import deciding, queue, uploading
from tests.services.batches import files

Make = Callable[..., BatchJob]


@pytest.fixture
def upload(officer: User) -> Make:
    """Return a function that uploads rows as the officer does."""

    def upload(content: Any, name: str = "loans.csv") -> BatchJob:
        content = content if isinstance(content, bytes) else files.as_csv(content)
        return uploading.upload(content=content, name=name, by=officer)

    return upload


@pytest.fixture
def started(upload: Make, officer: User, live_version: Any) -> Make:
    """Return a function that uploads rows and has the good ones scored."""

    def started(content: Any) -> BatchJob:
        job = upload(content)
        work_off(job)
        return deciding.start(job_id=job.pk, by=officer)

    return started


def work_off(job: BatchJob) -> BatchJob:
    """Do what a worker does, until the job is checked or has ended."""
    job.refresh_from_db()
    while job.is_at_work:
        queue.work.call(str(job.pk))
        job.refresh_from_db()
    return job
