"""The decisions of a month, counted beside what the model had recommended."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any, Final
from uuid import UUID

from predictor.models import Decision, JournalEntry, Kind, Recommendation, Verdict
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
    "reverses",
)
_OF_THE_DECISION: Final = tuple(f"decision__{name}" for name in _COLUMNS)
_EITHER: Final = {Recommendation.APPROVE.value, Recommendation.DECLINE.value}


def count(month: date) -> dict[str, Any]:
    """Return the counts of a month by the number of the version, as JSON values.

    The version is that of the prediction that the decision names. A decision counts in
    the month in which it took effect, and not where a second officer sent it back.

    What was told to applicants, and so the groups, has every decision in effect, also
    one that another has replaced since. Agreement with the model, and the blind
    decisions, have the first one alone: whoever decides again, because a counter-offer
    was accepted or something came to light, judges more than the score.
    """
    tallies: dict[int, _Tally] = defaultdict(_Tally)
    for version, *row in _took_effect(month):
        tallies[version or NO_VERSION].add(*row)
    return {str(number): tally.as_dict() for number, tally in tallies.items()}


def _took_effect(month: date) -> Iterator[tuple[Any, ...]]:
    """Yield the columns of those that took effect at once, and when confirmed."""
    alone = Decision.objects.filter(months.made_in(month), needs_second=False)
    confirmed = JournalEntry.objects.filter(
        months.made_in(month), kind=Kind.CONFIRMED
    ).order_by()
    return chain(
        alone.order_by().values_list(*_COLUMNS).iterator(CHUNK),
        confirmed.values_list(*_OF_THE_DECISION).iterator(CHUNK),
    )


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
        reverses: UUID | None,
    ) -> None:
        self.groups.update(members([(inputs, verdict)]))
        self.counts["decisions"] += 1
        if reverses is not None:
            return
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
