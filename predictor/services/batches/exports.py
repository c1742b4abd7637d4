"""Rows as a file that can be downloaded, and that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from tempfile import TemporaryFile
from typing import Final

from django.utils.translation import gettext as _
from openpyxl import Workbook

from ml import schema
from ml.cells import harmless
from predictor.models import BatchJob
from predictor.services.batches import results, sentences

Row = Sequence[object]

_LINES: Final = 500  # that are sent together
_BLOCK: Final = 1 << 16


def scores(job: BatchJob) -> Iterator[Row]:
    """Return the heading and the rows of a file's scores."""
    yield results.heading(job)
    yield from results.rows(job)


def errors(job: BatchJob) -> Iterator[Row]:
    """Return the heading and the rows of a file's errors. No value is in them."""
    yield ("row", "field", "rule", "message")
    for error in results.errors(job):
        sentence = sentences.what_to_do(error.field, error.rule)
        yield (error.row, error.field, error.rule, sentence)


def template() -> Iterator[Row]:
    """Return the heading of a file that can be scored."""
    yield [field.name for field in schema.APPLICANT_FIELDS]


def dictionary() -> Iterator[Row]:
    """Return what each column of such a file is and takes."""
    yield (_("Column"), _("What it is"), _("What it takes"), _("Needed"))
    for field in schema.APPLICANT_FIELDS:
        needed = _("yes") if field.required else _("no")
        yield (field.name, _(field.help), sentences.takes(field), needed)


def as_csv(rows: Iterable[Row]) -> Iterator[bytes]:
    """Return rows as CSV, some lines at a time."""
    text = io.StringIO()
    writer = csv.writer(text)
    for number, row in enumerate(rows, start=1):
        writer.writerow([harmless(cell) for cell in row])
        if number % _LINES == 0:
            yield _taken(text)
    yield _taken(text)


def _taken(text: io.StringIO) -> bytes:
    taken = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return taken


def as_excel(sheets: Mapping[str, Iterable[Row]]) -> Iterator[bytes]:
    """Return rows as a workbook, block by block; numbers are numbers in it."""
    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append([harmless(cell) for cell in row])
    with TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while block := file.read(_BLOCK):
            yield block
