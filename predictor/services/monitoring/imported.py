"""Labels that came with a file, counted by the month in which they were decided."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import Any, Final

from django.db.models import Count
from django.db.models.functions import TruncMonth

from ml import schema
from predictor.models import LoanApplication
from predictor.models.application import LabelSource
from predictor.services.monitoring.decisions import NO_VERSION
from predictor.services.monitoring.predictions import MISSING, nested

_ANSWERS: Final = {"Y": "approve", "N": "decline"}


def count() -> dict[date, dict[str, Any]]:
    """Return the counts by month, as JSON values; labels without a date have none."""
    found: dict[date, Counter[tuple[str, str, str]]] = defaultdict(Counter)
    for name in schema.PROTECTED:
        for moment, group, label, number in _by_group(schema.FIELDS[name].attribute):
            key = (name, MISSING if group is None else str(group), _ANSWERS[label])
            found[moment.date()][key] = number
    return {
        month: {str(NO_VERSION): {"groups": nested(counts)}}
        for month, counts in found.items()
    }


def _by_group(attribute: str) -> Any:
    labels = LoanApplication.objects.labelled().filter(
        label_source=LabelSource.IMPORTED, decided_at__isnull=False
    )
    by_month = labels.annotate(month=TruncMonth("decided_at")).order_by()
    grouped = by_month.values_list("month", attribute, "loan_status")
    return grouped.annotate(number=Count("id"))
