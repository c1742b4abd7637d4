"""How ripe loans ended, by the month in which they were approved.

A default is a loan that was 90 days past due: that is what ``defaulted`` means. It
counts where it came within ``OUTCOME_MONTHS`` after the decision, and no loan counts
before that time is over: whoever defaults early would be counted before the others.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from predictor.models import Decision, Outcome, Status, Verdict
from predictor.services.monitoring import months
from predictor.services.monitoring.measuring import measured
from predictor.services.monitoring.predictions import CHUNK

_COLUMNS: Final = (
    "prediction__model_version_id",
    "prediction__probability",
    "application__decided_at",
    "application__outcome",
    "application__outcome_at",
)
_SHORTEST_MONTH: Final = timedelta(days=28)


def count(now: datetime) -> dict[date, dict[str, Any]]:
    """Return the counts by month and the number of the version, as JSON values."""
    tallies: dict[tuple[date, int], _Tally] = defaultdict(_Tally)
    for version, probability, decided, outcome, at in _approved(now):
        end = months.later(decided, settings.OUTCOME_MONTHS)
        if end <= now:
            good = _is_good(outcome, at, decided, end)
            tallies[months.of(decided), version].add(good, probability)
    found: dict[date, dict[str, Any]] = defaultdict(dict)
    for (month, version), tally in tallies.items():
        found[month][str(version)] = tally.as_dict()
    return found


def _approved(now: datetime) -> Any:
    """Return the loans that may be ripe, each by the decision that approved it last."""
    approvals: QuerySet[Decision] = Decision.objects.filter(verdict=Verdict.APPROVE)
    later = approvals.filter(application=OuterRef("application"), id__gt=OuterRef("id"))
    ripe = approvals.filter(
        ~Exists(later),
        prediction__isnull=False,
        application__status=Status.APPROVED,
        application__decided_at__lte=now - settings.OUTCOME_MONTHS * _SHORTEST_MONTH,
    )
    return ripe.order_by().values_list(*_COLUMNS).iterator(CHUNK)


def _is_good(
    outcome: str | None, at: datetime | None, decided: datetime, end: datetime
) -> bool | None:
    """Return whether a ripe loan did not default in time; None where nobody knows.

    An outcome before the decision is a slip in the record, and tells nothing.
    """
    if outcome is None or at is None or at < decided:
        return None
    return not (outcome == Outcome.DEFAULTED and at <= end)


@dataclass(slots=True)
class _Tally:
    """The loans of one version and month so far."""

    ripe: int = 0
    y: list[int] = field(default_factory=list)
    probability: list[float] = field(default_factory=list)

    def add(self, good: bool | None, probability: float) -> None:
        self.ripe += 1
        if good is not None:
            self.y.append(int(good))
            self.probability.append(probability)

    def as_dict(self) -> dict[str, Any]:
        unknown = self.ripe - len(self.y)
        found = measured(self.y, self.probability)
        return {"ripe": self.ripe, "unknown": unknown, "measured": found}
