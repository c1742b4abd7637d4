"""How far a version's applications of each month are from its training rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.utils import timezone

from ml import drift, schema
from ml.drift import SCORE, Bins
from predictor.models import Counted, ModelVersion
from predictor.services import registry
from predictor.services.monitoring import counting, months, references

MONTHS: Final = 12
MOST_MONTHS: Final = 120
SOME: Final = 0.1
MUCH: Final = 0.25
#: Rules of thumb, as they are usually told.
MEANING: Final = (
    f"Commonly, below {SOME} is read as little change, {SOME} to {MUCH} as some, and "
    f"above {MUCH} as much: rules of thumb, and no tests. By chance alone the index "
    "of a month is about the number in brackets."
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One field in one month; ``psi`` is None where there is too little to say."""

    month: date
    rows: int
    psi: float | None
    by_chance: float | None

    @property
    def is_told(self) -> bool:
        """Whether there is an index."""
        return self.psi is not None

    @property
    def text(self) -> str:
        """What a table shows."""
        if self.psi is None or self.by_chance is None:
            return f"too few: {self.rows:,} of {settings.DRIFT_LEAST_ROWS:,}"
        return f"{self.psi:.3f} ({self.by_chance:.3f})"


@dataclass(frozen=True, slots=True)
class FieldDrift:
    """One field, or the score, over the months."""

    name: str
    cells: tuple[Cell, ...]

    @property
    def label(self) -> str:
        """The field as people read it."""
        return schema.FIELDS[self.name].label if self.name != SCORE else "Score"

    @property
    def protected(self) -> bool:
        """Whether only some may see it."""
        return self.name in schema.PROTECTED


@dataclass(frozen=True, slots=True)
class Drift:
    """A version's drift; where it cannot be measured, ``problem`` says why."""

    model_version: int
    months: tuple[date, ...]
    fields: tuple[FieldDrift, ...]
    counted_at: datetime | None
    problem: str = ""
    is_broken: bool = False  # the problem is one that an operator can mend

    @property
    def judged(self) -> date | None:
        """The newest month with enough rows: the one that a limit is held against."""
        told = [c.month for f in self.fields for c in f.cells if c.is_told]
        return max(told, default=None)

    def above(self, limit: float) -> list[tuple[FieldDrift, Cell]]:
        """Return what is above a limit in the newest month with enough rows."""
        return [
            (one, cell)
            for one in self.fields
            for cell in one.cells
            if cell.month == self.judged and (cell.psi or 0) > limit
        ]

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "model_version": self.model_version,
            "least_rows": settings.DRIFT_LEAST_ROWS,
            "problem": self.problem or None,
            "judged": f"{self.judged:%Y-%m}" if self.judged else None,
            "fields": {
                one.name: [_json(cell) for cell in one.cells] for one in self.fields
            },
        }


def report(number: int | None = None, *, last: int = MONTHS) -> Drift:
    """Return the drift of a version over the last months, from what was counted.

    Parameters
    ----------
    number : of the version; by default the one that is active.

    Raises
    ------
    registry.NoActiveModel, registry.NoSuchVersion
    """
    version = chosen(number)
    shown = months.up_to(months.of(timezone.now()), last)
    counted = counting.of(Counted.PREDICTIONS)
    when = counting.counted_at()
    try:
        reference = references.reference(version)
    except references.NoReference as problem:
        broken = isinstance(problem, references.ReportUnusable)
        return Drift(version.number, tuple(shown), (), when, str(problem), broken)
    own = {month: counted.get(month, {}).get(str(version.number)) for month in shown}
    fields = [_field(name, bins, own) for name, bins in reference.items()]
    return Drift(version.number, tuple(shown), tuple(fields), when)


def chosen(number: int | None) -> ModelVersion:
    """Return the version of that number, or the active one; errors as in ``report``."""
    versions = ModelVersion.objects
    if number is None:
        active = versions.filter(is_active=True).first()
        if active is None:
            raise registry.NoActiveModel
        return active
    found = versions.filter(number=number).first()
    if found is None:
        raise registry.NoSuchVersion(number)
    return found


def _field(
    name: str, bins: Bins, own: Mapping[date, dict[str, Any] | None]
) -> FieldDrift:
    cells = [_cell(name, bins, month, content) for month, content in own.items()]
    return FieldDrift(name, tuple(cells))


def _cell(
    name: str, bins: Bins, month: date, content: Mapping[str, Any] | None
) -> Cell:
    rows = content["rows"] if content else 0
    counts = ((content or {}).get("bins") or {}).get(name)
    if rows < settings.DRIFT_LEAST_ROWS or counts is None:
        return Cell(month, rows, None, None)
    index = drift.psi(bins.rows, counts)
    return Cell(month, rows, index, drift.by_chance(bins.rows, counts))


def _json(cell: Cell) -> dict[str, Any]:
    return {
        "month": f"{cell.month:%Y-%m}",
        "rows": cell.rows,
        "psi": cell.psi,
        "by_chance": cell.by_chance,
    }
