"""The cells of a file → the JSON values that they stand for, and back."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from ml import schema


def from_cells(
    cells: Mapping[str, str], fields: Sequence[schema.Field]
) -> dict[str, object]:
    """Return a row of a file as the JSON row that it stands for."""
    kinds = {field.name: field for field in fields}
    return {name: from_cell(kinds.get(name), cell) for name, cell in cells.items()}


def from_cell(field: schema.Field | None, cell: str) -> object:
    """Return what one cell stands for: an empty one for nothing, a number for itself.

    What cannot be read stays text, for ``ml.validation`` to refuse.
    """
    text = cell.strip()
    if not text:
        return None
    if isinstance(field, schema.Number | schema.Flag):
        return _number(text)
    if isinstance(field, schema.Category) and field.aliases and text.isdecimal():
        return text if text in field.choices else _number(text)
    return text


#: What makes a spreadsheet take a cell for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return cell


def _number(text: str) -> object:
    try:
        number = float(text)
    except ValueError:
        return text
    return number if math.isfinite(number) and "_" not in text else text
