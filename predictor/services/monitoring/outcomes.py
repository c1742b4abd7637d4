"""How ripe loans ended, by the month in which they were approved."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet

from predictor.models import Decision, Status, Verdict
from predictor.services import outcomes
from predictor.services.deciding import force
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


def count(now: datetime) -> dict[date, dict[str, Any]]:
    """Return the counts by month and the number of the version, as JSON values."""
    tallies: dict[tuple[date, int], _Tally] = defaultdict(_Tally)
    for version, probability, decided, outcome, at in _approved(now):
        if outcomes.is_ripe(decided, now):
            good = outcomes.is_good(outcome, at=at, decided=decided)
            tallies[months.of(decided), version].add(good, probability)
    found: dict[date, dict[str, Any]] = defaultdict(dict)
    for (month, version), tally in tallies.items():
        found[month][str(version)] = tally.as_dict()
    return found


def _approved(now: datetime) -> Any:
    """Return the loans that may be ripe, each by the decision that approved it last."""
    approvals: QuerySet[Decision] = force.in_effect(
        Decision.objects.filter(verdict=Verdict.APPROVE)
    )
    later = approvals.filter(application=OuterRef("application"), id__gt=OuterRef("id"))
    ripe = approvals.filter(
        ~Exists(later),
        prediction__isnull=False,
        application__status=Status.APPROVED,
        application__decided_at__lte=outcomes.decided_before(now),
    )
    return ripe.order_by().values_list(*_COLUMNS).iterator(CHUNK)


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
