"""What looks like a slip of the pen: asked about, never refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

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
