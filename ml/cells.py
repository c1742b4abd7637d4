"""The cells of a file → the JSON values that they stand for."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

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


def _number(text: str) -> object:
    try:
        number = float(text)
    except ValueError:
        return text
    return number if math.isfinite(number) and "_" not in text else text
