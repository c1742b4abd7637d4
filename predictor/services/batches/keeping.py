"""For how long the rows of a file are kept. What became of the job stays."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from predictor.models import BatchChunk, BatchFile, BatchJob, BatchState
from predictor.services.batches.jobs import finish

#: So long after a job ended its scores and errors can be downloaded.
KEPT_FOR: Final = timedelta(days=30)
#: A file that was checked, and that nobody had scored, is dropped after this time.
UNDECIDED_FOR: Final = timedelta(days=7)


def expire() -> None:
    """Cancel what was checked long ago and nobody had scored."""
    before = timezone.now() - UNDECIDED_FOR
    undecided = BatchJob.objects.filter(state=BatchState.CHECKED, created_at__lt=before)
    for job in undecided:
        with transaction.atomic():
            found = undecided.select_for_update().filter(pk=job.pk).first()
            if found:
                finish(found, BatchState.CANCELLED)


def expired_chunks(now: datetime) -> QuerySet[Any]:
    """Return rows, scores and errors that were kept for long enough."""
    return BatchChunk.objects.filter(_ended_before(now))


def expired_files(now: datetime) -> QuerySet[Any]:
    """Return contents that were left although their job has ended."""
    return BatchFile.objects.filter(_ended_before(now))


def _ended_before(now: datetime) -> Q:
    return Q(job__finished_at__lt=now - KEPT_FOR)


def ours() -> Q:
    """Return the condition that a task checks, scores or watches files."""
    return Q(task_path__startswith="predictor.services.batches.")
