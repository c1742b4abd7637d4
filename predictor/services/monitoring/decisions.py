"""The decisions of a month, counted beside what the model had recommended."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from predictor.models import Decision, Recommendation, Verdict
from predictor.services.monitoring import months
from predictor.services.monitoring.measuring import measured
from predictor.services.monitoring.predictions import CHUNK, members, nested

#: Decisions that rest on no prediction have the version 0, which no version has.
NO_VERSION: Final = 0

_COLUMNS: Final = (
    "prediction__model_version_id",
    "verdict",
    "inputs",
    "prediction__recommendation",
    "prediction__probability",
    "prediction_hidden",
    "override_code",
)
_EITHER: Final = {Recommendation.APPROVE.value, Recommendation.DECLINE.value}


def count(month: date) -> dict[str, Any]:
    """Return the counts of a month by the number of the version, as JSON values.

    The version is that of the prediction that the decision names.
    """
    tallies: dict[int, _Tally] = defaultdict(_Tally)
    made = Decision.objects.filter(months.made_in(month)).order_by()
    for version, *row in made.values_list(*_COLUMNS).iterator(CHUNK):
        tallies[version or NO_VERSION].add(*row)
    return {str(number): tally.as_dict() for number, tally in tallies.items()}


@dataclass(slots=True)
class _Tally:
    """The counts of one version so far."""

    counts: Counter[str] = field(default_factory=Counter)
    groups: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    y: list[int] = field(default_factory=list)
    probability: list[float] = field(default_factory=list)

    def add(
        self,
        verdict: str,
        inputs: dict[str, Any],
        recommendation: str | None,
        probability: float | None,
        hidden: bool,
        override: str | None,
    ) -> None:
        self.groups.update(members([(inputs, verdict)]))
        self.counts["decisions"] += 1
        if verdict in _EITHER and recommendation in _EITHER:
            self._compare(verdict == recommendation, hidden, override)
        if verdict in _EITHER and hidden and probability is not None:
            self.y.append(int(verdict == Verdict.APPROVE))
            self.probability.append(probability)

    def _compare(self, equal: bool, hidden: bool, override: str | None) -> None:
        self.counts["compared"] += 1
        self.counts["equal"] += equal
        self.counts["seen"] += not hidden
        self.counts["overridden"] += bool(override and not hidden)

    def as_dict(self) -> dict[str, Any]:
        names = ("decisions", "compared", "equal", "seen", "overridden")
        return {
            **{name: self.counts[name] for name in names},
            "blind": measured(self.y, self.probability),
            "groups": nested(self.groups),
        }
