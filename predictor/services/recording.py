"""The record: applications and predictions, written in one transaction."""

from __future__ import annotations

import secrets
from base64 import b32encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.models import User
from django.db import DEFAULT_DB_ALIAS

from ml import schema
from ml.validation import RowError
from predictor.models import (
    Channel,
    DryRun,
    LoanApplication,
    Source,
    Status,
)
from predictor.models.keys import new_key
from predictor.models.upsert import Placed, upsert


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asked for scores, how, and when."""

    by: User
    channel: Channel
    request_id: str
    at: datetime


def assign_loan_ids(applicants: Iterable[schema.Applicant], *, at: datetime) -> None:
    """Give a reference to each applicant who came without one."""
    for applicant in applicants:
        if applicant[schema.LOAN_ID.name] is None:
            applicant[schema.LOAN_ID.name] = new_loan_id(at=at)


def new_loan_id(*, at: datetime) -> str:
    """Return the day and 60 random bits: nobody has that reference already."""
    random = b32encode(secrets.token_bytes(10)).decode()[:12]
    return f"LA-{at:%Y%m%d}-{random}"


def place(
    rows: Sequence[int],
    applicants: Sequence[schema.Applicant],
    *,
    asked: Asked,
    overwrite: bool,
) -> tuple[dict[str, Placed], list[RowError]]:
    """Insert the applications, or update those that their sender may still change.

    Returns
    -------
    Where each application ended up, by loan_id, and an error for each that may not be
    written (``owned_elsewhere``, ``decided``, ``exists``).
    """
    written = [_row(applicant, asked) for applicant in applicants]
    placed = upsert(written, using=DEFAULT_DB_ALIAS, overwrite=overwrite)
    refused = {
        loan_id: (row, applicant)
        for row, applicant in zip(rows, applicants, strict=True)
        if (loan_id := str(applicant[schema.LOAN_ID.name])) not in placed
    }
    if not refused:
        return placed, []
    if not overwrite:
        return placed, [_refusal(row, "exists") for row, _ in refused.values()]
    again, errors = _look_into(refused, by=asked.by)
    return placed | again, errors


def _row(applicant: schema.Applicant, asked: Asked) -> dict[str, Any]:
    facts = {f.attribute: applicant[f.name] for f in schema.APPLICANT_FIELDS}
    complete = is_complete(applicant)
    return facts | {
        "id": new_key(),
        "status": Status.READY if complete else Status.INCOMPLETE,
        "received_at": asked.at,
        "completed_at": asked.at if complete else None,
        "decided_at": None,
        "notified_at": None,
        "loan_status": None,
        "label_source": None,
        "source": Source(asked.channel.value),
        "owner_id": asked.by.pk,
        "revision": 1,
        "created_at": asked.at,
        "updated_at": asked.at,
    }


def is_complete(applicant: schema.Applicant) -> bool:
    """Whether nothing is missing that a score or a decision needs."""
    return all(applicant[name] is not None for name in _NEEDED)


_NEEDED: Final = (
    *(field.name for field in schema.PREDICTORS if field.required),
    *schema.NEEDED_TO_DECIDE,
)


def foresee(
    rows: Sequence[int],
    applicants: Sequence[schema.Applicant],
    *,
    by: User,
    overwrite: bool,
) -> list[RowError]:
    """Return the errors that ``place`` would give, where it will not be called."""
    sent = {
        str(loan_id): (row, applicant)
        for row, applicant in zip(rows, applicants, strict=True)
        if (loan_id := applicant[schema.LOAN_ID.name]) is not None
    }
    errors = []
    for application in LoanApplication.objects.filter(loan_id__in=sent):
        row, applicant = sent[application.loan_id]
        rule = _rule(application, applicant, by) if overwrite else "exists"
        if rule and not (rule == "decided" and application.is_open):
            errors.append(_refusal(row, rule))
    return errors


def _look_into(
    refused: dict[str, tuple[int, schema.Applicant]], *, by: User
) -> tuple[dict[str, Placed], list[RowError]]:
    """Say why applications could not be written.

    A decided application that was sent with the same values is no error: scoring it
    again is a new prediction.

    Parameters
    ----------
    refused : loan_id → row number and applicant.
    """
    placed: dict[str, Placed] = {}
    errors: list[RowError] = []
    standing = LoanApplication.objects.select_for_update().by_loan_id()
    for application in standing.filter(loan_id__in=refused):
        row, applicant = refused[application.loan_id]
        if rule := _rule(application, applicant, by):
            errors.append(_refusal(row, rule))
        else:
            placed[application.loan_id] = Placed(application.id, application.revision)
    return placed, errors


def _rule(
    application: LoanApplication, applicant: schema.Applicant, by: User
) -> str | None:
    """Return the rule that forbids to change a decided application, if any does."""
    if application.owner_id != by.pk:
        return "owned_elsewhere"
    return "decided" if application.as_applicant() != applicant else None


_REFUSALS: Final = {
    "owned_elsewhere": "The Loan_ID belongs to an application that somebody else sent.",
    "decided": (
        "The application is decided or closed. With the same values it can be scored "
        "again; with others it must be reopened first."
    ),
    "exists": "An application with this Loan_ID exists already.",
}


def _refusal(row: int, rule: str) -> RowError:
    return RowError(row, schema.LOAN_ID.name, rule, _REFUSALS[rule])


def record_dry_run(
    applicants: Sequence[schema.Applicant], *, version: int, asked: Asked
) -> None:
    """Write that scores were asked for without being stored.

    Of one applicant also for which application, where it is one of the caller's own.
    """
    application = None
    if len(applicants) == 1:
        own = LoanApplication.objects.filter(owner_id=asked.by.pk)
        application = own.filter(loan_id=applicants[0][schema.LOAN_ID.name]).first()
    DryRun.objects.create(
        application=application,
        model_version_id=version,
        rows=len(applicants),
        channel=asked.channel,
        requested_by_id=asked.by.pk,
        request_id=asked.request_id,
        created_at=asked.at,
    )
