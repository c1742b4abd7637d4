"""Rows with the decisions they came with → applications, all or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from ml import schema
from ml.validation import Checked, RowError
from predictor.models import LoanApplication, Source, Status
from predictor.models.application import STATUS_OF_LABEL, LabelSource
from predictor.models.keys import new_key
from predictor.services.recording import is_complete

_CHUNK: Final = 1_000

OnProgress = Callable[[int, int], None]


class BadRows(Exception):
    """Rows break rules, so nothing was stored."""

    def __init__(self, errors: list[RowError]) -> None:
        super().__init__("Rows break rules. Nothing was stored.")
        self.errors = errors


@dataclass(slots=True)
class ImportReport:
    """What an import did."""

    rows: int
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    missing: dict[str, int] = field(default_factory=dict)
    errors: list[RowError] = field(default_factory=list)


@transaction.atomic
def store(
    checked: Checked,
    report: ImportReport,
    *,
    source: Source,
    skip_bad_rows: bool = False,
    on_progress: OnProgress,
) -> ImportReport:
    """Store checked rows and complete the report.

    Raises
    ------
    BadRows
        Where rows are wrong and are not to be skipped. Nothing is stored.
    """
    # In the order in which everybody locks rows, so that nobody waits in a circle.
    pairs = sorted(_with_reference(checked), key=_reference)
    report.missing = count_missing(applicant for _, applicant in pairs)
    for start in range(0, len(pairs), _CHUNK):
        _store_chunk(pairs[start : start + _CHUNK], report, checked.errors, source)
        on_progress(min(start + _CHUNK, len(pairs)), len(pairs))
    report.errors = sorted(checked.errors, key=lambda error: error.row)
    if report.errors and not skip_bad_rows:
        raise BadRows(report.errors)
    return report


def count_missing(applicants: Iterable[schema.Applicant]) -> dict[str, int]:
    """Return how many values are missing, for each predictor where any is."""
    names = [field.name for field in schema.PREDICTORS]
    missing = Counter(name for row in applicants for name in names if row[name] is None)
    return {name: missing[name] for name in names if missing[name]}


def _reference(pair: tuple[int, schema.Applicant]) -> str:
    return str(pair[1][schema.LOAN_ID.name])


def _with_reference(checked: Checked) -> Iterator[tuple[int, schema.Applicant]]:
    for row, applicant in zip(checked.rows, checked.applicants, strict=True):
        if applicant[schema.LOAN_ID.name] is None:
            message = "An import names each application, so that it can be repeated."
            error = RowError(row, schema.LOAN_ID.name, "required", message)
            checked.errors.append(error)
        else:
            yield row, applicant


def _store_chunk(
    pairs: list[tuple[int, schema.Applicant]],
    report: ImportReport,
    errors: list[RowError],
    source: Source,
) -> None:
    references = [applicant[schema.LOAN_ID.name] for _, applicant in pairs]
    standing = {
        application.loan_id: application
        for application in LoanApplication.objects.select_for_update()
        .filter(loan_id__in=references)
        .by_loan_id()
    }
    new = []
    for row, applicant in pairs:
        wanted = _columns(applicant, source)
        kept = standing.get(str(applicant[schema.LOAN_ID.name]))
        if kept is None:
            new.append(_new_application(wanted, source))
        elif _same(kept, wanted):
            report.unchanged += 1
        elif refusal := _refusal(kept, wanted):
            errors.append(RowError(row, schema.LOAN_ID.name, *refusal))
        else:
            _update(kept, wanted)
            report.updated += 1
    LoanApplication.objects.bulk_create(new)
    report.created += len(new)


def _columns(applicant: schema.Applicant, source: Source) -> dict[str, Any]:
    """Return what the row says, by column; moments that it leaves out stay."""
    columns: dict[str, Any] = {
        f.attribute: applicant[f.name] for f in schema.APPLICANT_FIELDS
    }
    for moment in schema.MOMENTS:
        if text := applicant[moment.name]:
            columns[moment.attribute] = _aware(datetime.fromisoformat(str(text)))
    if label := applicant[schema.LOAN_STATUS.name]:
        columns["loan_status"] = label
        columns["status"] = STATUS_OF_LABEL[str(label)]
        columns["label_source"] = LabelSource(source.value)
    return columns


def _aware(moment: datetime) -> datetime:
    """Return a moment; one without a zone is in that of the installation."""
    if moment.tzinfo:
        return moment
    return timezone.make_aware(moment, timezone.get_default_timezone())


def _new_application(columns: dict[str, Any], source: Source) -> LoanApplication:
    now = timezone.now()
    application = LoanApplication(
        id=new_key(), source=source, created_at=now, updated_at=now, **columns
    )
    _set_status(application, now)
    return application


def _set_status(application: LoanApplication, now: datetime) -> None:
    """Set the status that the values give to an application nobody has decided."""
    if application.status and not application.is_open:
        return
    complete = is_complete(application.as_applicant())
    application.status = Status.READY if complete else Status.INCOMPLETE
    application.received_at = application.received_at or now
    application.completed_at = (application.completed_at or now) if complete else None


def _same(kept: LoanApplication, wanted: dict[str, Any]) -> bool:
    """Whether the row says nothing new. Who gave a label that stands is not asked."""
    return all(
        getattr(kept, name) == value
        for name, value in wanted.items()
        if name != "label_source" or kept.label_source is None
    )


def _refusal(kept: LoanApplication, wanted: dict[str, Any]) -> tuple[str, str] | None:
    """Return the rule that forbids the change, and a sentence; None where none does."""
    if not kept.is_open:
        return "decided", "The application is decided or closed, with other values."
    facts = [field.attribute for field in schema.PREDICTORS]
    changed = any(getattr(kept, name) != wanted[name] for name in facts)
    if changed and kept.owner_id is not None:
        return (
            "owned_elsewhere",
            "Somebody else sent the application, with other values.",
        )
    return None


def _update(kept: LoanApplication, wanted: dict[str, Any]) -> None:
    facts = [field.attribute for field in schema.PREDICTORS]
    if any(getattr(kept, name) != wanted[name] for name in facts):
        kept.revision += 1
    for name, value in wanted.items():
        setattr(kept, name, value)
    kept.updated_at = timezone.now()
    _set_status(kept, kept.updated_at)
    kept.save()
