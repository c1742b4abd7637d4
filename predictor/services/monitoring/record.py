"""A version's own record: what officers did with it, and how loans ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ml.intervals import wilson
from predictor.models import Counted
from predictor.services.monitoring import counting
from predictor.services.monitoring.drift import chosen
from predictor.services.monitoring.measuring import LEAST_ROWS

__all__ = ["LEAST_ROWS", "Agreement", "Measured", "Outcomes", "Record", "record"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often officers decided what was recommended: approve or decline, both.

    It says nothing of who was right. ``overridden`` of those who saw the
    recommendation said why they decided against it.
    """

    month: date
    decisions: int
    compared: int
    equal: int
    seen: int
    overridden: int

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the share that is equal; compared > 0."""
        return wilson(self.equal, self.compared)


@dataclass(frozen=True, slots=True)
class Measured:
    """How good the probabilities of a month were, where it can be known."""

    month: date
    rows: int
    positives: int
    metrics: dict[str, float] | None
    calibration: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The ripe loans that were approved in a month."""

    ripe: int
    unknown: int
    measured: Measured


@dataclass(frozen=True, slots=True)
class Record:
    """The months in which there is something, ascending."""

    model_version: int
    agreement: list[Agreement]
    blind: list[Measured]
    outcomes: list[Outcomes]
    counted_at: datetime | None


def record(number: int | None = None) -> Record:
    """Return the record of a version, from what was counted.

    Parameters
    ----------
    number : of the version; by default the one that is active.

    Raises
    ------
    registry.NoActiveModel, registry.NoSuchVersion
    """
    version = chosen(number).number
    decided = _own(Counted.DECISIONS, version)
    blind = [(month, content["blind"]) for month, content in decided]
    return Record(
        model_version=version,
        agreement=[_agreement(month, content) for month, content in decided],
        blind=[Measured(month, **found) for month, found in blind if found["rows"]],
        outcomes=[
            Outcomes(
                content["ripe"],
                content["unknown"],
                Measured(month, **content["measured"]),
            )
            for month, content in _own(Counted.OUTCOMES, version)
        ],
        counted_at=counting.counted_at(),
    )


def _own(counted: Counted, number: int) -> list[tuple[date, dict[str, Any]]]:
    months = sorted(counting.of(counted).items())
    return [
        (m, content[str(number)]) for m, content in months if str(number) in content
    ]


def _agreement(month: date, content: dict[str, Any]) -> Agreement:
    names = ("decisions", "compared", "equal", "seen", "overridden")
    return Agreement(month, **{name: content[name] for name in names})
