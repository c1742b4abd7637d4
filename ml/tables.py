"""CSV files of applications: the heading, then lines one by one or in blocks."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np

from ml import schema
from ml.cells import from_cells
from ml.headings import UnreadableFile, check_heading
from ml.validation import RowError

__all__ = ["Block", "Line", "Lines", "Table", "UnreadableFile", "line_of", "open_csv"]

_ENCODINGS: Final = ("utf-8", "cp1252")
_BLOCK: Final = 1 << 20
_BREAK: Final = rb"\r\n|\r|\n"
#: Empty lines, and the first one that is not.
_HEADING: Final = re.compile(rb"((?:%b)*)([^\r\n]*)(?:%b|\Z)" % (_BREAK, _BREAK))


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file: its cells as text and as a JSON row, or what is wrong."""

    number: int  # the line that it begins in
    cells: list[str]
    row: dict[str, object]
    error: RowError | None = None


#: Whoever stops before the end closes them.
Lines = Generator[Line, None, None]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together.

    Parameters
    ----------
    number : of the first line.
    text : the lines, each with its end; or None where quotes or unusual ends of lines
        leave only to read the rest of the file row by row.
    lines : the same, read thoroughly.
    """

    number: int
    text: bytes | None
    lines: Iterable[Line] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Table:
    """An open file."""

    heading: list[str]
    fields: Sequence[schema.Field]
    size: int  # bytes
    encoding: str  # utf-8 or cp1252
    _file: BinaryIO
    _begins: int  # the number of the line after the heading

    def position(self) -> int:
        """Return the bytes that were read so far."""
        return self._file.tell()

    @property
    def lines(self) -> Lines:
        """The rows that follow, one at a time; those that are empty are left out.

        Raises
        ------
        UnreadableFile
            Where the quotes are not those of CSV.
        """
        return self._read(self._file, self._begins)

    def blocks(self) -> Iterator[Block]:
        """Return the rows that follow in blocks of about a megabyte."""
        number = self._begins
        while text := self._file.read(_BLOCK):
            text += self._file.readline(_BLOCK)
            if _is_unusual(text):
                self._file.seek(-len(text), io.SEEK_CUR)
                yield Block(number, None, self._read(self._file, number))
                return
            yield self.block(text, number)
            number += count_breaks(text)

    def block(self, text: bytes, number: int) -> Block:
        """Return lines of such a block as a block of their own."""
        return Block(number, text, self._read(io.BytesIO(text), number))

    def _read(self, file: BinaryIO, number: int) -> Lines:
        lines = io.TextIOWrapper(file, self.encoding, newline="")
        try:
            for begins, cells in _numbered(lines, number):
                yield line_of(begins, cells, self.heading, self.fields)
        finally:
            lines.detach()  # else the file would be closed with it


def line_of(
    number: int, cells: list[str], heading: list[str], fields: Sequence[schema.Field]
) -> Line:
    """Return a row of cells as the JSON row that it stands for, or what is wrong."""
    if len(cells) != len(heading):
        message = f"The line has {len(cells)} cells, the heading {len(heading)}."
        return Line(number, cells, {}, RowError(number, None, "cells", message))
    row = from_cells(dict(zip(heading, cells, strict=True)), fields)
    return Line(number, cells, row)


def count_breaks(text: bytes) -> int:
    """Return how many lines end in a text; of a megabyte far sooner than its count."""
    return int(np.count_nonzero(np.frombuffer(text, np.uint8) == ord("\n")))


def _is_unusual(text: bytes) -> bool:
    """Whether a line may go on beyond the end of the block, or ends in its middle."""
    if b"\r" in text and text.count(b"\r") != text.count(b"\r\n"):
        return True
    return b'"' in text or (len(text) > _BLOCK and not text.endswith(b"\n"))


@contextmanager
def open_csv(path: Path, fields: Sequence[schema.Field]) -> Iterator[Table]:
    """Open a CSV file: UTF-8 with or without byte order mark, else Windows-1252.

    Raises
    ------
    UnreadableFile
        Where it cannot be opened, is no text, or its heading is not understood.
    """
    with _opened(path) as file:
        yield _table(file, path.stat().st_size, _encoding(path), fields)


def _opened(path: Path) -> BinaryIO:
    try:
        if path.exists() and not path.is_file():
            raise UnreadableFile(f"{path} is not a file.")
        return path.open("rb")
    except OSError as error:
        raise UnreadableFile(f"{path}: {error.strerror}.") from None


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            message = f"{path} is UTF-16 text. Save it as UTF-8."
            raise UnreadableFile(message, problem="utf_16")
    for encoding in _ENCODINGS:
        if _decodes(path, encoding):
            return encoding
    message = f"{path} is neither UTF-8 nor Windows-1252 text."
    raise UnreadableFile(message, problem="not_text")


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


def _table(
    file: BinaryIO, size: int, encoding: str, fields: Sequence[schema.Field]
) -> Table:
    if file.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
        file.seek(0)
    start = file.tell()
    empty, first, rest = _first_line(file.read(_BLOCK))
    file.seek(start + rest)
    numbered = _numbered([first.decode(encoding)], 1 + empty)
    _, heading = next(numbered, (1, []))
    heading = [name.strip() for name in heading]
    check_heading(heading, fields)
    return Table(heading, fields, size, encoding, file, empty + 2)


def _first_line(text: bytes) -> tuple[int, bytes, int]:
    """Return the number of empty lines, the line after them, and where it ends."""
    found = _HEADING.match(text)
    assert found  # noqa: S101 - it matches any text
    empty, first = found.groups()
    return len(re.findall(_BREAK, empty)), first, found.end()


def _numbered(lines: Iterable[str], first: int) -> Iterator[tuple[int, list[str]]]:
    """Return the rows that are not empty, each with the line that it begins in."""
    reader = csv.reader(lines, strict=True)
    begins = first
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = first + reader.line_num
    except csv.Error as error:
        message = f"Line {begins} is not CSV: {error}."
        raise UnreadableFile(message, problem="not_csv", line=begins) from None
