"""The training rows: whether they suffice, which belong together, what is in them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import StratifiedGroupKFold

from ml import encoding, schema
from ml.features import FeatureState, fill, middle

Matrix = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]
Indices = npt.NDArray[np.int64]

#: Distinct applications of each class that folds and hold-out need.
LEAST: Final = 20
FOLDS: Final = 5
_QUARTERS: Final = 4  # the hold-out is one of them
_HOLDOUT_SEED: Final = 42  # the tutorial's
_NO_AMOUNT: Final = -1.0
_SAME_APPLICATION: Final = [
    schema.COLUMN[field.name]
    for field in (
        schema.APPLICANT_INCOME,
        schema.COAPPLICANT_INCOME,
        schema.LOAN_AMOUNT,
    )
]


class CannotTrain(ValueError):
    """The rows don't suffice to learn from: NoLabels, OneClass or TooFewRows."""


class NoLabels(CannotTrain):
    """There is no labelled row."""

    def __init__(self) -> None:
        super().__init__(
            "No application has a label (Loan_Status Y or N) to learn from."
        )


class OneClass(CannotTrain):
    """All labels are the same."""

    def __init__(self, label: int, rows: int) -> None:
        self.label, self.rows = label, rows
        have, lack = ("Y", "N") if label else ("N", "Y")
        super().__init__(
            f"All {rows} labels are {have}: there is no {lack} to tell from."
        )


class TooFewRows(CannotTrain):
    """A class has fewer distinct applications than folds and hold-out need."""

    def __init__(self, approved: int, declined: int, needed: int = LEAST) -> None:
        self.approved, self.declined, self.needed = approved, declined, needed
        self.missing_approved = max(0, needed - approved)
        self.missing_declined = max(0, needed - declined)
        super().__init__(
            f"There are {approved} distinct applications labelled Y and {declined} "
            f"labelled N; {needed} of each are needed: {self.missing_approved} more Y, "
            f"{self.missing_declined} more N."
        )


def check(y: Labels, groups: Indices) -> None:
    """Check that there is enough to learn from.

    Raises
    ------
    NoLabels, OneClass, TooFewRows
    """
    if not len(y):
        raise NoLabels
    if not np.isin(y, (0, 1)).all():
        raise ValueError("A label is 1 (Y) or 0 (N).")
    if len(np.unique(y)) == 1:
        raise OneClass(int(y[0]), len(y))
    approved, declined = (len(np.unique(groups[y == label])) for label in (1, 0))
    if min(approved, declined) < LEAST:
        raise TooFewRows(approved, declined)


def group(matrix: Matrix) -> Indices:
    """Return a number for each row; rows with equal incomes and amount share theirs.

    A row without an amount joins the first one with its incomes.
    """
    keys = matrix[:, _SAME_APPLICATION].copy()
    lacking = np.isnan(keys[:, -1])
    amounts: dict[tuple[float, float], float] = {}
    for applicant, coapplicant, amount in keys[~lacking].tolist():
        amounts.setdefault((applicant, coapplicant), amount)
    keys[lacking, -1] = [
        amounts.get((applicant, coapplicant), _NO_AMOUNT)
        for applicant, coapplicant, _ in keys[lacking].tolist()
    ]
    _, numbers = np.unique(keys, axis=0, return_inverse=True)
    return numbers.reshape(-1)


def hold_out(y: Labels, groups: Indices) -> tuple[Indices, Indices]:
    """Return the rows to learn from and a quarter held out, by class, groups whole."""
    splitter = StratifiedGroupKFold(_QUARTERS, shuffle=True, random_state=_HOLDOUT_SEED)
    kept, held = next(splitter.split(np.empty(len(y)), y, groups))
    return kept, held


def split(y: Labels, groups: Indices, seed: int) -> list[tuple[Indices, Indices]]:
    """Return five shuffled folds, by class, groups whole."""
    splitter = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed)
    return list(splitter.split(np.empty(len(y)), y, groups))


@dataclass(frozen=True, slots=True)
class Parts:
    """The rows that a search sees, in folds, and the quarter that it does not see.

    Parameters
    ----------
    groups : the number of each row's group, (n,).
    kept, held : places of rows.
    splits : for every fold, places *among the kept*: to learn from, and left out.
    """

    groups: Indices
    kept: Indices
    held: Indices
    splits: list[tuple[Indices, Indices]]

    def joined(self, folds: Sequence[Matrix], held: Matrix) -> Matrix:
        """Return the answers for the rows left out, and for those held out: (n,)."""
        answers = np.empty(len(self.groups))
        for (_, test), given in zip(self.splits, folds, strict=True):
            answers[self.kept[test]] = given
        answers[self.held] = held
        return answers


def parts(matrix: Matrix, y: Labels, seed: int) -> Parts:
    """Return how rows are parted; the same ones always in the same way.

    Raises
    ------
    NoLabels, OneClass, TooFewRows
    """
    groups = group(matrix)
    check(y, groups)
    kept, held = hold_out(y, groups)
    return Parts(groups, kept, held, split(y[kept], groups[kept], seed))


def nulls(matrix: Matrix) -> dict[str, int]:
    """Return the number of missing values of each predictor."""
    counts = np.isnan(matrix).sum(axis=0).tolist()
    return {f.name: n for f, n in zip(schema.PREDICTORS, counts, strict=True)}


def ranges(matrix: Matrix) -> dict[str, tuple[float, float]]:
    """Return the least and the greatest value of each number that has any."""
    columns = {
        field.name: column[~np.isnan(column)]
        for field, column in zip(schema.PREDICTORS, matrix.T, strict=True)
        if isinstance(field, schema.Number)
    }
    return {
        name: (float(present.min()), float(present.max()))
        for name, present in columns.items()
        if present.size
    }


def reference(matrix: Matrix, y: Labels, state: FeatureState) -> schema.Applicant:
    """Return the median or mode of the approved rows in each field, complete."""
    approved = matrix[y == 1]
    row = np.array(
        [[middle(f, approved[:, i]) for i, f in enumerate(schema.PREDICTORS)]]
    )
    (applicant,) = encoding.decode(fill(row, state))
    return applicant


def digest(matrix: Matrix, y: Labels) -> str:
    """Return the SHA-256 of the encoded rows and their labels, in their order."""
    plain = np.where(np.isnan(matrix), np.nan, matrix) + 0.0  # one NaN, no -0.0
    sha256 = hashlib.sha256(np.ascontiguousarray(plain, dtype="<f8").tobytes())
    sha256.update(y.astype("<i8").tobytes())
    return sha256.hexdigest()


def words(matrix: Matrix, name: str) -> list[str | None]:
    """Return one category's words for every row."""
    return [
        None if value is None else str(value)
        for value in (row[name] for row in encoding.decode(matrix))
    ]
