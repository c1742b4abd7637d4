"""The history through another version: what it would have recommended."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from ml.cells import harmless
from ml.outputs import AlreadyThere, UnwritableFile, place, whole
from predictor.models import Prediction, Recommendation, Status
from predictor.services import registry
from predictor.services.replay import OnProgress, scores_of

__all__ = [
    "AlreadyThere",
    "Backtest",
    "Cell",
    "UnwritableFile",
    "backtest",
]

COLUMNS: Final = (
    "prediction",
    "Loan_ID",
    "created_at",
    "model_version_then",
    "probability_then",
    "recommendation_then",
    "probability",
    "recommendation",
    "decided",
)
#: What people decided; in any other status nobody has.
DECIDED: Final = (Status.APPROVED, Status.DECLINED, Status.COUNTER_OFFER)

_CHUNK: Final = 4_096


class _Stored(NamedTuple):
    """A prediction as it is read."""

    application: object
    key: object
    loan_id: str
    created_at: Any
    version: int
    probability: float
    recommendation: str
    status: str
    inputs: dict[str, Any]


_FIELDS: Final = (
    "application_id",
    "id",
    "application__loan_id",
    "created_at",
    "model_version_id",
    "probability",
    "recommendation",
    "application__status",
    "inputs",
)


@dataclass(slots=True)
class Cell:
    """Predictions of one recommendation that would be another, or the same one.

    Parameters
    ----------
    approved, declined : applications among them, each counted once, of which people
        decided so.
    """

    predictions: int = 0
    approved: int = 0
    declined: int = 0


@dataclass(slots=True)
class Backtest:
    """What a version makes of the history."""

    model_version: int
    predictions: int = 0
    #: (recommended then, would be recommended) → how many; all nine are there.
    cells: dict[tuple[str, str], Cell] = field(
        default_factory=lambda: {
            (then, now): Cell()
            for then in Recommendation.values
            for now in Recommendation.values
        }
    )

    @property
    def different(self) -> int:
        """How many predictions would recommend something else."""
        return sum(c.predictions for (a, b), c in self.cells.items() if a != b)

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        cells = [
            {"then": then, "would_be": now, **asdict(cell)}
            for (then, now), cell in self.cells.items()
        ]
        counts = {"predictions": self.predictions, "different": self.different}
        return {"model_version": self.model_version, **counts, "cells": cells}


def backtest(
    number: int,
    *,
    target: Path | None = None,
    replace: bool = False,
    on_progress: OnProgress = lambda done, total: None,
) -> Backtest:
    """Score the inputs of every stored prediction with one version, and compare.

    Parameters
    ----------
    target : a CSV file for the predictions that would recommend something else; no
        protected attribute stands in it.
    replace : whether it may take the place of a file.

    Raises
    ------
    registry.NoSuchVersion, registry.ArtifactError
    UnwritableFile, AlreadyThere
        And no file is written.
    """
    live = registry.version(number)
    result, once = Backtest(number), _OncePerApplication()
    total = Prediction.objects.count()
    with _listing(target, replace=replace) as write:
        for chunk in _chunks():
            answers = _answers(live, chunk)
            for one, answer in zip(chunk, answers, strict=True):
                cell = result.cells[one.recommendation, answer.recommendation]
                once.count(one, cell)
                if one.recommendation != answer.recommendation:
                    write(_row(one, answer))
            result.predictions += len(chunk)
            on_progress(result.predictions, total)
    return result


class _Answer(NamedTuple):
    """What the version gives for one prediction's inputs."""

    probability: float
    recommendation: str


def _answers(live: registry.LiveVersion, chunk: list[_Stored]) -> Iterator[_Answer]:
    scores = scores_of(live, [one.inputs for one in chunk])
    return map(_Answer, scores.probability.tolist(), scores.recommendation)


def _chunks() -> Iterator[list[_Stored]]:
    """Yield all predictions, those of one application one after the other."""
    stored = Prediction.objects.order_by("application_id", "id").values_list(*_FIELDS)
    rows = map(_Stored._make, stored.iterator(_CHUNK))
    while chunk := list(islice(rows, _CHUNK)):
        yield chunk


class _OncePerApplication:
    """Counts an application once in a cell; remembers no more than the last one."""

    def __init__(self) -> None:
        self._application: object = None
        self._counted: list[Cell] = []

    def count(self, one: _Stored, cell: Cell) -> None:
        cell.predictions += 1
        if one.application != self._application:
            self._application, self._counted = one.application, []
        if any(cell is counted for counted in self._counted):
            return
        self._counted.append(cell)
        cell.approved += one.status == Status.APPROVED
        cell.declined += one.status == Status.DECLINED


def _row(one: _Stored, answer: _Answer) -> list[object]:
    return [
        str(one.key),
        one.loan_id,
        one.created_at.isoformat(),
        one.version,
        one.probability,
        one.recommendation,
        *answer,
        one.status if one.status in DECIDED else "",
    ]


@contextmanager
def _listing(
    target: Path | None, *, replace: bool
) -> Iterator[Callable[[list[object]], object]]:
    """Open the file and give what writes a row into it; without one, nothing does."""
    if target is None:
        yield lambda row: None
        return
    with whole(place(target), replace=replace) as file:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        lines = csv.writer(text)
        lines.writerow(COLUMNS)
        yield lambda row: lines.writerow([harmless(cell) for cell in row])
        text.detach()  # and so flushed; the file is whole's
