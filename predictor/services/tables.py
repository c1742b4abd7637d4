"""Files of applications → rows with their lines."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ml import schema
from ml.validation import RowError, from_cells


class UnreadableFile(Exception):
    """The file as a whole is not a table of applications."""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file as JSON rows, each with the line that it begins in."""

    columns: list[str]
    lines: list[int]
    rows: list[dict[str, object]]
    errors: list[RowError]  # lines that have too many or too few cells


def read_csv(path: Path, fields: Sequence[schema.Field]) -> Table:
    """Read a CSV file: UTF-8 with or without byte order mark, else Windows-1252.

    Raises
    ------
    UnreadableFile
        Where it cannot be opened, is no text, or its heading is not understood.
    """
    reader = csv.reader(_decode(path).splitlines(keepends=True), strict=True)
    try:
        heading = [name.strip() for name in next(reader, [])]
        _check_heading(heading, fields)
        return _read_rows(reader, heading, fields)
    except csv.Error as error:
        raise UnreadableFile(f"Line {reader.line_num}: {error}.") from None


def _decode(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path}: {error.strerror}.") from None
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(f"{path} is neither UTF-8 nor Windows-1252 text.")


def _check_heading(heading: list[str], fields: Sequence[schema.Field]) -> None:
    if not heading:
        raise UnreadableFile("The file is empty.")
    known = [field.name for field in fields]
    unknown = [name for name in heading if name not in known]
    needed = [field.name for field in fields if field.required]
    missing = [name for name in needed if name not in heading]
    twice = {name for name in heading if heading.count(name) > 1}
    for names, complaint in (
        (unknown, "has columns that the data dictionary lacks"),
        (missing, "lacks columns that are required"),
        (sorted(twice), "has columns twice"),
    ):
        if names:
            raise UnreadableFile(f"The heading {complaint}: {', '.join(names)}.")


def _read_rows(
    reader: csv._reader, heading: list[str], fields: Sequence[schema.Field]
) -> Table:
    table = Table(heading, [], [], [])
    for line, cells in _with_lines(reader):
        if len(cells) == len(heading):
            table.lines.append(line)
            cells_by_name = dict(zip(heading, cells, strict=True))
            table.rows.append(from_cells(cells_by_name, fields))
        elif cells:
            message = f"The line has {len(cells)} cells, the heading {len(heading)}."
            table.errors.append(RowError(line, None, "cells", message))
    return table


def _with_lines(reader: csv._reader) -> Iterator[tuple[int, list[str]]]:
    begins = reader.line_num + 1
    for cells in reader:
        yield begins, cells
        begins = reader.line_num + 1
