"""CSV files of applications: the heading, then lines one by one or in blocks."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np

from ml import schema
from ml.cells import from_cells
from ml.validation import RowError

_ENCODINGS: Final = ("utf-8", "cp1252")
_BLOCK: Final = 1 << 20
_BREAK: Final = rb"\r\n|\r|\n"
#: Empty lines, and the first one that is not.
_HEADING: Final = re.compile(rb"((?:%b)*)([^\r\n]*)(?:%b|\Z)" % (_BREAK, _BREAK))


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
    _file: BinaryIO
    _encoding: str
    _begins: int  # the number of the line after the heading

    def position(self) -> int:
        """Return the bytes that were read so far."""
        return self._file.tell()

    @property
    def lines(self) -> Iterator[Line]:
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

    def _read(self, file: BinaryIO, number: int) -> Iterator[Line]:
        lines = io.TextIOWrapper(file, self._encoding, newline="")
        try:
            for begins, cells in _numbered(lines, number):
                yield self._line(begins, cells)
        finally:
            lines.detach()  # else the file would be closed with it

    def _line(self, number: int, cells: list[str]) -> Line:
        if len(cells) != len(self.heading):
            message = (
                f"The line has {len(cells)} cells, the heading {len(self.heading)}."
            )
            return Line(number, cells, {}, RowError(number, None, "cells", message))
        row = from_cells(dict(zip(self.heading, cells, strict=True)), self.fields)
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
    _check_heading(heading, fields)
    return Table(heading, fields, size, file, encoding, empty + 2)


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
            if cells:
                yield begins, cells
            begins = first + reader.line_num
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
