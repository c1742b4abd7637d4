"""Lines of a file → the encoded matrix column by column, where nothing is wrong.

The rules are those of ``ml.cells`` and ``ml.validation``: each different word of a
column goes through them once, numbers are held against the dictionary's bounds. What is
not valid, or valid in a way that is rare, is left to the thorough path, which says why:
this one accepts or knows nothing, and refuses nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from csv import field_size_limit
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from ml import schema
from ml.cells import from_cell
from ml.encoding import encode_column
from ml.tables import count_breaks
from ml.validation import Broken, check_value

Matrix = npt.NDArray[np.float64]

_MISSING: Final = float("nan")


class _Doubtful(Exception):
    """The thorough path has to look at these lines."""


def parse(
    text: bytes, heading: Sequence[str], fields: Sequence[schema.Field]
) -> Matrix | None:
    """Return the matrix (n, 11) of lines without quotes, each with its end.

    Parameters
    ----------
    heading : the fields' names in the order of the columns.
    fields : what a line may carry; those that are no predictors are checked, no more.

    Returns
    -------
    None unless every line is valid, or where this path cannot tell.
    """
    kinds = {field.name: field for field in fields}
    try:
        table = _read(text, [kinds[name] for name in heading])
        columns = {name: _column(kinds[name], table[name]) for name in heading}
    except (pa.ArrowInvalid, _Doubtful):
        return None
    matrix = np.full((table.num_rows, len(schema.PREDICTORS)), _MISSING)
    for name, column in columns.items():
        if name in schema.COLUMN:
            matrix[:, schema.COLUMN[name]] = column
    return matrix


def _read(text: bytes, fields: Sequence[schema.Field]) -> pa.Table:
    if not text.isascii() or _has_long_line(text):
        raise _Doubtful
    table = csv.read_csv(
        pa.BufferReader(text),
        csv.ReadOptions(
            use_threads=False,
            block_size=len(text) + 1,
            column_names=[field.name for field in fields],
        ),
        csv.ParseOptions(quote_char=False),
        csv.ConvertOptions(
            column_types={field.name: _kind(field) for field in fields},
            null_values=[""],
            strings_can_be_null=True,
        ),
    )
    if table.num_rows != count_breaks(text) + (not text.endswith(b"\n")):
        raise _Doubtful  # an empty line was left out
    return table


def _has_long_line(text: bytes) -> bool:
    """Whether a cell may be longer than the csv module, which reads row by row, takes.

    A line of that length has no break in one of these windows.
    """
    window = field_size_limit() // 2
    starts = range(0, len(text) - window, window)
    return any(text.find(b"\n", start, start + window) < 0 for start in starts)


def _kind(field: schema.Field) -> pa.DataType:
    if isinstance(field, schema.Number):
        return pa.float64()
    if isinstance(field, schema.Text):
        return pa.string()
    return pa.dictionary(pa.int32(), pa.string())


def _column(field: schema.Field, column: pa.ChunkedArray) -> Matrix | None:
    """Return a column of the matrix; None for a field that is no predictor."""
    if field.required and column.null_count:
        raise _Doubtful
    whole = column.combine_chunks()
    if isinstance(field, schema.Number):
        return _numbers(field, whole)
    if isinstance(field, schema.Text):
        _check_texts(field, whole)
        return None
    return _words(field, whole)


def _numbers(field: schema.Number, column: pa.Array) -> Matrix:
    values: Matrix = column.to_numpy(zero_copy_only=False)
    least = values <= field.minimum if field.above_minimum else values < field.minimum
    if (least | (values > field.maximum)).any():
        raise _Doubtful
    if np.isnan(values).sum() != column.null_count:  # "nan", which is no number
        raise _Doubtful
    return values + 0.0  # -0.0 becomes 0.0


def _check_texts(field: schema.Text, column: pa.Array) -> None:
    matches = pc.match_substring_regex(column, rf"\A(?:{field.pattern})\z")
    if not pc.all(matches, min_count=0).as_py():
        raise _Doubtful


def _words(field: schema.Field, column: pa.Array) -> Matrix | None:
    words = column.dictionary.to_pylist()
    values = [_value(field, word) for word in words]
    if field.name not in schema.COLUMN:
        return None
    codes: Matrix = np.array([*encode_column(field, values), _MISSING])
    places: npt.NDArray[np.int32] = pc.fill_null(column.indices, len(words)).to_numpy()
    return codes[places]


@lru_cache(maxsize=4_096)
def _value(field: schema.Field, word: str) -> schema.Value:
    try:
        return check_value(field, from_cell(field, word))
    except Broken:
        raise _Doubtful from None
