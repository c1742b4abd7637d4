"""CSV files of applications → JSON rows with their lines, one at a time."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from ml import schema
from ml.cells import from_cells
from ml.validation import RowError

_ENCODINGS: Final = ("utf-8-sig", "cp1252")
_BLOCK: Final = 1 << 20


class UnreadableFile(Exception):
    """The file as a whole is not a table of applications."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file: its cells as text and as a JSON row, or what is wrong."""

    number: int  # the line that it begins in
    cells: list[str]
    row: dict[str, object]
    error: RowError | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """An open file."""

    heading: list[str]
    lines: Iterator[Line]
    size: int  # bytes
    position: Callable[[], int]  # bytes read so far


@contextmanager
def open_csv(path: Path, fields: Sequence[schema.Field]) -> Iterator[Table]:
    """Open a CSV file: UTF-8 with or without byte order mark, else Windows-1252.

    Raises
    ------
    UnreadableFile
        Where it cannot be opened, is no text, or its heading is not understood; while
        the lines are read, where its quotes are not those of CSV.
    """
    with _opened(path) as file:
        yield _table(file, path.stat().st_size, fields)


def _opened(path: Path) -> TextIO:
    try:
        if path.exists() and not path.is_file():
            raise UnreadableFile(f"{path} is not a file.")
        return path.open(encoding=_encoding(path), newline="")
    except OSError as error:
        raise UnreadableFile(f"{path}: {error.strerror}.") from None


def _encoding(path: Path) -> str:
    for encoding in _ENCODINGS:
        if _decodes(path, encoding):
            return encoding
    raise UnreadableFile(f"{path} is neither UTF-8 nor Windows-1252 text.")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while block := file.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _table(file: TextIO, size: int, fields: Sequence[schema.Field]) -> Table:
    numbered = _numbered(file)
    _, heading = next(numbered, (1, []))
    heading = [name.strip() for name in heading]
    _check_heading(heading, fields)
    lines = (_line(number, cells, heading, fields) for number, cells in numbered)
    return Table(heading, lines, size, file.buffer.tell)


def _numbered(file: TextIO) -> Iterator[tuple[int, list[str]]]:
    """Return the rows that are not empty, each with the line that it begins in."""
    reader = csv.reader(file, strict=True)
    begins = 1
    try:
        for cells in reader:
            if cells:
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFile(f"Line {begins} is not CSV: {error}.") from None


def _check_heading(heading: list[str], fields: Sequence[schema.Field]) -> None:
    if not heading:
        raise UnreadableFile("The file is empty.")
    known = [field.name for field in fields]
    if not set(heading) & set(known):  # and what it is may be an applicant's values
        raise UnreadableFile(
            "The first line is not a heading with names of the data dictionary, "
            "separated by commas."
        )
    needed = [field.name for field in fields if field.required]
    for names, complaint in (
        ({n for n in heading if heading.count(n) > 1}, "has columns twice"),
        (set(heading) - set(known), "has columns that the data dictionary lacks"),
        (set(needed) - set(heading), "lacks columns that are required"),
    ):
        if names:
            listed = ", ".join(sorted(names))
            raise UnreadableFile(f"The heading {complaint}: {listed}.")


def _line(
    number: int, cells: list[str], heading: list[str], fields: Sequence[schema.Field]
) -> Line:
    if len(cells) != len(heading):
        message = f"The line has {len(cells)} cells, the heading {len(heading)}."
        return Line(number, cells, {}, RowError(number, None, "cells", message))
    return Line(
        number, cells, from_cells(dict(zip(heading, cells, strict=True)), fields)
    )
