"""Which amount or term would turn a recommendation to approve: asked of the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from ml import schema
from ml.recommendation import approved
from ml.scorer import Scorer

Matrix = npt.NDArray[np.float64]

_MOST_STEPS: Final = 65_536  # amounts that are tried
_AMOUNT: Final = schema.COLUMN[schema.LOAN_AMOUNT.name]
_TERM: Final = schema.COLUMN[schema.LOAN_AMOUNT_TERM.name]
#: Where nothing that is looked for turns it: amounts of two digits, all whole months.
_ANY_AMOUNT: Final = np.array(
    [d * 10.0**e for e in range(-3, 8) for d in range(10, 100)]
)
_ANY_TERM: Final = np.arange(1.0, schema.LOAN_AMOUNT_TERM.maximum + 1)


@dataclass(frozen=True, slots=True)
class Turns:
    """Where the recommendation of one applicant turns to approve.

    Parameters
    ----------
    amount : the largest below the one asked for, thousands of currency.
    step : between the amounts that were tried, thousands of currency.
    terms : the shortest and the longest of those offered, months.
    elsewhere : whether another amount or term does, where neither of these does.
    """

    amount: float | None
    step: float
    terms: tuple[float, float] | None
    elsewhere: bool = False


def turns(scorer: Scorer, row: Matrix, terms: Sequence[float]) -> Turns:
    """Try smaller amounts, and other terms, for an encoded row (11,).

    A model need not approve every smaller amount too: all round ones are tried.
    """
    step = _step(row[_AMOUNT])
    smaller = np.arange(step, np.nan_to_num(row[_AMOUNT]), step)
    amounts = _fit(scorer, row, _AMOUNT, smaller)
    offered = np.array([term for term in terms if term != row[_TERM]], dtype=np.float64)
    fit = _fit(scorer, row, _TERM, offered)
    if amounts.size or fit.size:
        outermost = (float(fit.min()), float(fit.max())) if fit.size else None
        amount = float(amounts.max()) if amounts.size else None
        return Turns(amount, step, outermost)
    elsewhere = any(
        _fit(scorer, row, column, values).size
        for column, values in ((_AMOUNT, _ANY_AMOUNT), (_TERM, _ANY_TERM))
    )
    return Turns(None, step, None, elsewhere)


def _step(amount: float) -> float:
    """Return a round step, thousands of currency, that keeps their number in bounds."""
    step = 1.0
    while amount / step > _MOST_STEPS:
        step *= 10
    return step


def _fit(scorer: Scorer, row: Matrix, column: int, values: Matrix) -> Matrix:
    """Return those values of one column with which the row is to approve."""
    matrix = np.tile(row, (len(values), 1))
    matrix[:, column] = values
    found: Matrix = values[approved(scorer.score(matrix).answer)]
    return found
