"""Applicants that nobody is, to check with: every corner of the data dictionary."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from ml import schema

Matrix = npt.NDArray[np.float64]

_MISSING_SHARE: Final = 0.1
_ORDINARY: Final[dict[str, tuple[float, float]]] = {  # where applicants usually are
    schema.APPLICANT_INCOME.name: (1_000, 20_000),
    schema.COAPPLICANT_INCOME.name: (0, 8_000),
    schema.LOAN_AMOUNT.name: (20, 600),
    schema.LOAN_AMOUNT_TERM.name: (6, 480),
}


def applicants(rows: int, seed: int) -> Matrix:
    """Return an encoded matrix (rows, 11), the same for the same arguments.

    Its first rows are the corners: each category, each field missing, each number at
    its bounds; then nothing known. The others are drawn, some with extreme numbers.
    """
    rng = np.random.default_rng(seed)
    columns = [_draw(field, rows, rng) for field in schema.PREDICTORS]
    matrix = np.column_stack(columns)
    missing = rng.random(matrix.shape) < _MISSING_SHARE
    matrix[missing & _optional()] = np.nan
    corners = _corners()[:rows]
    matrix[: len(corners)] = corners
    return matrix


def _optional() -> npt.NDArray[np.bool_]:
    return np.array([not field.required for field in schema.PREDICTORS])


def _draw(field: schema.Field, rows: int, rng: np.random.Generator) -> Matrix:
    if not isinstance(field, schema.Number):
        return rng.integers(_choices(field), size=rows).astype(np.float64)
    low, high = _ORDINARY[field.name]
    ordinary = np.round(rng.uniform(low, high, rows))
    extreme = np.exp(rng.uniform(np.log(1e-3), np.log(field.maximum), rows))
    drawn = np.where(rng.random(rows) < _MISSING_SHARE, extreme, ordinary)
    if field.above_minimum:
        return np.clip(drawn, _smallest(field), field.maximum)
    drawn[rng.random(rows) < _MISSING_SHARE] = field.minimum
    return np.clip(drawn, field.minimum, field.maximum)


def _choices(field: schema.Field) -> int:
    return len(field.choices) if isinstance(field, schema.Category) else 2


def _smallest(field: schema.Number) -> float:
    return field.minimum + (1e-3 if field.above_minimum else 0.0)


def _corners() -> Matrix:
    usual = [_usual(field) for field in schema.PREDICTORS]
    rows = [
        [*usual[:column], value, *usual[column + 1 :]]
        for column, field in enumerate(schema.PREDICTORS)
        for value in _values(field)
    ]
    return np.array([*rows, [np.nan] * len(usual)])


def _usual(field: schema.Field) -> float:
    if isinstance(field, schema.Number):
        return float(np.mean(_ORDINARY[field.name]))
    return 1.0


def _values(field: schema.Field) -> list[float]:
    if isinstance(field, schema.Number):
        return [np.nan, _smallest(field), field.maximum]
    return [np.nan, *(float(code) for code in range(_choices(field)))]
