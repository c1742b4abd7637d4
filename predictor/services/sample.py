"""The Boston applications: real data for a fresh checkout."""

from __future__ import annotations

from ml import schema
from ml.sample import load_sample as read_sample
from ml.validation import check_rows
from predictor.models import Source
from predictor.services.intake import ImportReport, OnProgress, store


def load_sample(*, on_progress: OnProgress = lambda done, total: None) -> ImportReport:
    """Store the 1,989 applications; again, it changes nothing."""
    frame = read_sample().astype(object)
    rows = frame.where(frame.notna(), None).to_dict("records")
    checked = check_rows(rows, fields=schema.IMPORT_FIELDS)
    report = ImportReport(rows=len(rows))
    return store(checked, report, source=Source.SAMPLE, on_progress=on_progress)
