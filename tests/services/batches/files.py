"""Files as officers have them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook

from tests.rows import row

NAMES = list(row())


def rows(number: int, **changes: Any) -> list[dict[str, Any]]:
    """Return valid rows, each with a reference of its own."""
    return [
        row(Loan_ID=f"F{i:06}", Credit_History=i % 3 and 1, **changes)
        for i in range(number)
    ]


def cells(rows: Iterable[dict[str, Any]], names: Sequence[str] = NAMES) -> list[Any]:
    """Return a heading and rows of cells."""
    return [list(names), *([one.get(name) for name in names] for one in rows)]


def as_csv(rows: Iterable[dict[str, Any]], names: Sequence[str] = NAMES) -> bytes:
    """Return rows as the bytes of a CSV file."""
    text = io.StringIO()
    csv.writer(text).writerows(cells(rows, names))
    return text.getvalue().encode()


def workbook(table: Iterable[Sequence[Any]]) -> bytes:
    """Return rows of cells as the bytes of a workbook."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Applications")
    for line in table:
        sheet.append(list(line))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
