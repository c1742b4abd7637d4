"""Rows as an Excel workbook that is sent while it is written.

For 100,000 rows openpyxl would take half a minute, and have nothing to send before the
end. So it makes the frame, and the rows alone are written here.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

Row = Sequence[object]

_ROWS: Final = 500  # that are packed together
_BEGIN: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>"
)
_END: Final = "</sheetData></worksheet>"


class _Sink(io.RawIOBase):
    """Takes what is written until it is sent; nobody can go back in it."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # what zipfile has
        self._waiting.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        taken, self._waiting = b"".join(self._waiting), []
        return taken


def workbook(sheets: Mapping[str, Iterable[Row]]) -> Iterator[bytes]:
    """Return a workbook with a sheet for each title, some rows at a time."""
    sink = _Sink()
    rows = {
        f"xl/worksheets/sheet{number}.xml": rows
        for number, rows in enumerate(sheets.values(), start=1)
    }
    with (
        ZipFile(_frame(sheets)) as frame,
        ZipFile(sink, "w", ZIP_DEFLATED) as book,
    ):
        for part in frame.namelist():
            content = _sheet(rows[part]) if part in rows else [frame.read(part)]
            with book.open(part, "w") as file:
                for text in content:
                    file.write(text)
                    yield sink.taken()
    yield sink.taken()


def _frame(titles: Iterable[str]) -> io.BytesIO:
    """Return a workbook with empty sheets."""
    book = Workbook(write_only=True)
    for title in titles:
        book.create_sheet(title)
    file = io.BytesIO()
    book.save(file)
    return file


def _sheet(rows: Iterable[Row]) -> Iterator[bytes]:
    yield _BEGIN.encode()
    rows = iter(rows)
    while some := list(islice(rows, _ROWS)):
        yield "".join(map(_row, some)).encode()
    yield _END.encode()


def _row(cells: Row) -> str:
    return f"<row>{''.join(map(_cell, cells))}</row>"


def _cell(value: object) -> str:
    """Return a cell: a number as one, and text as it stands, never as a formula."""
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, int | float):
        return f"<c><v>{value!r}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'
