"""Excel workbooks of applications: the first sheet, read as a CSV file would be."""

from __future__ import annotations

import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, BinaryIO, Final

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from ml import schema
from ml.headings import UnreadableFile, check_heading
from ml.tables import Line, Lines, line_of

#: What its parts may come to, unpacked: a sheet of 100,000 rows has 60 MB.
MOST_BYTES: Final = 160_000_000
#: The parts of which openpyxl makes an object for each element: styles and the like.
MOST_BYTES_OF_SMALL_PARTS: Final = 2_000_000
_LARGE_PARTS: Final = (
    "xl/worksheets/",
    "xl/sharedStrings.xml",
    "xl/media/",
    "xl/pivotCache/",
    "xl/drawings/",
)
_ZIP: Final = b"PK\x03\x04"
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
_MOST_ROWS: Final = 1_048_576  # that a sheet can have; a damaged one may claim more
_MOST_COLUMNS: Final = 64
_BLOCK: Final = 1 << 20
#: A damaged workbook makes openpyxl raise whatever its parts do.
_DAMAGED: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    InvalidFileException,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,  # that of XML as well
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
# It warns of what it leaves out, at times with the content of a cell.
warnings.filterwarnings("ignore", module="openpyxl")

Cells = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """An open sheet: what ``tables.Table`` is of a CSV file."""

    heading: list[str]
    fields: Sequence[schema.Field]
    _rows: Iterator[tuple[int, Cells]] = field(repr=False)

    @property
    def lines(self) -> Lines:
        """The rows that follow; those that are empty are left out.

        Raises
        ------
        UnreadableFile
            Where the file is damaged.
        """
        for number, cells in self._rows:
            if any(not _is_empty(cell) for cell in cells):
                yield self._line(number, cells)

    def _line(self, number: int, cells: Cells) -> Line:
        width = max(len(self.heading), _width(cells))
        filled = (*cells, *[None] * width)[:width]
        texts = [_text(cell) for cell in filled]
        line = line_of(number, texts, self.heading, self.fields)
        for name, cell in zip(self.heading, filled, strict=False):
            if isinstance(cell, bool) and not line.error:
                line.row[name] = cell  # which no field takes
        return line


def is_workbook(content: bytes) -> bool:
    """Whether it begins like an Excel workbook, whatever its name is.

    Raises
    ------
    UnreadableFile
        Where it is one of Excel before 2007, or one with a password.
    """
    if content.startswith(_OLD_EXCEL):
        message = "The workbook is an old one (.xls) or has a password."
        raise UnreadableFile(message, problem="old_excel")
    return content.startswith(_ZIP)


@contextmanager
def open_workbook(path: Path, fields: Sequence[schema.Field]) -> Iterator[Sheet]:
    """Open the first sheet that is not hidden; formulas are what they last came to.

    One that never came to anything, for no program has calculated it, stands as it was
    typed: no field takes it, and it is no fact that is missing.

    Raises
    ------
    UnreadableFile
        Where it is damaged or too large, or its heading is not understood.
    """
    with path.open("rb") as file, path.open("rb") as same, ExitStack() as books:
        book = books.enter_context(closing(_loaded(file, formulas=False)))
        typed = None
        if _has_formulas(same):
            typed = _shown(books.enter_context(closing(_loaded(same, formulas=True))))
        yield _sheet(_numbered(_shown(book), typed), fields)


def _loaded(file: BinaryIO, *, formulas: bool) -> Any:
    try:
        _limit(file)
        return load_workbook(
            file, read_only=True, data_only=not formulas, keep_links=False
        )
    except _DAMAGED:
        raise _damaged() from None


def _has_formulas(file: BinaryIO) -> bool:
    """Whether any sheet has: most have none, and are read once."""
    try:
        with zipfile.ZipFile(file) as parts:
            sheets = [n for n in parts.namelist() if n.startswith("xl/worksheets/")]
            return any(_finds(parts, name, _FORMULA) for name in sheets)
    except _DAMAGED:
        raise _damaged() from None


def _finds(parts: zipfile.ZipFile, name: str, pattern: re.Pattern[bytes]) -> bool:
    """Whether three bytes that match stand anywhere in a part, which may be large."""
    with parts.open(name) as part:
        left = b""
        while block := part.read(_BLOCK):
            if pattern.search(left + block):
                return True
            left = block[-2:]
    return False


_FORMULA: Final = re.compile(rb"<f[ >/]")


def _limit(file: BinaryIO) -> None:
    """Refuse what would fill the memory: a small file may unpack to a huge one."""
    with zipfile.ZipFile(file) as parts:
        sizes = {part.filename: part.file_size for part in parts.infolist()}
        small = sum(n for name, n in sizes.items() if not name.startswith(_LARGE_PARTS))
    if sum(sizes.values()) > MOST_BYTES or small > MOST_BYTES_OF_SMALL_PARTS:
        message = "The workbook unpacks to more than one of 100,000 rows needs."
        raise UnreadableFile(message, problem="too_large")


def _damaged() -> UnreadableFile:
    message = "The file is no Excel workbook (.xlsx), or is damaged."
    return UnreadableFile(message, problem="damaged")


def _shown(book: Any) -> Any:
    """Return the first sheet that is not hidden."""
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            return sheet
    raise UnreadableFile("The workbook has no sheet.", problem="empty")


def _sheet(rows: Iterator[tuple[int, Cells]], fields: Sequence[schema.Field]) -> Sheet:
    for _, cells in rows:
        heading = [_text(cell).strip() for cell in cells[: _width(cells)]]
        if heading:
            check_heading(heading, fields)
            return Sheet(heading, fields, rows)
    raise UnreadableFile("The file is empty.", problem="empty")


def _numbered(sheet: Any, typed: Any | None) -> Iterator[tuple[int, Cells]]:
    """Return the rows with their numbers in the sheet.

    Parameters
    ----------
    typed : the same sheet with its formulas, where it has any.
    """
    try:
        rows = _rows(sheet)
        if typed is not None:
            rows = map(_with_formulas, rows, _rows(typed))
        yield from zip(range(1, _MOST_ROWS + 1), rows, strict=False)
    except _DAMAGED:
        raise _damaged() from None


def _rows(sheet: Any) -> Iterator[Cells]:
    sheet.reset_dimensions()  # which the file states, at times wrongly
    rows: Iterator[Cells] = sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS)
    return rows


def _with_formulas(cells: Cells, typed: Cells) -> Cells:
    """Let a formula without a value stand as it was typed."""
    pairs = zip(cells, typed, strict=False)
    return tuple(
        str(formula) if cell is None and formula is not None else cell
        for cell, formula in pairs
    )


def _width(cells: Cells) -> int:
    """Return the number of cells up to the last one that has something in it."""
    filled = (i for i in range(len(cells), 0, -1) if not _is_empty(cells[i - 1]))
    return next(filled, 0)


def _is_empty(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _text(cell: Any) -> str:
    """Return what the cell would be in a CSV file."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell)) if abs(cell) < 1e16 else repr(cell)
    if isinstance(cell, date | datetime | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, str | int | float | timedelta) else repr(cell)
