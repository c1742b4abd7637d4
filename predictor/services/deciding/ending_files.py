"""Files of outcomes: how the loans of many applications ended."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from typing import Any, Final

from django.contrib.auth.models import User
from django.db import (
    DEFAULT_DB_ALIAS,
    IntegrityError,
    OperationalError,
    transaction,
)
from django.utils import timezone

from ml import schema, tables
from ml.validation import Checked, RowError, check_rows
from predictor.models import JournalEntry, Kind, LoanApplication, Outcome, bulk
from predictor.models.keys import new_keys
from predictor.services.deciding import endings
from predictor.services.imports import BadRows, Disturbed
from predictor.services.intake import OnProgress

_CHUNK: Final = 1_000
_READ: Final = (
    "loan_id",
    "status",
    "revision",
    "decided_at",
    "outcome",
    "outcome_at",
)


@dataclass(slots=True)
class OutcomeReport:
    """What an import did."""

    rows: int
    recorded: int = 0  # where nothing was known before
    corrected: int = 0
    unchanged: int = 0
    errors: list[RowError] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Line:
    """What one line of the file says."""

    number: int
    loan_id: str
    outcome: Outcome
    when: endings.When


def import_file(
    *,
    path: Path,
    by: User,
    skip_bad_rows: bool = False,
    on_progress: OnProgress = lambda done, total: None,
) -> OutcomeReport:
    """Record the outcomes of a CSV file; the same file again changes nothing.

    Raises
    ------
    tables.UnreadableFile
        Where the file as a whole is not understood.
    BadRows
        Where rows are wrong and are not to be skipped. Nothing is stored.
    Disturbed
        Where the database is busy, or lost to another one. Nothing is stored.
    """
    with tables.open_csv(path, schema.OUTCOME_FIELDS) as table:
        lines = list(table.lines)
    good = [line for line in lines if line.error is None]
    checked = check_rows(
        [line.row for line in good],
        fields=schema.OUTCOME_FIELDS,
        numbers=[line.number for line in good],
    )
    report = OutcomeReport(
        rows=len(lines),
        errors=[*checked.errors, *(line.error for line in lines if line.error)],
    )
    try:
        return _store(_lines_of(checked), report, by, skip_bad_rows, on_progress)
    except (IntegrityError, OperationalError) as error:
        raise Disturbed from error


def _lines_of(checked: Checked) -> list[_Line]:
    """Return the lines in the order of loan_id, in which everybody locks."""
    lines = [
        _Line(
            number,
            str(row[schema.LOAN_ID.name]),
            Outcome(str(row[schema.OUTCOME.name])),
            _when(str(row[schema.OUTCOME_AT.name])),
        )
        for number, row in zip(checked.rows, checked.applicants, strict=True)
    ]
    return sorted(lines, key=lambda line: line.loan_id)


def _when(text: str) -> endings.When:
    """Return a day, or a moment; midnight without a zone is how a day was read."""
    moment = datetime.fromisoformat(text)
    is_day = moment.tzinfo is None and moment.time() == time.min
    return moment.date() if is_day else moment


@transaction.atomic
def _store(
    lines: list[_Line],
    report: OutcomeReport,
    by: User,
    skip_bad_rows: bool,
    on_progress: OnProgress,
) -> OutcomeReport:
    now = timezone.now()
    for start in range(0, len(lines), _CHUNK):
        _store_chunk(lines[start : start + _CHUNK], report, by, now)
        on_progress(min(start + _CHUNK, len(lines)), len(lines))
    report.errors.sort(key=lambda error: error.row)
    if report.errors and not skip_bad_rows:
        raise BadRows(report.errors)
    return report


def _store_chunk(
    lines: Sequence[_Line], report: OutcomeReport, by: User, now: datetime
) -> None:
    standing = _standing(lines)
    changed, details = [], []
    for line in lines:
        application = standing.get(line.loan_id)
        try:
            at = _moment(application, line, now)
        except endings.NotPossible as refused:
            report.errors.append(_error(line, refused))
            continue
        assert application  # noqa: S101 - else there is no moment
        if not endings.differs(application, line.outcome, at):
            report.unchanged += 1
            continue
        _count(report, application)
        details.append(endings.set_outcome(application, line.outcome, at, now=now))
        changed.append(application)
    if changed:
        bulk.update(changed, endings.WRITTEN, using=DEFAULT_DB_ALIAS)
        bulk.insert(_entries(changed, details, by, now), using=DEFAULT_DB_ALIAS)


def _standing(lines: Sequence[_Line]) -> dict[str, LoanApplication]:
    references = [line.loan_id for line in lines]
    rows = LoanApplication.objects.select_for_update(no_key=True).only(*_READ)
    found = rows.filter(loan_id__in=references).by_loan_id()
    return {application.loan_id: application for application in found}


def _moment(
    application: LoanApplication | None, line: _Line, now: datetime
) -> datetime:
    if application is None:
        raise endings.NotPossible("unknown", "There is no application of that Loan_ID.")
    return endings.moment_of(application, line.when, now=now)


def _error(line: _Line, refused: endings.NotPossible) -> RowError:
    of_the_day = refused.rule in ("before_decision", "future")
    name = schema.OUTCOME_AT.name if of_the_day else schema.LOAN_ID.name
    return RowError(line.number, name, refused.rule, str(refused))


def _count(report: OutcomeReport, application: LoanApplication) -> None:
    if application.outcome is None:
        report.recorded += 1
    else:
        report.corrected += 1


def _entries(
    changed: Sequence[LoanApplication],
    details: Sequence[dict[str, Any]],
    by: User,
    now: datetime,
) -> bulk.Part:
    shared = {
        "kind": Kind.OUTCOME.value,
        "text": "",
        "written_by_id": by.pk,
        "created_at": now,
    }
    each: bulk.Each = {
        "id": new_keys(len(changed)),
        "application_id": [str(one.pk) for one in changed],
        "revision": [one.revision for one in changed],
        "status": [one.status for one in changed],
        "details": [json.dumps(one) for one in details],
    }
    return bulk.Part(JournalEntry, shared, each)
