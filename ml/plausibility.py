"""What looks like a slip of the pen: asked about, never refused."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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
Matrix = npt.NDArray[np.float64]


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


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked about one field's value outside of two bounds."""

    field: str
    code: str
    message: str
    least: float = -math.inf
    greatest: float = math.inf
    meant: Callable[[float], float] | None = None

    def ask(self, value: schema.Value) -> Slip | None:
        if not isinstance(value, float) or self.least <= value <= self.greatest:
            return None
        meant = self.meant(value) if self.meant else None
        return Slip(self.field, self.code, self.message, meant)


def _income_high(income: schema.Field) -> _Question:
    return _Question(
        income.name,
        "income_high",
        f"{income.name} is for a month. Was a year meant?",
        greatest=HIGH_INCOME,
        meant=lambda value: round(value / 12, 2),
    )


_QUESTIONS: Final = (
    _Question(
        schema.LOAN_AMOUNT.name,
        "amount_small",
        "LoanAmount is in thousands. Is it less than a thousand in full?",
        least=SMALL_AMOUNT,
        meant=lambda value: float(Decimal(repr(value)).scaleb(3)),
    ),
    _Question(
        schema.LOAN_AMOUNT_TERM.name,
        "term_short",
        "Loan_Amount_Term is in months. Were years meant?",
        least=math.nextafter(SHORT_TERM, math.inf),
        meant=lambda value: value * 12,
    ),
    _income_high(schema.APPLICANT_INCOME),
    _income_high(schema.COAPPLICANT_INCOME),
)


def _beyond(name: str, bounds: tuple[float, float]) -> _Question:
    message = f"{name} lies beyond every row that the model learned from."
    return _Question(name, "beyond_training", message, *bounds)


@dataclass(frozen=True, slots=True)
class Likely:
    """What a version asks about, of one applicant or of a whole matrix.

    Parameters
    ----------
    ranges : least and greatest value of each number in the version's training rows.
    """

    ranges: Ranges
    _questions: tuple[_Question, ...] = field(init=False, repr=False)
    _bounds: tuple[Matrix, Matrix] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        beyond = (_beyond(name, bounds) for name, bounds in self.ranges.items())
        asked = (*_QUESTIONS, *beyond)
        least, greatest = (
            [one.least for one in asked],
            [one.greatest for one in asked],
        )
        bounds = (np.array(least), np.array(greatest))
        object.__setattr__(self, "_questions", asked)
        object.__setattr__(self, "_bounds", bounds)

    def warn(self, applicant: Mapping[str, schema.Value]) -> list[Slip]:
        """Return what to ask about a validated applicant."""
        asked = (one.ask(applicant[one.field]) for one in self._questions)
        return [slip for slip in asked if slip]

    def asked(self, matrix: Matrix) -> npt.NDArray[np.int64]:
        """Return for each row of the encoded matrix (n, 11) what ``warn`` asks about.

        Returns
        -------
        A number for each row, 0 where there is nothing to ask; see ``slips``.
        """
        values = matrix[:, [schema.COLUMN[one.field] for one in self._questions]]
        least, greatest = self._bounds
        outside = (values < least) | (values > greatest)  # NaN: neither
        return outside @ (1 << np.arange(len(self._questions)))

    def slips(self, asked: int) -> tuple[Slip, ...]:
        """Return the questions that ``asked`` found, without what was meant."""
        return tuple(
            Slip(one.field, one.code, one.message)
            for place, one in enumerate(self._questions)
            if asked >> place & 1
        )
