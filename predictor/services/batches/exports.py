"""Rows as a file that can be downloaded, and that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from django.utils.translation import gettext as _

from ml import schema
from ml.cells import harmless
from predictor.models import BatchJob
from predictor.services.batches import results, sentences
from predictor.services.batches.spreadsheets import Row, workbook

_LINES: Final = 500  # that are sent together


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
    for number, row in enumerate(_harmless(rows), start=1):
        writer.writerow(row)
        if number % _LINES == 0:
            yield _taken(text)
    yield _taken(text)


def _taken(text: io.StringIO) -> bytes:
    taken = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return taken


def as_excel(sheets: Mapping[str, Iterable[Row]]) -> Iterator[bytes]:
    """Return rows as a workbook, some of them at a time; numbers are numbers in it."""
    return workbook({title: _harmless(rows) for title, rows in sheets.items()})


def _harmless(rows: Iterable[Row]) -> Iterator[Row]:
    return ([harmless(cell) for cell in row] for row in rows)
