"""Applicants, data frames and columns of text → the encoded matrix, and back.

The matrix is float64 of shape (n, 11), its columns in the order of
``schema.PREDICTORS``: a category is its position among the choices, a flag 0 or 1, a
number itself, and NaN is a missing value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from ml import schema
from ml.applicants import Columns

if TYPE_CHECKING:
    import pandas as pd

Matrix = npt.NDArray[np.float64]


def _codes(field: schema.Category) -> dict[object, float]:
    codes: dict[object, float] = {c: float(i) for i, c in enumerate(field.choices)}
    numbers = {number: codes[choice] for number, choice in field.aliases}
    return codes | numbers | {None: float("nan")}


_CODES: Final[dict[str, dict[object, float]]] = {
    field.name: _codes(field)
    for field in schema.PREDICTORS
    if isinstance(field, schema.Category)
}


class UnknownCategory(ValueError):
    """A value that the schema does not know stands in a column."""

    def __init__(self, field: str, choices: Iterable[object]) -> None:
        self.field = field
        known = ", ".join(str(choice) for choice in choices)
        super().__init__(f"{field} holds a value that is not one of {known}.")


def encode(applicants: Sequence[Mapping[str, schema.Value]]) -> Matrix:
    """Return the matrix (n, 11) of *validated* applicants.

    Raises
    ------
    KeyError
        Where an applicant lacks a field or holds a category that the schema lacks.
    """
    names = [field.name for field in schema.PREDICTORS]
    return encode_columns({name: [row[name] for row in applicants] for name in names})


def encode_columns(columns: Columns) -> Matrix:
    """Return the matrix (n, 11) of validated applicants that come as columns."""
    matrix = np.empty((len(columns[schema.PREDICTORS[0].name]), len(schema.PREDICTORS)))
    for column, field in enumerate(schema.PREDICTORS):
        matrix[:, column] = encode_column(field, columns[field.name])
    return matrix


def encode_column(
    field: schema.Field, values: Sequence[schema.Value]
) -> Matrix | Sequence[schema.Value]:
    """Return the column of the matrix that validated values of a predictor make."""
    codes = _CODES.get(field.name)
    if codes is None:
        return values  # of a number that is missing numpy makes NaN itself
    return np.fromiter(map(codes.__getitem__, values), np.float64, len(values))


def encode_frame(frame: pd.DataFrame) -> Matrix:
    """Return the matrix (n, 11) of a frame with the dictionary's columns.

    Raises
    ------
    KeyError
        Naming the columns that are not there.
    UnknownCategory
        Naming the field that holds a value from outside the schema.
    """
    absent = [field.name for field in schema.PREDICTORS if field.name not in frame]
    if absent:
        raise KeyError(f"The frame has no column {', '.join(absent)}.")
    columns = [_encode_series(field, frame[field.name]) for field in schema.PREDICTORS]
    return np.column_stack(columns) if len(frame) else np.empty((0, len(columns)))


def _encode_series(field: schema.Field, series: pd.Series) -> Matrix:
    if not isinstance(field, schema.Category):
        return series.to_numpy(dtype=np.float64, na_value=np.nan)
    present = series.notna()
    codes = series[present].map(_CODES[field.name])
    if codes.isna().any():
        raise UnknownCategory(field.name, field.choices)
    encoded = np.full(len(series), np.nan)
    encoded[present.to_numpy()] = codes.to_numpy(dtype=np.float64)
    return encoded


def decode(matrix: Matrix) -> list[dict[str, schema.Value]]:
    """Return the applicants (without Loan_ID) of this matrix: encode's inverse."""
    names = [field.name for field in schema.PREDICTORS]
    columns = [
        [_decode_cell(field, cell) for cell in matrix[:, column].tolist()]
        for column, field in enumerate(schema.PREDICTORS)
    ]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _decode_cell(field: schema.Field, cell: float) -> schema.Value:
    if cell != cell:
        return None
    if isinstance(field, schema.Category):
        return field.choices[int(cell)]
    return int(cell) if isinstance(field, schema.Flag) else cell
