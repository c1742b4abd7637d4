"""What pages and commands read: the counts of the months, kept up to date.

The record is append-only, so a month that is over is counted once. The open one is
counted anew each time, and so is what may still change: outcomes and imported labels.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from ml.drift import Reference
from predictor.models import Counted, Decision, ModelVersion, MonthlyCount, Prediction
from predictor.services.monitoring import (
    decisions,
    imported,
    months,
    outcomes,
    predictions,
    references,
)

OnProgress = Callable[[int, int], None]


def count(
    *, anew: bool = False, on_progress: OnProgress = lambda done, total: None
) -> datetime:
    """Count what is not counted yet, or all of it anew; return when that was.

    Two that count at the same time do the same work twice, and come to the same.
    """
    now = timezone.now()
    if anew:
        MonthlyCount.objects.all().delete()
    work = [*_open(Counted.PREDICTIONS, now), *_open(Counted.DECISIONS, now)]
    known, away = _references()
    for done, (counted, month) in enumerate(work, start=1):
        if counted == Counted.PREDICTIONS:
            content = predictions.count(month, known)
            lasting = away.isdisjoint(content)
        else:
            content, lasting = decisions.count(month), True
        closed = lasting and months.is_over(month, now)
        _store(counted, month, content, now, is_closed=closed)
        on_progress(done, len(work))
    _replace(Counted.OUTCOMES, outcomes.count(now), now)
    _replace(Counted.IMPORTED, imported.count(), now)
    _current(MonthlyCount.objects.all(), other=True).delete()
    return now


def _current(
    kept: QuerySet[MonthlyCount], *, other: bool = False
) -> QuerySet[MonthlyCount]:
    """Return the months of the lender's clock; or those of a clock that it had."""
    here = Q(time_zone=settings.TIME_ZONE)
    return kept.filter(~here if other else here)


def of(counted: Counted) -> dict[date, dict[str, Any]]:
    """Return what was counted, by month and by the number of the version."""
    kept = _current(MonthlyCount.objects.filter(counted=counted))
    return dict(kept.values_list("month", "content"))


def counted_at() -> datetime | None:
    """Return when it was counted last; None where it never was."""
    newest = MonthlyCount.objects.order_by("-counted_at").first()
    return newest.counted_at if newest else None


_RECORDS: Final[dict[Counted, type[Prediction | Decision]]] = {
    Counted.PREDICTIONS: Prediction,
    Counted.DECISIONS: Decision,
}


def _open(counted: Counted, now: datetime) -> list[tuple[Counted, date]]:
    """Return the months from the record's first one on that are not closed."""
    oldest = _RECORDS[counted].objects.order_by("id").first()
    first = months.of(oldest.created_at) if oldest else months.of(now)
    closed = _current(MonthlyCount.objects.filter(counted=counted, is_closed=True))
    done = set(closed.values_list("month", flat=True))
    every = months.between(first, months.of(now))
    return [(counted, month) for month in every if month not in done]


def _references() -> tuple[dict[int, Reference], set[str]]:
    """Return those that there are, and the versions whose files are away.

    The months of such a version stay open until its files are back.
    """
    found, away = {}, set()
    for version in ModelVersion.objects.order_by("number"):
        try:
            found[version.number] = references.reference(version)
        except references.TrainedBefore:
            continue
        except references.ReportUnusable:
            away.add(str(version.number))
    return found, away


def _store(
    counted: Counted, month: date, content: Any, now: datetime, *, is_closed: bool
) -> None:
    values = {
        "content": content,
        "is_closed": is_closed,
        "time_zone": settings.TIME_ZONE,
        "counted_at": now,
    }
    MonthlyCount.objects.update_or_create(counted=counted, month=month, defaults=values)


@transaction.atomic
def _replace(
    counted: Counted, found: dict[date, dict[str, Any]], now: datetime
) -> None:
    """Store the months that were found, and no other."""
    MonthlyCount.objects.filter(counted=counted).exclude(month__in=found).delete()
    for month, content in found.items():
        _store(counted, month, content, now, is_closed=False)
