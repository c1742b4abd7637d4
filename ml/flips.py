"""The flip test: what if nothing about an applicant changed but who they are?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from ml import schema
from ml.recommendation import Thresholds, recommend

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Flip:
    """What other values of one protected attribute would have changed.

    Parameters
    ----------
    changed : rows that some other value, or none at all, gives another recommendation.
    largest : the most that a probability moved.
    """

    field: str
    rows: int
    changed: int
    largest: float

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return asdict(self)


def flip_test(
    probabilities: Callable[[Matrix], Matrix], matrix: Matrix, thresholds: Thresholds
) -> tuple[Flip, ...]:
    """Try every other value of each protected attribute on the encoded (n, 11) matrix.

    Parameters
    ----------
    probabilities : the model: an encoded matrix to probabilities (n,).
    """
    before = probabilities(matrix)
    advised = recommend(matrix, before, thresholds)
    flips = []
    for name in schema.PROTECTED:
        changed, largest = np.zeros(len(matrix), dtype=bool), 0.0
        for flipped in _flipped(matrix, name):
            after = probabilities(flipped)
            changed |= recommend(flipped, after, thresholds) != advised
            largest = max(largest, float(np.abs(after - before).max(initial=0.0)))
        flips.append(Flip(name, len(matrix), int(changed.sum()), largest))
    return tuple(flips)


def add(flips: Iterable[tuple[Flip, ...]]) -> tuple[Flip, ...]:
    """Return the flips of all rows, from those of their parts."""
    parts = zip(*flips, strict=True)
    return tuple(
        Flip(
            part[0].field,
            sum(flip.rows for flip in part),
            sum(flip.changed for flip in part),
            max(flip.largest for flip in part),
        )
        for part in parts
    )


def _flipped(matrix: Matrix, name: str) -> Iterable[Matrix]:
    """Yield the matrix with each value of one field, and without any."""
    choices = cast("schema.Category", schema.FIELDS[name]).choices
    for code in (*range(len(choices)), np.nan):
        flipped = matrix.copy()
        flipped[:, schema.COLUMN[name]] = code
        yield flipped
