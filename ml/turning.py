"""Which amount or term would turn a recommendation to approve: asked of the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from ml import schema
from ml.recommendation import ANSWERS, APPROVE
from ml.scorer import Scorer

Matrix = npt.NDArray[np.float64]

_MOST_STEPS: Final = 4_096  # amounts that are tried: one call of the model
_AMOUNT: Final = schema.COLUMN[schema.LOAN_AMOUNT.name]
_TERM: Final = schema.COLUMN[schema.LOAN_AMOUNT_TERM.name]


@dataclass(frozen=True, slots=True)
class Turns:
    """Where the recommendation of one applicant turns to approve.

    Parameters
    ----------
    amount : the largest below the one asked for, thousands of currency.
    terms : the shortest and the longest of those offered, months.
    """

    amount: float | None
    terms: tuple[float, float] | None

    def __bool__(self) -> bool:
        return self.amount is not None or self.terms is not None


def turns(scorer: Scorer, row: Matrix, terms: Sequence[float]) -> Turns:
    """Try smaller amounts, and other terms, for an encoded row (11,).

    The amounts are round ones: whole thousands, or as many of them as keep the number
    of steps in bounds. A model need not approve every smaller amount too.
    """
    amounts = _smaller(row[_AMOUNT])
    offered = np.array([term for term in terms if term != row[_TERM]])
    approved = _approved(scorer, _varied(row, _AMOUNT, amounts))
    amount = float(amounts[approved].max()) if approved.any() else None
    fit = offered[_approved(scorer, _varied(row, _TERM, offered))]
    return Turns(amount, (float(fit.min()), float(fit.max())) if fit.size else None)


def _smaller(amount: float) -> Matrix:
    """Return the round amounts below this one, thousands of currency."""
    if np.isnan(amount):
        return np.empty(0)
    step = 1.0
    while amount / step > _MOST_STEPS:
        step *= 10
    return np.arange(step, amount, step)


def _varied(row: Matrix, column: int, values: Matrix) -> Matrix:
    matrix = np.tile(row, (len(values), 1))
    matrix[:, column] = values
    return matrix


def _approved(scorer: Scorer, matrix: Matrix) -> npt.NDArray[np.bool_]:
    answers = scorer.score(matrix).answer
    return np.array(
        [ANSWERS[one][0] == APPROVE for one in answers.tolist()], dtype=bool
    )
