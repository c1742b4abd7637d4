"""What looks like a slip of the pen: asked about, never refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np
import numpy.typing as npt

from ml import schema

#: An amount below this many thousands was perhaps meant in thousands already.
SMALL_AMOUNT: Final = 1.0
#: A term of this many months or fewer was perhaps meant in years.
SHORT_TERM: Final = 40.0
#: A monthly income above this was perhaps meant for a year.
HIGH_INCOME: Final = 50_000.0

Ranges = Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Slip:
    """A value that is allowed and unlikely."""

    field: str
    code: str
    message: str
    #: What was perhaps meant, in the field's unit. It tells the value: a form may ask
    #: with it, and no warning carries it.
    meant: float | None = None

    def as_dict(self) -> dict[str, str]:
        return {"field": self.field, "code": self.code, "message": self.message}


def warn(applicant: Mapping[str, schema.Value], ranges: Ranges) -> list[Slip]:
    """Return what to ask about.

    Parameters
    ----------
    applicant : a validated applicant.
    ranges : least and greatest value of each number in the training rows.
    """
    return [*_slips(applicant), *_beyond(applicant, ranges)]


@dataclass(frozen=True, slots=True)
class Likely:
    """Where nothing is asked about: the bounds of each column of the matrix, (11,)."""

    least: npt.NDArray[np.float64]
    greatest: npt.NDArray[np.float64]

    @classmethod
    def of(cls, ranges: Ranges) -> Likely:
        """Return the bounds of a version that learned from these ranges."""
        least = np.full(len(schema.PREDICTORS), -np.inf)
        greatest = np.full(len(schema.PREDICTORS), np.inf)
        for name, bounds in (*_ASKED.items(), *ranges.items()):
            column = schema.COLUMN[name]
            least[column] = max(least[column], bounds[0])
            greatest[column] = min(greatest[column], bounds[1])
        return cls(least, greatest)

    def outside(self, matrix: npt.NDArray[np.float64]) -> list[int]:
        """Return which rows of the encoded matrix (n, 11) ``warn`` has to look at."""
        beyond = (matrix < self.least) | (matrix > self.greatest)  # NaN: neither
        found: list[int] = np.flatnonzero(beyond.any(axis=1)).tolist()
        return found


#: Outside of these ``_slips`` asks.
_ASKED: Final[Ranges] = {
    schema.LOAN_AMOUNT.name: (SMALL_AMOUNT, np.inf),
    schema.LOAN_AMOUNT_TERM.name: (float(np.nextafter(SHORT_TERM, np.inf)), np.inf),
    schema.APPLICANT_INCOME.name: (-np.inf, HIGH_INCOME),
    schema.COAPPLICANT_INCOME.name: (-np.inf, HIGH_INCOME),
}


def _slips(applicant: Mapping[str, schema.Value]) -> Iterator[Slip]:
    amount = applicant[schema.LOAN_AMOUNT.name]
    if isinstance(amount, float) and amount < SMALL_AMOUNT:
        message = "LoanAmount is in thousands. Is it less than a thousand in full?"
        meant = float(Decimal(repr(amount)).scaleb(3))
        yield Slip(schema.LOAN_AMOUNT.name, "amount_small", message, meant)
    term = applicant[schema.LOAN_AMOUNT_TERM.name]
    if isinstance(term, float) and term <= SHORT_TERM:
        message = "Loan_Amount_Term is in months. Were years meant?"
        yield Slip(schema.LOAN_AMOUNT_TERM.name, "term_short", message, term * 12)
    for field in (schema.APPLICANT_INCOME, schema.COAPPLICANT_INCOME):
        income = applicant[field.name]
        if isinstance(income, float) and income > HIGH_INCOME:
            message = f"{field.name} is for a month. Was a year meant?"
            yield Slip(field.name, "income_high", message, round(income / 12, 2))


def _beyond(applicant: Mapping[str, schema.Value], ranges: Ranges) -> Iterator[Slip]:
    for name, (least, greatest) in ranges.items():
        value = applicant[name]
        if isinstance(value, float) and not least <= value <= greatest:
            message = f"{name} lies beyond every row that the model learned from."
            yield Slip(name, "beyond_training", message)
