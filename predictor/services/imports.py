"""Files of applications, with decisions where they have them."""

from __future__ import annotations

from pathlib import Path

from django.db import IntegrityError, OperationalError

from ml import schema, tables
from ml.tables import UnreadableFile
from ml.validation import RowError, check_rows
from predictor.models import Source
from predictor.services.intake import BadRows, ImportReport, OnProgress, store

__all__ = [
    "BadRows",
    "Disturbed",
    "ImportReport",
    "RowError",
    "UnreadableFile",
    "import_file",
]


class Disturbed(Exception):
    """Another process wrote the same applications, or held the database too long."""

    def __init__(self) -> None:
        super().__init__(
            "Others write to the same applications, or the database is busy. "
            "Nothing was stored: try again."
        )


def import_file(
    *,
    path: Path,
    skip_bad_rows: bool = False,
    on_progress: OnProgress = lambda done, total: None,
) -> ImportReport:
    """Store the applications of a CSV file; the same file again changes nothing.

    Raises
    ------
    UnreadableFile
        Where the file as a whole is not understood.
    BadRows
        Where rows are wrong and are not to be skipped. Nothing is stored.
    Disturbed
        Where others write the same applications meanwhile. Nothing is stored.
    """
    with tables.open_csv(path, schema.IMPORT_FIELDS) as table:
        lines = list(table.lines)
    good = [line for line in lines if line.error is None]
    checked = check_rows(
        [line.row for line in good],
        fields=schema.IMPORT_FIELDS,
        numbers=[line.number for line in good],
    )
    checked.errors.extend(line.error for line in lines if line.error)
    report = ImportReport(rows=len(lines))
    try:
        return store(
            checked,
            report,
            source=Source.IMPORTED,
            skip_bad_rows=skip_bad_rows,
            on_progress=on_progress,
        )
    except (IntegrityError, OperationalError) as error:
        raise Disturbed from error
