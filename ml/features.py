"""The encoded matrix → the features that the models see. Numpy only, row by row.

Training and serving call the same functions. Every step is elementwise and uses only
operations that IEEE 754 rounds exactly: a row has the same bits alone and in a batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ml import schema

Matrix = npt.NDArray[np.float64]

#: What the default model learns from: measured, see docs/adr. Education, Self_Employed
#: and the protected attributes join on request only.
DEFAULT_INPUTS: Final[tuple[str, ...]] = (
    schema.APPLICANT_INCOME.name,
    schema.COAPPLICANT_INCOME.name,
    schema.LOAN_AMOUNT.name,
    schema.LOAN_AMOUNT_TERM.name,
    schema.CREDIT_HISTORY.name,
    schema.PROPERTY_AREA.name,
)
ALL_INPUTS: Final[tuple[str, ...]] = tuple(f.name for f in schema.PREDICTORS)

#: Beyond these a ratio says no more: the loan is out of proportion in any case.
LONGEST_LOAN: Final = 60.0  # months of total income
LARGEST_INSTALMENT: Final = 0.4  # share of total income
#: A few incomes far beyond the others would otherwise set a logistic weight.
LARGEST_COAPPLICANT_INCOME: Final = 7_500.0  # currency per month
_LEAST_INCOME: Final = 1.0  # currency per month; keeps the ratios finite
_THOUSAND: Final = 1000.0  # amounts are in thousands

# A missing fact never helps: with "Yes" (and a monotone constraint on the feature)
# nobody gains by leaving out that they are self-employed.
_CONSTANTS: Final = {
    schema.SELF_EMPLOYED.name: float(schema.SELF_EMPLOYED.choices.index("Yes"))
}


class EmptyColumn(ValueError):
    """No training row has a value for an input."""

    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(f"{field} is missing in every row: nothing to learn from.")


@dataclass(frozen=True, slots=True)
class FeatureState:
    """What the features learned from the training rows.

    Parameters
    ----------
    inputs : names of the fields that reach the model.
    fills : what takes the place of a missing value, for each of the eleven predictors.
    ratios : whether the amounts enter as ratios, or as they are (the tutorial's way).
    """

    inputs: tuple[str, ...]
    fills: tuple[float, ...]
    ratios: bool = True

    def as_dict(self) -> dict[str, Any]:
        """Return the state as JSON values."""
        return {
            "inputs": list(self.inputs),
            "fills": dict(zip(ALL_INPUTS, self.fills, strict=True)),
            "ratios": self.ratios,
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> FeatureState:
        """Return the state that ``as_dict`` wrote."""
        return cls(
            inputs=tuple(values["inputs"]),
            fills=tuple(float(values["fills"][name]) for name in ALL_INPUTS),
            ratios=bool(values["ratios"]),
        )


def learn(
    matrix: Matrix, inputs: Iterable[str] = DEFAULT_INPUTS, *, ratios: bool = True
) -> FeatureState:
    """Learn the fill values of the encoded (n, 11) matrix: medians and modes.

    Raises
    ------
    EmptyColumn
        Where an input has no value in any row.
    """
    inputs = tuple(inputs)
    fills = tuple(
        _fill_value(field, matrix[:, column], needed=field.name in inputs)
        for column, field in enumerate(schema.PREDICTORS)
    )
    return FeatureState(inputs=inputs, fills=fills, ratios=ratios)


def fill(matrix: Matrix, state: FeatureState) -> Matrix:
    """Return a complete copy of the (n, 11) matrix: no NaN is left."""
    return np.where(np.isnan(matrix), np.array(state.fills), matrix)


def derive(matrix: Matrix, state: FeatureState) -> Matrix:
    """Return the (n, k) features of the encoded (n, 11) matrix, k as in ``names``."""
    return derive_filled(fill(matrix, state), state)


def derive_filled(filled: Matrix, state: FeatureState) -> Matrix:
    """Return the features of a matrix in which nothing is missing."""
    derived = np.empty((len(filled), len(names(state))))
    with np.errstate(over="ignore"):  # a term next to zero: the cap answers infinity
        for column, name in enumerate(names(state)):
            derived[:, column] = _FEATURES[name](filled)
    return derived


@cache
def names(state: FeatureState) -> tuple[str, ...]:
    """Return the names of the features, in the order of their columns."""
    return feature_names(state.inputs, ratios=state.ratios)


def feature_names(
    inputs: Iterable[str] = DEFAULT_INPUTS, *, ratios: bool = True
) -> tuple[str, ...]:
    """Return the names of the features that these inputs make."""
    amounts = _RATIOS if ratios else _AMOUNTS
    present = set(inputs)
    return amounts + tuple(name for name, field in _FACTS.items() if field in present)


def _fill_value(field: schema.Field, column: Matrix, *, needed: bool) -> float:
    if field.name in _CONSTANTS:
        return _CONSTANTS[field.name]
    value = middle(field, column)
    if np.isnan(value):
        if needed:
            raise EmptyColumn(field.name)
        return 0.0
    return value


def middle(field: schema.Field, column: Matrix) -> float:
    """Return the median of a number, the mode of anything else; NaN without a value."""
    present = column[~np.isnan(column)]
    if not present.size:
        return float("nan")
    if isinstance(field, schema.Number):
        return float(np.median(present))
    return float(np.bincount(present.astype(np.int64)).argmax())


def _column(filled: Matrix, field: schema.Field) -> Matrix:
    return filled[:, schema.COLUMN[field.name]]


def _total_income(filled: Matrix) -> Matrix:
    applicant = _column(filled, schema.APPLICANT_INCOME)
    total = applicant + _column(filled, schema.COAPPLICANT_INCOME)
    return np.maximum(total, _LEAST_INCOME)


def _loan_to_income(filled: Matrix) -> Matrix:
    amount = _column(filled, schema.LOAN_AMOUNT) * _THOUSAND
    return np.minimum(amount / _total_income(filled), LONGEST_LOAN)


def _instalment_to_income(filled: Matrix) -> Matrix:
    amount = _column(filled, schema.LOAN_AMOUNT) * _THOUSAND
    instalment = amount / _column(filled, schema.LOAN_AMOUNT_TERM)  # before interest
    return np.minimum(instalment / _total_income(filled), LARGEST_INSTALMENT)


def _is(field: schema.Category, choice: str) -> Callable[[Matrix], Matrix]:
    code = float(field.choices.index(choice))
    return lambda filled: (_column(filled, field) == code).astype(np.float64)


def _as_is(field: schema.Field) -> Callable[[Matrix], Matrix]:
    return lambda filled: _column(filled, field)


_RATIOS: Final = (
    "instalment_to_income",
    "loan_to_income",
    "has_coapplicant_income",
    "capped_coapplicant_income",
)
_AMOUNTS: Final = (
    "applicant_income",
    "coapplicant_income",
    "loan_amount",
    "loan_amount_term",
)
#: Feature → the field that it states. An area never seen in training (the sample has no
#: Rural) counts as "not Semiurban", the less favourable side in all data at hand.
_FACTS: Final[dict[str, str]] = {
    "credit_history": schema.CREDIT_HISTORY.name,
    "semiurban": schema.PROPERTY_AREA.name,
    "not_graduate": schema.EDUCATION.name,
    "self_employed": schema.SELF_EMPLOYED.name,
    "female": schema.GENDER.name,
    "married": schema.MARRIED.name,
    "dependents": schema.DEPENDENTS.name,
}
_FEATURES: Final[dict[str, Callable[[Matrix], Matrix]]] = {
    "instalment_to_income": _instalment_to_income,
    "loan_to_income": _loan_to_income,
    "has_coapplicant_income": lambda filled: (
        _column(filled, schema.COAPPLICANT_INCOME) > 0
    ).astype(np.float64),
    "capped_coapplicant_income": lambda filled: np.minimum(
        _column(filled, schema.COAPPLICANT_INCOME), LARGEST_COAPPLICANT_INCOME
    ),
    "applicant_income": _as_is(schema.APPLICANT_INCOME),
    "coapplicant_income": _as_is(schema.COAPPLICANT_INCOME),
    "loan_amount": _as_is(schema.LOAN_AMOUNT),
    "loan_amount_term": _as_is(schema.LOAN_AMOUNT_TERM),
    "credit_history": _as_is(schema.CREDIT_HISTORY),
    "semiurban": _is(schema.PROPERTY_AREA, "Semiurban"),
    "not_graduate": _is(schema.EDUCATION, "Not Graduate"),
    "self_employed": _is(schema.SELF_EMPLOYED, "Yes"),
    "female": _is(schema.GENDER, "Female"),
    "married": _is(schema.MARRIED, "Yes"),
    "dependents": _as_is(schema.DEPENDENTS),
}
