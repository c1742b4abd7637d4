"""What has served its time is deleted, and what is new counted, once an hour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from predictor.models import IdempotencyKey
from predictor.services import idempotency, logins, recurring
from predictor.services.batches import keeping
from predictor.services.monitoring import counting

EVERY: Final = timedelta(hours=1)
#: A run that waits longer than this after its time says that nobody works.
LATE_AFTER: Final = timedelta(minutes=15)
RESULTS_KEPT_FOR: Final = timedelta(days=7)


def _sessions(now: datetime) -> QuerySet[Any]:
    return Session.objects.filter(expire_date__lt=now)


def _idempotency_keys(now: datetime) -> QuerySet[Any]:
    return IdempotencyKey.objects.filter(created_at__lt=now - idempotency.KEPT_FOR)


def _task_results(now: datetime) -> QuerySet[Any]:
    """Finished ones, and our own that a killed worker left as running for ever."""
    finished = Q(finished_at__lt=now - RESULTS_KEPT_FOR)
    abandoned = Q(status=TaskResultStatus.RUNNING, started_at__lt=now - EVERY)
    return DBTaskResult.objects.filter(finished | (_ours() & abandoned))


#: What is deleted, by the name under which it is counted.
_EXPIRED: Final[dict[str, Callable[[datetime], QuerySet[Any]]]] = {
    "sessions": _sessions,
    "idempotency_keys": _idempotency_keys,
    "failed_logins": logins.old_failures,
    "task_results": _task_results,
    "rows_of_files": keeping.expired_chunks,
    "files": keeping.expired_files,
}


def sweep() -> dict[str, int]:
    """Delete what has served its time; return how much of each kind."""
    now = timezone.now()
    keeping.expire()
    return {name: rows(now).delete()[0] for name, rows in _EXPIRED.items()}


@task
def hourly() -> dict[str, int]:
    """Sweep, count for the pages of monitoring, and be there again in an hour.

    The next run is scheduled first: a sweep that fails, or a worker that is killed in
    it, ends nothing.
    """
    schedule(after=EVERY)
    swept = sweep()
    counting.count()
    return swept


def schedule(*, after: timedelta = timedelta(0)) -> None:
    """Make sure that one run waits, and no more than one."""
    recurring.schedule(hourly, after=after)


def is_late() -> bool:
    """Whether nobody works off the queue: no run waits for its time, and none runs."""
    since = timezone.now() - LATE_AFTER
    running = Q(status=TaskResultStatus.RUNNING, started_at__gte=since)
    alive = recurring.waiting(hourly).filter(run_after__gte=since).exists()
    return not (alive or DBTaskResult.objects.filter(_own() & running).exists())


def _own() -> Q:
    return Q(task_path=hourly.module_path)


def _ours() -> Q:
    """Tasks that end within the hour, or were never to be ended."""
    return _own() | keeping.ours()
