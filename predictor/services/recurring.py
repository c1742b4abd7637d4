"""Tasks that come again: of each, one run waits, and no more than one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult


@transaction.atomic
def schedule(task: Task[Any, Any], *, after: timedelta = timedelta(0)) -> None:
    """Make sure that one run of the task waits, and no more than one."""
    _lock()
    if not waiting(task).exists():
        task.using(run_after=timezone.now() + after).enqueue()


def waiting(task: Task[Any, Any]) -> QuerySet[Any]:
    """Return the runs of the task that wait for their time, or for a worker."""
    return DBTaskResult.objects.filter(
        task_path=task.module_path, status=TaskResultStatus.READY
    )


def _lock() -> None:
    """Let one process schedule at a time, by a row that every database has.

    SQLite has no locks on rows; its transactions write one after the other anyway.
    """
    own = ContentType.objects.get_for_model(DBTaskResult)
    ContentType.objects.select_for_update().get(pk=own.pk)
