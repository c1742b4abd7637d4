"""The bytes of a file → its kind, its heading and its rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from ml import schema
from ml.tables import Line, UnreadableFile, open_csv
from ml.workbooks import is_workbook, open_workbook
from predictor.models import BatchKind
from predictor.services.batches.jobs import MAX_ROWS


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that is understood as a whole."""

    kind: BatchKind
    encoding: str  # empty where it is no CSV file
    heading: list[str]
    lines: Iterator[Line]


@contextmanager
def opened(content: bytes) -> Iterator[Opened]:
    """Open a file by its bytes.

    Raises
    ------
    ml.tables.UnreadableFile
        At once, or while the rows are read.
    """
    if not content.strip():
        raise UnreadableFile("The file is empty.", problem="empty")
    with NamedTemporaryFile(prefix="loanapp-") as file:
        file.write(content)
        file.flush()
        read = _workbook if is_workbook(content) else _csv
        with read(Path(file.name)) as found:
            yield found


@contextmanager
def _workbook(path: Path) -> Iterator[Opened]:
    with (
        open_workbook(path, schema.APPLICANT_FIELDS) as sheet,
        closing(sheet.lines) as lines,
    ):
        yield Opened(BatchKind.EXCEL, "", sheet.heading, lines)


@contextmanager
def _csv(path: Path) -> Iterator[Opened]:
    with (
        open_csv(path, schema.APPLICANT_FIELDS) as table,
        closing(table.lines) as lines,
    ):
        yield Opened(BatchKind.CSV, table.encoding, table.heading, lines)


def has_too_many_rows(content: bytes) -> bool:
    """Whether it is plain at once that it has more rows than are taken.

    Of a workbook, and where breaks may stand inside of quotes, only reading tells.
    """
    if content.startswith(b"PK") or b'"' in content:
        return False
    rows = re.finditer(rb"[^\r\n]+", content)
    return sum(1 for _ in rows) > MAX_ROWS + 1
