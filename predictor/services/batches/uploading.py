"""A file is taken: a small one is checked at once, a large one by the worker."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import PurePath
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from ml.tables import UnreadableFile
from predictor.models import BatchFile, BatchJob, BatchState
from predictor.services.batches import checking, queue
from predictor.services.batches.checking import Examined
from predictor.services.batches.reading import Opened, has_too_many_rows, opened

MAX_BYTES: Final = 16 * 1024 * 1024
#: Rows that are checked while the officer waits.
AT_ONCE: Final = 2_000
_LONGEST_NAME: Final = 200

__all__ = ["MAX_BYTES", "UnreadableFile", "upload"]


def upload(*, content: bytes, name: str, by: User) -> BatchJob:
    """Take a file to be scored: nothing of it is an application yet.

    Raises
    ------
    UnreadableFile
        Where the file as a whole is not understood, or is too large.
    """
    if len(content) > MAX_BYTES:
        raise UnreadableFile("The file has too many bytes.", problem="too_large")
    if has_too_many_rows(content):
        raise UnreadableFile("The file has too many rows.", problem="too_many_rows")
    with opened(content) as file:
        few = list(islice(file.lines, AT_ONCE + 1))
        if not few:
            raise UnreadableFile("There are no rows.", problem="no_rows")
        job = _new(file, name, by)
        if len(few) <= AT_ONCE:
            return _checked(job, list(checking.examined(few, by=by)))
    return _queued(job, content)


def _new(file: Opened, name: str, by: User) -> BatchJob:
    now = timezone.now()
    return BatchJob(
        owner=by,
        name=_plain(name),
        kind=file.kind,
        encoding=file.encoding,
        columns=file.heading,
        state=BatchState.UPLOADED,
        heartbeat_at=now,
        created_at=now,
    )


def _plain(name: str) -> str:
    """Return the name of a file without its folders, and without control characters."""
    last = PurePath(name.replace("\\", "/")).name
    return "".join(c for c in last if c.isprintable())[:_LONGEST_NAME] or "file"


@transaction.atomic
def _checked(job: BatchJob, found: Sequence[Examined]) -> BatchJob:
    job.state = BatchState.CHECKED
    job.save(force_insert=True)
    for chunk in found:
        checking.add(job, chunk)
    job.save()
    return job


@transaction.atomic
def _queued(job: BatchJob, content: bytes) -> BatchJob:
    job.save(force_insert=True)
    BatchFile.objects.create(job=job, content=content)
    queue.enqueue(job)
    return job
